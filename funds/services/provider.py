"""A debtor pays through the provider: asked for once, believed only when looked up, booked once."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from agencies.scope import acting_for, widened
from agencies.work import later
from claims.letters.parts import printed_reference
from claims.models import Claim
from claims.queries.statement import statement_of
from claims.rules import Stage
from claims.services import lifecycle
from core.money import ZERO
from funds import provider
from funds.models import OnlinePayment, Receipt
from funds.provider import Answer, Failed, Wanted
from funds.queries.provider import HOUSE, payment_of, why_not
from funds.rules.ledger import Account
from funds.rules.provider import LASTS, least, next_look, next_watch
from funds.services.attributing import MORE_THAN_OWED, allocate
from funds.services.attributing import Wanted as Part
from funds.services.receiving import Incoming, receive
from funds.services.returning import return_payment
from law.refusals import Refusal
from law.refusals import gettext_noop as _

TASK = "funds.look_online"
State = OnlinePayment.State
TOO_LITTLE = Refusal("online-too-little", HOUSE, _("Pay 5.00 EUR at least, or all that is owed where that is less."))
REASON = "provider"  # why a receipt was taken back
ELSEWHERE, NEVER = "other:", "never:"  # keys of wording.PROBLEMS


def start(
    *, claim_id: int, amount: Decimal, method: str, token: str, language: str, on: date, at: datetime
) -> OnlinePayment | Refusal:
    """A debtor sets out to pay `amount` euros of a claim; the same form sent twice, or the same sum while one is open,
    is one payment.
    """
    with widened("start_online"):
        claim = lifecycle.locked(claim_id)
        alike = Q(state=State.OPEN, amount=amount, method=method, asked_at__gte=at - LASTS / 2)
        known = OnlinePayment.objects.filter(Q(token=token) | alike, claim=claim).order_by("pk").first()
        if known:
            return known
        if refusal := why_not(claim, on) or _amount_refused(claim, amount, on):
            return refusal
        return OnlinePayment.objects.create(
            claim=claim, party_id=claim.party_id, entity_id=claim.entity_id, method=method, amount=amount, token=token,
            language=language, asked_at=at, due_at=next_look(at, at),
        )  # fmt: skip


def _amount_refused(claim: Claim, amount: Decimal, on: date) -> Refusal | None:
    owed = statement_of(claim, on).total
    if amount > owed:
        return MORE_THAN_OWED
    return TOO_LITTLE if amount < least(owed) else None


def page_of(*, agency_id: int, claim_id: int, uid: UUID, back: str, at: datetime) -> str:
    """Where the debtor pays; empty when the payment is over, or the provider does not answer.

    To be called with no transaction open. Asked twice, or by two at once, the provider knows one payment by its key.
    """
    with acting_for(agency_id):
        row = _found(claim_id, uid)
        if row is None or row.state != State.OPEN or row.page:
            return row.page if row and row.state == State.OPEN else ""
        wanted = _wanted(row, back)
    answer = provider.create(wanted)
    with acting_for(agency_id):
        return _created(row.pk, answer, at)


def _found(claim_id: int, uid: UUID) -> OnlinePayment | None:
    claim = Claim.objects.filter(pk=claim_id).first()
    return payment_of(claim, uid) if claim else None


def _wanted(row: OnlinePayment, back: str) -> Wanted:
    claim = Claim.objects.select_related("entity", "agency").get(pk=row.claim_id)
    hook = reverse("funds:payment_told", kwargs={"agency": claim.agency.slug})
    return Wanted(
        key=str(row.uid), amount=row.amount, method=row.method, description=printed_reference(claim.reference),
        language=row.language, account=claim.entity.trust_iban.replace(" ", ""),
        return_url=f"{settings.PUBLIC_URL}{back}", notify_url=f"{settings.PUBLIC_URL}{hook}",
    )  # fmt: skip


def _created(pk: int, answer: Answer | Failed, at: datetime) -> str:
    row = OnlinePayment.objects.select_for_update(of=("self",)).get(pk=pk)
    if row.page or row.state != State.OPEN:
        return row.page if row.state == State.OPEN else ""
    if isinstance(answer, Failed):
        _set(row, detail=f"answer:{answer.detail}"[:100])
    elif not _is_it(row, answer):
        _set(row, detail=ELSEWHERE)
    else:
        _set(row, reference=answer.reference, page=answer.page, detail="")
        return answer.page
    return ""


def told(*, uid: UUID, at: datetime) -> bool:
    """The provider says that something became of a payment: it is looked up at once. False where there is none."""
    row = OnlinePayment.objects.filter(uid=uid).first()
    if row is None:
        return False
    _set(row, due_at=at)
    later(TASK, swept=True, payment_id=row.pk)
    return True


def look_for(*, agency_id: int, claim_id: int, uid: UUID, at: datetime) -> None:
    """The debtor came back: look at once, unless it is over. To be called with no transaction open."""
    with acting_for(agency_id):
        row = _found(claim_id, uid)
    if row and row.state == State.OPEN:
        look(agency_id=agency_id, payment_id=row.pk, at=at)


def look(*, agency_id: int, payment_id: int, at: datetime) -> bool:
    """Look a payment up at the provider and book what is new; whether anything was.

    To be called with no transaction open. However many look at once, in whatever order they end: it is booked once.
    """
    with acting_for(agency_id):
        row = OnlinePayment.objects.get(pk=payment_id)
    answer = provider.look(row.reference) if row.reference else Failed("never begun")
    with acting_for(agency_id):
        return _record(payment_id, answer, at)


def _record(payment_id: int, answer: Answer | Failed, at: datetime) -> bool:
    row = OnlinePayment.objects.select_for_update(of=("self",)).get(pk=payment_id)
    if isinstance(answer, Failed):
        return _wait(row, at, detail=f"answer:{answer.detail}" if row.reference else NEVER)
    if not _is_it(row, answer):
        return _wait(row, at, detail=ELSEWHERE)
    if answer.state == "paid" and not row.receipt_id:
        _pay(row, answer, at)
        return True
    if answer.state == "returned" and row.state != State.BACK:
        _take_back(row, at)
        return True
    if answer.state == "failed" and row.state == State.OPEN:
        _set(row, state=State.FAILED, due_at=None, detail="")
        return True
    return _wait(row, at, detail="")


def _is_it(row: OnlinePayment, answer: Answer) -> bool:
    named = answer.key == str(row.uid) and answer.reference == (row.reference or answer.reference)
    return named and answer.amount == row.amount


def _wait(row: OnlinePayment, at: datetime, *, detail: str) -> bool:
    """Nothing new: when to look again. One that nobody heard of for days did not go through."""
    due_at = next_look(row.asked_at, at) if row.state == State.OPEN else None
    if row.state == State.PAID:
        due_at = next_watch(row.asked_at, at)
    over = row.state == State.OPEN and due_at is None
    _set(row, due_at=due_at, detail=detail[:100], **({"state": State.FAILED} if over else {}))
    return over


def _pay(row: OnlinePayment, answer: Answer, at: datetime) -> None:
    """The money is with the provider: a receipt, and as much of it on the claim as is still owed there."""
    on = localdate(at)
    paid_on = min(answer.paid_on or on, on)
    claim = Claim.objects.select_related("debtor", "entity").get(pk=row.claim_id)
    said = {"payer": claim.debtor.name[:120], "reference": claim.reference, "end_to_end": row.uid.hex}
    told = said | {"text": f"{row.get_method_display()} {answer.reference}"[:300]}
    incoming = Incoming(
        entity=claim.entity, way=Receipt.Way.ONLINE, source=f"online:{row.uid}", amount=row.amount, booked_on=on,
        value_on=paid_on, into=Account.AT_PROVIDER, told=told,
    )  # fmt: skip
    made = receive(incoming=incoming, at=at)
    _set(row, state=State.PAID, receipt_id=made.pk, paid_on=paid_on, due_at=next_watch(row.asked_at, at), detail="")
    _attribute(made, row.claim_id, on, at)


def _attribute(made: Receipt, claim_id: int, on: date, at: datetime) -> None:
    """What a claim no longer owes waits for a person, as all money of which nobody is sure."""
    claim = lifecycle.locked(claim_id)
    owed = ZERO if claim.stage == Stage.CLOSED else statement_of(claim, made.value_on).total
    if (amount := min(made.amount, owed)) > ZERO:
        allocate(receipt_id=made.pk, parts=[Part(claim_id, amount)], on=on, at=at, reasons=["reference"])


def _take_back(row: OnlinePayment, at: datetime) -> None:
    """A refund or a chargeback: the claim owes again. What was never booked was never paid."""
    on = localdate(at)
    _set(row, state=State.BACK, back_on=on, due_at=None, detail="")
    if row.receipt_id and Receipt.objects.filter(pk=row.receipt_id, returned_on=None).exists():
        return_payment(receipt_id=row.receipt_id, on=on, at=at, reason=REASON)


def take_back(*, payment: OnlinePayment, at: datetime) -> None:
    """The provider's settlement says first that it took a payment back."""
    row = OnlinePayment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    if row.state == State.PAID:
        _take_back(row, at)


def _set(row: OnlinePayment, **values: Any) -> None:
    OnlinePayment.objects.filter(pk=row.pk).update(**values)
