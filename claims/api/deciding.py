"""What a creditor answers and declares, by machine: decisions and payments received."""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

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
from agencies.options import option
from claims.access import claim_of, visible_decisions
from claims.api.shapes import euros
from claims.models import Claim, Credit, Decision
from claims.rules import choices_after
from claims.services import lifecycle
from core.errors import Stale

CONSENT = "consent: true"  # kept in the timeline as the words that were sent


class DecisionSerializer(serializers.ModelSerializer[Decision]):
    """A question asked when a stage ended, and its answer; `choice` is empty while it is open."""

    claim = serializers.UUIDField(source="claim.uid")
    claim_number = serializers.IntegerField(source="claim.number")
    debtor = serializers.CharField(source="claim.debtor.name")

    class Meta:
        model = Decision
        fields = (
            "claim",
            "claim_number",
            "debtor",
            "stage_ended",
            "asked_on",
            "reminded_on",
            "choice",
            "decided_at",
            "channel",
        )


class DecisionPageSerializer(PageSerializer):
    """Decisions, latest first."""

    results = DecisionSerializer(many=True)


class AskedDecisions(Asked):
    """The filter of the list."""

    open = serializers.BooleanField(
        required=False, default=None, help_text=_("Those that wait for an answer, or those answered.")
    )


class AnswerSerializer(serializers.Serializer[Any]):
    """The choice. `judicial` takes `consent: true`: the creditor expressly asks for it and knows that costs may
    arise."""

    choice = serializers.ChoiceField(choices=["amicable", "judicial", "keep", "abandon"])
    consent = serializers.BooleanField(default=False, help_text=_("The creditor's express consent."))


class PaymentSerializer(serializers.ModelSerializer[Credit]):
    """Something that lowered the claim: a payment, a credit note, a waiver."""

    class Meta:
        model = Credit
        fields = ("kind", "amount", "value_on", "note", "recorded_at")


class PaymentPageSerializer(PageSerializer):
    """Payments and credits, latest first."""

    results = PaymentSerializer(many=True)


class NewPaymentSerializer(serializers.Serializer[Any]):
    """A payment that the debtor made to the creditor."""

    amount = euros(min_value=Decimal("0.01"))
    value_on = serializers.DateField(help_text=_("The day on which it was received, not in the future."))
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)

    def validate_value_on(self, day: date) -> date:
        """Neither in the future nor before the euro."""
        if not date(2000, 1, 1) <= day <= timezone.localdate():
            raise serializers.ValidationError(_("Write a day between 2000 and today."))
        return day


class Decisions(Api):
    """Decisions."""

    @extend_schema(
        operation_id="decisions_list",
        summary=_("List the decisions asked of creditors"),
        parameters=[AskedDecisions],
        responses=answers(_200=DecisionPageSerializer),
    )
    def get(self, request: Request) -> Response:
        """Questions to creditors, latest first; `open=true` for those that wait for an answer."""
        waiting, rows = asked(request, AskedDecisions)["open"], visible_decisions()
        if waiting is not None:
            rows = rows.filter(decided_at__isnull=waiting)
        return page(self, request, rows.select_related("claim__debtor"), DecisionSerializer)


class ClaimDecision(Api):
    """The open question of a claim."""

    parser_classes = (JSONParser,)
    writes = DECIDE

    @extend_schema(
        operation_id="claims_decision",
        summary=_("Decide what comes next for a claim"),
        parameters=[ONCE],
        request=AnswerSerializer,
        responses=answers(*POSTED, _200=DecisionSerializer),
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Answer the question asked when a stage ended. Takes a creditor's own key with `claims:decide`."""
        return once(request, lambda: _decided(request, uid))


def _decided(request: Request, uid: UUID) -> Response:
    claim, on = claim_of(uid, to="decide"), timezone.localdate()
    sent = AnswerSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    choice = sent.validated_data["choice"]
    open_one = Decision.objects.filter(claim=claim, decided_at=None).first()
    if open_one is None:
        raise Refused("no_open_decision", _("No decision is waited for on this file."), status=409)
    if choice not in choices_after(open_one.stage_ended, option("stages", on)):
        raise Refused("choice_not_offered", _("This choice is not offered after this stage."))
    if choice == Decision.Choice.JUDICIAL and not sent.validated_data["consent"]:
        raise Refused("consent_missing", _("The judicial stage takes the creditor's express consent: consent = true."))
    _decide(open_one, choice, on)
    decided = Decision.objects.select_related("claim__debtor").get(pk=open_one.pk)
    return Response(DecisionSerializer(decided).data)


def _decide(asked_one: Decision, choice: str, on: date) -> None:
    consent = CONSENT if choice == Decision.Choice.JUDICIAL else ""
    try:
        lifecycle.decide(
            decision_id=asked_one.pk, choice=choice, channel="api", on=on, at=timezone.now(), consent=consent
        )
    except Stale as stale:
        raise Refused("no_open_decision", _("This file has been decided on meanwhile."), status=409) from stale


class ClaimPayments(Api):
    """Payments on a claim."""

    parser_classes = (JSONParser,)
    writes = DECIDE

    @extend_schema(
        operation_id="claims_payments",
        summary=_("List the payments on a claim"),
        parameters=[Asked],
        responses=answers(_200=PaymentPageSerializer),
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """Payments, credit notes and waivers, latest first."""
        asked(request, Asked)
        return page(self, request, claim_of(uid).credits.all(), PaymentSerializer)

    @extend_schema(
        operation_id="claims_payments_create",
        summary=_("Declare a payment that the creditor received"),
        parameters=[ONCE],
        request=NewPaymentSerializer,
        responses=answers(*POSTED, _201=PaymentSerializer),
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Declare a payment. The Idempotency-Key is obligatory: the same name never counts twice, even years later.

        The claim closes once nothing is owed, or the amount of the PAYNOW came in time.
        """
        if not request.headers.get("Idempotency-Key"):
            raise Refused("idempotency_key_missing", _("Name the payment with an Idempotency-Key."), status=400)
        return once(request, lambda: _paid(request, uid))


def _paid(request: Request, uid: UUID) -> Response:
    claim = claim_of(uid, to="work")
    sent = NewPaymentSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    known = Credit.objects.filter(source=_source(request)).first()
    if known is None and claim.closed_on:
        raise Refused("claim_closed", _("This file is closed."), status=409)
    row = known or _credited(request, claim, sent.validated_data)
    if (row.claim_id, row.amount, row.value_on) != (claim.pk, *_said(sent.validated_data)):
        raise Refused("idempotency_key_reused", _("This Idempotency-Key named another request."), status=409)
    return Response(PaymentSerializer(row).data, status=201)


def _said(given: dict[str, Any]) -> tuple[Any, date]:
    return given["amount"], given["value_on"]


def _credited(request: Request, claim: Claim, given: dict[str, Any]) -> Credit:
    kind, source = Credit.Kind.PAYMENT, _source(request)
    return lifecycle.credit(claim_id=claim.pk, kind=kind, source=source, at=timezone.now(), **given)


def _source(request: Request) -> str:
    """What names the payment for good: the key and the name that it gave; the remembered answers live 30 days."""
    name = f"{key_of(request).key_id}:{request.headers['Idempotency-Key']}"
    return f"declared:api:{hashlib.sha256(name.encode()).hexdigest()[:40]}"
