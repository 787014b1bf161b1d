"""One act on the files ticked in the list: what it would do is shown first, then a job does it and lists refusals."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agencies.access import DoorClosed
from agencies.models import Member
from agencies.queries import members
from amicable.queries.bulk import ACTS, Judged, judge
from amicable.services.bulk import KIND, MOST, ask_bulk, undo
from jobs import services as jobs
from jobs.access import job_for
from jobs.models import Job
from office.forms.bulk import form_of
from office.views.page import here, show, staff, to
from web.parts import Action, Cell, Consequence, Heading, Row, TableView
from web.toasts import toast

WORDS: Mapping[str, tuple[Any, str]] = {  # act → words, icon
    "hold": (gettext_lazy("Put on hold"), "stage-hold"),
    "release": (gettext_lazy("End the holds"), "undo"),
    "assign": (gettext_lazy("Charge an agent"), "people"),
    "papers": (gettext_lazy("Ask for papers"), "file"),
    "profile": (gettext_lazy("Say how they pay"), "person"),
    "stop": (gettext_lazy("End the cycle"), "stop"),
}
DOES: Mapping[str, Any] = {
    "hold": gettext_lazy("files rest: nothing goes out to their debtors"),
    "release": gettext_lazy("files go on: their stage plans the next act, from today"),
    "assign": gettext_lazy("files come in the queue of who is charged with them"),
    "papers": gettext_lazy("files have their creditor asked, by e-mail and in the portal"),
    "profile": gettext_lazy("files keep their cycle; the next one follows what you say"),
    "stop": gettext_lazy("files leave their cycle: the creditor is asked what comes next"),
}
REASONS: Mapping[str, Any] = {
    "unknown": gettext_lazy("there is no such file"),
    "closed": gettext_lazy("the file is closed"),
    "held": gettext_lazy("on hold for this reason already"),
    "not-held": gettext_lazy("no hold that is ended by hand"),
    "asked": gettext_lazy("papers are asked for already"),
    "no-cycle": gettext_lazy("no cycle runs"),
    "changed": gettext_lazy("it changed meanwhile: look again"),
}
UNDONE_BY = ("hold", "assign")


def bulk_acts(member: Member) -> list[Action]:
    """The buttons under a list of files."""
    if not member.may("claims.work"):
        return []
    return [
        Action(str(words), here(member, "claims_bulk", act=act), "post", icon) for act, (words, icon) in WORDS.items()
    ]


@staff("claims.work", "POST")
def claims_bulk(request: HttpRequest, member: Member, act: str) -> HttpResponse:
    """What the act would do to the files ticked; once it is confirmed, a job does it."""
    if act not in ACTS:
        raise Http404
    numbers = [int(one) for one in request.POST.getlist("row") if one.isascii() and one.isdigit() and len(one) < 13]
    if not numbers:
        toast(request, _("Tick the files first."))
        return to(member, "claims")
    agents = [(str(one.pk), str(one.user)) for one in members() if one.may("claims.work")]
    sure, now = "sure" in request.POST, timezone.now()
    form = form_of(act, request.POST if sure else None, on=timezone.localdate(now), agents=agents)
    if sure and form.is_valid():
        given = {name: str(value) for name, value in form.cleaned_data.items() if value is not None}
        job = ask_bulk(act=act, numbers=numbers, given=given, at=now)
        return to(member, "bulk_done", job_uid=job.uid)
    judged = judge(act, numbers[:MOST], {})
    context: dict[str, Any] = {
        "title": WORDS[act][0],
        "lead": _lead(judged),
        "consequences": _consequences(act, judged),
        "refused": _refused({str(number): why for number, why in judged.refused.items()}),
        "numbers": numbers[:MOST],
        "form": form,
        "possible": bool(judged.possible),
        "back_url": here(member, "claims"),
    }
    return show(request, member, "bulk", "claims", 422 if form.errors else 200, **context)


def _lead(judged: Judged) -> str:
    all_of_them, possible = len(judged.possible) + len(judged.refused), len(judged.possible)
    said = _("%(all)s files ticked, %(possible)s possible, %(refused)s refused.")
    return said % {"all": all_of_them, "possible": possible, "refused": len(judged.refused)}


def _consequences(act: str, judged: Judged) -> list[Consequence]:
    count = len(judged.possible)
    named = ", ".join(f"{claim.number} {claim.debtor.name}" for claim in judged.possible[:5])
    more = f"{named}…" if count > 5 else named
    return [Consequence(count, str(DOES[act]), more, "attention")]


def _refused(refused: Mapping[str, str]) -> TableView | None:
    headings = [Heading(_("File"), "key"), Heading(_("Why not"))]
    rows = [Row(one, "", [Cell(one, "key"), Cell(str(REASONS.get(why, why)))]) for one, why in refused.items()]
    return TableView(_("Refused"), headings, rows) if rows else None


def _job(uid: UUID) -> Job:
    found = job_for(uid)
    if found.kind != KIND:
        raise DoorClosed
    return found


@staff("claims.work")
def bulk_done(request: HttpRequest, member: Member, job_uid: UUID) -> HttpResponse:
    """How far the job is; then what was done, what was not and why, and the way back."""
    found = _job(job_uid)
    result = found.result
    done, total = jobs.progress(found) or (0, 1)
    undoes = found.state == Job.State.DONE and result.get("act") in UNDONE_BY and result.get("undo")
    back = Action(_("Undo"), here(member, "bulk_undo", job_uid=found.uid), "post", "undo") if undoes else None
    count = int(result.get("done", 0))
    said = ngettext("Done to %(n)d file.", "Done to %(n)d files.", count) % {"n": count}
    context: dict[str, Any] = {
        "title": WORDS[result["act"]][0] if result else _("An act on many files"),
        "lead": said if result else "",
        "ended": found.ended_at is not None,
        "failed": found.state in (Job.State.FAILED, Job.State.CANCELLED),
        "done": done,
        "total": total,
        "refused": _refused(result.get("refused", {})),
        "undo": back,
        "back_url": here(member, "claims"),
    }
    return show(request, member, "bulk_done", "claims", **context)


@staff("claims.work", "POST")
def bulk_undo(request: HttpRequest, member: Member, job_uid: UUID) -> HttpResponse:
    """Take back what the job did, where it still stands."""
    found, now = _job(job_uid), timezone.now()
    result = found.result
    if found.state != Job.State.DONE or result.get("act") not in UNDONE_BY:
        raise DoorClosed
    count = undo(act=result["act"], kept=result["undo"], on=timezone.localdate(now), at=now)
    toast(request, ngettext("Taken back on %(n)d file.", "Taken back on %(n)d files.", count) % {"n": count})
    return to(member, "claims")
