"""What a claim in PAYNOW waits for: its first act, its posting, its deadline, its creditor's answer."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from agencies.options import option
from claims.events import (
    ClaimClosed,
    ClaimCredited,
    ClaimHeld,
    ClaimResumed,
    ClaimsCredited,
    DebtorTraced,
    FirstAct,
    FirstActs,
    ImportAccepted,
    NoticeWanted,
    StageEnded,
)
from claims.models import Claim, Credit
from claims.queries.law import law_options
from claims.queries.statement import statement_of, with_statement_rows
from claims.rules import ClosedAs, Stage
from claims.services import lifecycle
from claims.services.timeline import tell
from clients.events import AccountChanged, LettersBound
from clients.services import give_back_paynow, reserve_paynow
from core.dates import next_day
from core.errors import Stale
from core.money import ZERO, from_cents
from jobs.services import meet_clock, stop_clock
from messaging.events import LettersHandedOver, LettersWithdrawn, MessageFailed
from messaging.models import Message, PrintRun
from messaging.rules import State
from messaging.services import cancel
from paynow import rules
from paynow.models import Notice

CLOCK = "paynow.24h"


def subject(claim_id: int) -> str:
    """How clocks and stock entries name a claim."""
    return f"claim:{claim_id}"


def first_acts(question: FirstActs) -> FirstAct:
    """What claims handed over that day wait for first; the rule is asked once for claims alike."""
    options = law_options(question.on)

    @lru_cache(maxsize=4096)
    def first_act(kind: str, country: str, reminded_on: date | None, channel: str) -> tuple[str, date | None]:
        planned = rules.first_act(
            kind=kind,
            country=country,
            reminded_on=reminded_on,
            reminder_channel=channel,
            on=question.on,
            options=options,
        )
        return planned.act, planned.on

    return first_act


def held(event: ClaimHeld) -> None:
    """A claim rests: a letter that has not left is taken out of its print run, and asked for again later."""
    claim = Claim.objects.get(pk=event.claim_id)
    for notice in _recalled(claim, event.at):
        lifecycle.plan(claim, notice.kind, localdate(event.at))


def resume(event: ClaimResumed) -> None:
    """A claim became complete, or nothing holds it any more: plan again what had not left yet."""
    claim = Claim.objects.get(pk=event.claim_id)
    if claim.stage != Stage.PAYNOW or Stage.PAYNOW not in option("stages", event.on):
        return
    standing = Notice.objects.filter(claim=claim, withdrawn_on=None)
    if standing.filter(sent_on=None).exists():
        return  # its letter is in a print run that is closed already
    sent = standing.filter(kind=rules.PAYNOW).first()
    if sent is None:
        reminder = claim.first_reminder_on, claim.first_reminder_channel
        lifecycle.plan(claim, *first_acts(FirstActs(event.on))(claim.debtor_kind, claim.country, *reminder))
    else:
        lifecycle.plan(claim, rules.DECISION, max(event.on, next_day(sent.deadline_on)))


def notice_wanted(event: NoticeWanted) -> None:
    """A later stage begins without the agency's own notice: plan it, after the first reminder where that lacks."""
    claim = Claim.objects.get(pk=event.claim_id)
    reminder = claim.first_reminder_on, claim.first_reminder_channel
    lifecycle.plan(claim, *first_acts(FirstActs(event.on))(claim.debtor_kind, claim.country, *reminder))


def traced(event: DebtorTraced) -> None:
    """The debtor lives elsewhere: what we wrote never reached it. The next notice is a new one with a new wait, and
    takes no other PAYNOW: the claim's own was used for the first.
    """
    claim = lifecycle.locked(event.claim_id)
    if claim.notified_by == "email":
        return
    Notice.objects.filter(claim=claim, withdrawn_on=None, sent_on__isnull=False).update(withdrawn_on=event.on)
    lost: dict[str, object] = {"notified_on": None, "notified_by": ""}
    if claim.first_reminder_by == "agency":
        lost |= {"first_reminder_on": None, "first_reminder_channel": "", "first_reminder_by": ""}
    Claim.objects.filter(pk=claim.pk).update(**lost)


def stage_ended(event: StageEnded) -> None:
    """A later stage ended without success: its creditor is asked like at the end of this one."""
    lifecycle.plan(Claim.objects.get(pk=event.claim_id), rules.DECISION, event.on)


def reserve(event: ImportAccepted) -> None:
    """Reserve one PAYNOW for each claim that the creditor ordered, as far as its stock goes (DOMAIN §4, *Stock*)."""
    claims = Claim.objects.filter(source_id=event.import_id, stage=Stage.PAYNOW, contract__paynow_from_stock=True)
    sources = [subject(pk) for pk in claims.order_by("pk").values_list("pk", flat=True)]
    if sources:
        reserve_paynow(party_id=event.party_id, sources=sources, at=event.at)


def handed_over(event: LettersHandedOver) -> None:
    """The letters left on `event.on`: waits and deadlines count from there."""
    for notice in _notices(event.message_ids).filter(sent_on=None):
        claim = lifecycle.locked(notice.claim_id)
        Notice.objects.filter(pk=notice.pk).update(sent_on=event.on)
        at = _settled(notice.message.settled_at)
        tell(
            claim,
            "posted",
            at=at,
            on=event.on,
            kind=notice.kind,
            deadline=notice.deadline_on,
            amount=str(notice.amount),
        )
        _follow(claim, notice, event.on)
        if notice.kind == rules.PAYNOW:
            meet_clock(kind=CLOCK, subject=subject(claim.pk), at=at)


def _follow(claim: Claim, notice: Notice, on: date) -> None:
    claims = Claim.objects.filter(pk=claim.pk)
    if notice.kind == rules.FIRST_REMINDER:
        due = rules.after_reminder(on, "post", law_options(on))
        claims.update(first_reminder_on=on, first_reminder_channel="post", first_reminder_by="agency")
        lifecycle.plan(claim, rules.PAYNOW, due)
    else:
        claims.update(notified_on=on, notified_by="post")
        if claim.stage == Stage.PAYNOW:
            lifecycle.plan(claim, rules.DECISION, next_day(notice.deadline_on))


def withdrawn(event: LettersWithdrawn) -> None:
    """Letters that were not posted in time are written again, with a new date and a new deadline."""
    at = PrintRun.objects.get(pk=event.print_run_id).closed_at
    for notice in _notices(event.message_ids).filter(sent_on=None, withdrawn_on=None):
        _again(notice, _settled(at))


def failed(event: MessageFailed) -> None:
    """A letter whose leave lapsed before it was printed is written again, if it is still lawful then."""
    message = Message.objects.get(pk=event.message_id)
    for notice in _notices([event.message_id]).filter(sent_on=None, withdrawn_on=None):
        _again(notice, _settled(message.settled_at))


def _settled(at: datetime | None) -> datetime:
    """The moment of something final; its absence is a bug of the outbox."""
    if at is None:
        raise Stale("a message or print run that ended has no moment of its end")
    return at


def _again(notice: Notice, at: datetime) -> None:
    Notice.objects.filter(pk=notice.pk).update(withdrawn_on=localdate(at))
    claim = lifecycle.locked(notice.claim_id)
    tell(claim, "letter_withdrawn", at=at, kind=notice.kind)
    if claim.stage in (Stage.PAYNOW, Stage.AMICABLE):
        lifecycle.plan(claim, notice.kind, localdate(at))


def credited(event: ClaimCredited) -> None:
    """Close a claim in PAYNOW that is settled: nothing owed, the demand paid in time, or a small residue later."""
    claim = Claim.objects.get(pk=event.claim_id)
    if claim.stage == Stage.PAYNOW:
        _settle(claim, _demands([claim.pk]).get(claim.pk), event)


def credited_together(event: ClaimsCredited) -> None:
    """The same for many claims: a few queries besides what those that are settled take."""
    ids = [one.claim_id for one in event.credits]
    rows = Claim.objects.filter(pk__in=ids, stage=Stage.PAYNOW).select_related("creditor", "terms")
    claims = {claim.pk: claim for claim in rows.prefetch_related(*with_statement_rows())}
    demands = _demands(claims)
    for one in event.credits:
        if one.claim_id in claims:
            _settle(claims[one.claim_id], demands.get(one.claim_id), one)


def _demands(claim_ids: Iterable[int]) -> dict[int, Notice]:
    """The demand of each claim that was sent and stands, the first one."""
    sent = Notice.objects.filter(kind=rules.PAYNOW, withdrawn_on=None, sent_on__isnull=False)
    return {notice.claim_id: notice for notice in sent.filter(claim_id__in=list(claim_ids)).order_by("-pk")}


def _settle(claim: Claim, notice: Notice | None, event: ClaimCredited) -> None:
    owed = statement_of(claim, event.value_on).total
    settled = rules.settles(
        owed=owed,
        paid_in_time=_paid_by(claim, notice.sent_on, notice.deadline_on) if notice and notice.sent_on else ZERO,
        demanded=notice.amount if notice else None,
        late=notice is not None and event.value_on > notice.deadline_on,
        residue=from_cents(option("paynow.small_residue_cents", event.value_on)),
    )
    if settled and owed > ZERO:
        source = f"residue:{claim.pk}"
        lifecycle.credit(
            claim_id=claim.pk, kind=Credit.Kind.WAIVER, value_on=event.value_on, amount=owed, source=source, at=event.at
        )
    elif settled:
        lifecycle.close(claim, ClosedAs.PAID, on=event.value_on, at=event.at)


def _paid_by(claim: Claim, sent_on: date, last_day: date) -> Decimal:
    """What was paid from the posting day (before it, a payment lowered the demand) to the last day, both inclusive."""
    credits = claim.credits.all()
    paid = (one.amount for one in credits if one.kind == Credit.Kind.PAYMENT and sent_on <= one.value_on <= last_day)
    return sum(paid, ZERO)


def letters_bound(question: LettersBound) -> int:
    """How many of a creditor's letters have not left and can no longer be taken out of their print run."""
    bound = Q(message__state=State.SENDING) | Q(message__print_run__closed_at__isnull=False)
    return _waiting().filter(bound, party_id=question.party_id).count()


def account_changed(event: AccountChanged) -> None:
    """Letters that name the earlier account and have not left are taken back, and written again from today."""
    notices = _waiting().filter(party_id=event.party_id).select_related("message").order_by("claim_id")
    for notice in notices:
        if not cancel(message=notice.message, at=event.at):
            raise Stale(f"notice {notice.pk} went to the printer meanwhile")
        _again(notice, event.at)


def closed(event: ClaimClosed) -> None:
    """A claim ended: take a letter that has not left out of its print run, give its PAYNOW back, stop its clock."""
    claim = Claim.objects.get(pk=event.claim_id)
    _recalled(claim, event.at)
    used = Q(withdrawn_on=None) | Q(sent_on__isnull=False)  # one that left was used, wherever it went
    if not Notice.objects.filter(used, claim=claim, kind=rules.PAYNOW).exists():
        give_back_paynow(party_id=claim.party_id, source=subject(claim.pk), at=event.at, reason=event.closed_as)
        stop_clock(kind=CLOCK, subject=subject(claim.pk), at=event.at)


def _recalled(claim: Claim, at: datetime) -> list[Notice]:
    """Take the claim's letters that have not left out of their print runs; those of a closed run can no longer be."""
    waiting = _waiting().filter(claim=claim).select_related("message")
    recalled = [notice for notice in waiting if cancel(message=notice.message, at=at)]
    Notice.objects.filter(pk__in=[notice.pk for notice in recalled]).update(withdrawn_on=localdate(at))
    return recalled


def _waiting() -> QuerySet[Notice]:
    """Written, and neither posted nor withdrawn."""
    return Notice.objects.filter(sent_on=None, withdrawn_on=None)


def _notices(message_ids: Iterable[int]) -> QuerySet[Notice]:
    return Notice.objects.filter(message_id__in=list(message_ids)).select_related("message").order_by("claim_id")
