"""What every address of the API shares: keys and their scopes, errors as problem details, requests done once."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import exceptions, serializers
from rest_framework.authentication import BaseAuthentication
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from agencies.access import DoorClosed, Key
from agencies.services import answer_request, begin_request

PROBLEM = "application/problem+json"
READ, WRITE = "claims:read", "claims:write"
SCOPES = (READ, WRITE)


class Caller:
    """Whoever presents a key: no user of ours."""

    is_authenticated = True

    def __init__(self, key: Key) -> None:
        self.key = key


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer ck_<agency>_<secret>`; the middleware has opened the walls for it already."""

    def authenticate(self, request: Request) -> tuple[Caller, Key] | None:
        """The caller and its key, or nobody."""
        key = getattr(request._request, "api_key", None)
        return None if key is None else (Caller(key), key)

    def authenticate_header(self, _request: Request) -> str:
        """What a 401 asks for."""
        return 'Bearer realm="api"'


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The key in the OpenAPI document."""

    target_class = KeyAuthentication
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A bearer token."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "ck_<agency>_<secret>"}


class HasScope(BasePermission):
    """Reading takes `claims:read`, anything else `claims:write`."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the key carries the scope."""
        return isinstance(request.auth, Key) and (READ if request.method == "GET" else WRITE) in request.auth.scopes


class Refused(exceptions.APIException):
    """An expected refusal, shown as a problem with its own stable code."""

    status_code = 422

    def __init__(self, code: str, detail: str, *, status: int = 422, **more: Any) -> None:
        super().__init__(detail, code)
        self.status_code, self.more = status, more


class ProblemSerializer(serializers.Serializer[Any]):
    """RFC 9457, with a `code` that never changes."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = serializers.ListField(child=serializers.DictField(), required=False)  # type: ignore[assignment]


def problem(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Every error of the API as problem details; None for a bug, which then shows as 500."""
    response = exception_handler(error, dict(context))
    if response is None:
        return None
    if isinstance(error, DoorClosed | PermissionDenied | exceptions.PermissionDenied):
        context["request"]._request.door_closed = type(error).__name__  # remembered by the middleware
    response.data = _told(error, response.status_code)
    response.content_type = PROBLEM
    return response


def _told(error: Exception, status: int) -> dict[str, Any]:
    code, detail = _code(error), _detail(error)
    told = {"type": f"urn:creansys:problem:{code}", "title": code.replace("_", " "), "status": status}
    told |= {"detail": detail, "code": code}
    if isinstance(error, exceptions.ValidationError):
        told["errors"] = list(_errors(error.detail))
    return told | getattr(error, "more", {})


def _errors(detail: Any) -> Iterator[dict[str, str]]:
    for name, found in detail.items():
        for one in found:
            yield {"field": name, "code": one.code, "detail": str(one)}


def _code(error: Exception) -> str:
    if isinstance(error, Http404):
        return "not_found"
    if isinstance(error, PermissionDenied):
        return "permission_denied"
    if isinstance(error, exceptions.ValidationError):
        return "invalid"
    return str(error.get_codes())  # type: ignore[attr-defined]


def _detail(error: Exception) -> str:
    if isinstance(error, exceptions.ValidationError):
        return str(exceptions.ValidationError.default_detail)
    if isinstance(error, exceptions.APIException):
        return str(error.detail)
    return str(exceptions.NotFound.default_detail if isinstance(error, Http404) else error)


class Latest(CursorPagination):
    """Latest first, by key: no count, no offset."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "limit"
    ordering = "-id"


class Api(APIView):
    """The base of every view: opened by key. What is refused leaves nothing (a request is one transaction)."""

    authentication_classes = (KeyAuthentication,)
    permission_classes = (HasScope,)


def key_of(request: Request) -> Key:
    """The key that a view's permission has seen already."""
    return request.auth  # type: ignore[return-value]


def once(request: Request, work: Callable[[], Response]) -> Response:
    """Do the work, or repeat the answer when the `Idempotency-Key` header names a request done before.

    Another body under the same name is refused with 409. An error is not remembered: it may be tried again.
    """
    name = request.headers.get("Idempotency-Key", "")
    if not name:
        return work()
    if len(name) > 100:
        raise Refused("idempotency_key_too_long", "The Idempotency-Key has more than 100 characters.", status=400)
    digest = _digest(request)
    row = begin_request(
        key_id=key_of(request).key_id, name=name, route=request.path, request_hash=digest, at=timezone.now()
    )
    if row is None:
        raise Refused("idempotency_key_reused", "This Idempotency-Key named another request.", status=409)
    if row.status is not None:
        return Response(row.response, status=row.status, headers={"Idempotency-Replayed": "true"})
    response = work()
    answer_request(row=row, status=response.status_code, response=response.data)
    return response


def _digest(request: Request) -> str:
    """Of what was sent: fields and the content of files, whatever boundary divides them."""
    data: Any = request.data
    sent = [(name, _content(value)) for name, values in sorted(data.lists()) for value in values]
    return hashlib.sha256(json.dumps([request.method, request.path, sent]).encode()).hexdigest()


def _content(value: Any) -> str:
    if not isinstance(value, UploadedFile):
        return str(value)
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return f"{value.name}:{digest.hexdigest()}"
