"""What is done to agencies and their people."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum, auto
from typing import Any

import structlog
from django.db import connection, transaction
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

from agencies import audit
from agencies.models import (
    Agency,
    ApiKey,
    Entity,
    IdempotentRequest,
    Invitation,
    LawOverride,
    Member,
    Option,
    Party,
    SavedView,
    SignInFailure,
    User,
)
from agencies.options import OPTIONS
from agencies.rules import OUTSIDE_ROLES
from agencies.scope import acting_for, current_agency_id, current_scope, read_again, widened
from core.errors import Stale

log = structlog.get_logger(__name__)

INVITATION_DAYS = 14
MOST_VIEWS = 12  # of one list, for one member: they stand side by side


def hashed(secret: str) -> str:
    """SHA-256 of a random secret of 128 bits or more: it needs no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def create_agency(*, agency: Mapping[str, Any], entities: Sequence[Mapping[str, Any]], at: datetime) -> Agency:
    """A new tenant with its legal persons. Its id is drawn first, so that its own wall lets the row in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('agencies_agency', 'id'))")
        agency_id = cursor.fetchone()[0]
    with acting_for(agency_id):
        made = Agency(pk=agency_id, **agency)
        made.full_clean(validate_unique=False)
        made.save(force_insert=True)
        for entity in entities:
            Entity.objects.create(**entity)
        audit.record("agency.created", at=at, preset=made.preset)
    return made


@transaction.atomic
def suspend_agency(*, agency_id: int, reason: str, user_id: int, on: date, at: datetime) -> None:
    """Shut an agency's doors and let its work rest from now on; what waits goes on waiting, and nothing is lost.

    `user_id` is the platform operator's. Raises Stale when it is suspended already.
    """
    with acting_for(agency_id):
        if not Agency.objects.filter(pk=agency_id, suspended_on=None).update(suspended_on=on):
            raise Stale(f"agency {agency_id} is suspended already")
        audit.record("agency.suspended", at=at, user_id=user_id, reason=reason)


@transaction.atomic
def resume_agency(*, agency_id: int, reason: str, user_id: int, at: datetime) -> None:
    """Open an agency again: what became due meanwhile is found by data. Raises Stale when it is not suspended."""
    with acting_for(agency_id):
        if not Agency.objects.filter(pk=agency_id, suspended_on__isnull=False).update(suspended_on=None):
            raise Stale(f"agency {agency_id} is not suspended")
        audit.record("agency.resumed", at=at, user_id=user_id, reason=reason)


@transaction.atomic
def set_option(*, key: str, value: Any, since: date, at: datetime) -> Option:
    """Set an option from a day on (inclusive); raises ValueError when the type is not the option's."""
    if type(value) is not type(OPTIONS[key].default):
        raise ValueError(f"{key} takes {type(OPTIONS[key].default).__name__}, not {value!r}")
    row, _ = Option.objects.update_or_create(key=key, since=since, defaults={"value": value})
    read_again(Option)
    audit.record("option.set", at=at, key=key, value=value, since=since.isoformat())
    return row


@transaction.atomic
def override_law(*, table: str, since: date, value: Decimal, source: str, reason: str, at: datetime) -> LawOverride:
    """Replace or add an entry of a table of law, from `since` on; one already set for that day takes this value.

    `value` is in the table's own unit (a rate in % a year, an amount in euros).
    """
    given = {"value": value, "source": source, "reason": reason, "set_at": at}
    given |= {"set_by_id": current_scope().member_id}
    row, _ = LawOverride.objects.update_or_create(table=table, since=since, defaults=given)
    read_again(LawOverride)
    audit.record("law.overridden", at=at, table=table, since=since.isoformat(), value=str(value), reason=reason)
    return row


def seat(*, user: User, role: str, since: date, at: datetime, party: Party | None = None) -> Member:
    """Give a user a seat; the database refuses a second one in the same agency."""
    with widened("seat"):
        member = Member.objects.create(user=user, role=role, party=party, since=since)
        audit.record("member.seated", at=at, member=member.pk, role=role)
    return member


def set_team(*, member: Member, entity_id: int | None, at: datetime) -> None:
    """Put a seat of the agency into the team of a legal person, or into none: its queue begins with those files.

    ValueError for a seat of a party: those work in no team.
    """
    if member.party_id is not None:
        raise ValueError(f"seat {member.pk} is of a party")
    with widened("set_team"):
        Member.objects.filter(pk=member.pk).update(team_id=entity_id)
        audit.record("member.team", at=at, member=member.pk, team=entity_id)


def end_seat(*, member: Member, on: date, at: datetime) -> None:
    """Take a seat away from `on` (inclusive). Raises Stale when it has ended already."""
    with widened("end_seat"):
        if not Member.objects.filter(pk=member.pk, ended_on=None).update(ended_on=on):
            raise Stale(f"seat {member.pk} has ended already")
        audit.record("member.ended", at=at, member=member.pk)


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation and its token, which is shown (or mailed) once and never stored."""

    invitation: Invitation
    token: str


def invite(*, email: str, role: str, at: datetime, party: Party | None = None) -> Invited:
    """Offer a seat by e-mail for 14 days; an outside role needs its party."""
    if (role in OUTSIDE_ROLES) != (party is not None):
        raise ValueError(f"role {role} and party {party} do not fit")
    token = secrets.token_urlsafe(24)
    with widened("invite"):
        invitation = Invitation.objects.create(
            email=email.strip().lower(),
            role=role,
            party=party,
            token_hash=hashed(token),
            invited_by_id=current_scope().member_id,
            invited_at=at,
            expires_at=at + timedelta(days=INVITATION_DAYS),
        )
        audit.record("member.invited", at=at, invitation=invitation.pk, role=role)
    return Invited(invitation, token)


def withdraw_invitation(*, invitation: Invitation, at: datetime) -> None:
    """The link no longer works. Raises Stale when it was used or withdrawn before."""
    with widened("withdraw_invitation"):
        open_one = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
        if not open_one.update(withdrawn_at=at):
            raise Stale(f"invitation {invitation.pk} is no longer open")
        audit.record("member.invitation_withdrawn", at=at, invitation=invitation.pk)


def accept_invitation(*, token: str, user: User, at: datetime) -> Member | None:
    """The seat offered, or None when the link is unknown, used, withdrawn or too old, names another address, or its
    reader has a seat in this agency already."""
    offer = _locked_offer(token, at)
    if offer is None or offer.email != user.email or Member.objects.filter(user=user, ended_on=None).exists():
        return None
    offer.accepted_at = at
    offer.save(update_fields=["accepted_at"])
    return seat(user=user, role=offer.role, since=localdate(at), at=at, party=offer.party)


@transaction.atomic
def accept_as_new_user(*, token: str, name: str, password: str, at: datetime) -> Member | None:
    """The seat offered, for a user made here: the link was mailed to the address, so the address is proved.

    None as for `accept_invitation`, and when the address has an account already.
    """
    offer = _locked_offer(token, at)
    if offer is None or User.objects.filter(email=offer.email).exists():
        return None
    user = User.objects.create_user(offer.email, password, name=name)
    return accept_invitation(token=token, user=user, at=at)


def _locked_offer(token: str, at: datetime) -> Invitation | None:
    open_ones = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)
    return open_ones.select_for_update(of=("self",)).filter(token_hash=hashed(token)).first()


def pseudonym(email: str) -> str:
    """A keyed hash that stands for an address where the address itself must not be kept."""
    return salted_hmac("agencies.pseudonym", email.strip().lower(), algorithm="sha256").hexdigest()


def remember_failed_sign_in(*, email: str, ip: str) -> None:
    """Keep a failed sign-in, in a transaction of its own; an unknown address leaves the same trace as a known one."""
    user_id = User.objects.filter(email=email.strip().lower()).values_list("pk", flat=True).first()
    row = SignInFailure.objects.create(user_id=user_id, address=pseudonym(email), ip=ip)
    log.warning("sign_in.failed", failure=row.pk, user=user_id)


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key row and the key itself, which is shown once and never stored."""

    row: ApiKey
    key: str


def make_api_key(
    *, agency: Agency, label: str, scopes: Sequence[str], at: datetime, days: int, party: Party | None = None
) -> MadeKey:
    """A key `ck_<agency>_<secret>` for a party (or, without one, for the agency), valid `days` days."""
    secret = secrets.token_hex(24)
    with widened("make_api_key"):
        row = ApiKey.objects.create(
            party=party,
            label=label,
            key_hash=hashed(secret),
            scopes=list(scopes),
            made_by_id=current_scope().member_id,
            made_at=at,
            expires_at=at + timedelta(days=days),
        )
        audit.record("key.made", at=at, key=row.pk, scopes=list(scopes))
    return MadeKey(row, f"ck_{agency.slug}_{secret}")


def revoke_api_key(*, row: ApiKey, at: datetime) -> None:
    """The key stops working at once. Raises Stale when it was revoked before."""
    with widened("revoke_api_key"):
        if not ApiKey.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=at):
            raise Stale(f"key {row.pk} is revoked already")
        audit.record("key.revoked", at=at, key=row.pk)


@transaction.atomic
def make_party(*, kind: str, name: str) -> Party:
    """A creditor's or partner's place in the walls; `clients` adds what it is."""
    with widened("make_party"):
        return Party.objects.create(agency_id=current_agency_id(), kind=kind, name=name)


@transaction.atomic
def begin_request(*, key_id: int, name: str, route: str, request_hash: str, at: datetime) -> IdempotentRequest | None:
    """The request that this key named before, answered or (new) to be done now; None when it then asked otherwise.

    A rival that names the same request waits for this transaction, and then finds the answer.
    """
    with widened("begin_request"):
        given = {"route": route, "request_hash": request_hash, "at": at}
        row, _ = IdempotentRequest.objects.get_or_create(api_key_id=key_id, name=name, defaults=given)
    return row if (row.route, row.request_hash) == (route, request_hash) else None


def answer_request(*, row: IdempotentRequest, status: int, response: Mapping[str, Any]) -> None:
    """Keep the answer, in the transaction of the work itself."""
    with widened("answer_request"):
        IdempotentRequest.objects.filter(pk=row.pk).update(status=status, response=response)


def forget_requests(*, before: datetime) -> int:
    """Drop the answers of requests that were named before a moment; how many. Their names may be used again."""
    with widened("forget_requests"):
        return IdempotentRequest.objects.filter(at__lt=before).delete()[0]


class ViewRefused(Enum):
    """Why a view of a list is not kept."""

    NAME_TAKEN = auto()
    TOO_MANY = auto()


def save_view(*, member: Member, page: str, query: str, name: str, opens: bool = False) -> SavedView | ViewRefused:
    """Keep a list as it is narrowed by `query`, under a name that this member gave no other view of it."""
    with widened("save_view"):
        others = _views_beside(member, page)
        if any(view.name.casefold() == name.casefold() for view in others):
            return ViewRefused.NAME_TAKEN
        if len(others) >= MOST_VIEWS:
            return ViewRefused.TOO_MANY
        if opens:
            _open_with_none(others)
        last = max((view.position for view in others), default=0)
        given = {"name": name, "query": query, "opens": opens, "position": last + 1}
        return SavedView.objects.create(member=member, party_id=member.party_id, page=page, **given)


def change_view(*, view: SavedView, name: str, opens: bool) -> ViewRefused | None:
    """Give a view another name, and say whether its list opens with it."""
    with widened("change_view"):
        others = [one for one in _views_beside(view.member, view.page) if one.pk != view.pk]
        if any(one.name.casefold() == name.casefold() for one in others):
            return ViewRefused.NAME_TAKEN
        if opens:
            _open_with_none(others)
        SavedView.objects.filter(pk=view.pk).update(name=name, opens=opens)
    return None


def drop_view(*, view: SavedView) -> None:
    """Delete a view; nothing else hangs on it."""
    with widened("drop_view"):
        SavedView.objects.filter(pk=view.pk).delete()


def _views_beside(member: Member, page: str) -> list[SavedView]:
    """The member's views of a list; two windows that save at once wait for each other."""
    Member.objects.select_for_update().get(pk=member.pk)
    return list(SavedView.objects.filter(member=member, page=page))


def _open_with_none(views: Sequence[SavedView]) -> None:
    SavedView.objects.filter(pk__in=[view.pk for view in views], opens=True).update(opens=False)
