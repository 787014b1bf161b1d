"""Print runs: the letters that wait for the post, their files for the printer, and what became of them."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Member
from claims.queries.desk import Named, claims_of_messages
from claims.wording import LETTERS
from files.services import read
from messaging.models import Message, Registration
from messaging.queries import (
    PrintRunRow,
    files_of,
    letters_of,
    parts_of,
    print_run_row,
    print_runs,
    registrations_of,
)
from messaging.rules import State
from office.views.outbox import STATES
from office.views.page import action, here, show, staff
from web import marks
from web.formatting import day
from web.parts import Cell, Heading, Row, TableView
from web.tables import Column, Listing

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
    back = [action(member, _("Letters came back"), "letters_returned", "undo")]
    return show(request, member, "list", "letters", title=_("Letters to post"), table=table, name="runs", others=back)


def _run_row(member: Member, run: PrintRunRow, on: date) -> Row:
    cells = [
        Cell(day(run.posting_on), "key", note="" if is_over(run) else marks.deadline(run.posting_on, on)),
        Cell(_run_badge(run), "badge"),
        Cell(str(run.printed or "–"), "amount"),
        Cell(str(run.unfinished or "–"), "amount"),
        Cell(str(run.sent or "–"), "amount"),
    ]
    return Row(str(run.print_run_id), here(member, "print_run", run=run.print_run_id), cells)


def is_over(run: PrintRunRow) -> bool:
    """Whether the run was handed over or withdrawn."""
    return run.handed_over_on is not None or _is_withdrawn(run)


def _is_withdrawn(run: PrintRunRow) -> bool:
    return run.closed_at is not None and not (run.handed_over_on or run.printed or run.unfinished)


def _run_badge(run: PrintRunRow) -> str:
    if run.handed_over_on:
        return marks.badge(_("posted on %(day)s") % {"day": day(run.handed_over_on)}, "ok")
    if _is_withdrawn(run):
        return marks.badge(_("withdrawn"), "quiet")
    return marks.badge(_("to hand over"), "attention", "letter")


def run_row(run_id: int) -> PrintRunRow:
    """The run of this number; 404 without."""
    found = print_run_row(run_id)
    if found is None:
        raise Http404
    return found


@staff("letters.hand_over")
def print_run(request: HttpRequest, member: Member, run: int) -> HttpResponse:
    """One run with its letters, their download, and what may be done with it."""
    found = run_row(run)
    wish = LETTERS_OF_RUN.read(request.GET)
    page = LETTERS_OF_RUN.fetch(letters_of(run), wish)
    named = claims_of_messages([letter.pk for letter in page.rows])
    posts = registrations_of([letter.pk for letter in page.rows])
    table = LETTERS_OF_RUN.view(
        _("Letters of the run"),
        page,
        wish,
        lambda letter: _letter_row(member, letter, named.get(letter.pk), posts.get(letter.pk)),
        empty=_("No letter is in this run."),
    )
    context: dict[str, Any] = {
        "run": found,
        "table": table,
        "badge": _run_badge(found),
        "back_url": here(member, "print_runs"),
    }
    context |= {"title": _("Print run of %(day)s") % {"day": day(found.posting_on)}, **_files(member, found)}
    return show(request, member, "print_run", "letters", **context, **_run_actions(member, found))


def _files(member: Member, run: PrintRunRow) -> dict[str, Any]:
    """The files for the printer, and how far they are."""
    if run.closed_at is None or _is_withdrawn(run):
        return {}
    parts, letters = parts_of(run.print_run_id), run.printed + run.unfinished + run.sent
    headings = [Heading(_("Part"), "key"), Heading(_("Letters"), "amount"), Heading(_("Pages"), "amount")]
    rows = [
        Row(
            str(part.number),
            here(member, "file", file_uid=part.file.uid),
            [
                Cell(_("Part %(n)d (PDF)") % {"n": part.number}, "key"),
                Cell(str(len(part.pages)), "amount"),
                Cell(str(sum(part.pages)), "amount"),
            ],
        )
        for part in parts
    ]
    return {
        "parts": TableView(_("Files for the printer"), headings, rows, empty=_("The first file is being made.")),
        "done": sum(len(part.pages) for part in parts),
        "total": letters,
        "making": run.manifest is None,
    }


def _run_actions(member: Member, run: PrintRunRow) -> dict[str, Any]:
    part: dict[str, Any] = {"run": run.print_run_id}
    others = []
    if run.printed or run.sent:
        others.append(action(member, _("Download the letters (ZIP)"), "print_run_zip", "download", **part))
    if run.manifest:
        manifest = action(member, _("Manifest (CSV)"), "file", "file", file_uid=run.manifest.uid)
        others.append(manifest)
    if is_over(run) or not (run.printed or run.unfinished):
        return {"others": others, "main": None}
    if run.closed_at is None:
        others.append(action(member, _("Close the run"), "print_run_close", "lock", **part))
    others.append(action(member, _("Withdraw the run"), "print_run_withdraw", "undo", **part))
    return {
        "others": others,
        "main": action(member, _("Hand over to the post"), "print_run_hand_over", "letter", **part),
    }


def _letter_row(member: Member, letter: Message, named: Named | None, post: Registration | None) -> Row:
    label, tone = STATES[letter.state]
    number = post.number if post else _("registered letter") if letter.channel == "registered" else ""
    cells = [
        Cell(str(LETTERS.get(letter.kind, letter.kind)), note=day(letter.posting_on)),
        Cell(letter.address.partition("\n")[0], note=", ".join(letter.address.splitlines()[1:])),
        Cell(str(named.number) if named else "–", note=named.creditor if named else ""),
        Cell(marks.badge(str(label), tone), "badge", note=number),
    ]
    return Row(str(letter.pk), here(member, "message", message_uid=letter.uid), cells)


@staff("letters.hand_over")
def print_run_zip(request: HttpRequest, member: Member, run: int) -> FileResponse:
    """Every letter of the run that is printed or posted, in the order of the run."""
    found = run_row(run)
    letters = letters_of(run, (State.PRINTED, State.SENT)).order_by("pk").values_list("pk", flat=True)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as folder:  # a PDF is compressed already
        for name, data in _papers(list(letters)):
            folder.writestr(name, data)
    archive.seek(0)
    return FileResponse(archive, as_attachment=True, filename=f"print-run-{found.posting_on:%Y-%m-%d}-{run}.zip")


def _papers(letters: list[int]) -> Iterator[tuple[str, bytes]]:
    for place, row in enumerate(files_of(letters), 1):
        if row.file.erased_on is None:
            yield f"{place:04d}-{row.file.name}", read(row.file)
