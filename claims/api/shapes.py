"""What claims look like to machines."""

import json
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from agencies.api import Asked, PageSerializer
from claims.models import Claim, ClaimItem, Event
from claims.rules import Stage
from clients.models import DebtorKind

BIGGEST = 10**18 - 1  # what a number may be


def euros(**options: Any) -> serializers.DecimalField:
    """An amount, written as decimal text."""
    return serializers.DecimalField(max_digits=14, decimal_places=2, **options)


class ItemSerializer(serializers.ModelSerializer[ClaimItem]):
    """An unpaid invoice, or a credit note; `balance` is what was unpaid when it was handed over."""

    class Meta:
        model = ClaimItem
        fields = ("kind", "number", "issued_on", "due_on", "total", "balance", "description", "withdrawn_on")


class DebtorSerializer(serializers.Serializer[Any]):
    """Who owes, as the creditor knows it."""

    uid = serializers.UUIDField()
    name = serializers.CharField()
    customer_number = serializers.CharField(allow_blank=True)


class ClaimSerializer(serializers.ModelSerializer[Claim]):
    """A claim in a list."""

    debtor = DebtorSerializer()
    stage = serializers.ChoiceField(choices=Stage.choices())

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
            "next_act",
            "next_on",
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
    amount = euros()
    rule = serializers.CharField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    item = serializers.CharField(allow_blank=True)
    to = serializers.DateField(allow_null=True)
    days = serializers.IntegerField(allow_null=True)
    rate = serializers.DecimalField(max_digits=8, decimal_places=4, allow_null=True)
    base = euros(allow_null=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        """`from` is a word of Python's own."""
        return super().get_fields() | {"from": serializers.DateField(allow_null=True)}


class StatementSerializer(serializers.Serializer[Any]):
    """What is owed at the end of a day; `missing` names periods whose rate is not published."""

    claim = serializers.IntegerField()
    uid = serializers.UUIDField()
    on = serializers.DateField()
    currency = serializers.CharField()
    total = euros()
    lines = LineSerializer(many=True)
    missing = serializers.ListField(child=serializers.CharField())


class EventSerializer(serializers.ModelSerializer[Event]):
    """One link of the timeline; `detail` is null once erased."""

    detail = serializers.SerializerMethodField()

    class Meta:
        model = Event
        fields = ("seq", "kind", "at", "actor", "detail")

    def get_detail(self, event: Event) -> dict[str, Any] | None:
        """What the event says, from its prefetched row."""
        rows = list(event.detail_row.all())
        return json.loads(rows[0].detail) if rows else None


class ClaimPageSerializer(PageSerializer):
    """Claims, latest first."""

    results = ClaimSerializer(many=True)


class ItemPageSerializer(PageSerializer):
    """Invoices of a claim, latest first."""

    results = ItemSerializer(many=True)


class EventPageSerializer(PageSerializer):
    """Events of a claim, latest first."""

    results = EventSerializer(many=True)


class AskedClaims(Asked):
    """The filters of the list of claims."""

    stage = serializers.ChoiceField(choices=Stage.choices(), required=False)
    debtor_kind = serializers.ChoiceField(choices=DebtorKind.choices, required=False)
    number = serializers.IntegerField(min_value=0, max_value=BIGGEST, required=False)
    creditor = serializers.UUIDField(required=False, help_text=_("The uid of a creditor."))
    import_uid = serializers.UUIDField(required=False, help_text=_("The uid of the import that opened the claims."))
    opened_from = serializers.DateField(required=False, help_text=_("First day, inclusive."))
    opened_to = serializers.DateField(required=False, help_text=_("Last day, inclusive."))
    q = serializers.CharField(
        required=False, max_length=100, help_text=_("The start of a claim's number or of a debtor's name.")
    )


class AskedStatement(serializers.Serializer[Any]):
    """The day of a statement."""

    on = serializers.DateField(required=False, help_text=_("From 2000 to 2100; today by default."))

    def validate_on(self, day: Any) -> Any:
        """A day on which amounts in euros make sense."""
        if not 2000 <= day.year <= 2100:
            raise serializers.ValidationError(_("Write a day between 2000 and 2100."))
        return day
