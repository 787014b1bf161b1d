"""One message to a debtor for all its claims whose turn it is. Imports the layout engine: for workers alone."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from amicable.composing import Told, language_of, letter, texted, told, version_of
from amicable.models import Action, Run
from amicable.queries.cycles import case_of
from amicable.queries.queue import profile_of
from amicable.rules.steps import LAST, LAW_ACTS, WRITTEN, Step, left_out, tone_for
from amicable.rules.timetable import pay_by
from amicable.services.scheduling import gap_on, left
from amicable.services.taking import Due, go_on, record, take
from claims import guard
from claims.models import ClaimMessage, Document
from claims.queries.law import country_of, kind_of, law_options
from claims.services import lifecycle
from claims.services.timeline import tell
from core.dates import add_days
from core.money import ZERO
from files.models import File
from files.rules import PDF
from files.services import Rejected, keep
from law.clearance import Clearance
from law.workdays import moved_to_working
from messaging.letters.email import mail
from messaging.letters.letter import Letter
from messaging.letters.pdf import render
from messaging.models import Message
from messaging.queries import texting_number
from messaging.services import enqueue

State = Action.State


@dataclass(frozen=True, slots=True)
class Turn:
    """A claim whose turn it is in a message: its run, its step, what the message says of it."""

    due: Due
    step: Step
    told: Told


def write(due: Due, *, step: Step, leave: Clearance, on: date, at: datetime) -> list[Action]:
    """Send the message of a step; the actions made, one for each claim that it tells."""
    posted = moved_to_working(country_of(due.claim), on, law_options(on))
    step = replace(step, tone=tone_for(step.tone, profile_of(due.run.debtor_id)))
    first = Turn(due, step, told(due.claim, posted))
    if first.told.owed.total <= ZERO:
        return [record(due, step=step, state=State.SKIPPED, on=on, at=at, reason="nothing-owed")]
    turns = [first, *_others(due, step, posted, on, at)]
    message, file = _enqueued(turns, leave, posted, at)
    actions = [_recorded(turn, message, file, on, at) for turn in turns]
    for turn in turns[1:]:
        go_on(turn.due, refusals=(), on=on)
    return actions


def _others(due: Due, step: Step, posted: date, on: date, at: datetime) -> list[Turn]:
    """The debtor's other claims whose next day has the same act, if it comes within the gap between two messages."""
    until = on + timedelta(days=gap_on(on) - 1)
    runs = Run.objects.filter(debtor_id=due.run.debtor_id, ended_on=None, waits="", next_on__lte=until)
    found = []
    for run_id in runs.exclude(pk=due.run.pk).order_by("claim_id").values_list("pk", flat=True):
        other = take(run_id, until=until)
        same = next((one for one in other.steps if one.act == step.act), None) if other else None
        if other and same and _may(other, same, on, at) and (said := told(other.claim, posted)).owed.total > ZERO:
            found.append(Turn(other, same, said))
    return found


def _may(other: Due, step: Step, on: date, at: datetime) -> bool:
    if left_out(step, case_of(other.claim, on)):
        return False
    leave = guard.ask(other.claim, LAW_ACTS[step.act], recipient=other.recipient, at=at)
    return isinstance(leave, Clearance)


def _enqueued(turns: list[Turn], leave: Clearance, posted: date, at: datetime) -> tuple[Message, File | None]:
    due, step, first = turns[0].due, turns[0].step, turns[0].told
    made = Action.objects.filter(run=due.run, step_id=step.key).count()
    content, file = _sms(turns) if step.act == "sms" else _on_paper(turns, posted)
    message = enqueue(
        dedupe_key=f"run:{due.run.pk}:{step.key}:{made + 1}",
        kind=f"amicable.{step.act}",
        recipient=due.recipient,
        files=[file] if file else (),
        clearance=leave,
        party_id=first.claim.party_id,
        at=at,
        **content,
    )
    return message, file


def _sms(turns: list[Turn]) -> tuple[dict[str, Any], None]:
    claim = turns[0].told.claim
    step = turns[0].step
    said = texted([turn.told for turn in turns], tone=step.tone)
    address = texting_number(claim.debtor.phone, claim.debtor.country)
    kept = {"subject": "", "text": said.text, "template_version": version_of(step.tone, said.version)}
    return {"channel": "sms", "address": address, "language": language_of(claim), **kept}, None


def _on_paper(turns: list[Turn], posted: date) -> tuple[dict[str, Any], File | None]:
    """A letter with its PDF, or the same as an e-mail."""
    claim, step = turns[0].told.claim, turns[0].step
    page = letter(
        [turn.told for turn in turns], act=step.act, tone=step.tone, on=posted, deadline=_by(turns[0], posted)
    )
    version = version_of(step.tone, page.prose.version if page.prose else 0)
    if step.act not in WRITTEN:
        email = mail(page)
        mailed = {"template_version": version, "subject": email.subject, "text": email.text, "html": email.html}
        return {"channel": "email", "address": claim.debtor.email, "language": page.language, **mailed}, None
    channel = "registered" if step.by == "registered-letter" else "letter"
    address = "\n".join(page.recipient.address)
    body: dict[str, Any] = {"template_version": version, "subject": str(claim.number), "text": "", "posting_on": posted}
    return {"channel": channel, "address": address, "language": page.language, **body}, _kept(turns[0], page)


def _by(turn: Turn, posted: date) -> date:
    """The day to pay by: that of a notice in full; of a reminder, before the next step."""
    claim, run = turn.due.claim, turn.due.run
    later = [step.day for step in left(run) if step.day > turn.step.day and step.act not in LAST]
    next_on = add_days(run.base_on, later[0]) if later and turn.step.act in ("letter", "email") else None
    return pay_by(posted, next_on, country_of(claim), kind_of(claim.debtor_kind), law_options(posted))


def _kept(turn: Turn, page: Letter) -> File:
    claim = turn.due.claim
    file = keep(data=render(page), name=f"{turn.step.act}-{claim.number}.pdf", party_id=claim.party_id, allowed=[PDF])
    if isinstance(file, Rejected):
        raise RuntimeError(f"our own letter was rejected: {file.code}")
    return file


def _recorded(turn: Turn, message: Message, file: File | None, on: date, at: datetime) -> Action:
    claim = turn.due.claim
    action = record(turn.due, step=turn.step, state=State.SENT, on=on, at=at, message=message)
    ClaimMessage.objects.get_or_create(claim=claim, message=message, defaults={"party_id": claim.party_id})
    if file:
        lifecycle.add_document(claim, file_id=file.pk, kind=Document.Kind.LETTER, at=at)
        tell(claim, "written", at=at, kind=f"amicable.{turn.step.act}", amount=str(turn.told.owed.total))
    return action
