"""What is earned becomes a fee, once for each source; success fees follow what a claim brought, up and down."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.utils.timezone import localdate

from agencies.options import option
from agencies.scope import widened
from amicable.models import Action
from billing.models import Fee, TariffLine
from billing.queries.receipts import receipts_of
from billing.queries.tariffs import prices_for
from billing.rules.fees import Receipt, base_of, bill_on, success_fee
from billing.rules.prices import AT_ONCE, PER_ACT
from claims.events import ClaimCertified, ClaimCredited, ClaimHeld, ClaimsCredited, ImportAccepted, StageBegun
from claims.models import Claim, Hold, Import
from claims.rules import HoldKind
from claims.services.lifecycle import locked
from clients.events import ContractSigned
from clients.models import Contract
from core.money import ZERO
from funds.queries.closing import open_day

CERTIFICATE = "certificate"
CREDITED = "credited:"  # the sources of fees that a credit note took back


def charge(
    *,
    line: TariffLine,
    contract: Contract,
    source: str,
    on: date,
    at: datetime,
    claim: Claim | None = None,
    amount: Decimal | None = None,
    base: Decimal | None = None,
    quantity: int = 1,
    facts: dict[str, Any] | None = None,
) -> Fee | None:
    """A fee earned on `on`, by default the line's price times `quantity`; the first fee of the same `source` stays.

    Where the books are closed on that day it is dated on the first open one; `facts` then keeps the day (`earned_on`).

    None for what costs nothing or is not the creditor's to bear: what a debtor owes is the statement's, never ours.
    """
    owed = line.value * quantity if amount is None else amount
    if owed == ZERO or line.bearer != TariffLine.Bearer.CREDITOR:
        return None
    with widened("charge"):
        day = open_day(contract.entity_id, on)
        facts = (facts or {}) | ({} if day == on else {"earned_on": on.isoformat()})
        fee, _new = Fee.objects.get_or_create(
            source=source,
            defaults={
                "party_id": contract.party_id,
                "contract": contract,
                "entity_id": contract.entity_id,
                "claim": claim,
                "line": line,
                "code": line.code,
                "stage": line.stage,
                "on": day,
                "bill_on": bill_on(day, at_once=line.due in AT_ONCE),
                "quantity": quantity,
                "base": base,
                "amount": owed,
                "facts": facts,
                "made_at": at,
            },
        )
    return fee


def signed(event: ContractSigned) -> None:
    """What is due when a contract is signed: the joining fee."""
    contract = Contract.objects.get(pk=event.contract_id)
    for line in _due(prices_for(contract, event.on), "signature"):
        charge(line=line, contract=contract, source=f"signature:{contract.pk}:{line.code}", on=event.on, at=event.at)


def opened(event: ImportAccepted) -> None:
    """The opening of the files of a list that was ordered, where they begin in a stage that has a price for it."""
    made = Import.objects.select_related("contract").get(pk=event.import_id)
    first, count = option("stages", event.on)[0], made.claims
    lines = [line for line in _due(prices_for(made.contract, event.on), "opening") if line.stage == first and count]
    for line in lines:
        source, facts = f"opening:{made.pk}:{line.code}", {"list": made.name, "files": count}
        charge(line=line, contract=made.contract, source=source, on=event.on, at=event.at, quantity=count, facts=facts)


def stage_begun(event: StageBegun) -> None:
    """The opening of a later stage, where it has a price."""
    claim = _claim(event.claim_id)
    for line in _due(_prices(claim), "opening"):
        if line.stage == event.stage:
            source = f"opening:{claim.pk}:{line.code}"
            charge(line=line, contract=claim.contract, claim=claim, source=source, on=event.on, at=event.at)


def certified(event: ClaimCertified) -> None:
    """The certificate that the creditor asked for was written."""
    claim = _claim(event.claim_id)
    for line in _due(_prices(claim), "request"):
        if line.code.startswith(CERTIFICATE):
            source = f"certificate:{claim.pk}"
            charge(line=line, contract=claim.contract, claim=claim, source=source, on=event.on, at=event.at)


def at_cost(
    *, claim: Claim, code: str, source: str, amount: Decimal, on: date, at: datetime, facts: dict[str, Any]
) -> Fee | None:
    """What somebody else asked for a claim (a partner's provision), passed on at cost where its tariff says so.

    None where the agency bears it, or where the tariff has no such line: then nothing was agreed.
    """
    found = _claim(claim.pk)
    line = next((one for one in _prices(found) if one.code == code and one.kind == TariffLine.Kind.COST), None)
    if line is None:
        return None
    return charge(
        line=line, contract=found.contract, claim=found, source=source, on=on, at=at, amount=amount, facts=facts
    )


def charge_act(*, action_id: int, at: datetime) -> Fee | None:
    """The fee of one act that was done; a letter that speaks of several files is charged once."""
    action = Action.objects.select_related("claim__contract").get(pk=action_id)
    claim, code = action.claim, action.fee
    line = next((one for one in _prices(claim) if one.code == code and one.due in PER_ACT), None)
    if line is None:
        return None
    source = f"message:{action.message_id}" if action.message_id else f"act:{action.pk}"
    facts = {"act": action.act, "on": action.on.isoformat()}
    return charge(line=line, contract=claim.contract, claim=claim, source=source, on=action.on, at=at, facts=facts)


def credited(event: ClaimCredited) -> None:
    """A sum was received, or taken back: the success fees of the claim follow."""
    follow_receipts(claim_id=event.claim_id, on=localdate(event.at), at=event.at)


def credited_together(event: ClaimsCredited) -> None:
    """The same for many claims: those alone whose prices follow what is recovered are looked at."""
    rows = Claim.objects.filter(pk__in=[one.claim_id for one in event.credits]).select_related("contract", "entity")
    prices: dict[tuple[int, date], bool] = {}
    for claim in rows.order_by("pk"):
        key = claim.contract_id, claim.opened_on
        if key not in prices:
            prices[key] = bool(_due(_prices(claim), "recovery"))
        if prices[key]:
            follow_receipts(claim_id=claim.pk, on=localdate(event.at), at=event.at)


def held(event: ClaimHeld) -> None:
    """From the day of an insolvency no fee is owed, also when it is told later."""
    if Hold.objects.filter(claim_id=event.claim_id, kind=HoldKind.INSOLVENCY, ended_on=None).exists():
        follow_receipts(claim_id=event.claim_id, on=localdate(event.at), at=event.at)


def follow_receipts(*, claim_id: int, on: date, at: datetime) -> list[Fee]:
    """Charge, or take back, what the success fees of a claim differ from what its receipts earn on `on`.

    For each line its due is worked out on all receipts of its stage together, and the difference to the fees already
    there becomes one more: above the cap never, whatever the order.
    """
    with widened("follow_receipts"):
        locked(claim_id)
        claim = _claim(claim_id)
        lines = _due(_prices(claim), "recovery")
        if not lines:
            return []
        receipts = receipts_of(claim, on)
        made = [_followed(claim, line, receipts, on, at) for line in lines]
    return [fee for fee in made if fee]


def _followed(claim: Claim, line: TariffLine, receipts: list[Receipt], on: date, at: datetime) -> Fee | None:
    price, base = line.price, base_of(receipts, line.stage)
    before = Fee.objects.filter(claim=claim, line__code=line.code, stage=line.stage)
    waived = Q(source__startswith=CREDITED)
    told = before.aggregate(charged=Sum("amount", filter=~waived), waived=Sum("amount", filter=waived))
    already, due = told["charged"] or ZERO, success_fee(price, base)
    left = already + (told["waived"] or ZERO)
    return charge(
        line=line,
        contract=claim.contract,
        claim=claim,
        source=f"success:{claim.pk}:{line.code}:{before.count() + 1}",
        on=on,
        at=at,
        amount=max(due - already, -left),  # what a credit note gave is given once
        base=base,
        facts={"due": str(due), "before": str(already)},
    )


def _claim(claim_id: int) -> Claim:
    return Claim.objects.select_related("contract", "entity").get(pk=claim_id)


def _prices(claim: Claim) -> list[TariffLine]:
    """The lines of the version that the claim was opened under."""
    return prices_for(claim.contract, claim.opened_on)


def _due(lines: Iterable[TariffLine], due: str) -> list[TariffLine]:
    return [line for line in lines if line.due == due]
