"""Money that goes out: what waits for each creditor, the runs, and each line with the payments that it passes on."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agencies.access import DoorClosed
from agencies.models import Entity, Member
from billing.services.setting_off import propose
from claims.wording import translated
from funds.models import Remittance, RemittanceLine
from funds.queries.covering import ToCover, to_cover
from funds.queries.paying import Waiting
from funds.queries.remittances import SAID, Place, Totals, line_named, lines_of, pieces, places, run_named, totals_of
from funds.rules.remitting import Why
from funds.showing import PIECES, line_badge, piece_cells
from law.refusals import Refusal
from office.views.page import action, ask, here, show, staff, to
from web import marks, parts
from web.formatting import day, grouped_iban, money
from web.parts import Action, Cell, Consequence, Entry, Figure, Heading, Row, TableView, Tone
from web.tables import Column, Listing
from web.toasts import toast

State = Remittance.State
TONES: dict[str, Tone] = {
    State.PROPOSED: "attention",
    State.APPROVED: "attention",
    State.HANDED_OVER: "ok",
    State.DONE: "ok",
    State.WITHDRAWN: "quiet",
}
WHYS: dict[Why, Any] = {
    Why.NO_ACCOUNT: gettext_lazy("no account is known"),
    Why.WRONG_ACCOUNT: gettext_lazy("its account number is wrong"),
    Why.UNCONFIRMED: gettext_lazy("account changed: to be confirmed"),
    Why.COOLING: gettext_lazy("account changed: waits"),
}
RUNS = Listing(
    name="office_remittances",
    columns=[
        Column("on", gettext_lazy("Run of"), "key", sort="id", descending=True),
        Column("entity", gettext_lazy("Entity")),
        Column("state", gettext_lazy("State"), "badge"),
        Column("creditors", gettext_lazy("Creditors"), "amount"),
        Column("net", gettext_lazy("Sum paid"), "amount"),
    ],
    default="on",
)


@staff("money.see")
def remittances(request: HttpRequest, member: Member) -> HttpResponse:
    """What waits to be paid out at each entity, then the runs, the latest first."""
    wish, on = RUNS.read(request.GET), timezone.localdate()
    page = RUNS.fetch(Remittance.objects.select_related("entity"), wish)
    sums = totals_of([row.pk for row in page.rows])
    none = _("No run yet: propose one when money is held for creditors.")
    runs = RUNS.view(_("Runs"), page, wish, lambda row: _run(member, row, sums), empty=none)
    found, owed = places(on), to_cover(on)
    late = sum((one.amount for one in owed if one.is_late(on)), Decimal(0))
    why = _("The entity's own account owes it to the trust account for more than 24 hours.")
    context: dict[str, Any] = {
        "alarm": (_("%(amount)s to put into the trust account") % {"amount": money(late)}, why) if late else None,
        "title": _("Remittances"),
        "lead": _("What is received is passed on within 24 working hours."),
        "tables": [*([_covering(owed, on)] if owed else []), *(_place(member, one) for one in found), runs],
        "others": [action(member, _("Money received"), "receipts", "euro"), *_proposals(member, found)[1:]],
        "main": next(iter(_proposals(member, found)), None),
    }
    return show(request, member, "list", "money", **context)


def _covering(owed: Sequence[ToCover], on: date) -> TableView:
    """What each entity still has to pay from its own account into the trust account."""
    headings = [Heading(_("Entity")), Heading(_("From the account")), Heading(_("To the account"))]
    headings += [Heading(_("Since"), "day"), Heading(_("Amount"), "amount")]
    rows = [
        Row(
            str(one.entity.pk),
            "",
            [
                Cell(one.entity.name),
                Cell(grouped_iban(one.entity.own_iban) or "–"),
                Cell(grouped_iban(one.entity.trust_iban)),
                Cell(marks.deadline(one.since, on) if one.is_late(on) else marks.day_mark(one.since), "day"),
                Cell(marks.amount(one.amount), "amount"),
            ],
        )
        for one in owed
    ]
    return TableView(_("To put into the trust account"), headings, rows)


def _proposals(member: Member, found: list[Place]) -> list[Action]:
    if not member.may("money.book"):
        return []
    ready = [one.entity for one in found if one.ready and one.proposed is None]
    words = _("Propose a run")
    return [
        action(member, f"{words}: {one.name}" if len(ready) > 1 else words, "remittance_new", "plus", entity=one.pk)
        for one in ready
    ]


def _place(member: Member, place: Place) -> TableView:
    headings = [Heading(_("Creditor")), Heading(_("Account")), Heading(_("State"), "badge")]
    headings.append(Heading(_("Held"), "amount"))
    rows = [_held(one, place) for one in place.waiting]
    empty = _("Nothing is held for a creditor.")
    return TableView(_("Held for creditors: %(entity)s") % {"entity": place.entity.name}, headings, rows, empty=empty)


def _held(one: Waiting, place: Place) -> Row:
    payee = one.payee
    until = _("from %(day)s") % {"day": day(payee.from_)} if payee.from_ else ""
    words = _("in the run to approve") if place.proposed else _("ready")
    state = marks.badge(str(WHYS[payee.why]), "attention") if payee.why else marks.badge(words, "ok")
    cells = [
        Cell(payee.name),
        Cell(grouped_iban(payee.iban) or "–"),
        Cell(state, "badge", note=until),
        Cell(marks.amount(one.amount), "amount"),
    ]
    return Row(str(payee.party_id), "", cells)


def run_badge(row: Remittance) -> str:
    """Where a run stands."""
    return marks.badge(row.get_state_display(), TONES[row.state])


def _run(member: Member, row: Remittance, sums: Any) -> Row:
    one = sums.get(row.pk, Totals())
    refused = ngettext("%(n)d line refused", "%(n)d lines refused", one.refused) % {"n": one.refused}
    cells = [
        Cell(day(row.on), "key"),
        Cell(row.entity.name),
        Cell(run_badge(row), "badge", note=refused if one.refused else ""),
        Cell(str(one.creditors), "amount"),
        Cell(marks.amount(one.net), "amount"),
    ]
    return Row(str(row.uid), here(member, "remittance", remittance=row.uid), cells)


@staff("money.book", "GET", "POST")
def remittance_new(request: HttpRequest, member: Member, entity: int) -> HttpResponse:
    """Propose all that may be passed on; what is left out, and why, is said before."""
    found, now = Entity.objects.filter(pk=entity).first(), timezone.now()
    if found is None:
        raise DoorClosed
    on, refusal = timezone.localdate(now), None
    if request.method == "POST":
        made = propose(entity_id=found.pk, on=on, at=now)
        if isinstance(made, Remittance):
            toast(request, _("The run is proposed: a colleague approves it."))
            return to(member, "remittance", remittance=made.uid)
        refusal = refused(made)
    place = next((one for one in places(on) if one.entity == found), None)
    back = (_("Remittances"), here(member, "remittances"))
    return ask(
        request,
        member,
        "money",
        title=_("Propose a run"),
        lead=found.name,
        back=back,
        submit=_("Propose this run"),
        consequences=_foreseen(place.waiting if place else ()),
        refusal=refusal,
    )


def _foreseen(waiting: Any) -> list[Consequence]:
    ready = [one for one in waiting if one.payee.why is None]
    told = ngettext("creditor is paid %(amount)s", "creditors are paid %(amount)s", len(ready))
    said = [Consequence(len(ready), told % {"amount": money(_sum(ready))}, _("Nothing moves before the approval."))]
    for why, words in WHYS.items():
        if left := [one for one in waiting if one.payee.why == why]:
            out = ngettext("creditor is left out with %(amount)s", "creditors are left out with %(amount)s", len(left))
            said.append(Consequence(len(left), out % {"amount": money(_sum(left))}, str(words), "attention"))
    return said


def _sum(found: list[Waiting]) -> Decimal:
    return sum((one.amount for one in found), Decimal(0))


def refused(refusal: Refusal) -> parts.Refusal:
    """A refusal of the service in the reader's words."""
    return parts.Refusal(translated(refusal.reason), translated(refusal.cure), translated(refusal.source))


def run_for(uid: UUID) -> Remittance:
    """The run; a page that is not there otherwise."""
    found = run_named(uid)
    if found is None:
        raise DoorClosed
    return found


@staff("money.see")
def remittance(request: HttpRequest, member: Member, remittance: UUID) -> HttpResponse:
    """One run: who did what, what each creditor gets, and what the bank said."""
    found = run_for(remittance)
    sums = totals_of([found.pk]).get(found.pk, Totals())
    acts = list(_acts(member, found))
    own = found.state == State.PROPOSED and found.proposed_by_id == member.pk and member.may("money.book")
    context: dict[str, Any] = {
        "title": _("Run of %(day)s") % {"day": day(found.on)},
        "lead": found.entity.name,
        "badge": run_badge(found),
        "back_url": here(member, "remittances"),
        "main": acts[0] if acts and not own else None,
        "others": acts if own else acts[1:],
        "run": found,
        "own": own,
        "figures": _figures(sums),
        "lines": _lines(member, found),
        "story": _story(found),
    }
    return show(request, member, "remittance", "money", **context)


def _acts(member: Member, found: Remittance) -> list[Action]:
    """What comes next; nothing for a role that only reads."""
    if not member.may("money.book"):
        return []
    part, acts = {"remittance": found.uid}, []
    if found.state == State.PROPOSED:
        if found.proposed_by_id != member.pk:
            acts.append(action(member, _("Approve"), "remittance_approve", "check", **part))
        acts.append(action(member, _("Withdraw"), "remittance_withdraw", "undo", **part))
    if found.state == State.APPROVED:
        acts.append(action(member, _("Handed to the bank"), "remittance_hand_over", "check", **part))
    if found.file:
        acts.append(Action(_("Payment order"), here(member, "file", file_uid=found.file.uid), icon="download"))
    if found.state in (State.APPROVED, State.HANDED_OVER):
        acts.append(action(member, _("Answer of the bank"), "remittance_status", "upload", **part))
    return acts


def _figures(sums: Totals) -> list[Figure]:
    figures = [Figure(_("Sum paid"), money(sums.net)), Figure(_("Creditors"), str(sums.creditors))]
    if sums.withheld:
        figures.append(Figure(_("Kept for invoices"), money(sums.withheld)))
    if sums.refused:
        figures.append(Figure(_("Refused by the bank"), str(sums.refused), tone="danger"))
    return figures


def _lines(member: Member, found: Remittance) -> TableView:
    headings = [Heading(_("Creditor")), Heading(_("Account")), Heading(_("State"), "badge")]
    headings += [Heading(_("Held"), "amount"), Heading(_("Sum paid"), "amount")]
    return TableView(_("Creditors"), headings, [_line(member, one) for one in lines_of(found)])


def _line(member: Member, one: RemittanceLine) -> Row:
    kept = _("%(amount)s kept for invoices") % {"amount": money(one.withheld)} if one.withheld else ""
    cells = [
        Cell(one.name),
        Cell(grouped_iban(one.iban)),
        Cell(line_badge(one), "badge", note=one.reason),
        Cell(marks.amount(one.gross), "amount"),
        Cell(marks.amount(one.amount), "amount", note=kept),
    ]
    return Row(str(one.uid), here(member, "remittance_line", line=one.uid), cells)


def _story(found: Remittance) -> list[Entry]:
    """Who proposed, who approved, who handed it over: the latest first."""
    told = [(found.proposed_at, _("Proposed"), found.proposed_by, "")]
    if found.approved_at:
        why = f"SHA-256 {found.sha256[:16]}…" if found.sha256 else ""
        told.append((found.approved_at, _("Approved"), found.approved_by, why))
    if found.handed_over_at:
        told.append((found.handed_over_at, _("Handed to the bank"), found.handed_over_by, ""))
    if found.ended_at:
        done = _("Withdrawn") if found.state == State.WITHDRAWN else _("Settled")
        told.append((found.ended_at, done, None, found.note))
    return [Entry(at, what, str(who.user) if who else "", why=why) for at, what, who, why in reversed(told)]


@staff("money.see")
def remittance_line(request: HttpRequest, member: Member, line: UUID) -> HttpResponse:
    """What one creditor gets, payment by payment."""
    found = line_named(line)
    if found is None:
        raise DoorClosed
    wish = PIECES.read(request.GET)
    page = PIECES.fetch(pieces(found), wish)
    table = PIECES.view(_("Payments passed on"), page, wish, lambda one: _piece(member, one))
    run = found.remittance
    advice = Action(_("Advice (PDF)"), here(member, "remittance_advice", line=line), "post", "download")
    context: dict[str, Any] = {
        "title": found.name,
        "lead": _("Run of %(day)s") % {"day": day(run.on)},
        "badge": line_badge(found),
        "main": advice if found.state in SAID else None,
        "back_url": here(member, "remittance", remittance=run.uid),
        "facts": line_facts(found),
        "table": table,
    }
    return show(request, member, "remittance_line", "money", **context)


def line_facts(found: RemittanceLine) -> list[tuple[str, str]]:
    """The account, the sums and the bank's words."""
    taken = ", ".join(f"{one['reference']}: {money(Decimal(one['amount']))}" for one in found.deductions)
    return [
        (_("Account"), grouped_iban(found.iban)),
        (_("Held"), money(found.gross)),
        (_("Kept for invoices"), taken),
        (_("Sum paid"), money(found.amount)),
        (_("Reference at the bank"), found.end_to_end),
        (_("Refused because"), found.reason),
    ]


def _piece(member: Member, one: Any) -> Row:
    return Row(str(one.pk), here(member, "claim", number=one.part.claim.number), piece_cells(one))
