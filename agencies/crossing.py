"""The only questions that cross agencies. Each is a SECURITY DEFINER function made in a migration, that
returns ids and counts, no more."""

from django.db import connection


def agency_by_slug(slug: str) -> int | None:
    """The id of the active agency with this slug."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT agency_by_slug(%s)", [slug])
        return cursor.fetchone()[0]


def active_agencies() -> list[int]:
    """The ids of all agencies that are not suspended, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT agencies_active()")
        return [row[0] for row in cursor.fetchall()]
