"""Reading and verifying timelines."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from agencies.models import Member
from agencies.scope import current_agency_id
from claims.chain import detail_digest, window_digest
from claims.models import Anchor, Claim, Event, EventDetail


@dataclass(frozen=True, slots=True)
class Told:
    """One link of a timeline, with what it says; `detail` is None once erased."""

    seq: int
    kind: str
    at: datetime
    actor: str
    detail: dict[str, Any] | None


def timeline(claim_id: int) -> list[Told]:
    """The story of a claim, latest first; two queries."""
    details = dict(EventDetail.objects.filter(claim_id=claim_id).values_list("event_id", "detail"))
    events = Event.objects.filter(claim_id=claim_id).order_by("-seq")
    return [Told(e.seq, e.kind, e.at, e.actor, _read(details.get(e.pk))) for e in events]


def latest(party_id: int, limit: int = 8) -> list[tuple[Claim, Told]]:
    """What changed last across a creditor's claims, latest first, with the claim; two queries."""
    events = list(Event.objects.filter(party_id=party_id).select_related("claim__debtor").order_by("-pk")[:limit])
    rows = EventDetail.objects.filter(event_id__in=[e.pk for e in events])
    details = dict(rows.values_list("event_id", "detail"))
    return [(e.claim, Told(e.seq, e.kind, e.at, e.actor, _read(details.get(e.pk)))) for e in events]


def calls_wished(claim_ids: Iterable[int]) -> dict[int, str]:
    """When the debtors of these claims asked to be called, in words, where nobody has called since; one query."""
    spoken = EventDetail.objects.filter(claim_id__in=list(claim_ids), event__kind__in=("call_asked", "called"))
    last: dict[int, tuple[str, str]] = {}
    for claim_id, kind, text in spoken.order_by("event__seq").values_list("claim_id", "event__kind", "detail"):
        last[claim_id] = kind, text
    return {pk: str(json.loads(text).get("when", "")) for pk, (kind, text) in last.items() if kind == "call_asked"}


def actors(told: Iterable[Told], agency: str) -> dict[str, str]:
    """The names behind actors, one query: whoever the reader may not know by name is the agency."""
    return names_of({one.actor for one in told}, agency)


def names_of(found: Iterable[str], agency: str) -> dict[str, str]:
    """The same for actors as the timeline writes them: "member:4", "key:2", "system"."""
    ids = [int(number) for kind, _, number in (actor.partition(":") for actor in found) if kind == "member"]
    members = Member.objects.filter(pk__in=ids).select_related("user")
    return {"system": agency} | {f"member:{m.pk}": m.user.name or m.user.email for m in members}


def _read(text: str | None) -> dict[str, Any] | None:
    return None if text is None else json.loads(text)


@dataclass(frozen=True, slots=True)
class Broken:
    """A link, or an anchored window, that is not what was sealed."""

    where: str
    why: str


BROKEN_LINKS = """
SELECT e.claim_id, e.seq, CASE
         WHEN e.hash <> claims_link(e) THEN 'the link was changed'
         WHEN e.seq <> c.place THEN 'a link is missing before it'
         ELSE 'it does not follow the link before it' END
  FROM (SELECT id, row_number() OVER chain AS place, coalesce(lag(hash) OVER chain, '') AS before
          FROM claims_event
         WHERE agency_id = %(agency)s AND (%(claim)s::bigint IS NULL OR claim_id = %(claim)s)
        WINDOW chain AS (PARTITION BY claim_id ORDER BY seq)) AS c
  JOIN claims_event e USING (id)
 WHERE e.hash <> claims_link(e) OR e.seq <> c.place OR e.prev_hash <> c.before
 ORDER BY e.claim_id, e.seq
"""


def verify(claim_id: int | None = None) -> list[Broken]:
    """What is wrong with one timeline, or with every timeline and anchor of the agency; empty when nothing is."""
    found = _broken_links(claim_id) + _broken_details(claim_id)
    return found + ([] if claim_id else _broken_anchors())


def _broken_links(claim_id: int | None) -> list[Broken]:
    with connection.cursor() as cursor:
        cursor.execute(BROKEN_LINKS, {"agency": current_agency_id(), "claim": claim_id})
        return [Broken(f"claim {claim}, event {seq}", why) for claim, seq, why in cursor.fetchall()]


def _broken_details(claim_id: int | None) -> list[Broken]:
    events = Event.objects.all() if claim_id is None else Event.objects.filter(claim_id=claim_id)
    details = EventDetail.objects.all() if claim_id is None else EventDetail.objects.filter(claim_id=claim_id)
    said = {d.event_id: d for d in details.iterator()}
    erased = _erased_until(events)
    found = []
    for event in events.iterator():
        detail = said.get(event.pk)
        if detail is None and event.seq > erased.get(event.claim_id, 0):
            found.append(Broken(f"claim {event.claim_id}, event {event.seq}", "its detail is missing"))
        elif detail is not None and detail_digest(detail.salt, detail.detail) != event.detail_hash:
            found.append(Broken(f"claim {event.claim_id}, event {event.seq}", "its detail was changed"))
    return found


def _erased_until(events: Iterable[Event]) -> dict[int, int]:
    """The last seq before which each claim's details may be gone, as its `erased` events say."""
    return {e.claim_id: e.seq for e in sorted(events, key=lambda e: e.seq) if e.kind == "erased"}


def _broken_anchors() -> list[Broken]:
    wrong = [a for a in Anchor.objects.order_by("until") if window_digest(a.since, a.until) != (a.links, a.digest)]
    return [
        Broken(f"anchor of {a.until:%Y-%m-%d %H:%M}", "links of its window were added, changed or removed")
        for a in wrong
    ]
