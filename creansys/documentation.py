"""The page that explains the API: drawn from its own schema, with examples that a test runs (docs/api.md)."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

METHODS = ("get", "post")
GROUPS: dict[str, Any] = {
    "creditors": _("Creditors"),
    "imports": _("Files of unpaid invoices"),
    "jobs": _("Large files under way"),
    "claims": _("Claims"),
    "decisions": _("Decisions"),
    "files": _("Documents and letters"),
}
VARIABLES = {  # what stands in the examples for the parts of an address
    "creditor_uid": "$CREDITOR",
    "import_uid": "$IMPORT",
    "job_uid": "$JOB",
    "uid": "$CLAIM",
    "file_uid": "$FILE",
}
QUERIES = {
    "claims_list": "?stage=paynow&limit=20",
    "claims_statement": "?on=2026-12-31",
    "decisions_list": "?open=true",
}
JSON = '-H "Content-Type: application/json"'
SENT = {  # what a request with a body sends; each name is new, so that each example does its work
    "imports_create": '-H "Idempotency-Key: list-2026-12" \\\n  -F "file=@invoices.csv"',
    "imports_accept": f"""{JSON} \\\n  -d '{{"name": "Anne Dubois", "agreed": true}}'""",
    "claims_documents_create": '-H "Idempotency-Key: proof-81" \\\n  -F "file=@proof.pdf" -F "kind=delivery"',
    "claims_notes_create": f"""{JSON} \\\n  -d '{{"text": "The debtor called us today."}}'""",
    "claims_decision": f"""{JSON} \\\n  -d '{{"choice": "judicial", "consent": true}}'""",
    "claims_payments_create": f'-H "Idempotency-Key: payment-81" {JSON} \\\n'
    """  -d '{"amount": "250.00", "value_on": "2026-03-20"}'""",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a request or a field of a body or an answer."""

    name: str
    kind: str
    required: bool
    help: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that the API does."""

    key: str
    method: str
    path: str
    title: str
    help: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answer: tuple[Field, ...]
    statuses: str
    example: str


@dataclass(frozen=True, slots=True)
class Group:
    """The operations on one kind of thing."""

    key: str
    title: str
    operations: tuple[Operation, ...]


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """How to speak with this service, in the reader's language. No key is needed: it shows nobody's data."""
    context = {
        "groups": groups(get_language() or settings.LANGUAGE_CODE),
        "url": f"{settings.PUBLIC_URL}/api/v1",
        "limit": settings.API_REQUESTS_A_MINUTE,
    }
    return render(request, "api/docs.html", context)


@cache
def groups(language: str) -> tuple[Group, ...]:
    """The whole API as the page shows it; drawn up once for each language."""
    with override(language):
        schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        found = list(_operations(schema))
        return tuple(
            Group(key, str(title), tuple(one for group, one in found if group == key)) for key, title in GROUPS.items()
        )


def _operations(schema: Mapping[str, Any]) -> Iterator[tuple[str, Operation]]:
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if method in methods and methods[method]["tags"][0] in GROUPS:
                yield methods[method]["tags"][0], _operation(path, method, methods[method], schema)


def _operation(path: str, method: str, told: Mapping[str, Any], schema: Mapping[str, Any]) -> Operation:
    answered = told["responses"]
    good = next(status for status in ("201", "200") if status in answered)
    parameters = [_parameter(one, schema) for one in told.get("parameters", []) if one["in"] != "path"]
    return Operation(
        key=told["operationId"],
        method=method.upper(),
        path=path.removeprefix("/api/v1"),
        title=str(told.get("summary", "")),
        help=" ".join(str(told.get("description", "")).split()),
        parameters=tuple(parameters),
        body=tuple(_fields(told.get("requestBody", {}), schema)),
        answer=tuple(_fields(answered[good], schema)),
        statuses=" · ".join(sorted(answered)),
        example=example(told["operationId"], method, path),
    )


def example(key: str, method: str, path: str) -> str:
    """The operation as a command for a shell with `API`, `KEY` and the uid that the path asks for."""
    address = path.removeprefix("/api/v1")
    for part, variable in VARIABLES.items():
        address = address.replace(f"{{{part}}}", variable)
    asked = f'curl "$API{address}{QUERIES.get(key, "")}" \\\n  -H "Authorization: Bearer $KEY"'
    saved = " -o letter.pdf" if key == "files_retrieve" else ""
    return f"{asked}{saved}" if method == "get" else f"{asked} \\\n  {SENT[key]}"


def _parameter(told: Mapping[str, Any], schema: Mapping[str, Any]) -> Field:
    return Field(told["name"], _kind(told["schema"], schema), told.get("required", False), _help(told))


def _help(told: Mapping[str, Any]) -> str:
    """What is said of a field; the list of its choices is its kind already."""
    return str(told.get("description", "")).partition("* `")[0].strip()


def _fields(told: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Field]:
    """The fields of a body; those of one row where it is a page."""
    media: Mapping[str, Any] = next(iter(told.get("content", {}).values()), {"schema": {}})
    shape = _resolved(media["schema"], schema)
    properties = shape.get("properties", {})
    if "results" in properties:
        shape = _resolved(properties["results"]["items"], schema)
    for name, one in shape.get("properties", {}).items():
        yield Field(name, _kind(one, schema), name in shape.get("required", ()), _help(one))


def _resolved(shape: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference points at, as the generator writes them: alone, or as the only one of allOf."""
    reference = shape.get("$ref") or next((one["$ref"] for one in shape.get("allOf", ()) if "$ref" in one), "")
    found: Mapping[str, Any] = schema["components"]["schemas"][reference.rpartition("/")[2]] if reference else shape
    return found


def _kind(shape: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """The type of a value in a few words: its choices, its format, or what JSON calls it."""
    found = _resolved(shape, schema)
    if "enum" in found:
        return " | ".join(json.dumps(value).strip('"') for value in found["enum"] if value)
    if found.get("type") == "array":
        return f"[{_kind(found['items'], schema)}]"
    if found.get("type") == "object" and "properties" in found:
        return f"{{{', '.join(found['properties'])}}}"
    return str(found.get("format") or found.get("type") or "")
