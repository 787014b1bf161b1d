"""Payments through the provider, as pages and work see them."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from agencies.options import option
from claims.models import Claim, Hold
from claims.rules import HoldKind, Stage
from core.money import ZERO
from funds.models import OnlinePayment, Receipt, Settlement
from funds.provider import is_configured
from funds.rules.provider import settlement_in
from law.refusals import Refusal
from law.refusals import gettext_noop as _

HOUSE = _("House rule")
MANY = 100  # looked at in one go
AT_PROVIDER = Q(state=OnlinePayment.State.PAID, settled_on=None)
NOBODY_PAYS = (HoldKind.INSOLVENCY, HoldKind.DEATH, HoldKind.STRUCK_OFF, HoldKind.WITHDRAWAL)
NOT_HERE = Refusal("online-not-here", HOUSE, _("This file cannot be paid by card or Bancontact."))
STOPPED = Refusal(
    "online-stopped",
    _("C. jud. art. 1675/7; CDE livre XX; C. conso. art. L722-5; C. com. art. L622-7"),
    _("Nobody may be asked or allowed to pay this file now."),
)


def why_not(claim: Claim, on: date) -> Refusal | None:
    """Why a claim may not be paid through the provider on `on`; None when it may. Three queries at most.

    The money goes to the trust account of its entity: never where the agency touches no money, has no power to receive
    or no such account, never once a judge or a commission decides who is paid.
    """
    entity, contract = claim.entity, claim.contract
    if not is_configured() or claim.stage == Stage.CLOSED or not entity.trust_iban or not contract.power_to_receive:
        return NOT_HERE
    if option("payee.always_creditor", on):
        return NOT_HERE
    held = Hold.objects.filter(claim=claim, kind__in=NOBODY_PAYS, ended_on=None, since__lte=on)
    return STOPPED if held.filter(Q(until=None) | Q(until__gte=on)).exists() else None


def payment_of(claim: Claim, uid: UUID) -> OnlinePayment | None:
    """A payment of this claim; None where there is none. One query."""
    return OnlinePayment.objects.filter(claim=claim, uid=uid).first()


def payment_behind(receipt: Receipt) -> OnlinePayment | None:
    """The payment through the provider that brought a receipt. One query."""
    return OnlinePayment.objects.filter(receipt=receipt).first()


def settlement_behind(receipt: Receipt) -> Settlement | None:
    """The settlement that a sum on the account is. One query."""
    return Settlement.objects.filter(receipt=receipt).first()


def listed(look: str = "") -> QuerySet[OnlinePayment]:
    """Payments through the provider: those it holds ("waiting"), "open", "settled", "back"; all by default."""
    looks = {"waiting": AT_PROVIDER, "open": Q(state=OnlinePayment.State.OPEN)}
    looks |= {"settled": Q(settled_on__isnull=False), "back": Q(state=OnlinePayment.State.BACK)}
    return OnlinePayment.objects.filter(looks.get(look, Q()))


def at_provider() -> Decimal:
    """What debtors paid and the provider has not paid out; one query."""
    return OnlinePayment.objects.filter(AT_PROVIDER).aggregate(all=Sum("amount"))["all"] or ZERO


def to_look(at: datetime, *, limit: int = MANY) -> Sequence[int]:
    """The payments to ask the provider about at `at`, the longest due first."""
    due = OnlinePayment.objects.filter(due_at__lte=at).order_by("due_at", "pk")
    return list(due.values_list("pk", flat=True)[:limit])


def to_read(at: datetime, *, limit: int = MANY) -> Sequence[int]:
    """The settlements to read at `at`, the longest due first."""
    due = Settlement.objects.filter(due_at__lte=at).order_by("due_at", "pk")
    return list(due.values_list("pk", flat=True)[:limit])


def settlements_told() -> Sequence[tuple[int, str]]:
    """Sums on the account that name a settlement and that nobody touched: (receipt, number)."""
    rows = Receipt.objects.filter(unmatched__gt=0, way=Receipt.Way.BANK, returned_on=None, text__icontains="STL-")
    known = Settlement.objects.values("receipt_id")
    found = rows.exclude(pk__in=known).order_by("pk").values_list("pk", "text")[:MANY]
    return [(pk, number) for pk, text in found if (number := settlement_in(text))]
