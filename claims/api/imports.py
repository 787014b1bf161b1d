"""Files of unpaid invoices for machines: judged, loaded, mended, signed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access import DoorClosed
from agencies.api import (
    DECIDE,
    ONCE,
    POSTED,
    Api,
    Asked,
    PageSerializer,
    Refused,
    answers,
    asked,
    key_of,
    once,
    page,
)
from agencies.scope import current_scope
from claims.access import import_of, visible_imports
from claims.api.jobs import JobSerializer, told
from claims.api.shapes import euros
from claims.models import Import, ImportRow
from claims.queries.imports import refused_row, remarks_of, remarks_on
from claims.services import handing, intake
from claims.services.lifecycle import accept_import
from clients.models import Contract, Creditor
from clients.queries import creditor_named, running_contract
from files.rules import MAX_BYTES
from law.refusals import Refusal

LARGE = 2**20  # bytes: some 5 000 rows, a second or two; beyond, a job loads the file


class ImportSerializer(serializers.ModelSerializer[Import]):
    """A file handed in, and what became of its rows; `bordereau` is the list to sign, as a file."""

    warnings = serializers.IntegerField(source="warned")
    new_claims = serializers.IntegerField(source="claims")
    amount = serializers.DecimalField(max_digits=16, decimal_places=2)
    bordereau = serializers.UUIDField(source="bordereau.uid", allow_null=True, default=None)

    class Meta:
        model = Import
        fields = (
            "uid",
            "name",
            "on",
            "at",
            "rows",
            "ready",
            "warnings",
            "refused",
            "duplicates",
            "new_claims",
            "amount",
            "bordereau",
            "accepted_at",
            "accepted_as",
        )


class RemarkSerializer(serializers.Serializer[Any]):
    """One thing said of a row: `severity` is error or warning."""

    field = serializers.CharField(allow_blank=True)
    code = serializers.CharField()
    severity = serializers.CharField()
    detail = serializers.CharField(allow_blank=True)
    reason = serializers.CharField()
    cure = serializers.CharField(allow_blank=True)


class RefusedRowSerializer(serializers.Serializer[Any]):
    """A row that made no claim, and why."""

    row = serializers.IntegerField()
    errors = RemarkSerializer(many=True)  # type: ignore[assignment]


class RemarksSerializer(serializers.Serializer[Any]):
    """What was said of the rows of a file: how often each code, and the first refused rows."""

    findings = serializers.DictField(child=serializers.IntegerField())
    refused_rows = RefusedRowSerializer(many=True)


class WholeImportSerializer(RemarksSerializer, ImportSerializer):
    """An import with its first refused rows."""

    class Meta(ImportSerializer.Meta):
        fields = (*ImportSerializer.Meta.fields, "findings", "refused_rows")  # type: ignore[assignment]


class JudgementSerializer(RemarksSerializer):
    """What a file would become; nothing was written."""

    rows = serializers.IntegerField()
    ready = serializers.IntegerField()
    warnings = serializers.IntegerField()
    refused = serializers.IntegerField()
    duplicates = serializers.IntegerField()
    new_claims = serializers.IntegerField()
    new_items = serializers.IntegerField()
    amount = euros()


class RowPageSerializer(PageSerializer):
    """Refused rows in the order of the file."""

    results = RefusedRowSerializer(many=True)


class NewImportSerializer(serializers.Serializer[Any]):
    """A CSV, XLSX or UBL file of unpaid invoices."""

    file = serializers.FileField()
    dry_run = serializers.BooleanField(default=False, help_text=_("Judge every row and write nothing."))
    creditor = serializers.CharField(
        required=False, help_text=_("Number or exact name; only for keys of the agency, which must give it.")
    )


class AcceptanceSerializer(serializers.Serializer[Any]):
    """The creditor's written order for the claims of a list, which are certain, due and unpaid to its knowledge."""

    name = serializers.CharField(max_length=160, help_text=_("First name and name of who signs."))
    agreed = serializers.BooleanField(help_text=_("True: the order is given."))

    def validate_name(self, name: str) -> str:
        """Two words at least."""
        if len(name.split()) < 2:
            raise serializers.ValidationError(_("Write your first name and your name."))
        return " ".join(name.split())

    def validate_agreed(self, agreed: bool) -> bool:
        """An order that is not given signs nothing."""
        if not agreed:
            raise serializers.ValidationError(_("Without agreement nothing is signed."))
        return agreed


class ImportPageSerializer(PageSerializer):
    """Imports, latest first."""

    results = ImportSerializer(many=True)


class Imports(Api):
    """Files of unpaid invoices."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="imports_list",
        summary=_("List the files handed in"),
        parameters=[Asked],
        responses=answers(_200=ImportPageSerializer),
    )
    def get(self, request: Request) -> Response:
        """The files handed in, latest first."""
        asked(request, Asked)
        return page(self, request, visible_imports().select_related("bordereau"), ImportSerializer)

    @extend_schema(
        operation_id="imports_create",
        summary=_("Hand in a file of unpaid invoices"),
        parameters=[ONCE],
        request={"multipart/form-data": NewImportSerializer},
        responses=answers(*POSTED, _200=JudgementSerializer, _201=WholeImportSerializer, _202=JobSerializer),
    )
    def post(self, request: Request) -> Response:
        """Judged and loaded at once: each row without an error opens a claim or joins one, or only judged with
        `dry_run` (200). A file of more than 1 MiB is loaded by a job (202): follow it until it is done. Nothing goes
        out before the list is accepted."""
        return once(request, lambda: _taken(request))


def _taken(request: Request) -> Response:
    sent = NewImportSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    file, now = sent.validated_data["file"], timezone.now()
    if file.size > MAX_BYTES:
        raise _refusal(intake.Refused("too_large"))
    creditor = _creditor(sent.validated_data.get("creditor", ""))
    given = {"data": file.read(), "name": file.name, "on": timezone.localdate(now)}
    if sent.validated_data["dry_run"]:
        return _judged(intake.judge_file(**given, creditor=creditor))
    contract = running_contract(creditor)
    if contract is None:
        raise _refusal(intake.Refused("contract_missing", creditor.name))
    actor = f"key:{key_of(request).key_id}"
    if file.size > LARGE:
        return _later(given["data"], file.name, contract, now, actor)
    made = intake.import_file(**given, contract=contract, at=now, actor=actor)
    if isinstance(made, intake.Refused):
        raise _refusal(made)
    return Response(_whole(made), status=201)


def _later(data: bytes, name: str, contract: Contract, at: datetime, actor: str) -> Response:
    kept = handing.receive(data=data, name=name, party_id=contract.party_id)
    if isinstance(kept, intake.Refused):
        raise _refusal(kept)
    job = handing.sign(file=kept, contract=contract, name="", at=at, actor=actor)
    return Response(told(job), status=202, headers={"Location": f"/api/v1/jobs/{job.uid}/", "Retry-After": "2"})


def _judged(found: intake.Judgement | intake.Refused) -> Response:
    if isinstance(found, intake.Refused):
        raise _refusal(found)
    return Response(JudgementSerializer(intake.summary(found) | remarks_on(found.rows)).data)


def _creditor(named: str) -> Creditor:
    """The creditor of the key, or the one that a key of the agency names."""
    party_id = current_scope().party_id
    if party_id is not None:
        own = Creditor.objects.filter(party_id=party_id).first()
        if own is None or named not in ("", own.number, own.name):
            raise DoorClosed
        return own
    if not named:
        raise exceptions.ValidationError({"creditor": [_("A key of the agency names the creditor.")]}, "required")
    found = creditor_named(named)
    if found is None:
        raise _refusal(intake.Refused("creditor_unknown", named))
    return found


def _refusal(refused: intake.Refused) -> Refused:
    told = intake.summary(refused)
    return Refused(refused.code, told["reason"], cure=told["cure"])


def _whole(made: Import) -> dict[str, Any]:
    return ImportSerializer(made).data | remarks_of(made)


class OneImport(Api):
    """One file."""

    @extend_schema(
        operation_id="imports_retrieve",
        summary=_("Show what became of a file"),
        responses=answers(_200=WholeImportSerializer),
    )
    def get(self, request: Request, import_uid: UUID) -> Response:
        """What became of its rows; the first refused ones with reason and cure."""
        return Response(_whole(import_of(import_uid)))


class ImportRows(Api):
    """The refused rows of a file."""

    @extend_schema(
        operation_id="imports_rows",
        summary=_("List the refused rows of a file"),
        parameters=[Asked],
        responses=answers(_200=RowPageSerializer),
    )
    def get(self, request: Request, import_uid: UUID) -> Response:
        """Every refused row in the order of the file, each error with its reason and what mends it."""
        asked(request, Asked)
        rows = ImportRow.objects.filter(source=import_of(import_uid), verdict="error")
        return page(self, request, rows, _Row, order="row")


class _Row(serializers.Serializer[Any]):
    """A refused row as `RefusedRowSerializer` says it."""

    def to_representation(self, row: ImportRow) -> dict[str, Any]:
        return refused_row(row.row, row.findings)


class ImportAcceptance(Api):
    """The written order for a list."""

    parser_classes = (JSONParser,)
    writes = DECIDE

    @extend_schema(
        operation_id="imports_accept",
        summary=_("Accept a list: the written order to recover"),
        parameters=[ONCE],
        request=AcceptanceSerializer,
        responses=answers(*POSTED, _200=ImportSerializer),
    )
    def post(self, request: Request, import_uid: UUID) -> Response:
        """Sign the list of an import: its letters leave as the law allows. Takes a creditor's own key with
        `claims:decide`. Signing twice changes nothing; while the list is being drawn up, 409: try again."""
        return once(request, lambda: _accepted(request, import_uid))


def _accepted(request: Request, import_uid: UUID) -> Response:
    made = import_of(import_uid, to="decide")
    sent = AcceptanceSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    if not made.claims:
        raise Refused("nothing_to_accept", _("No row of this file opened a claim."))
    name, on = sent.validated_data["name"], timezone.localdate()
    done = accept_import(import_id=made.pk, name=name, on=on, at=timezone.now())
    if isinstance(done, Refusal):
        raise Refused(done.rule.replace("-", "_"), said(done.reason), status=409, cure=said(done.cure))
    return Response(ImportSerializer(import_of(import_uid)).data)
