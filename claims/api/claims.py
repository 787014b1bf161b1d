"""Claims for machines: the list, one claim, its invoices, its statement, its story."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.api import Api, Asked, answers, asked, page
from claims.access import claim_of, visible_claims
from claims.api import shapes
from claims.models import Claim, Event
from claims.queries.lists import starting_with
from claims.queries.statement import described, statement_of

COLUMNS = {
    "creditor": "party__uid",
    "import_uid": "source__uid",
    "opened_from": "opened_on__gte",
    "opened_to": "opened_on__lte",
}


class Claims(Api):
    """Claims."""

    @extend_schema(
        operation_id="claims_list",
        summary=_("List claims"),
        parameters=[shapes.AskedClaims],
        responses=answers(_200=shapes.ClaimPageSerializer),
    )
    def get(self, request: Request) -> Response:
        """The claims that the key sees, latest first. Filters add up."""
        wanted = asked(request, shapes.AskedClaims)
        rows = starting_with(visible_claims(), wanted.pop("q", ""))
        rows = rows.filter(**{COLUMNS.get(name, name): value for name, value in wanted.items()})
        return page(self, request, rows.select_related("debtor"), shapes.ClaimSerializer)


class OneClaim(Api):
    """One claim."""

    @extend_schema(
        operation_id="claims_retrieve",
        summary=_("Show a claim with its invoices"),
        responses=answers(_200=shapes.WholeClaimSerializer),
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """The claim, what comes next for it and when, and its invoices."""
        return Response(shapes.WholeClaimSerializer(claim_of(uid)).data)


class ClaimItems(Api):
    """The invoices of a claim."""

    @extend_schema(
        operation_id="claims_items",
        summary=_("List the invoices of a claim"),
        parameters=[Asked],
        responses=answers(_200=shapes.ItemPageSerializer),
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Unpaid invoices and credit notes, latest first."""
        asked(request, Asked)
        return page(self, request, claim_of(uid).items.all(), shapes.ItemSerializer)


class ClaimStatement(Api):
    """What a claim owes."""

    @extend_schema(
        operation_id="claims_statement",
        summary=_("Show what is owed on a day, and why"),
        parameters=[shapes.AskedStatement],
        responses=answers(_200=shapes.StatementSerializer),
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Every line with rule and source, at the end of the day `on`."""
        on = asked(request, shapes.AskedStatement).get("on") or timezone.localdate()
        claim = claim_of(uid)
        return Response(described(claim, statement_of(claim, on)))


class ClaimEvents(Api):
    """The story of a claim."""

    @extend_schema(
        operation_id="claims_events",
        summary=_("List what happened to a claim"),
        parameters=[Asked],
        responses=answers(_200=shapes.EventPageSerializer),
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Latest first. `seq` counts from 1 without a gap: whoever follows a claim stops at the last one it knows."""
        asked(request, Asked)
        return page(self, request, _events(claim_of(uid)), shapes.EventSerializer, order="-seq")


def _events(claim: Claim) -> QuerySet[Event]:
    return Event.objects.filter(claim=claim).prefetch_related("detail_row")
