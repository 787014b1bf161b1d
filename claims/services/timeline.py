"""Telling the story of a claim: links are added, sealed by the database, anchored daily, and never changed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Max

from agencies.scope import current_agency_id, current_scope
from claims.chain import sealed, window_digest
from claims.models import Anchor, Claim, Event, EventDetail
from core.locks import Lock, hold

T = TypeVar("T")
CHUNK = 1000
SETTLING = timedelta(hours=1)  # a transaction still open when an anchor is cast must not fall behind it


def tell(claim: Claim, kind: str, /, *, at: datetime, actor: str = "", **detail: Any) -> Event:
    """Add a link to the claim's timeline. The caller holds the claim's row lock, or the unique key refuses a rival."""
    salt, text, digest = sealed(detail)
    who = actor or _actor()
    event = Event.objects.create(
        party_id=claim.party_id, claim_id=claim.pk, kind=kind, at=at, actor=who, detail_hash=digest
    )
    EventDetail.objects.create(party_id=claim.party_id, claim_id=claim.pk, event=event, salt=salt, detail=text)
    return event


def tell_all(claims: Iterable[Claim], kind: str, /, *, at: datetime, actor: str = "", **detail: Any) -> None:
    """Add the same link to many timelines, in two statements per thousand."""
    tell_each(((claim, detail) for claim in claims), kind, at=at, actor=actor)


def tell_each(told: Iterable[tuple[Claim, Mapping[str, Any]]], kind: str, /, *, at: datetime, actor: str = "") -> None:
    """Add a link of one kind to many timelines, each with its own detail, in two statements per thousand."""
    who = actor or _actor()
    for pairs in batched(told, CHUNK):
        chunk, said = [claim for claim, _ in pairs], [sealed(detail) for _, detail in pairs]
        events = Event.objects.bulk_create(
            Event(party_id=claim.party_id, claim_id=claim.pk, kind=kind, at=at, actor=who, detail_hash=digest)
            for claim, (_, _, digest) in zip(chunk, said, strict=True)
        )
        EventDetail.objects.bulk_create(
            EventDetail(party_id=event.party_id, claim_id=event.claim_id, event=event, salt=salt, detail=text)
            for event, (salt, text, _) in zip(events, said, strict=True)
        )


def batched(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of `size` at most."""
    left = iter(rows)
    while chunk := list(islice(left, size)):
        yield chunk


def _actor() -> str:
    scope = current_scope()
    if scope.member_id is None:
        return "system" if scope.key_id is None else f"key:{scope.key_id}"
    return f"member:{scope.member_id}"


def anchor(*, at: datetime) -> Anchor | None:
    """Cast an anchor over the links recorded since the last one, up to an hour before `at`; None without any."""
    hold(Lock.AUDIT_ANCHOR, current_agency_id())
    since = Anchor.objects.aggregate(last=Max("until"))["last"] or datetime(2000, 1, 1, tzinfo=at.tzinfo)
    until = at - SETTLING
    links, digest = window_digest(since, until) if until > since else (0, "")
    return Anchor.objects.create(since=since, until=until, links=links, digest=digest) if links else None
