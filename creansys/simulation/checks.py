"""What must hold at the end of each day, found out from the tables without the rules that it is held against."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.timezone import localdate, localtime

from amicable.models import Confirmation, Dispute, PaperRequest, Plan, Promise, Run
from claims.models import Claim, ClaimMessage, Credit, Decision, Event, Hold, Refused
from claims.queries.statement import statement_of
from claims.queries.timeline import verify
from claims.rules import ClosedAs, Stage
from core.money import ZERO
from creansys.simulation import books
from creansys.simulation.clocks import late
from creansys.simulation.life import Life, at_hour
from law.rulesets import Country
from law.workdays import is_holiday
from messaging.models import Message, OptOut

OPENS, CLOSES = time(8), time(20)
FOURTEEN = timedelta(days=14)
GAP = timedelta(days=3)
LIMITS = ((1, 1), (7, 3), (30, 10))  # in so many days, so many contacts at most
COUNTED = ("letter", "email", "sms", "call", "visit", "partner-letter")
TRIED = {"called": "call", "visited": "visit"}


@dataclass(frozen=True, slots=True)
class Contact:
    """Something that a debtor felt about a claim."""

    claim: Claim
    act: str
    at: datetime
    address: str
    kind: str


@dataclass(slots=True)
class Watch:
    """Remembers how each debtor was contacted in the last weeks."""

    history: dict[int, list[Contact]]

    @classmethod
    def new(cls) -> "Watch":
        """Nothing seen yet."""
        return cls(defaultdict(list))


def violations(life: Life, watch: Watch, day: date) -> list[str]:
    """Everything that is wrong at the end of `day`; empty when all holds."""
    found = [
        *_lost(life, day),
        *_double(life),
        *_money(life, day),
        *_forgotten(day),
        *_contacts(watch, day),
        *late(day),
        *books.wrong(life, day),
    ]
    return [f"{day}: {what}" for what in found]


def _lost(life: Life, day: date) -> Iterator[str]:
    claims = Claim.objects.count()
    if claims != life.handed_over:
        yield f"lost: {life.handed_over} claims were handed over, {claims} are there"
    left = Message.objects.filter(state__in=["queued", "sending"], not_before__lte=at_hour(day, 17))
    yield from (f"lost: message {pk} has not left" for pk in left.values_list("pk", flat=True))
    unsaid = Confirmation.objects.filter(done_at=None, due_on__lt=day)
    yield from (f"lost: answer {pk} was not written" for pk in unsaid.values_list("pk", flat=True))


def _double(life: Life) -> Iterator[str]:
    yield from (f"double: {key} arrived twice" for key in life.outside.doubles())
    twice = Message.objects.exclude(state__in=["cancelled", "failed"]).filter(kind__startswith="paynow.")
    letters = twice.filter(kind__in=["paynow.paynow", "paynow.first_reminder"], channel="letter")
    by_claim = ClaimMessage.objects.filter(message__in=letters).values("claim_id", "message__kind")
    for row in by_claim.annotate(times=Count("message_id")).filter(times__gt=1):
        yield f"double: claim {row['claim_id']} has {row['times']} letters {row['message__kind']}"


def _money(life: Life, day: date) -> Iterator[str]:
    declared = Credit.objects.filter(kind=Credit.Kind.PAYMENT, source__startswith="simulated:")
    booked = declared.values_list("claim_id").annotate(all=Sum("amount"))
    wrong = {claim for claim, amount in booked if life.paid.get(claim) != amount} | (
        life.paid.keys() - {claim for claim, _ in booked}
    )
    yield from (f"money: claim {claim} was paid {life.paid.get(claim)}, booked otherwise" for claim in sorted(wrong))
    paid = Claim.objects.filter(closed_on=day, closed_as=ClosedAs.PAID)
    yield from (f"money: claim {claim} is closed as paid and owes" for claim in paid if _owes(claim, day))


def _owes(claim: Claim, day: date) -> bool:
    """Something more than a residue that is waived by paying in time what was demanded."""
    on_time = Event.objects.filter(claim=claim, kind="posted").exists()
    return statement_of(claim, day).total > ZERO and not on_time


def _forgotten(day: date) -> Iterator[str]:
    """Open claims without a next step, and without a reason why not."""
    resting = set(_standing(day).values_list("claim_id", flat=True))
    asked = set(Decision.objects.filter(decided_at=None).values_list("claim_id", flat=True))
    posting = set(ClaimMessage.objects.filter(message__state="printed").values_list("claim_id", flat=True))
    explained = resting | asked | posting
    running = Claim.objects.exclude(stage__in=[Stage.CLOSED, Stage.JUDICIAL]).order_by("pk")
    for claim in running.filter(next_on__lt=day):  # what is asked in the afternoon is due tomorrow
        yield f"forgotten: claim {claim.pk} had {claim.next_act!r} due on {claim.next_on}"
    for claim in running.filter(next_on=None).exclude(debtor_kind="unknown"):
        if claim.pk not in explained:
            yield f"forgotten: claim {claim.pk} ({claim.stage}) has no next step: {claim.next_act!r}"
    yield from _overdue(day)


def _standing(day: date) -> QuerySet[Hold]:
    return Hold.objects.filter(since__lte=day).exclude(Q(ended_on__isnull=False) | Q(until__lt=day))


def _overdue(day: date) -> Iterator[str]:
    for model in (Run, Promise, Plan, Dispute, PaperRequest):
        late = model.objects.filter(next_on__lt=day).values_list("pk", "next_on")
        yield from (f"forgotten: {model.__name__} {pk} was due on {on}" for pk, on in late)


def _contacts(watch: Watch, day: date) -> Iterator[str]:
    today = [*_written(day), *_spoken(day)]
    stopped = dict(OptOut.objects.filter(ended_at=None).values_list("address", "since"))
    held = defaultdict(list)
    for hold in Hold.objects.filter(claim__in=[one.claim.pk for one in today], since__lt=day):
        held[hold.claim_id].append(hold)
    for one in today:
        yield from _forbidden(one, day, held[one.claim.pk])
        if one.address in stopped and stopped[one.address] < one.at:
            yield f"forbidden: {one.act} to {one.address}, who said stop"
    for debtor_id in {one.claim.debtor_id for one in today if one.act in COUNTED}:
        mine = [one for one in today if one.claim.debtor_id == debtor_id and one.act in COUNTED]
        watch.history[debtor_id] = [
            one for one in [*watch.history[debtor_id], *mine] if localdate(one.at) > day - timedelta(days=30)
        ]
        yield from _too_often(debtor_id, watch.history[debtor_id], day)


def _written(day: date) -> Iterator[Contact]:
    links = ClaimMessage.objects.filter(message__sent_on=day, message__recipient__startswith="debtor:")
    for link in links.select_related("claim", "message"):
        message = link.message
        yield Contact(link.claim, message.clearance["act"], message.not_before, message.address, message.kind)


def _spoken(day: date) -> Iterator[Contact]:
    window = (at_hour(day, 0), at_hour(day, 0) + timedelta(days=1))
    for event in Event.objects.filter(kind__in=TRIED, at__gte=window[0], at__lt=window[1]).select_related("claim"):
        yield Contact(event.claim, TRIED[event.kind], event.at, "", "")


def _forbidden(one: Contact, day: date, holds: list[Hold]) -> Iterator[str]:
    if one.act == "reply":
        return
    claim, what = one.claim, f"forbidden: {one.act} about claim {one.claim.pk}"
    if claim.closed_on and claim.closed_on < day:
        yield f"{what}, closed on {claim.closed_on}"
    if any((hold.ended_on is None or hold.ended_on > day) and not (hold.until and hold.until < day) for hold in holds):
        yield f"{what}, which rests"
    if one.act in ("sms", "call", "visit") and not _decent(one, claim):
        yield f"{what} at {localtime(one.at)}"
    if reason := _too_soon(one, claim, day):
        yield f"{what}, {reason}"


def _decent(one: Contact, claim: Claim) -> bool:
    here = localtime(one.at)
    country: Country = "fr" if claim.country == "FR" else "be"
    return here.weekday() < 6 and OPENS <= here.time() < CLOSES and not is_holiday(country, here.date())


def _too_soon(one: Contact, claim: Claim, day: date) -> str:
    """The least that the statutes ask for: fourteen days, a notice first."""
    belgian_consumer = claim.country == "BE" and claim.debtor_kind == "consumer"
    if one.act == "first-reminder":
        return ""
    if one.act == "notice":
        reminded = claim.first_reminder_on
        return "before the first reminder's days were over" if belgian_consumer and _within(reminded, day) else ""
    if belgian_consumer and _within(claim.notified_on, day):
        return "before the notice's days were over"
    return "before the notice" if claim.country == "FR" and claim.notified_on is None else ""


def _within(sent: date | None, day: date) -> bool:
    return sent is None or day <= sent + FOURTEEN


def _too_often(debtor_id: int, history: list[Contact], day: date) -> Iterator[str]:
    days = sorted({(localdate(one.at), localtime(one.at).hour) for one in history})
    for within, most in LIMITS:
        recent = [moment for moment in days if day - timedelta(days=within) < moment[0] <= day]
        if len(recent) > most:
            yield f"forbidden: debtor {debtor_id} was contacted {len(recent)} times in {within} days"
    written = sorted({localdate(one.at) for one in history if one.kind.startswith("amicable.") and one.act != "reply"})
    for earlier, later in pairwise(written):
        if later == day and later - earlier < GAP:
            yield f"forbidden: debtor {debtor_id} was written to on {earlier} and {later}"


def broken_timelines() -> list[str]:
    """Links that are not what was sealed. Anchors go by the database's clock, which no simulation moves: left out."""
    return [f"timeline: {one.where}: {one.why}" for one in verify() if not one.where.startswith("anchor")]


def refusals_by_rule() -> dict[str, int]:
    """How often each rule refused an act."""
    rows = Refused.objects.values_list("rule").annotate(times=Count("id")).order_by("-times", "rule")
    return dict(rows)
