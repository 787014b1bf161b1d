"""Money goes to creditors: a run is proposed, approved by a second member, handed to the bank.

Approval is the moment of truth: in one transaction the money leaves the books and the payment order is written.
Whatever breaks off before it pays nobody; whatever comes after finds the same order again, by the same message id.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from agencies import audit
from agencies.models import Entity, Member
from agencies.scope import current_scope, widened
from core.errors import Stale
from core.events import ask, publish
from core.money import ZERO
from files.models import File
from files.rules import XML
from files.services import Rejected, keep
from formats.sepa import Order, Transfer, payment_order, problems
from funds.events import DeductionsOwed, RemittanceApproved
from funds.models import Receipt, ReceiptPart, Remittance, RemittanceLine, RemittancePart
from funds.queries.paying import left_of, payees, to_remit
from funds.rules.ledger import Account, Kind, Posting, Share, between
from funds.rules.remitting import Deduction, Payee, Planned, plan
from funds.services.advising import advise
from funds.services.ledger import post
from funds.services.receiving import CLOCK, subject
from jobs.services import meet_clock
from law.refusals import Refusal
from law.refusals import gettext_noop as _

HOUSE = _("House rule")
State, LineState = Remittance.State, RemittanceLine.State
NOTHING = Refusal("remittance-nothing", HOUSE, _("There is no money to remit to a creditor whose account is known."))
WAITING = Refusal(
    "remittance-proposed", HOUSE, _("A run of this entity waits for approval."), cure=_("Approve it or withdraw it.")
)
NO_TRUST = Refusal("remittance-no-account", HOUSE, _("This entity has no trust account."))
SAME_PERSON = Refusal(
    "remittance-four-eyes", HOUSE, _("Whoever proposed a run does not approve it."), cure=_("Ask a colleague.")
)
CHANGED = Refusal(
    "remittance-changed",
    HOUSE,
    _("Since this run was proposed, money of it was taken back, an invoice was paid or an account was changed."),
    cure=_("Withdraw it and propose another."),
)
NOT_WRITABLE = Refusal("remittance-order", HOUSE, _("The bank would not take this payment order."))
NOT_APPROVED = Refusal("remittance-not-approved", HOUSE, _("Only an approved run is handed to the bank."))


def propose(*, entity_id: int, on: date, at: datetime, deductions: Sequence[Deduction] = ()) -> Remittance | Refusal:
    """A run with all that may be remitted: one line per creditor whose account may be used.

    `deductions` are invoices that billing wants taken; only those of creditors with a set-off clause are. Nothing moves
    before the approval.
    """
    with widened("propose_remittance"):
        entity = Entity.objects.select_for_update(of=("self",)).get(pk=entity_id)
        if not entity.trust_iban:
            return NO_TRUST
        if Remittance.objects.filter(entity=entity, state=State.PROPOSED).exists():
            return WAITING
        pieces = to_remit(entity.pk)
        planned = plan(pieces, payees({piece.party_id for piece in pieces}, entity, on), deductions)
        return _proposed(entity, planned, on, at) if planned else NOTHING


def _proposed(entity: Entity, planned: Sequence[Planned], on: date, at: datetime) -> Remittance:
    member = Member.objects.get(pk=current_scope().member_id or 0)
    made = Remittance.objects.create(entity=entity, state=State.PROPOSED, on=on, proposed_by=member, proposed_at=at)
    lines = RemittanceLine.objects.bulk_create(_line(made, one) for one in planned)
    RemittancePart.objects.bulk_create(
        RemittancePart(
            line=line, party_id=line.party_id, part_id=piece.part_id, amount=piece.amount, withheld=piece.withheld
        )
        for line, one in zip(lines, planned, strict=True)
        for piece in one.pieces
    )
    audit.record("remittance.proposed", at=at, remittance=made.pk, total=str(sum(one.amount for one in lines)))
    return made


def _line(made: Remittance, one: Planned) -> RemittanceLine:
    payee = one.payee
    return RemittanceLine(
        remittance=made, party_id=payee.party_id, name=payee.name, iban=payee.iban, bic=payee.bic, gross=one.gross,
        withheld=one.withheld, state=LineState.PLANNED, on=made.on,
        deductions=[{"reference": each.reference, "amount": str(each.amount)} for each in one.taken],
    )  # fmt: skip


def withdraw(*, remittance_id: int, on: date, at: datetime, note: str) -> Remittance:
    """The run is not wanted: its money stays where it is. Raises Stale once it was approved or withdrawn."""
    with widened("withdraw_remittance"):
        row = locked(remittance_id)
        if row.state != State.PROPOSED:
            raise Stale(f"remittance {row.pk} is {row.state}")
        row.state, row.note, row.ended_at = State.WITHDRAWN, note[:200], at
        row.save(update_fields=["state", "note", "ended_at"])
        row.lines.update(state=LineState.DROPPED, on=on)
        audit.record("remittance.withdrawn", at=at, remittance=row.pk, note=note)
    return row


def approve(*, remittance_id: int, on: date, at: datetime) -> Remittance | Refusal:
    """A second member lets the run go: the money leaves the books, and the payment order is written and kept.

    Once: a second click finds it approved and changes nothing. Refused to whoever proposed it, and when money,
    accounts or the invoices that it takes have changed since. Raises Stale once it was withdrawn.
    """
    with widened("approve_remittance"):
        row = locked(remittance_id)
        if row.state == State.WITHDRAWN:
            raise Stale(f"remittance {row.pk} was withdrawn")
        if row.state != State.PROPOSED:
            return row
        if _is_same_person(row):
            return SAME_PERSON
        lines = list(row.lines.order_by("pk"))
        for line in lines:
            line.end_to_end = f"R{row.pk}L{line.pk}"
        order = _order(row, lines, on, at)
        refusal = _refusal(row, lines, order, on)
        return refusal or _approved(row, lines, order, on, at)


def _is_same_person(row: Remittance) -> bool:
    """A person with two seats is one pair of eyes."""
    member_id = current_scope().member_id
    seats = Member.objects.filter(pk__in=(member_id or 0, row.proposed_by_id)).values_list("user_id", flat=True)
    return len(set(seats)) < 2  # nobody is not a second person


def _refusal(row: Remittance, lines: Sequence[RemittanceLine], order: Order, on: date) -> Refusal | None:
    """What was proposed still holds: every cent is there, good and nobody else's; every account may be used; what is
    taken for invoices is still owed and may still be taken.
    """
    if not _still_owed(row, lines):
        return CHANGED
    wanted = list(RemittancePart.objects.filter(line__in=lines).values_list("part_id", "amount"))
    _hold_still([part_id for part_id, _amount in wanted])
    now = {piece.part_id: piece.amount for piece in to_remit(row.entity_id)}
    known = payees({line.party_id for line in lines}, row.entity, on)
    accounts = [known[line.party_id] for line in lines]
    moved = any(now.get(part_id, ZERO) < amount for part_id, amount in wanted)
    other = any(_is_other(payee, line) for payee, line in zip(accounts, lines, strict=True))
    if moved or other:
        return CHANGED
    return NOT_WRITABLE if order.transfers and problems(order) else None


def _is_other(payee: Payee, line: RemittanceLine) -> bool:
    """Its account may no longer be used, or its contract no longer lets invoices be taken."""
    return bool(payee.why or payee.iban != line.iban or (line.withheld and not payee.may_set_off))


def _still_owed(row: Remittance, lines: Sequence[RemittanceLine]) -> bool:
    """Whether what the run takes for invoices is owed as it was. Asked first: who pays an invoice has no receipt."""
    taken = [
        Deduction(line.party_id, one["reference"], Decimal(one["amount"])) for line in lines for one in line.deductions
    ]
    return not taken or bool(ask(DeductionsOwed(row.entity_id, tuple(taken))))


def _hold_still(part_ids: Sequence[int]) -> None:
    """No payment of the run is undone while it is approved: whoever wants to waits for its receipt."""
    receipts = ReceiptPart.objects.filter(pk__in=part_ids).values("receipt")
    list(Receipt.objects.select_for_update(of=("self",)).filter(pk__in=receipts).order_by("pk").values_list("pk"))


def _order(row: Remittance, lines: Sequence[RemittanceLine], on: date, at: datetime) -> Order:
    return Order(
        message_id=message_id(row), created_at=at, execute_on=on, name=row.entity.name, iban=row.entity.trust_iban,
        transfers=[_transfer(line, on) for line in lines if line.amount],
    )  # fmt: skip


def _transfer(line: RemittanceLine, on: date) -> Transfer:
    text = f"Reversement {on:%d/%m/%Y} {line.end_to_end}"
    return Transfer(
        end_to_end=line.end_to_end, name=line.name, iban=line.iban, bic=line.bic, amount=line.amount, text=text
    )


def message_id(row: Remittance) -> str:
    """The name of the order at the bank: the same whenever it is written."""
    return f"CREANSYS-{row.agency_id}-{row.pk}"


def _approved(row: Remittance, lines: Sequence[RemittanceLine], order: Order, on: date, at: datetime) -> Remittance:
    for line in lines:
        _book(row, line, on)
        line.state, line.on = (LineState.ORDERED if line.amount else LineState.PAID), on
        line.debited_on = None if line.amount else on
    RemittanceLine.objects.bulk_update(lines, ["state", "on", "end_to_end", "debited_on"])
    row.file = _kept(order) if order.transfers else None
    row.sha256 = row.file.sha256 if row.file else ""
    row.approved_by_id, row.approved_at = current_scope().member_id, at
    row.state = State.APPROVED if row.file else State.DONE
    row.ended_at = None if row.file else at
    row.save(update_fields=["file", "sha256", "approved_by", "approved_at", "state", "ended_at"])
    audit.record("remittance.approved", at=at, remittance=row.pk, sha256=row.sha256, total=str(order.total))
    if not row.file:
        _meet(row, at)
    publish(RemittanceApproved(row.pk, tuple(line.pk for line in lines), on, at))
    return row


def _kept(order: Order) -> File:
    kept = keep(data=payment_order(order), name=f"{order.message_id}.xml", made=XML)
    if isinstance(kept, Rejected):
        raise ValueError(kept.detail)
    return kept


def _book(row: Remittance, line: RemittanceLine, on: date) -> None:
    """The line's money leaves what is held: to the bank, and to what is withheld for invoices."""
    for kind, target in ((Kind.REMITTED, Account.BANK), (Kind.WITHHELD, Account.WITHHELD)):
        lines: list[Posting] = []
        for one in RemittancePart.objects.filter(line=line).select_related("part").order_by("pk"):
            if amount := one.withheld if kind == Kind.WITHHELD else one.amount - one.withheld:
                share = _share(one.part)
                to = {"source_of": share} if kind == Kind.WITHHELD else {}
                lines += between(target, Account.HELD, amount, one.part.receipt_id, target_of=share, **to)
        if lines:
            source = f"remittance:{line.pk}:{kind.value}"
            post(entity_id=row.entity_id, on=on, kind=kind, source=source, lines=lines, note=line.end_to_end)


def _share(part: ReceiptPart) -> Share:
    return Share(part.pk, part.party_id, held=part.held, withheld=part.withheld, amount=part.amount)


def hand_over(*, remittance_id: int, at: datetime) -> Remittance | Refusal:
    """The payment order was given to the bank: the promise of 24 hours is kept for every receipt passed on whole.

    Once; a second time changes nothing.
    """
    with widened("hand_over_remittance"):
        row = locked(remittance_id)
        if row.state in (State.PROPOSED, State.WITHDRAWN):
            return NOT_APPROVED
        if row.state == State.APPROVED:
            mark_handed_over(row=row, at=at)
            audit.record("remittance.handed_over", at=at, remittance=row.pk)
    return row


def mark_handed_over(*, row: Remittance, at: datetime) -> None:
    """The order is with the bank, as a member or the bank itself says."""
    row.state, row.handed_over_at, row.handed_over_by_id = State.HANDED_OVER, at, current_scope().member_id
    row.save(update_fields=["state", "handed_over_at", "handed_over_by"])
    _meet(row, at)


def _meet(row: Remittance, at: datetime) -> None:
    """The promises are kept, and the creditors are told."""
    parts = RemittancePart.objects.filter(line__remittance=row)
    for receipt_id in left_of(set(parts.values_list("part__receipt_id", flat=True))):
        meet_clock(kind=CLOCK, subject=subject(receipt_id), at=at)
    advise(row=row, at=at)


def locked(remittance_id: int) -> Remittance:
    """The run under its row lock, as it is now."""
    rows = Remittance.objects.select_related("entity", "file").select_for_update(of=("self",))
    return rows.get(pk=remittance_id)
