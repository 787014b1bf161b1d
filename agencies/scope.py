"""Who is acting, for which agency: one context variable and four settings of the transaction.

PostgreSQL reads the settings in the policies of every owned table (agencies/walls.py). They are local to the
transaction, so they survive connection pooling and can never leak into the next request.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import structlog
from django.db import connection, transaction

from core.errors import NoAgency, OtherScope

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Scope:
    """What the database lets through: an agency, narrowed to one party or one claim when those are set."""

    agency_id: int
    party_id: int | None = None
    claim_id: int | None = None
    member_id: int | None = None
    key_id: int | None = None  # whoever acts by the API

    @property
    def narrow(self) -> bool:
        """True where only reading is allowed."""
        return self.party_id is not None or self.claim_id is not None


Found = TypeVar("Found")
_current: ContextVar[Scope | None] = ContextVar("scope", default=None)
_read: ContextVar[dict[type, Any]] = ContextVar("read")  # what was read once for the scope in force


def current_scope() -> Scope:
    """The scope in force; raises NoAgency outside `acting_for`."""
    scope = _current.get()
    if scope is None:
        raise NoAgency("no agency is active: enter acting_for(agency_id)")
    return scope


def current_agency_id() -> int:
    """The agency in force; raises NoAgency outside `acting_for`."""
    return current_scope().agency_id


def active_scope() -> Scope | None:
    """The scope in force, or None."""
    return _current.get()


def once(table: type, read: Callable[[], Found]) -> Found:
    """What `read` finds in a shared table of settings, asked for once in a transaction: rules ask for every claim.

    Whoever changes the table says so by `read_again`. Raises NoAgency outside `acting_for`.
    """
    current_scope()
    known = _read.get()
    if table not in known:
        known[table] = read()
    found: Found = known[table]
    return found


def read_again(table: type) -> None:
    """The table has changed: what was read of it by `once` no longer holds."""
    _read.get().pop(table, None)


@contextmanager
def acting_for(
    agency_id: int,
    *,
    party_id: int | None = None,
    claim_id: int | None = None,
    member_id: int | None = None,
    key_id: int | None = None,
) -> Iterator[None]:
    """One transaction inside the walls of an agency; narrowed (and read-only) with `party_id` or `claim_id`.

    Entering the same scope again is allowed. Entering another agency, or a wider scope than the one in force,
    raises OtherScope: only a service may widen, through `widened`.
    """
    before = _current.get()
    scope = Scope(agency_id, party_id, claim_id, member_id, key_id)
    if before is not None:
        scope = _nested(before, scope)
    with _entered(scope, before):
        yield


def _nested(before: Scope, asked: Scope) -> Scope:
    if before.agency_id != asked.agency_id:
        raise OtherScope(f"agency {before.agency_id} is active, {asked.agency_id} was asked for")
    if before.party_id is not None and asked.party_id != before.party_id:
        raise OtherScope(f"party {before.party_id} is active, {asked.party_id} was asked for")
    if before.claim_id is not None and asked.claim_id != before.claim_id:
        raise OtherScope(f"claim {before.claim_id} is active, {asked.claim_id} was asked for")
    return replace(asked, member_id=asked.member_id or before.member_id, key_id=asked.key_id or before.key_id)


@contextmanager
def widened(reason: str) -> Iterator[None]:
    """Lift the narrowing inside a service that a face called after passing its door. `services.py` alone may."""
    before = current_scope()
    if not before.narrow:
        yield
        return
    log.info("scope.widened", reason=reason, agency=before.agency_id, member=before.member_id)
    with _entered(replace(before, party_id=None, claim_id=None), before):
        yield


@contextmanager
def _entered(scope: Scope, before: Scope | None) -> Iterator[None]:
    token, known = _current.set(scope), _read.set(_read.get() if before else {})
    try:
        with transaction.atomic():
            _tell_database(scope)
            yield
            # A deferred trigger that runs after the settings are gone would see no rows and let anything pass.
            connection.check_constraints()
            _tell_database(before)
    except BaseException:
        _read.get().clear()  # what was read may never have been committed
        raise
    finally:
        _read.reset(known)
        _current.reset(token)


def _tell_database(scope: Scope | None) -> None:
    values = (None,) * 4 if scope is None else (scope.agency_id, scope.party_id, scope.claim_id, scope.member_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('creansys.agency', %s, true), set_config('creansys.party', %s, true),"
            " set_config('creansys.claim', %s, true), set_config('creansys.member', %s, true)",
            ["" if value is None else str(value) for value in values],
        )


@contextmanager
def as_user(user_id: int) -> Iterator[None]:
    """A transaction that may read this user's own memberships in every agency, and nothing else."""
    with _reading("creansys.user", user_id):
        yield


@contextmanager
def as_operator(user_id: int) -> Iterator[None]:
    """A transaction that may read the agencies' own rows and counts of theirs, if this user is an operator."""
    with _reading("creansys.operator", user_id):
        yield


@contextmanager
def _reading(setting: str, user_id: int) -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [setting, str(user_id)])
        yield
        cursor.execute("SELECT set_config(%s, '', true)", [setting])
