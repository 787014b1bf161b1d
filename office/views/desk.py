"""The home of the office: what must be done today, the most urgent first."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Member
from amicable.queries.desk import Waiting, to_decide
from claims.queries import desk
from claims.queries.notes import waiting_notes
from claims.queries.replies import unhandled
from claims.wording import translated
from funds.queries.covering import to_cover
from funds.queries.receipts import to_attribute
from funds.queries.remittances import to_do
from funds.services.receiving import CLOCK as REMITTANCE
from jobs.queries import Promise, promises
from messaging.queries import PrintRunRow, print_runs, unsettled
from office.views.inbox import received_table
from office.views.notes import waiting_table
from office.views.page import here, show, staff
from web import marks
from web.formatting import day, wait
from web.parts import Cell, Figure, Heading, Row, TableView

SHOWN = 10
NEEDED = {
    "letters": "letters.hand_over",
    "unsigned": "claims.import",
    "notes": "claims.work",
    "received": "claims.work",
    "arranged": "claims.work",
}  # where a row leads needs the permission too
PROMISES = {
    "paynow.24h": gettext_lazy("PAYNOW handed to the post within 24 working hours"),
    "amicable.dispute": gettext_lazy("Answer of the creditor to a dispute"),
    "insurance.declare": gettext_lazy("Declaration to the credit insurer"),
    "insurance.papers": gettext_lazy("Papers for the credit insurer"),
}
ARRANGED = {
    "dispute": gettext_lazy("Dispute to decide on"),
    "plan": gettext_lazy("Payment plan asked for"),
    "complaint": gettext_lazy("Complaint to answer"),
}


@staff("office.see")
def today(request: HttpRequest, member: Member) -> HttpResponse:
    """What waits for somebody of the agency: promises, letters, refusals, signatures, messages, decisions."""
    now = timezone.now()
    on = timezone.localdate(now)
    runs, rules = print_runs(waiting=True), desk.refusals_by_rule()
    clocks, unsigned = promises(at=now, limit=SHOWN, without=[REMITTANCE]), desk.unsigned_imports(SHOWN)
    asked, stuck = desk.decisions_asked(SHOWN), unsettled()
    notes, received = waiting_notes(SHOWN), unhandled(SHOWN)
    tables = {
        "notes": waiting_table(member, notes[0]),
        "received": received_table(member, received[0]),
        "letters": _runs(member, runs, on),
        "refused": _rules(member, rules),
        "promises": _promises(member, clocks),
        "unsigned": _unsigned(member, unsigned),
        "arranged": _arranged(member, to_decide(SHOWN)),
        "asked": _asked(member, asked, on),
    }
    figures = [*_answers(member, notes[1], received[1]), *_figures(member, runs, rules, clocks, stuck)]
    if not member.may("claims.work"):
        figures = []
    figures += _money(member, now)
    seen = [(key, table) for key, table in tables.items() if table.rows and member.may(NEEDED.get(key, "office.see"))]
    context: dict[str, Any] = {"figures": figures, "tables": seen, "on": on}
    return show(request, member, "today", "today", **context)


def _figures(
    member: Member,
    runs: list[PrintRunRow],
    rules: list[desk.RefusedRule],
    clocks: list[Promise],
    stuck: dict[str, int],
) -> list[Figure]:
    letters, refused = sum(run.printed for run in runs), sum(rule.claims for rule in rules)
    missed = sum(clock.missed for clock in clocks)
    waiting = f"{here(member, 'outbox')}?state="
    return [
        _figure(_("Letters to post"), letters, here(member, "print_runs"), "attention"),
        _figure(_("Acts refused"), refused, f"{here(member, 'claims')}?look=refused", "attention"),
        _figure(_("Promises missed"), missed, "#promises", "danger"),
        _figure(_("Messages to settle"), stuck.get("parked", 0), f"{waiting}parked", "danger"),
        _figure(_("Messages refused for good"), stuck.get("failed", 0), f"{waiting}failed", "attention"),
    ]


def _money(member: Member, at: datetime) -> list[Figure]:
    """Money whose owner is not known, and money that should have been passed on."""
    if not member.may("money.see"):
        return []
    on = timezone.localdate(at)
    waiting, late = to_attribute(on)
    url = f"{here(member, 'receipts')}?look=open"
    tone = "danger" if late else "attention"
    out, owed, runs = to_do(at), to_cover(on), here(member, "remittances")
    covering = "danger" if any(one.is_late(on) for one in owed) else "attention"
    return [
        _figure(_("Money to attribute"), waiting, url, tone),
        _figure(_("Payments to remit, late"), out.late, runs, "danger"),
        _figure(_("Remittances to approve"), out.to_approve, runs, "attention"),
        _figure(_("Orders to hand to the bank"), out.to_hand_over, runs, "attention"),
        _figure(_("Trust accounts to make whole"), len(owed), runs, covering),
    ]


def _answers(member: Member, notes: int, received: int) -> list[Figure]:
    return [
        _figure(_("Creditors to answer"), notes, here(member, "notes"), "attention"),
        _figure(_("Messages received"), received, f"{here(member, 'inbox')}?look=open", "attention"),
    ]


def _figure(label: str, count: int, url: str, tone: Any) -> Figure:
    return Figure(label, str(count), tone=tone if count else "quiet", url=url if count else "")


def _runs(member: Member, runs: list[PrintRunRow], on: date) -> TableView:
    headings = [
        Heading(_("Print run of"), "key"),
        Heading(_("Printed"), "amount"),
        Heading(_("Still being made"), "amount"),
    ]
    rows = [
        Row(
            str(run.print_run_id),
            here(member, "print_run", run=run.print_run_id),
            [
                Cell(day(run.posting_on), "key", note=marks.deadline(run.posting_on, on)),
                Cell(str(run.printed), "amount"),
                Cell(str(run.unfinished or "–"), "amount"),
            ],
        )
        for run in runs
    ]
    return TableView(_("Letters to hand to the post"), headings, rows)


def _rules(member: Member, rules: list[desk.RefusedRule]) -> TableView:
    headings = [
        Heading(_("What stops")),
        Heading(_("What cures it")),
        Heading(_("Allowed from"), "day"),
        Heading(_("Files"), "amount"),
    ]
    claims = here(member, "claims")
    rows = [
        Row(
            rule.rule,
            f"{claims}?rule={rule.rule}",
            [
                Cell(translated(rule.reason), note=translated(rule.source)),
                Cell(translated(rule.cure) or "–"),
                Cell(marks.day_mark(rule.allowed_from) or _("no date can be given"), "day"),
                Cell(str(rule.claims), "amount"),
            ],
        )
        for rule in rules
    ]
    return TableView(_("Acts that a rule refuses"), headings, rows)


def _arranged(member: Member, waiting: list[Waiting]) -> TableView:
    headings = [Heading(_("What waits")), Heading(_("File"), "key"), Heading(_("Who")), Heading(_("Since"), "day")]
    rows = [
        Row(
            f"{one.what}{one.key}",
            _arranged_url(member, one),
            [
                Cell(str(ARRANGED[one.what])),
                Cell(str(one.number or "–"), "key"),
                Cell(one.name),
                Cell(marks.day_mark(one.since), "day"),
            ],
        )
        for one in waiting
    ]
    return TableView(_("To decide and to answer"), headings, rows)


def _arranged_url(member: Member, one: Waiting) -> str:
    if one.what == "complaint":
        return here(member, "complaint", complaint=one.key)
    return here(member, "claim_dispute_decide" if one.what == "dispute" else "claim_plan", number=one.number)


def _promises(member: Member, clocks: list[Promise]) -> TableView:
    subjects = {clock: int(number) for clock in clocks if (number := clock.subject.removeprefix("claim:")).isdigit()}
    named = desk.claims_named(subjects.values())
    headings = [Heading(_("File"), "key"), Heading(_("Promise")), Heading(_("Until"), "day")]
    rows = [_promise(member, clock, named[pk]) for clock, pk in subjects.items() if pk in named]
    return TableView(_("Promises in time"), headings, rows)


def _promise(member: Member, clock: Promise, claim: desk.Named) -> Row:
    until = timezone.localtime(clock.due_at)
    said = PROMISES.get(clock.kind.partition(":")[0], clock.kind)
    moment = f"{day(until.date())} {until:%H:%M}"
    cells = [
        Cell(str(claim.number), "key", note=claim.debtor),
        Cell(str(said)),
        Cell(
            marks.badge(_("missed"), "danger") if clock.missed else moment, "day", note=moment if clock.missed else ""
        ),
    ]
    return Row(clock.subject, here(member, "claim", number=claim.number), cells)


def _unsigned(member: Member, found: list[desk.Unsigned]) -> TableView:
    headings = [Heading(_("List")), Heading(_("Creditor")), Heading(_("Files"), "amount"), Heading(_("Since"), "day")]
    rows = [
        Row(
            str(one.uid),
            here(member, "import", import_uid=one.uid),
            [Cell(one.name), Cell(one.creditor), Cell(str(one.claims), "amount"), Cell(marks.day_mark(one.on), "day")],
        )
        for one in found
    ]
    return TableView(_("Lists that wait for the creditor's signature"), headings, rows)


def _asked(member: Member, found: list[desk.Asked], on: date) -> TableView:
    headings = [Heading(_("File"), "key"), Heading(_("Creditor")), Heading(_("Asked"), "day")]
    rows = [
        Row(
            str(one.number),
            here(member, "claim", number=one.number),
            [
                Cell(str(one.number), "key", note=one.debtor),
                Cell(one.creditor),
                Cell(marks.day_mark(one.asked_on), "day", note=wait(one.asked_on, on)),
            ],
        )
        for one in found
    ]
    return TableView(_("Decisions asked of creditors"), headings, rows)
