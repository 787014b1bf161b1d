"""A row of every owned model, made from what its fields ask for: a new model is in the tests by existing."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import models

from agencies.models import Member, Owned, Party
from amicable.models import QueueEntry
from claims.models import ClaimItem, Debtor, Grant, Halt, Liable
from clients.models import Contract, Creditor, Partner
from funds.models import ClosedMonth, Line, Remittance
from reports.models import Closing
from tests.world import DAY, NOW, Side, debtor, user

_next = count(1)
NEEDS = {  # what a constraint asks for and the type of a column does not say
    Member: lambda: {"user": user(), "role": "creditor"},
    QueueEntry: lambda: {"leased_until": NOW},
    ClosedMonth: lambda: {"month": date(1900 + next(_next) % 99, 1, 1)},  # once each, and long before all else
    Closing: lambda: {"month": date(1900 + next(_next) % 99, 1, 1)},
    Line: lambda: {"amount": Decimal(0)},  # a line alone balances nothing
    Remittance: lambda: {"approved_by": None},  # not by whoever proposed it
    Halt: lambda: {"lifted_on": DAY},  # one of its kind stands already
    Contract: lambda: {"ended_on": DAY},  # one runs already
    Liable: lambda: {"debtor": debtor(Creditor.objects.order_by("id").first())},  # the claim's own is already
}


class Rows:
    """Rows of one side, of its first creditor and that creditor's claim. Use inside its agency."""

    def __init__(self, side: Side) -> None:
        self._side = side
        claim = side.claim
        self._kept: dict[type[Owned], Owned] = {type(row): row for row in (side.entity, side.contract, claim)}
        self._kept |= {Party: side.creditor.party, Member: side.creditor_member, Debtor: claim.debtor}
        self._kept |= {Creditor: side.creditor, Partner: side.partner, Grant: Grant.objects.get(claim=claim)}
        self._kept |= {ClaimItem: claim.items.get(), Liable: claim.liable.get()}

    def kept(self, model: type[Owned]) -> Owned:
        """The row of this side that the tests look for; made when the world has none."""
        if model not in self._kept:
            row = self.fresh(model)
            row.save(force_insert=True)
            self._kept[model] = row
        return self._kept[model]

    def fresh(self, model: type[Owned]) -> Owned:
        """A row that is complete and not saved."""
        asked = [
            field for field in model._meta.local_concrete_fields if not field.primary_key and field.name != "agency"
        ]
        given = NEEDS.get(model, dict)()
        return model(agency_id=self._side.pk, **{f.name: self._value(f) for f in asked if _wanted(f)} | given)

    def _value(self, field: models.Field) -> Any:
        if isinstance(field, models.ForeignKey):
            return self.kept(field.related_model) if issubclass(field.related_model, Owned) else None
        return next(make(field) for kind, make in VALUES if isinstance(field, kind))


def _wanted(field: models.Field) -> bool:
    """Every key but that to a row of its own kind, and each column that may not be left out."""
    key = isinstance(field, models.ForeignKey) and field.related_model is not field.model
    return key or not (field.null or field.blank or field.has_default() or getattr(field, "auto_now_add", False))


VALUES = (
    (models.DateTimeField, lambda _: NOW),
    (models.DateField, lambda _: DAY),
    (models.DecimalField, lambda _: Decimal(1)),
    (models.IntegerField, lambda _: next(_next)),
    (models.BooleanField, lambda _: False),
    (models.JSONField, lambda _: {}),
    (models.GenericIPAddressField, lambda _: "192.0.2.1"),
    (models.CharField, lambda field: field.choices[0][0] if field.choices else f"{next(_next):x}"[-field.max_length :]),
    (models.TextField, lambda _: "text"),
)
