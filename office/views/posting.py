"""Print runs: the letters that wait for the post, their download, and the day on which they were handed over."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agencies.models import Member
from claims.queries.desk import Named, claims_of_messages
from claims.wording import LETTERS, translated
from files.services import read
from law.refusals import Refusal
from messaging.models import Message, PrintRun
from messaging.queries import PrintRunRow, files_of, letters_of, print_run_row, print_runs
from messaging.rules import State
from messaging.services import hand_over, withdraw_run
from office.forms import HandOverForm
from office.views.outbox import STATES
from office.views.page import action, ask, here, show, staff, to
from web import marks, parts
from web.formatting import day
from web.parts import Cell, Consequence, Heading, Row, TableView
from web.tables import Column, Listing
from web.toasts import toast

LETTERS_OF_RUN = Listing(
    name="run_letters",
    columns=[
        Column("id", gettext_lazy("Letter"), sort="id"),
        Column("to", gettext_lazy("Addressed to")),
        Column("claim", gettext_lazy("File")),
        Column("state", gettext_lazy("State"), "badge"),
    ],
    default="id",
)


@staff("letters.hand_over")
def print_run_list(request: HttpRequest, member: Member) -> HttpResponse:
    """The latest print runs, newest posting day first."""
    on = timezone.localdate()
    headings = [
        Heading(_("Posting day"), "key"),
        Heading(_("State"), "badge"),
        Heading(_("Printed"), "amount"),
        Heading(_("Still being made"), "amount"),
        Heading(_("Posted"), "amount"),
    ]
    rows = [_run_row(member, run, on) for run in print_runs()]
    empty = _("No letter has been made yet. Letters of one posting day gather here as one print run.")
    table = TableView(_("Print runs"), headings, rows, empty=empty)
    return show(request, member, "list", "letters", title=_("Letters to post"), table=table, name="runs")


def _run_row(member: Member, run: PrintRunRow, on: date) -> Row:
    cells = [
        Cell(day(run.posting_on), "key", note="" if _is_over(run) else marks.deadline(run.posting_on, on)),
        Cell(_run_badge(run), "badge"),
        Cell(str(run.printed or "–"), "amount"),
        Cell(str(run.unfinished or "–"), "amount"),
        Cell(str(run.sent or "–"), "amount"),
    ]
    return Row(str(run.print_run_id), here(member, "print_run", run=run.print_run_id), cells)


def _is_over(run: PrintRunRow) -> bool:
    return run.handed_over_on is not None or _is_withdrawn(run)


def _is_withdrawn(run: PrintRunRow) -> bool:
    return run.closed_at is not None and not (run.handed_over_on or run.printed or run.unfinished)


def _run_badge(run: PrintRunRow) -> str:
    if run.handed_over_on:
        return marks.badge(_("posted on %(day)s") % {"day": day(run.handed_over_on)}, "ok")
    if _is_withdrawn(run):
        return marks.badge(_("withdrawn"), "quiet")
    return marks.badge(_("to hand over"), "attention", "letter")


def _run(run_id: int) -> PrintRunRow:
    found = print_run_row(run_id)
    if found is None:
        raise Http404
    return found


@staff("letters.hand_over")
def print_run(request: HttpRequest, member: Member, run: int) -> HttpResponse:
    """One run with its letters, their download, and what may be done with it."""
    found = _run(run)
    wish = LETTERS_OF_RUN.read(request.GET)
    page = LETTERS_OF_RUN.fetch(letters_of(run), wish)
    named = claims_of_messages([letter.pk for letter in page.rows])
    table = LETTERS_OF_RUN.view(
        _("Letters of the run"),
        page,
        wish,
        lambda letter: _letter_row(member, letter, named.get(letter.pk)),
        empty=_("No letter is in this run."),
    )
    context: dict[str, Any] = {
        "run": found,
        "table": table,
        "badge": _run_badge(found),
        "back_url": here(member, "print_runs"),
    }
    context |= {"title": _("Print run of %(day)s") % {"day": day(found.posting_on)}}
    return show(request, member, "print_run", "letters", **context, **_run_actions(member, found))


def _run_actions(member: Member, run: PrintRunRow) -> dict[str, Any]:
    part: dict[str, Any] = {"run": run.print_run_id}
    others = []
    if run.printed or run.sent:
        others.append(action(member, _("Download the letters (ZIP)"), "print_run_zip", "download", **part))
    if _is_over(run) or not (run.printed or run.unfinished):
        return {"others": others, "main": None}
    others.append(action(member, _("Withdraw the run"), "print_run_withdraw", "undo", **part))
    return {
        "others": others,
        "main": action(member, _("Hand over to the post"), "print_run_hand_over", "letter", **part),
    }


def _letter_row(member: Member, letter: Message, named: Named | None) -> Row:
    label, tone = STATES[letter.state]
    cells = [
        Cell(str(LETTERS.get(letter.kind, letter.kind)), note=day(letter.posting_on)),
        Cell(letter.address.partition("\n")[0], note=", ".join(letter.address.splitlines()[1:])),
        Cell(str(named.number) if named else "–", note=named.creditor if named else ""),
        Cell(marks.badge(str(label), tone), "badge"),
    ]
    return Row(str(letter.pk), here(member, "message", message_uid=letter.uid), cells)


@staff("letters.hand_over", "GET", "POST")
def print_run_hand_over(request: HttpRequest, member: Member, run: int) -> HttpResponse:
    """Say on which day the run was given to the post; the rule that forbids a day is shown."""
    found, now = _run(run), timezone.now()
    if _is_over(found):
        return to(member, "print_run", run=run)
    form = HandOverForm(request.POST or None, initial={"on": timezone.localdate(now)})
    refusal = None
    if request.method == "POST" and form.is_valid():
        outcome = hand_over(print_run=PrintRun.objects.get(pk=run), on=form.cleaned_data["on"], at=now)
        if not isinstance(outcome, Refusal):
            said = ngettext("%(n)d letter handed to the post.", "%(n)d letters handed to the post.", found.printed)
            toast(request, said % {"n": found.printed})
            return to(member, "print_run", run=run)
        refusal = _refused(outcome, _("handing this run over on that day"))
    letters = ngettext("letter counts as sent on that day", "letters count as sent on that day", found.printed)
    why = _("Deadlines, waits and the promise of 24 hours count from it. It cannot be undone.")
    consequences = [Consequence(found.printed, letters, why, "ok")]
    if found.unfinished:
        consequences.append(
            Consequence(found.unfinished, _("still being made"), _("Wait until they are printed."), "danger")
        )
    return ask(
        request,
        member,
        "letters",
        title=_("Hand over to the post"),
        lead=_("Print run of %(day)s") % {"day": day(found.posting_on)},
        back=(_("Print run"), here(member, "print_run", run=run)),
        submit=_("The letters were handed over"),
        form=form,
        consequences=consequences,
        refusal=refusal,
    )


@staff("letters.hand_over", "GET", "POST")
def print_run_withdraw(request: HttpRequest, member: Member, run: int) -> HttpResponse:
    """Take the letters back: they are written again with a later deadline."""
    found = _run(run)
    if _is_over(found):
        return to(member, "print_run", run=run)
    refusal = None
    if request.method == "POST":
        outcome = withdraw_run(print_run=PrintRun.objects.get(pk=run), at=timezone.now())
        if not isinstance(outcome, Refusal):
            toast(request, _("The run is withdrawn; its letters are written again."))
            return to(member, "print_run", run=run)
        refusal = _refused(outcome, _("withdrawing this run"))
    what = ngettext("letter is not posted", "letters are not posted", found.printed)
    why = _(
        "Each is written again with a new date and a new deadline, if it is still lawful. Destroy the printed ones."
    )
    return ask(
        request,
        member,
        "letters",
        title=_("Withdraw the run"),
        lead=_("Print run of %(day)s") % {"day": day(found.posting_on)},
        back=(_("Print run"), here(member, "print_run", run=run)),
        submit=_("Withdraw the run"),
        tone="danger",
        consequences=[Consequence(found.printed, what, why, "danger")],
        refusal=refusal,
    )


def _refused(refusal: Refusal, act: str) -> parts.Refusal:
    said = " ".join(translated(text) for text in (refusal.reason, refusal.cure) if text)
    return parts.Refusal(act, said, translated(refusal.source), None)


@staff("letters.hand_over")
def print_run_zip(request: HttpRequest, member: Member, run: int) -> FileResponse:
    """Every letter of the run that is printed or posted, in the order of the run."""
    found = _run(run)
    letters = letters_of(run, (State.PRINTED, State.SENT)).order_by("pk").values_list("pk", flat=True)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as folder:  # a PDF is compressed already
        for name, data in _papers(list(letters)):
            folder.writestr(name, data)
    archive.seek(0)
    return FileResponse(archive, as_attachment=True, filename=f"print-run-{found.posting_on:%Y-%m-%d}-{run}.zip")


def _papers(letters: list[int]) -> Iterator[tuple[str, bytes]]:
    for place, row in enumerate(files_of(letters), 1):
        yield f"{place:04d}-{row.file.name}", read(row.file)
