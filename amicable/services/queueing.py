"""The queue of the agents: ranked when something happens and when days pass, taken one by one, never twice."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from agencies.scope import widened
from amicable.models import QueueEntry
from amicable.queries.ranking import facts_of, to_rank, weights_on
from amicable.rules.ranking import Rank, due_on, look_on, rank
from claims.events import ClaimClosed, ClaimCredited, ClaimHeld, ClaimResumed, ClaimsCredited
from claims.models import Claim, ClaimReply
from core.errors import Stale
from messaging.events import MessageReceived

LEASE = timedelta(minutes=20)  # an agent who goes away keeps a file no longer
ASIDE = timedelta(minutes=30)  # a file that was passed over comes back after that
RANKED = ["why", "points", "parts", "is_ready", "due_on", "not_before", "look_on"]


def touch(claim_ids: Collection[int], *, on: date) -> None:
    """Something happened to these claims: have them ranked anew, by a worker within a minute."""
    rows = Claim.objects.filter(pk__in=list(claim_ids)).select_related("debtor")
    entries = [_entry(claim, look_on=on) for claim in rows]
    QueueEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["agency", "claim"], update_fields=["look_on"]
    )


def _entry(claim: Claim, **columns: Any) -> QueueEntry:
    return QueueEntry(claim=claim, entity_id=claim.entity_id, language=claim.debtor.language, **columns)


def happened(event: ClaimHeld | ClaimResumed | ClaimCredited | ClaimClosed) -> None:
    """A claim rests, goes on, was paid or ended."""
    touch([event.claim_id], on=localdate(event.at))


def happened_together(event: ClaimsCredited) -> None:
    """Many claims were paid."""
    touch([one.claim_id for one in event.credits], on=localdate(event.at))


def answered(event: MessageReceived) -> None:
    """Somebody wrote about some claims."""
    heard(inbound_id=event.inbound_id, on=localdate(event.at))


def heard(*, inbound_id: int, on: date) -> None:
    """What somebody wrote came in, was put to a claim, or was handled: rank the claims that it is about anew."""
    about = ClaimReply.objects.filter(inbound_id=inbound_id).values_list("claim_id", flat=True)
    touch(list(about), on=on)


def rank_due(*, at: datetime, after: int = 0) -> list[int]:
    """Rank the entries whose day has come, after the entry `after`, some hundreds; their ids, none when all is done."""
    found = to_rank(localdate(at), after)
    rank_entries(found, at=at)
    return found


def rank_entries(entry_ids: Collection[int], *, at: datetime) -> list[QueueEntry]:
    """Rank these entries anew, those that nobody else holds now; a dozen queries, whatever their number."""
    free = QueueEntry.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk__in=list(entry_ids))
    entries = list(free.order_by("pk").select_related("claim__debtor"))
    if not entries:
        return []
    on = localdate(at)
    facts, weights = facts_of([entry.claim for entry in entries], on), weights_on(on)
    for entry in entries:
        known = facts[entry.claim_id]
        _place(entry, rank(known, weights, on), due_on(known), at)
    QueueEntry.objects.bulk_update(entries, RANKED)
    return entries


def _place(entry: QueueEntry, found: Rank, first: date | None, at: datetime) -> None:
    on = localdate(at)
    entry.points, entry.parts, entry.why = found.points, dict(found.parts), found.why
    entry.due_on, entry.look_on = first, look_on(found, on)
    entry.is_ready = first is not None and first <= on
    if entry.not_before and (entry.not_before <= at or first is None):
        entry.not_before = None


def refresh(claim_id: int, *, at: datetime) -> QueueEntry | None:
    """Rank one claim at once: an agent has just acted on it. None where it was never in the queue, and need not be."""
    with widened("queue"):
        touch([claim_id], on=localdate(at))
        ids = QueueEntry.objects.filter(claim_id=claim_id).values_list("pk", flat=True)
        return next(iter(rank_entries(list(ids), at=at)), None)


def take_next(*, member_id: int, at: datetime, language: str = "", entity_id: int | None = None) -> int | None:
    """The claim that this member acts on next, leased to them; None when nobody waits. What they had open is left.

    The first free entry in the order of an index; one that changed since it was ranked is ranked again first.
    """
    with widened("queue"):
        _leave(member_id, at)
        wanted = _free(member_id, at).filter(is_ready=True)
        wanted = wanted.filter(language=language) if language else wanted
        wanted = wanted.filter(entity_id=entity_id) if entity_id else wanted
        while entry := wanted.order_by("-points", "-pk").first():
            if _still(entry, at):
                _lease(entry, member_id, at)
                return entry.claim_id
    return None


def _free(member_id: int, at: datetime) -> Any:
    """Entries that nobody else has open or is charged with, and that need not wait for an hour."""
    rows = QueueEntry.objects.select_for_update(skip_locked=True, of=("self",))
    open_to = Q(leased_until=None) | Q(leased_until__lte=at) | Q(leased_to_id=member_id)
    mine = Q(assigned_to=None) | Q(assigned_to_id=member_id)
    return rows.filter(open_to, mine, Q(not_before=None) | Q(not_before__lte=at))


def _still(entry: QueueEntry, at: datetime) -> bool:
    """Whether the entry, ranked anew where its day has come, is ready as it was."""
    if entry.look_on and entry.look_on > localdate(at):
        return True
    ranked = rank_entries([entry.pk], at=at)
    return bool(ranked) and (ranked[0].is_ready, ranked[0].points) == (True, entry.points)


def _lease(entry: QueueEntry, member_id: int, at: datetime) -> None:
    QueueEntry.objects.filter(pk=entry.pk).update(leased_to_id=member_id, leased_until=at + LEASE)


def _leave(member_id: int, at: datetime) -> None:
    """What a member had open and did nothing about comes back in a while, to whoever is next."""
    mine = QueueEntry.objects.filter(leased_to_id=member_id)
    mine.filter(is_ready=True, not_before=None, leased_until__gt=at).update(not_before=at + ASIDE)
    mine.update(leased_to=None, leased_until=None)


def take(*, claim_id: int, member_id: int, at: datetime) -> bool:
    """Lease one claim to a member, out of turn; False while another has it open."""
    with widened("queue"):
        refresh(claim_id, at=at)
        row = QueueEntry.objects.select_for_update().get(claim_id=claim_id)
        if row.leased_until and row.leased_until > at and row.leased_to_id != member_id:
            return False
        QueueEntry.objects.filter(leased_to_id=member_id).update(leased_to=None, leased_until=None)
        _lease(row, member_id, at)
    return True


def hand_over(*, claim_id: int, to_id: int | None, at: datetime) -> None:
    """Charge a member with a claim, or nobody (None): it comes to no other in the queue. It is open at nobody."""
    with widened("queue"):
        refresh(claim_id, at=at)
        row = QueueEntry.objects.filter(claim_id=claim_id)
        if not row.update(assigned_to_id=to_id, leased_to=None, leased_until=None, not_before=None):
            raise Stale(f"claim {claim_id} is not in the queue")


def call_back(*, claim_id: int, moment: datetime, at: datetime) -> None:
    """The debtor wants to be called at a moment: the claim waits for it."""
    with widened("queue"):
        touch([claim_id], on=localdate(at))
        QueueEntry.objects.filter(claim_id=claim_id).update(not_before=moment)
