"""What is agreed or contested, as the page of a claim shows it."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from agencies.models import Member
from amicable.models import Plan, Promise
from amicable.queries.sheet import Arranged, arranged_of
from amicable.showing import instalments_table
from claims.models import Claim
from office.views.page import action
from web.formatting import day, money
from web.parts import Action, TableView, Tone

SETTLED = {Promise.State.KEPT: "ok", Promise.State.BROKEN: "danger"}


@dataclass(frozen=True, slots=True)
class Banner:
    """One thing that is agreed or contested, and what may be done about it."""

    title: str
    text: str
    tone: Tone
    action: Action | None = None


@dataclass(slots=True)
class Shown:
    """The section of the page; `holds` are those that end with it."""

    banners: list[Banner] = field(default_factory=list)
    acts: list[Action] = field(default_factory=list)
    instalments: TableView | None = None
    holds: dict[int, str] = field(default_factory=dict)


def arranged(member: Member, claim: Claim, owed: Decimal) -> Shown:
    """What is agreed or contested; five queries at most."""
    found, may = arranged_of(claim.pk, owed), member.may("claims.work") and not claim.closed_on
    shown = Shown(holds=found.holds)
    number = claim.number
    _promise(shown, found, member, number, may)
    _plan(shown, found, member, number, may)
    _dispute(shown, found, member, number, may)
    for row in found.papers:
        until = _("To be given by %(day)s.") % {"day": day(row.answer_by)}
        shown.banners.append(Banner(_("Papers asked of the creditor"), f"{row.what}. {until}", "attention"))
    if may:
        shown.acts += [
            action(member, _("Ask for papers"), "claim_papers_ask", "file", number=number),
            Action(_("Record a complaint"), f"{_new_complaint(member)}?file={number}", icon="shield"),
        ]
    return shown


def _new_complaint(member: Member) -> str:
    return action(member, "", "complaint_new").url


def _promise(shown: Shown, found: Arranged, member: Member, number: int, may: bool) -> None:
    row = found.promise
    if row and row.state == Promise.State.OPEN:
        title = _("Promise: %(amount)s by %(day)s") % {"amount": money(row.amount), "day": day(row.due_on)}
        text = _("Broken if it is not paid by %(day)s.") % {"day": day(row.grace_on)}
        cancel = action(member, _("Cancel the promise"), "claim_promise_cancel", "undo", number=number)
        shown.banners.append(Banner(title, text, "attention", cancel if may else None))
    elif row and row.state in SETTLED:
        title = _("Promise of %(amount)s: %(state)s") % {"amount": money(row.amount), "state": row.get_state_display()}
        tone: Tone = "ok" if row.state == Promise.State.KEPT else "danger"
        shown.banners.append(Banner(title, day(row.ended_on), tone))
    if may and not (row and row.state == Promise.State.OPEN) and not found.plan and not found.dispute:
        shown.acts.append(action(member, _("Promise to pay"), "claim_promise", "euro", number=number))


def _plan(shown: Shown, found: Arranged, member: Member, number: int, may: bool) -> None:
    row = found.plan
    if row is None:
        if may:
            shown.acts.append(action(member, _("Payment plan"), "claim_plan", "calendar", number=number))
        return
    title = _("Payment plan: %(state)s") % {"state": row.get_state_display()}
    end = action(member, _("Refuse or end it"), "claim_plan_end", "stop", number=number)
    if row.state == Plan.State.ASKED:
        decide = action(member, _("Agree to a plan"), "claim_plan", "check", number=number)
        shown.banners.append(
            Banner(title, row.said or _("The debtor asked for it."), "attention", decide if may else None)
        )
        shown.acts += [end] if may else []
        return
    left = sum((one.left for one in found.standings), Decimal("0.00"))
    said = _("%(total)s in all, %(left)s to pay. No interest runs.") % {"total": money(row.total), "left": money(left)}
    waits = row.state == Plan.State.APPROVAL
    ends = end if may and not waits else None
    shown.banners.append(Banner(title, said, "attention" if waits else "ok", ends))
    shown.instalments = instalments_table(found.standings)


def _dispute(shown: Shown, found: Arranged, member: Member, number: int, may: bool) -> None:
    row = found.dispute
    if row is None:
        if may:
            shown.acts.append(action(member, _("Record a dispute"), "claim_dispute", "stage-hold", number=number))
        return
    title = _("Dispute: %(ground)s") % {"ground": row.get_ground_display()}
    waits = row.state == row.State.OPEN
    until = _("The creditor answers by %(day)s.") % {"day": day(row.answer_by)}
    said = until if waits else _("The creditor answered: %(position)s.") % {"position": row.get_position_display()}
    decide = action(member, _("Decide on the dispute"), "claim_dispute_decide", "check", number=number)
    shown.banners.append(Banner(title, f"{row.said} {said}", "attention", decide if may else None))
    if may:
        shown.acts.append(
            action(member, _("The dispute is taken back"), "claim_dispute_withdraw", "undo", number=number)
        )
