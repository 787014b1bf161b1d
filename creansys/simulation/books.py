"""The bank's own story held against the books, to the cent; where every cent is at the end."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Sum

from agencies.models import Entity
from billing.models import Fee, Invoice, Pack
from claims.models import Credit
from core.money import ZERO
from creansys.simulation.bank import BankAccount
from creansys.simulation.life import Life
from creansys.simulation.payers import iban
from funds.models import BankStatement, Line, Receipt, ReceiptPart

HAS = ("trust.bank", "trust.in_hand", "trust.at_provider", "trust.cover")
OTHERS = ("trust.held", "trust.unmatched", "trust.withheld", "trust.to_return")
OUT = ("remitted", "swept", "taken", "repaid")
AS = {"came_back": "remitted", "charged": "taken", "returned": "taken", "unexplained": "taken", "explained": "taken"}
"""Kinds that are one to whoever looks at the account: what a debit was is said later than it is booked."""


def wrong(life: Life, day: date) -> Iterator[str]:
    """Everything about trust money that is not as it should be at the end of `day`."""
    for entity in Entity.objects.exclude(trust_iban="").order_by("pk"):
        account = life.bank.account(entity.trust_iban)
        yield from (f"trust of {entity}: {what}" for what in _of_entity(entity, account))
        own = life.bank.account(entity.own_iban)
        yield from (f"own ledger of {entity}: {what}" for what in _of_own(entity, own))
    yield from (f"trust: {key} was ordered twice" for key in life.bank.twice)
    below = Line.objects.filter(account="trust.held").values_list("party_id").annotate(all=Sum("amount"))
    yield from (f"trust: creditor {party} stands at {-all_}" for party, all_ in below.filter(all__gt=0))
    for told in BankStatement.objects.exclude(finding="").filter(source__at__date=day):
        yield f"trust: statement {told.number} has the finding {told.finding} {told.detail}"
    yield from _of_payers(life)
    yield from _of_claims()


def _of_entity(entity: Entity, account: BankAccount) -> Iterator[str]:
    books = _sums("account", entity)
    has = sum((books.get(name, ZERO) for name in HAS), ZERO)
    owes = -sum((books.get(name, ZERO) for name in OTHERS), ZERO)
    if has != owes:
        yield f"has {has}, and keeps {owes} for others"
    if (booked := books.get("trust.bank", ZERO)) != account.balance + account.ordered:
        yield f"the books say {booked}, the bank {account.balance} with {account.ordered} on its way"
    told = _by_kind(account.moved)
    told["remitted"] = told.get("remitted", ZERO) + account.ordered
    moved = _by_kind(_sums("entry__kind", entity, account="trust.bank"))
    for kind in sorted({*told, *moved}):
        if told.get(kind, ZERO) != moved.get(kind, ZERO):
            yield f"{kind}: the bank says {told.get(kind, ZERO)}, the books {moved.get(kind, ZERO)}"


def _by_kind(moved: Mapping[str, Decimal]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for kind, amount in moved.items():
        found[AS.get(kind, kind)] = found.get(AS.get(kind, kind), ZERO) + amount
    return found


def _of_own(entity: Entity, account: BankAccount) -> Iterator[str]:
    """The entity's own ledger against its bank, its invoices, and the trust ledger."""
    own = _sums("account", entity, ledger="own")
    if (all_ := sum(own.values(), ZERO)) != ZERO:
        yield f"out of balance by {all_}"
    if (booked := own.get("own.bank", ZERO)) != account.balance:
        yield f"the books say {booked}, the bank {account.balance}"
    trust = _sums("account", entity)
    if (owed := -own.get("own.owed_to_trust", ZERO)) != trust.get("trust.cover", ZERO):
        yield f"owes the trust {owed}, which waits for {trust.get('trust.cover', ZERO)}"
    left = Invoice.objects.filter(entity=entity, kind=Invoice.Kind.INVOICE).exclude(number=None)
    unpaid = left.aggregate(all=Sum(F("total") - F("paid")))["all"] or ZERO
    if (booked := own.get("own.invoices", ZERO)) != unpaid:
        yield f"creditors owe {booked}, their invoices {unpaid}"


def _sums(by: str, entity: Entity | None = None, *, ledger: str = "trust", **only: str) -> dict[str, Decimal]:
    rows = Line.objects.filter(entry__ledger=ledger, **only)
    rows = rows.filter(entry__entity=entity) if entity else rows
    return dict(rows.order_by().values_list(by).annotate(all=Sum("amount")))


def _of_payers(life: Life) -> Iterator[str]:
    """What each account brought, and did not get back, is kept or was attributed; and nothing else is."""
    brought: dict[str, Decimal] = {}
    for account in life.bank.accounts.values():
        for payer, amount in account.payers.items():
            brought[payer] = brought.get(payer, ZERO) + amount
    standing = Receipt.objects.filter(returned_on=None, way=Receipt.Way.BANK).exclude(payer_iban="").order_by()
    kept = dict(standing.values_list("payer_iban").annotate(all=Sum(F("unmatched") + F("to_return"))))
    live = ReceiptPart.objects.filter(ended_on=None).exclude(receipt__payer_iban="").order_by()
    booked = dict(live.values_list("receipt__payer_iban").annotate(all=Sum("amount")))
    for payer in sorted({*brought, *kept, *booked} - {""}):
        here = kept.get(payer, ZERO) + booked.get(payer, ZERO)
        if here != brought.get(payer, ZERO):
            yield f"trust: {payer} brought {brought.get(payer, ZERO)}, of which {here} is here"
    right = live.exclude(pk__in=list(life.mistaken))
    for debtor, payer in right.values_list("claim__debtor_id", "receipt__payer_iban").distinct():
        if payer != iban(debtor):
            yield f"trust: debtor {debtor} was credited what {payer} paid"
    given = Receipt.objects.filter(way__in=["cash", "cheque"]).aggregate(all=Sum("amount"))["all"] or ZERO
    if given != life.by_hand:
        yield f"trust: {life.by_hand} was handed over, {given} is noted"


def _of_claims() -> Iterator[str]:
    """What is attributed to a claim is what lowers its debt."""
    live = ReceiptPart.objects.filter(ended_on=None).order_by().values_list("claim_id")
    parts = dict(live.annotate(all=Sum("amount")))
    credited = Credit.objects.filter(kind=Credit.Kind.PAYMENT).exclude(source__startswith="simulated:").order_by()
    for claim, amount in credited.values_list("claim_id").annotate(all=Sum("amount")):
        if parts.pop(claim, ZERO) != amount:
            yield f"trust: claim {claim} is credited {amount}, attributed otherwise"
    yield from (f"trust: claim {claim} was attributed {amount} and not credited" for claim, amount in parts.items())


def collected(life: Life) -> Decimal:
    """What debtors paid, to their creditors or in trust, and was not taken back."""
    in_trust = ReceiptPart.objects.filter(ended_on=None).aggregate(all=Sum("amount"))["all"] or ZERO
    return sum(life.paid.values(), in_trust)


def money(life: Life) -> dict[str, Any]:
    """Where every cent is that was paid into trust; `ties` says whether it all adds up.

    What was taken back after it had left is covered by the entity, as the bank's charges are: it left twice, and came
    once; `cover_put_in` came from the entities' own accounts, `to_put_in` has not come yet.
    """
    moved, in_hand = (_by_kind(_sums("entry__kind", account=f"trust.{name}")) for name in ("bank", "in_hand"))
    books = _sums("account")
    received = moved.get("received", ZERO) + in_hand.get("received", ZERO) + in_hand.get("deposited", ZERO)
    out = {kind: -moved.get(kind, ZERO) - in_hand.get(kind, ZERO) for kind in OUT}
    held = {name.partition(".")[2]: -books.get(name, ZERO) for name in OTHERS}
    put_in, to_put_in = moved.get("covered", ZERO), books.get("trust.cover", ZERO)
    by_bank = sum((one.moved.get("received", ZERO) for one in life.bank.accounts.values()), ZERO)
    paid = by_bank + life.by_hand + in_hand.get("deposited", ZERO)
    ties = paid == received == sum(out.values(), ZERO) + sum(held.values(), ZERO) - put_in - to_put_in
    figures = {"paid_in": received, **out, **held, "cover_put_in": put_in, "to_put_in": to_put_in, **_own()}
    return {
        "ties": ties,
        **{name: f"{amount:.2f}" for name, amount in figures.items()},
        **_earned(),
        "by_entity": _by_entity(),
    }


def _own() -> dict[str, Decimal]:
    """The own ledgers at the end, all entities together."""
    return {name.replace(".", "_"): amount for name, amount in sorted(_sums("account", ledger="own").items()) if amount}


def _by_entity() -> dict[str, dict[str, str]]:
    """The trust ledger of each entity: what came and left its account, and what it keeps."""
    found = {}
    for entity in Entity.objects.exclude(trust_iban="").order_by("pk"):
        moved, books = _by_kind(_sums("entry__kind", entity, account="trust.bank")), _sums("account", entity)
        figures = {**moved, **{name: books.get(name, ZERO) for name in (*HAS, *OTHERS)}}
        found[entity.name] = {name: f"{amount:.2f}" for name, amount in figures.items() if amount}
    return found


def _earned() -> dict[str, str | int]:
    fees = Fee.objects.aggregate(all=Sum("amount"))["all"] or ZERO
    invoices = Invoice.objects.exclude(number=None)
    return {
        "fees": f"{fees:.2f}",
        "success_fees": f"{Fee.objects.filter(line__due='recovery').aggregate(all=Sum('amount'))['all'] or ZERO:.2f}",
        "invoices": invoices.count(),
        "packs": Pack.objects.count(),
    }
