"""The bank's own story held against the books, to the cent; where every cent is at the end."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import F, Sum

from agencies.models import Entity
from billing.models import Fee, Invoice, Pack
from claims.models import Credit
from core.money import ZERO
from creansys.simulation.bank import BankAccount
from creansys.simulation.life import Life
from creansys.simulation.payers import iban
from funds.models import BankStatement, Line, Receipt, ReceiptPart

OTHERS = ("trust.held", "trust.unmatched", "trust.withheld", "trust.to_return")
OUT = ("remitted", "swept", "returned", "repaid")


def wrong(life: Life, day: date) -> Iterator[str]:
    """Everything about trust money that is not as it should be at the end of `day`."""
    for entity in Entity.objects.exclude(trust_iban="").order_by("pk"):
        account = life.bank.account(entity.trust_iban)
        yield from (f"trust of {entity}: {what}" for what in _of_entity(entity, account))
    yield from (f"trust: {key} was ordered twice" for key in life.bank.twice)
    below = Line.objects.filter(account="trust.held").values_list("party_id").annotate(all=Sum("amount"))
    yield from (f"trust: creditor {party} stands at {-all_}" for party, all_ in below.filter(all__gt=0))
    for told in BankStatement.objects.exclude(finding="").filter(source__at__date=day):
        yield f"trust: statement {told.number} has the finding {told.finding} {told.detail}"
    yield from _of_payers(life)
    yield from _of_claims()


def _of_entity(entity: Entity, account: BankAccount) -> Iterator[str]:
    books = _sums("account", entity)
    has = sum((books.get(name, ZERO) for name in ("trust.bank", "trust.in_hand", "trust.cover")), ZERO)
    owes = -sum((books.get(name, ZERO) for name in OTHERS), ZERO)
    if has != owes:
        yield f"has {has}, and keeps {owes} for others"
    if (booked := books.get("trust.bank", ZERO)) != account.balance + account.ordered:
        yield f"the books say {booked}, the bank {account.balance} with {account.ordered} on its way"
    told = dict(account.moved)
    told["remitted"] = told.get("remitted", ZERO) + account.ordered
    moved = _sums("entry__kind", entity, account="trust.bank")
    for kind in sorted({*told, *moved}):
        if told.get(kind, ZERO) != moved.get(kind, ZERO):
            yield f"{kind}: the bank says {told.get(kind, ZERO)}, the books {moved.get(kind, ZERO)}"


def _sums(by: str, entity: Entity | None = None, **only: str) -> dict[str, Decimal]:
    rows = Line.objects.filter(entry__ledger="trust", **only)
    rows = rows.filter(entry__entity=entity) if entity else rows
    return dict(rows.order_by().values_list(by).annotate(all=Sum("amount")))


def _of_payers(life: Life) -> Iterator[str]:
    """What each account brought, and did not get back, is kept or was attributed; and nothing else is."""
    brought: dict[str, Decimal] = {}
    for account in life.bank.accounts.values():
        for payer, amount in account.payers.items():
            brought[payer] = brought.get(payer, ZERO) + amount
    standing = Receipt.objects.filter(returned_on=None).order_by().values_list("payer_iban")
    kept = dict(standing.annotate(all=Sum(F("unmatched") + F("to_return"))))
    live = ReceiptPart.objects.filter(ended_on=None).order_by()
    booked = dict(live.values_list("receipt__payer_iban").annotate(all=Sum("amount")))
    for payer in sorted({*brought, *kept, *booked}):
        here = kept.get(payer, ZERO) + booked.get(payer, ZERO)
        if here != brought.get(payer, ZERO):
            yield f"trust: {payer} brought {brought.get(payer, ZERO)}, of which {here} is here"
    for debtor, payer in live.values_list("claim__debtor_id", "receipt__payer_iban").distinct():
        if payer != iban(debtor):
            yield f"trust: debtor {debtor} was credited what {payer} paid"


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


def money(life: Life) -> dict[str, str | int | bool]:
    """Where every cent is that was paid into trust; `ties` says whether it all adds up.

    What was taken back after it had left is covered by the entity: it left twice, and came once.
    """
    moved, books = _sums("entry__kind", account="trust.bank"), _sums("account")
    paid, covered = moved.get("received", ZERO), books.get("trust.cover", ZERO)
    out = {kind: -moved.get(kind, ZERO) for kind in OUT}
    held = {name.partition(".")[2]: -books.get(name, ZERO) for name in OTHERS}
    told = sum((one.moved.get("received", ZERO) for one in life.bank.accounts.values()), ZERO)
    ties = told == paid == sum(out.values(), ZERO) + sum(held.values(), ZERO) - covered
    figures = {"paid_in": paid, **out, **held, "covered_by_entities": covered}
    return {"ties": ties, **{name: f"{amount:.2f}" for name, amount in figures.items()}, **_earned()}


def _earned() -> dict[str, str | int]:
    fees = Fee.objects.aggregate(all=Sum("amount"))["all"] or ZERO
    invoices = Invoice.objects.exclude(number=None)
    return {
        "fees": f"{fees:.2f}",
        "success_fees": f"{Fee.objects.filter(line__due='recovery').aggregate(all=Sum('amount'))['all'] or ZERO:.2f}",
        "invoices": invoices.count(),
        "packs": Pack.objects.count(),
    }
