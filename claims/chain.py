"""How a timeline is sealed and digested; shared by those who write it and those who verify it."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from agencies.scope import current_agency_id


def sealed(detail: Mapping[str, Any]) -> tuple[str, str, str]:
    """(salt, canonical JSON, hash) of what an event says."""
    salt, text = secrets.token_hex(16), json.dumps(detail, ensure_ascii=False, sort_keys=True, default=str)
    return salt, text, detail_digest(salt, text)


def detail_digest(salt: str, text: str) -> str:
    """The hash that the link keeps of its detail: useless for guessing once the salt is erased."""
    return hashlib.sha256((salt + text).encode()).hexdigest()


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
