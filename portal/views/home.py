"""The creditor's home: what must be done today, where the money stands, what changed last."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Member
from claims.models import Claim, Decision, Import
from claims.queries import overview
from claims.queries.notes import unread_of
from claims.queries.overview import InStage
from claims.queries.timeline import actors, latest
from claims.rules import Stage
from claims.wording import STAGES, entries
from clients.queries import paynow_left
from core.dates import add_days
from portal.views.answering import answers_table
from portal.views.insurance import deadlines_table
from portal.views.notes import unread_table
from portal.views.page import creditors, here, show
from web import marks
from web.formatting import day, money
from web.parts import Action, Cell, Entry, Figure, Heading, Row, TableView

MENDING_DAYS = 30


@creditors("claims.see")
def home(request: HttpRequest, member: Member) -> HttpResponse:
    """What must be done today, what is owed by stage, what changed last."""
    on, party = timezone.localdate(), member.party_id or 0
    decisions, asked = overview.waiting_decisions(party)
    unknown, unsaid = overview.kinds_unknown(party)
    tables = [
        _decisions(member, decisions, asked, on),
        answers_table(member, on),
        _lists(member, _("Lists to sign"), overview.to_sign(party)),
        _mending(member, overview.to_mend(party, add_days(on, -MENDING_DAYS))),
        deadlines_table(member, on),
        _unknown(member, unknown, unsaid),
        unread_table(member, *unread_of(party)),
    ]
    stages, stock = overview.by_stage(party), paynow_left(party)
    return show(
        request,
        member,
        "home",
        "home",
        on=on,
        tables=[table for table in tables if table.rows],
        figures=_figures(member, stages, stock, overview.paid_since(party, on.replace(month=1, day=1)), on),
        news=_news(member, party),
        upload=Action(_("Hand over invoices"), here(member, "upload"), icon="upload"),
    )


def _figures(member: Member, stages: dict[str, InStage], stock: int, paid: object, on: date) -> list[Figure]:
    claims = here(member, "claims")
    owed = [
        Figure(
            str(STAGES[stage]),
            money(stages[stage].left),
            ngettext("%(n)d file", "%(n)d files", stages[stage].claims) % {"n": stages[stage].claims},
            url=f"{claims}?stage={stage}",
        )
        for stage in (Stage.PAYNOW, Stage.AMICABLE, Stage.JUDICIAL)
    ]
    tone = "attention" if stock <= 0 else "quiet"
    return [
        *owed,
        Figure(_("Paid in %(year)d") % {"year": on.year}, money(paid), tone="ok", url=f"{claims}?stage=closed"),  # type: ignore[arg-type]
        Figure(_("PAYNOW left"), str(stock), tone=tone, url=here(member, "contract")),  # type: ignore[arg-type]
    ]


def _decisions(member: Member, rows: Sequence[Decision], count: int, on: date) -> TableView:
    said = ngettext("%(n)d decision waits for you", "%(n)d decisions wait for you", count) % {"n": count}
    headings = [
        Heading(_("File"), "key"),
        Heading(_("Debtor")),
        Heading(_("Asked on"), "day"),
        Heading(_("Principal"), "amount"),
    ]
    return TableView(said, headings, [_decision(member, row) for row in rows])


def _decision(member: Member, row: Decision) -> Row:
    claim = row.claim
    cells = [
        Cell(str(claim.number), "key"),
        Cell(claim.debtor.name, note=_("%(stage)s has ended: what comes next?") % {"stage": STAGES[row.stage_ended]}),
        Cell(marks.day_mark(row.asked_on), "day"),
        Cell(marks.amount(claim.principal), "amount"),
    ]
    return Row(str(claim.number), here(member, "decide", number=claim.number), cells)


def _lists(member: Member, caption: str, rows: Sequence[Import]) -> TableView:
    headings = [
        Heading(_("List")),
        Heading(_("Received on"), "day"),
        Heading(_("Files"), "amount"),
        Heading(_("Amount"), "amount"),
    ]
    return TableView(caption, headings, [_list(member, row) for row in rows])


def _list(member: Member, row: Import) -> Row:
    cells = [
        Cell(row.name, note=_("Nothing is sent before you have signed.")),
        Cell(marks.day_mark(row.on), "day"),
        Cell(str(row.claims), "amount"),
        Cell(marks.amount(row.amount), "amount"),
    ]
    return Row(str(row.uid), here(member, "import", made=row.uid), cells)


def _mending(member: Member, rows: Sequence[Import]) -> TableView:
    headings = [Heading(_("List")), Heading(_("Received on"), "day"), Heading(_("Rows refused"), "amount")]
    return TableView(_("Rows to mend"), headings, [_to_mend(member, row) for row in rows])


def _to_mend(member: Member, row: Import) -> Row:
    cells = [
        Cell(row.name, note=_("Download the refused rows, mend them, hand them over again.")),
        Cell(marks.day_mark(row.on), "day"),
        Cell(str(row.refused - row.duplicates), "amount"),
    ]
    return Row(str(row.uid), here(member, "import", made=row.uid), cells)


def _unknown(member: Member, rows: Sequence[Claim], count: int) -> TableView:
    said = ngettext("Consumer or business? %(n)d file waits", "Consumer or business? %(n)d files wait", count) % {
        "n": count
    }
    headings = [
        Heading(_("File"), "key"),
        Heading(_("Debtor")),
        Heading(_("Due since"), "day"),
        Heading(_("Principal"), "amount"),
    ]
    return TableView(said, headings, [_unsaid(member, row) for row in rows])


def _unsaid(member: Member, claim: Claim) -> Row:
    cells = [
        Cell(str(claim.number), "key"),
        Cell(claim.debtor.name, note=_("Nothing is sent before you have said it.")),
        Cell(day(claim.oldest_due_on), "day"),
        Cell(marks.amount(claim.principal), "amount"),
    ]
    return Row(str(claim.number), here(member, "kind", number=claim.number), cells)


def _news(member: Member, party_id: int) -> list[Entry]:
    found = latest(party_id)
    names = actors([told for _claim, told in found], member.agency.name)
    made = entries([told for _claim, told in found], names)
    return [_placed(member, entry, claim) for entry, (claim, _told) in zip(made, found, strict=True)]


def _placed(member: Member, entry: Entry, claim: Claim) -> Entry:
    """A line of several claims' story says whose it is and leads there."""
    why = f"{claim.debtor.name}. {entry.why}" if entry.why else claim.debtor.name
    url = here(member, "claim", number=claim.number)
    proof = _("File %(number)s") % {"number": claim.number}
    return Entry(entry.at, entry.what, entry.who, why, entry.icon, entry.tone, proof, url)
