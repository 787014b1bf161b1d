"""Creditors for machines: those whom a key may see, with what was agreed."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.api import Api, Asked, PageSerializer, answers, asked, page
from clients.access import creditor_of, visible_creditors
from clients.models import Contract, Creditor
from clients.queries import paynow_left


class CreditorSerializer(serializers.ModelSerializer[Creditor]):
    """A creditor in a list."""

    uid = serializers.UUIDField(source="party.uid")

    class Meta:
        model = Creditor
        fields = ("uid", "number", "name", "country", "language", "email", "default_debtor_kind")


class ContractSerializer(serializers.ModelSerializer[Contract]):
    """What was agreed; `power_to_receive` is the written power that collecting needs."""

    entity = serializers.CharField(source="entity.name")

    class Meta:
        model = Contract
        fields = ("entity", "programme", "currency", "signed_on", "ended_on", "power_to_receive", "with_charges")


class WholeCreditorSerializer(CreditorSerializer):
    """A creditor with its contracts, latest first, and the PAYNOW that it has left."""

    paynow_left = serializers.IntegerField()
    contracts = ContractSerializer(many=True)

    class Meta(CreditorSerializer.Meta):
        fields = (*CreditorSerializer.Meta.fields, "paynow_left", "contracts")  # type: ignore[assignment]


class CreditorPageSerializer(PageSerializer):
    """Creditors, the latest taken on first."""

    results = CreditorSerializer(many=True)


class AskedCreditors(Asked):
    """The filter of the list."""

    number = serializers.CharField(required=False, max_length=20, help_text=_("The number of the creditor."))


class Creditors(Api):
    """Creditors."""

    @extend_schema(
        operation_id="creditors_list",
        summary=_("List creditors"),
        parameters=[AskedCreditors],
        responses=answers(_200=CreditorPageSerializer),
    )
    def get(self, request: Request) -> Response:
        """The creditors that the key sees, the latest taken on first. A creditor's own key sees itself."""
        return page(self, request, visible_creditors().filter(**asked(request, AskedCreditors)), CreditorSerializer)


class OneCreditor(Api):
    """One creditor."""

    @extend_schema(
        operation_id="creditors_retrieve",
        summary=_("Show a creditor with its contracts"),
        responses=answers(_200=WholeCreditorSerializer),
    )
    def get(self, request: Request, creditor_uid: UUID) -> Response:
        """The creditor with its contracts and the PAYNOW that it has left."""
        creditor = creditor_of(creditor_uid)
        contracts = Contract.objects.filter(creditor=creditor).select_related("entity").order_by("-signed_on", "-pk")
        found: dict[str, Any] = dict(CreditorSerializer(creditor).data)
        found |= {"paynow_left": paynow_left(creditor.party_id)}
        return Response(found | {"contracts": ContractSerializer(contracts, many=True).data})
