"""The audit: settings, permissions, doors. Claims tell their own story in the timeline instead."""

from datetime import datetime
from typing import Any

from agencies.models import AuditEntry
from agencies.scope import acting_for, current_scope


def record(kind: str, *, at: datetime, user_id: int | None = None, **detail: Any) -> None:
    """Add an entry to the audit of the agency in force, in the caller's transaction."""
    AuditEntry.objects.create(kind=kind, at=at, member_id=current_scope().member_id, user_id=user_id, detail=detail)


def record_apart(agency_id: int, kind: str, *, at: datetime, user_id: int | None = None, **detail: Any) -> None:
    """Add an entry in a transaction of its own: what was refused is remembered although its own work rolled back."""
    with acting_for(agency_id):
        record(kind, at=at, user_id=user_id, **detail)
