"""What the bank told of each account, against the books."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from agencies.models import Entity
from core.money import ZERO
from funds.models import BankStatement, Line, RemittanceLine
from funds.rules.ledger import Account
from reports.rules.month import Bank

Gone = RemittanceLine.State
SUMS = ("booked", "on_the_way", "late")


def banks_of(entity: Entity, last: date) -> list[Bank]:
    """Each account of an entity on the day of the bank's last statement until `last`; five queries an account."""
    accounts = ((entity.trust_iban, Account.BANK), (entity.own_iban, Account.OWN_BANK))
    return [_bank(entity.pk, iban, account, last) for iban, account in accounts if iban]


def _bank(entity_id: int, iban: str, account: Account, last: date) -> Bank:
    told = BankStatement.objects.filter(account=iban.replace(" ", ""), closing__isnull=False, closing_on__lte=last)
    found = told.order_by("-closing_on", "-pk").first()
    on = found.closing_on if found and found.closing_on else last
    return Bank(
        iban,
        account.value,
        booked=_sum(entity_id, account, Q(entry__on__lte=on)),
        on_the_way=_on_the_way(entity_id, on) if account == Account.BANK else ZERO,
        late=_sum(entity_id, account, Q(entry__on__gt=on, entry__meant_on__lte=on)),
        told=found.closing if found else None,
        told_on=found.closing_on if found else None,
    )


def _sum(entity_id: int, account: Account, which: Q) -> Decimal:
    rows = Line.objects.filter(which, entry__entity_id=entity_id, account=account)
    return rows.aggregate(all=Sum("amount"))["all"] or ZERO


def _on_the_way(entity_id: int, on: date) -> Decimal:
    """What runs were booked as paid until `on`, less what came back until then, and the bank debited later."""
    rows = RemittanceLine.objects.filter(remittance__entity_id=entity_id).exclude(
        state__in=(Gone.PLANNED, Gone.DROPPED)
    )
    waiting = rows.filter(Q(debited_on=None) | Q(debited_on__gt=on)).values_list("pk", flat=True)
    sources = [f"remittance:{pk}:{what}" for pk in waiting for what in ("remitted", "refused")]
    return -_sum(entity_id, Account.BANK, Q(entry__source__in=sources, entry__on__lte=on)) if sources else ZERO


def kept_banks(banks: Sequence[Bank]) -> list[dict[str, Any]]:
    """Some accounts as they are kept with a closing."""
    texts = [(one, {name: str(getattr(one, name)) for name in SUMS}) for one in banks]
    return [
        {"iban": one.iban, "account": one.account, **sums, "told": _text(one.told), "told_on": _text(one.told_on)}
        for one, sums in texts
    ]


def banks_kept(rows: Sequence[Mapping[str, Any]]) -> list[Bank]:
    """The accounts as they were kept with a closing."""
    return [
        Bank(
            row["iban"],
            row["account"],
            **{name: Decimal(row[name]) for name in SUMS},
            told=Decimal(row["told"]) if row["told"] else None,
            told_on=date.fromisoformat(row["told_on"]) if row["told_on"] else None,
        )
        for row in rows
    ]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def gaps_in(entity_id: int, first: date, last: date) -> int:
    """How many statements of the days do not follow the one before; one query."""
    rows = BankStatement.objects.filter(entity_id=entity_id, finding="gap", closing_on__range=(first, last))
    return rows.count()
