"""Telling the story of a claim: links are added, sealed by the database, anchored daily, and never changed."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max

from agencies.scope import current_agency_id, current_scope
from claims.models import Anchor, Claim, Event, EventDetail
from core.locks import Lock, hold

SETTLING = timedelta(hours=1)  # a transaction still open when an anchor is cast must not fall behind it


def sealed(detail: Mapping[str, Any]) -> tuple[str, str, str]:
    """(salt, canonical JSON, hash) of a detail."""
    salt, text = secrets.token_hex(16), json.dumps(detail, ensure_ascii=False, sort_keys=True, default=str)
    return salt, text, hashlib.sha256((salt + text).encode()).hexdigest()


def tell(claim: Claim, kind: str, *, at: datetime, actor: str = "", **detail: Any) -> Event:
    """Add a link to the claim's timeline. The caller holds the claim's row lock, or the unique key refuses a rival."""
    salt, text, digest = sealed(detail)
    who = actor or _actor()
    event = Event.objects.create(
        party_id=claim.party_id, claim_id=claim.pk, kind=kind, at=at, actor=who, detail_hash=digest
    )
    EventDetail.objects.create(party_id=claim.party_id, claim_id=claim.pk, event=event, salt=salt, detail=text)
    return event


def _actor() -> str:
    member_id = current_scope().member_id
    return "system" if member_id is None else f"member:{member_id}"


WINDOW = """
SELECT count(*), encode(sha256(convert_to(coalesce(string_agg(hash, '' ORDER BY claim_id, seq), ''), 'UTF8')), 'hex')
  FROM claims_event WHERE agency_id = %s AND recorded_at > %s AND recorded_at <= %s
"""


def window_digest(since: datetime, until: datetime) -> tuple[int, str]:
    """How many links were recorded in (since, until], and the digest of their hashes."""
    with connection.cursor() as cursor:
        cursor.execute(WINDOW, [current_agency_id(), since, until])
        links, digest = cursor.fetchone()
    return links, digest


def anchor(*, at: datetime) -> Anchor | None:
    """Cast an anchor over all links recorded since the last one, up to an hour before `at`; None when there are none."""
    hold(Lock.AUDIT_ANCHOR, current_agency_id())
    since = Anchor.objects.aggregate(last=Max("until"))["last"] or datetime(2000, 1, 1, tzinfo=at.tzinfo)
    until = at - SETTLING
    links, digest = window_digest(since, until) if until > since else (0, "")
    return Anchor.objects.create(since=since, until=until, links=links, digest=digest) if links else None
