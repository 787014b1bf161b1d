"""What the agency asks of a creditor about a file: a dispute to answer, papers to give, a settlement to approve."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agencies.models import Member
from amicable.models import Dispute, PaperRequest, Plan
from amicable.queries.sheet import Arranged, papers_with, waiting_answers
from amicable.services import disputing, planning, supporting
from claims.access import claim_for
from claims.models import Claim
from core.errors import Stale
from files.services import Rejected
from portal.forms import AnswerForm, ApproveForm, AskedForm
from portal.views.acts import ask_about, done, nothing
from portal.views.page import creditors, here
from web import marks
from web.formatting import day, money
from web.parts import Action, Cell, Consequence, Heading, Row, TableView

QUESTIONS = {
    "dispute": gettext_lazy("The debtor disputes it: your answer is needed"),
    "papers": gettext_lazy("Papers are asked for"),
    "plan": gettext_lazy("A settlement waits for your approval"),
}
PAGES = {"dispute": "dispute", "papers": "asked", "plan": "plan"}


@creditors("claims.decide", "GET", "POST")
def dispute(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """The creditor's answer to the running dispute."""
    claim = claim_for(member, number, to="decide")
    row = Dispute.objects.filter(claim=claim, state=Dispute.State.OPEN).first()
    if row is None:
        return nothing(request, member, claim, _("No answer is waited for on this file."))
    form = AnswerForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        lead = _("Nothing goes out to the debtor until it is decided. Please answer by %(day)s.")
        said = [Consequence(1, str(row.get_ground_display()), row.said, "attention")]
        title = _("Answer the dispute")
        with_it = [(one.file.name, here(member, "file", file=one.file.uid)) for one in papers_with(row)]
        more: dict[str, Any] = {"said": said, "papers": with_it}
        by = lead % {"day": day(row.answer_by)}
        return ask_about(request, member, claim, form, title, by, _("Send my answer"), **more)
    try:
        disputing.answer(dispute_id=row.pk, at=timezone.now(), **form.cleaned_data)
    except Stale:
        return nothing(request, member, claim, _("This dispute was answered meanwhile."))
    return done(request, member, claim, _("Your answer is sent. The agency decides and tells the debtor why."))


@creditors("claims.decide", "GET", "POST")
def asked(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Papers that the debtor or the agency asks for: the oldest request first."""
    claim, error = claim_for(member, number, to="decide"), ""
    row = PaperRequest.objects.filter(claim=claim, state=PaperRequest.State.OPEN).order_by("pk").first()
    if row is None:
        return nothing(request, member, claim, _("No paper is asked for on this file."))
    form = AskedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = _given(request, row, form.cleaned_data)
        if not isinstance(given, Rejected):
            return done(request, member, claim, _("Thank you: your answer is recorded."))
        error = given.detail
    lead = _("Please answer by %(day)s. The debtor has a right to see what proves the debt.")
    said = [Consequence(1, _("paper asked for"), row.what, "attention")]
    more: dict[str, Any] = {"said": said, "has_file": True, "file_error": error}
    title = _("Give the papers asked for")
    return ask_about(request, member, claim, form, title, lead % {"day": day(row.answer_by)}, _("Send it"), **more)


def _given(request: HttpRequest, row: PaperRequest, answer: dict[str, Any]) -> PaperRequest | Rejected:
    now, sent = timezone.now(), request.FILES.get("file")
    on = timezone.localdate(now)
    if answer["missing"]:
        return supporting.cannot_give(request_id=row.pk, reason=answer["reason"], on=on, at=now)
    data, name = (sent.read(), str(sent.name)) if sent else (b"", "")
    return supporting.give_papers(request_id=row.pk, data=data, name=name, kind=answer["kind"], on=on, at=now)


@creditors("claims.decide", "GET", "POST")
def plan(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """The creditor's word on a settlement with a discount beyond its limits."""
    claim = claim_for(member, number, to="decide")
    row = Plan.objects.filter(claim=claim, state=Plan.State.APPROVAL).first()
    if row is None:
        return nothing(request, member, claim, _("No settlement waits for your approval on this file."))
    form = ApproveForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        lead, act = _("The debtor pays this, and nothing more is owed then."), _("Send my answer")
        return ask_about(request, member, claim, form, _("Approve a settlement"), lead, act, said=_settled(row))
    approved, now = form.cleaned_data["approved"] == "yes", timezone.now()
    try:
        planning.approve(plan_id=row.pk, approved=approved, on=timezone.localdate(now), at=now)
    except Stale:
        return nothing(request, member, claim, _("This settlement was answered meanwhile."))
    return done(request, member, claim, _("The plan runs.") if approved else _("Refused: the file goes on."))


def _settled(row: Plan) -> list[Consequence]:
    parts = list(row.instalments.order_by("position"))
    listed = [_("%(amount)s by %(day)s") % {"amount": money(p.amount), "day": day(p.due_on)} for p in parts]
    said = ngettext("instalment: %(total)s", "instalments: %(total)s", len(parts)) % {"total": money(row.total)}
    return [
        Consequence(len(parts), said, " · ".join(listed), "ok"),
        Consequence(1, _("discount of %(amount)s") % {"amount": money(row.discount)}, "", "attention"),
    ]


def questions(member: Member, claim: Claim, found: Arranged) -> list[tuple[str, str, Action]]:
    """What waits for the creditor on one file: title, text, the way to answer."""
    shown = []
    if found.dispute and found.dispute.state == Dispute.State.OPEN:
        shown.append(("dispute", _("Please answer by %(day)s.") % {"day": day(found.dispute.answer_by)}))
    shown += [("papers", f"{row.what}. {_by(row.answer_by)}") for row in found.papers[:1]]
    if found.plan and found.plan.state == Plan.State.APPROVAL:
        text = _("%(total)s to be paid, a discount of %(discount)s.")
        shown.append(("plan", text % {"total": money(found.plan.total), "discount": money(found.plan.discount)}))
    return [
        (str(QUESTIONS[what]), text, Action(_("Answer it"), here(member, PAGES[what], number=claim.number)))
        for what, text in shown
    ]


def _by(last: date) -> str:
    return _("Please answer by %(day)s.") % {"day": day(last)}


def answers_table(member: Member, on: date) -> TableView:
    """What the creditor is asked on any file, the most urgent first; three queries."""
    rows = waiting_answers(member.party_id or 0)
    said = ngettext("%(n)d question waits for you", "%(n)d questions wait for you", len(rows)) % {"n": len(rows)}
    headings = [Heading(_("File"), "key"), Heading(_("Debtor")), Heading(_("To be answered by"), "day")]
    return TableView(said, headings, [_question(member, on, *row) for row in rows])


def _question(member: Member, on: date, what: str, number: int, debtor: str, last: date) -> Row:
    cells = [
        Cell(str(number), "key"),
        Cell(debtor, note=str(QUESTIONS[what])),
        Cell(marks.deadline(last, on), "day"),
    ]
    return Row(f"{what}{number}", here(member, PAGES[what], number=number), cells)
