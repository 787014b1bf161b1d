"""Claims and imports for machines. Keys of a creditor see and send its own; keys of the agency all of them."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.access import DoorClosed
from agencies.api import Api, Latest, ProblemSerializer, Refused, key_of, once
from agencies.scope import current_scope
from claims.access import claim_of, import_of, visible_claims, visible_imports
from claims.models import Claim, ClaimItem, Import
from claims.queries.imports import remarks_of, remarks_on
from claims.queries.statement import described, statement_of
from claims.queries.timeline import timeline
from claims.rules import Stage
from claims.services import intake
from clients.models import Creditor
from clients.queries import creditor_named, running_contract
from files.rules import MAX_BYTES

PROBLEMS = {401: ProblemSerializer, 403: ProblemSerializer, 404: ProblemSerializer}
ON = OpenApiParameter("on", OpenApiTypes.DATE, description="Today by default.")
ONCE = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, description="The same name never does the work twice."
)


def _euros(**options: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=14, decimal_places=2, **options)


class ItemSerializer(serializers.ModelSerializer[ClaimItem]):
    """An unpaid invoice."""

    class Meta:
        model = ClaimItem
        fields = ("number", "issued_on", "due_on", "total", "balance", "description", "withdrawn_on")


class DebtorSerializer(serializers.Serializer[Any]):
    """Who owes, as the creditor knows it."""

    uid = serializers.UUIDField()
    name = serializers.CharField()
    customer_number = serializers.CharField()


class ClaimSerializer(serializers.ModelSerializer[Claim]):
    """A claim in a list."""

    debtor = DebtorSerializer()

    class Meta:
        model = Claim
        fields = (
            "uid",
            "number",
            "reference",
            "stage",
            "debtor",
            "debtor_kind",
            "country",
            "currency",
            "principal",
            "oldest_due_on",
            "opened_on",
            "closed_on",
            "closed_as",
        )


class WholeClaimSerializer(ClaimSerializer):
    """A claim with its invoices."""

    items = ItemSerializer(many=True)

    class Meta(ClaimSerializer.Meta):
        fields = (*ClaimSerializer.Meta.fields, "items")  # type: ignore[assignment]


class LineSerializer(serializers.Serializer[Any]):
    """One line of a statement; what lowers the debt is negative, both days are inclusive."""

    part = serializers.CharField()
    amount = _euros()
    rule = serializers.CharField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    item = serializers.CharField(allow_blank=True)
    to = serializers.DateField(allow_null=True)
    days = serializers.IntegerField(allow_null=True)
    rate = serializers.DecimalField(max_digits=8, decimal_places=4, allow_null=True)
    base = _euros(allow_null=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        """`from` is a word of Python's own."""
        return super().get_fields() | {"from": serializers.DateField(allow_null=True)}


class StatementSerializer(serializers.Serializer[Any]):
    """What is owed at the end of a day; `missing` names periods whose rate is not published."""

    claim = serializers.IntegerField()
    uid = serializers.UUIDField()
    on = serializers.DateField()
    currency = serializers.CharField()
    total = _euros()
    lines = LineSerializer(many=True)
    missing = serializers.ListField(child=serializers.CharField())


class EventSerializer(serializers.Serializer[Any]):
    """One link of the timeline; `detail` is null once erased."""

    seq = serializers.IntegerField()
    kind = serializers.CharField()
    at = serializers.DateTimeField()
    actor = serializers.CharField()
    detail = serializers.DictField(allow_null=True)


class DocumentSerializer(serializers.Serializer[Any]):
    """A paper of the claim."""

    uid = serializers.UUIDField(source="file.uid")
    kind = serializers.CharField()
    name = serializers.CharField(source="file.name")
    mime = serializers.CharField(source="file.mime")
    size = serializers.IntegerField(source="file.size")
    added_at = serializers.DateTimeField()


class ImportSerializer(serializers.ModelSerializer[Import]):
    """A file handed in, and what became of its rows."""

    warnings = serializers.IntegerField(source="warned")
    new_claims = serializers.IntegerField(source="claims")

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
            "accepted_at",
        )


class RefusedRowSerializer(serializers.Serializer[Any]):
    """A row that made no claim: each error with field, code, detail, reason and cure."""

    row = serializers.IntegerField()
    errors = serializers.ListField(  # type: ignore[assignment]
        child=serializers.DictField(child=serializers.CharField(allow_blank=True))
    )


class RemarksSerializer(serializers.Serializer[Any]):
    """What was said of the rows of a file."""

    findings = serializers.DictField(child=serializers.IntegerField())
    refused_rows = RefusedRowSerializer(many=True)


class WholeImportSerializer(RemarksSerializer, ImportSerializer):
    """An import with its refused rows."""

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
    amount = _euros()


class NewImportSerializer(serializers.Serializer[Any]):
    """A CSV, XLSX or UBL file of unpaid invoices. A key of the agency names the creditor; a creditor's own need not."""

    file = serializers.FileField()
    dry_run = serializers.BooleanField(default=False)
    creditor = serializers.CharField(required=False, help_text="Number or exact name; for keys of the agency.")


class PageSerializer(serializers.Serializer[Any]):
    """One page, and the addresses of its neighbours."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class ImportPageSerializer(PageSerializer):
    """Imports, latest first."""

    results = ImportSerializer(many=True)


class ClaimPageSerializer(PageSerializer):
    """Claims, latest first."""

    results = ClaimSerializer(many=True)


PAGING = [OpenApiParameter("cursor", str), OpenApiParameter("limit", int, description="50 by default, 200 at most.")]


class Imports(Api):
    """Files of unpaid invoices."""

    parser_classes = (MultiPartParser,)

    @extend_schema(operation_id="imports_list", parameters=PAGING, responses={200: ImportPageSerializer, **PROBLEMS})
    def get(self, request: Request) -> Response:
        """The files handed in, latest first."""
        return _page(self, request, visible_imports(), ImportSerializer)

    @extend_schema(
        operation_id="imports_create",
        parameters=[ONCE],
        request={"multipart/form-data": NewImportSerializer},
        responses={
            200: JudgementSerializer,
            201: WholeImportSerializer,
            **PROBLEMS,
            400: ProblemSerializer,
            409: ProblemSerializer,
            422: ProblemSerializer,
        },
    )
    def post(self, request: Request) -> Response:
        """Hand in a file: judged and loaded at once, or only judged with `dry_run`."""
        return once(request, lambda: _taken(request))


def _page(view: Api, request: Request, rows: Any, serializer: type[serializers.ModelSerializer[Any]]) -> Response:
    pages = Latest()
    page: Any = pages.paginate_queryset(rows, request, view=view)
    return pages.get_paginated_response(serializer(page, many=True).data)


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
    made = intake.import_file(**given, contract=contract, at=now, actor=f"key:{key_of(request).key_id}")
    if isinstance(made, intake.Refused):
        raise _refusal(made)
    return Response(_whole(made), status=201)


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

    @extend_schema(operation_id="imports_retrieve", responses={200: WholeImportSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """What became of its rows; the first refused ones with reason and cure."""
        return Response(_whole(import_of(uid)))


class _Wanted(serializers.Serializer[Any]):
    stage = serializers.ChoiceField(choices=Stage.choices(), required=False)
    number = serializers.IntegerField(required=False)


class Claims(Api):
    """Claims."""

    @extend_schema(
        operation_id="claims_list",
        parameters=[OpenApiParameter("stage", str), OpenApiParameter("number", int), *PAGING],
        responses={200: ClaimPageSerializer, **PROBLEMS, 400: ProblemSerializer},
    )
    def get(self, request: Request) -> Response:
        """The claims, latest first."""
        wanted = _Wanted(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        rows = visible_claims().filter(**wanted.validated_data).select_related("debtor")
        return _page(self, request, rows, ClaimSerializer)


class OneClaim(Api):
    """One claim."""

    @extend_schema(operation_id="claims_retrieve", responses={200: WholeClaimSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """The claim with its invoices."""
        return Response(WholeClaimSerializer(claim_of(uid)).data)


class ClaimStatement(Api):
    """What a claim owes."""

    @extend_schema(
        operation_id="claims_statement",
        parameters=[ON],
        responses={200: StatementSerializer, **PROBLEMS, 400: ProblemSerializer},
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Every line with rule and source, at the end of the day `on`."""
        claim = claim_of(uid)
        return Response(described(claim, statement_of(claim, _day(request))))


def _day(request: Request) -> Any:
    asked = request.query_params.get("on")
    if not asked:
        return timezone.localdate()
    try:
        day = parse_date(asked)
    except ValueError:
        day = None
    if day is None:
        raise exceptions.ValidationError({"on": [_("Write the day as 2026-12-31.")]}, "invalid")
    return day


class ClaimEvents(Api):
    """The story of a claim."""

    @extend_schema(operation_id="claims_events", responses={200: EventSerializer(many=True), **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """Latest first."""
        return Response(EventSerializer(timeline(claim_of(uid).pk), many=True).data)


class ClaimDocuments(Api):
    """The papers of a claim."""

    @extend_schema(operation_id="claims_documents", responses={200: DocumentSerializer(many=True), **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """Latest first."""
        papers = claim_of(uid).documents.select_related("file").order_by("-id")
        return Response(DocumentSerializer(papers, many=True).data)
