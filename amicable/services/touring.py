"""The paper of a day's visits: the route sheet, then what Belgian consumers are handed, in the order of the road.

Imports the layout engine (a second): only workers and commands import this.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import make_aware
from pypdf import PdfReader, PdfWriter

from agencies.models import Member
from amicable.composing import Told, told, visit_document
from amicable.models import Action
from amicable.queries.plans import limits_of
from amicable.queries.visits import tour_of
from amicable.rules.plans import Limits
from amicable.rules.timetable import pay_by
from amicable.services.visiting import forget_document
from claims import guard
from claims.letters.parts import audience_of
from claims.queries.checks import UNCHECKED, unchecked
from claims.queries.ending import steps_taken
from claims.queries.law import country_of, kind_of, law_options, rules_of
from claims.wording import event, translated
from files.models import File
from files.rules import PDF
from files.services import Rejected, keep
from jobs import services as jobs
from jobs.models import Job
from law.contact import Window, window
from law.refusals import Refusal
from messaging.letters.content import filled
from messaging.letters.pdf import set_page

LATEST = 4  # steps shown of what was tried
NOON = time(12)  # the guard is asked for the middle of the day: the hours stand on the sheet


@dataclass(frozen=True, slots=True)
class Stop:
    """One door of the tour: what is owed that day, from when to when, what was tried, and whether it may be visited."""

    visit: Action
    told: Told
    hours: Window | None
    tried: tuple[tuple[date, str], ...]
    limits: Limits
    hands: bool  # a document comes first
    why_not: tuple[str, ...] = ()


def draw(*, job: Job, on: date, of_id: int | None, language: str, at: datetime) -> None:
    """Write the paper of one day and end the job with it. A job that has begun or ended is left."""
    if not jobs.begin(job=job, at=at):
        return
    visits = tour_of(of_id, on)
    unsure = {claim.pk for claim in unchecked([visit.claim for visit in visits], on)}
    with translation.override(language):
        stops = []
        for done, visit in enumerate(visits, 1):
            stops.append(_stop(visit, on, [UNCHECKED] if visit.claim_id in unsure else []))
            jobs.report(job.pk, done, len(visits))
        sheet = set_page(sheet_page(stops, on=on, of_id=of_id))
    documents = [_kept_document(stop, on) for stop in stops if stop.hands and not stop.why_not]
    kept = keep(data=_bound([sheet, *documents]), name=f"tournee-{on.isoformat()}.pdf", allowed=[PDF])
    if isinstance(kept, Rejected):
        jobs.fail(job=job, at=at, error=kept.code)
    else:
        jobs.finish(job=job, at=at, result={"file": str(kept.uid), "rows": len(stops)})


def sheet_page(stops: Sequence[Stop], *, on: date, of_id: int | None) -> str:
    """The page of the route sheet in the language in force: the stops by postcode, then those that may not be made."""
    agent = Member.objects.select_related("user").filter(pk=of_id).first() if of_id else None
    open_stops = [stop for stop in stops if not stop.why_not]
    context = {
        "agent": str(agent.user) if agent else "",
        "on": on,
        "stops": list(enumerate(open_stops, 1)),
        "shut": [stop for stop in stops if stop.why_not],
        "documents": sum(stop.hands for stop in open_stops),
        "entity": stops[0].visit.claim.entity if stops else None,
        "language": translation.get_language(),
    }
    return render_to_string("letters/route_sheet.html", context)


def _stop(visit: Action, on: date, unsure: Sequence[Refusal]) -> Stop:
    claim = visit.claim
    options, rules = law_options(on), rules_of(claim)
    asked = guard.ask(claim, "visit", recipient=f"debtor:{claim.debtor_id}", at=make_aware(datetime.combine(on, NOON)))
    return Stop(
        visit=visit,
        told=told(claim, on),
        hours=window(rules, options) if rules else None,
        tried=tuple((step.on, event(step.told)[0]) for step in steps_taken(claim.pk)[-LATEST:]),
        limits=limits_of(claim.party_id, on),
        hands=audience_of(claim) == "be_consumer",
        why_not=tuple(_said(one) for one in (*(asked if isinstance(asked, tuple) else ()), *unsure)),
    )


def _said(refusal: Refusal) -> str:
    said = f"{translated(str(refusal.reason))} ({translated(str(refusal.source))})"
    return f"{said} {translated(str(refusal.cure))}" if refusal.cure else said


def _kept_document(stop: Stop, on: date) -> bytes:
    """The document of one stop, kept until the result of the visit says whether it was handed over."""
    claim, visit = stop.told.claim, stop.visit
    deadline = pay_by(on, None, country_of(claim), kind_of(claim.debtor_kind), law_options(on))
    data = set_page(filled(visit_document(stop.told, on=on, deadline=deadline), "letters/visit.html"))
    kept = keep(data=data, name=f"visite-{claim.number}-{on.isoformat()}.pdf", party_id=claim.party_id, allowed=[PDF])
    if isinstance(kept, Rejected):
        raise RuntimeError(f"our own document was rejected: {kept.code}")
    _take_the_place(visit, kept, on)
    return data


def _take_the_place(visit: Action, file: File, on: date) -> None:
    """The latest print is the one to hand over."""
    forget_document(action=visit, on=on)
    Action.objects.filter(pk=visit.pk, state=Action.State.OPEN).update(proof=file)


def _bound(papers: Sequence[bytes]) -> bytes:
    writer = PdfWriter()
    for paper in papers:
        writer.append(PdfReader(io.BytesIO(paper)))
    target = io.BytesIO()
    writer.compress_identical_objects()
    writer.write(target)
    return target.getvalue()
