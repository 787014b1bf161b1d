"""The only questions that cross agencies, and one cleaning. Each is a SECURITY DEFINER function made in a migration,
that returns ids and counts, no more."""

from datetime import datetime

from django.db import connection


def agency_by_slug(slug: str) -> int | None:
    """The id of the active agency with this slug."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT agency_by_slug(%s)", [slug])
        return cursor.fetchone()[0]


def any_agency_by_slug(slug: str) -> int | None:
    """The id of the agency with this slug, suspended or not: for what must be recorded whatever happens."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT any_agency_by_slug(%s)", [slug])
        return cursor.fetchone()[0]


def all_agencies() -> list[int]:
    """The ids of all agencies, suspended ones too, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT agencies_all()")
        return [row[0] for row in cursor.fetchall()]


def forget_sign_in_failures(before: datetime) -> int:
    """Drop the failed sign-ins remembered before a moment, those of the last 90 days never; how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT forget_sign_in_failures(%s)", [before])
        return cursor.fetchone()[0]


def active_agencies() -> list[int]:
    """The ids of all agencies that are not suspended, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT agencies_active()")
        return [row[0] for row in cursor.fetchall()]
