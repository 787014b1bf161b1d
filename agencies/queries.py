"""Reads about seats, across and inside agencies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from agencies.models import Agency, ApiKey, AuditEntry, Invitation, LawOverride, Member, Option, SavedView
from agencies.options import OPTIONS
from agencies.rules import may
from agencies.scope import as_user, current_agency_id


@dataclass(frozen=True, slots=True)
class Seat:
    """One of a user's places: what the agency switch shows, and what opens the walls."""

    member_id: int
    agency_id: int
    party_id: int | None
    role: str
    slug: str
    agency: str

    @property
    def face(self) -> str | None:
        """The face that this role works in; None while its own is not built."""
        if may(self.role, "office.see"):
            return "office"
        return "portal" if may(self.role, "portal.see") else None

    @property
    def home(self) -> str:
        """The first page of the seat's face, where it has one."""
        return f"/{self.slug}/{self.face}/"


def seats_of(user_id: int) -> list[Seat]:
    """All seats that a user holds now, in agencies that are not suspended, by agency name."""
    with as_user(user_id):
        members = list(Member.everywhere.filter(user_id=user_id, ended_on=None))
        agencies = Agency.objects.filter(pk__in=[m.agency_id for m in members], suspended_on=None).in_bulk()
    seats = [_seat(member, agencies[member.agency_id]) for member in members if member.agency_id in agencies]
    return sorted(seats, key=lambda seat: seat.agency)


def is_suspended() -> bool:
    """Whether the agency in force is suspended; one query."""
    return Agency.objects.filter(pk=current_agency_id(), suspended_on__isnull=False).exists()


def members() -> list[Member]:
    """The seats held now with their users and parties, by name; one query."""
    seats = Member.objects.filter(ended_on=None).select_related("user", "party", "team")
    return list(seats.order_by("user__name", "user__email"))


def open_invitations(at: datetime) -> list[Invitation]:
    """The invitations that still wait, latest first; one query."""
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)
    return list(waiting.select_related("party").order_by("-invited_at"))


def api_keys() -> list[ApiKey]:
    """Every key that was made, those still good first; one query."""
    keys = ApiKey.objects.select_related("party", "made_by__user")
    return sorted(keys.order_by("-made_at"), key=lambda key: key.revoked_at is not None)


def members_of(party_id: int) -> list[Member]:
    """The seats that a party's people hold now, with their users, by name; one query."""
    seats = Member.objects.filter(party_id=party_id, ended_on=None).select_related("user")
    return list(seats.order_by("user__name", "user__email"))


def keys_of(party_id: int) -> list[ApiKey]:
    """Every key that was made for a party, those not revoked first; one query."""
    keys = ApiKey.objects.filter(party_id=party_id).order_by("-made_at")
    return sorted(keys, key=lambda key: key.revoked_at is not None)


def saved_views(member_id: int, page: str) -> list[SavedView]:
    """A member's own views of a list, in their order; one query."""
    return list(SavedView.objects.filter(member_id=member_id, page=page).order_by("position", "pk"))


@dataclass(frozen=True, slots=True)
class OptionRow:
    """An option as it stands on a day: its value, since when, and what follows; `since` is None for the default."""

    key: str
    label: str
    help: str
    value: Any
    since: date | None
    later: tuple[tuple[date, Any], ...]


def options_on(on: date) -> list[OptionRow]:
    """Every option with its value on `on` and the values already set for later; one query."""
    dated: dict[str, list[Option]] = {}
    for row in Option.objects.order_by("since"):
        dated.setdefault(row.key, []).append(row)
    return [_option_row(key, dated.get(key, []), on) for key in OPTIONS]


def _option_row(key: str, rows: list[Option], on: date) -> OptionRow:
    past = [row for row in rows if row.since <= on]
    return OptionRow(
        key=key,
        label=str(OPTIONS[key].label),
        help=str(OPTIONS[key].help),
        value=past[-1].value if past else OPTIONS[key].default,
        since=past[-1].since if past else None,
        later=tuple((row.since, row.value) for row in rows if row.since > on),
    )


def settings_history(kinds: Iterable[str], limit: int = 30) -> list[AuditEntry]:
    """The latest audit entries of some kinds, with who made them; one query."""
    return list(AuditEntry.objects.filter(kind__in=list(kinds)).select_related("member__user").order_by("-pk")[:limit])


def law_overrides() -> list[LawOverride]:
    """The agency's own entries in the tables of law, with who set them; one query."""
    return list(LawOverride.objects.select_related("set_by__user").order_by("table", "-since"))


def _seat(member: Member, agency: Agency) -> Seat:
    return Seat(member.pk, agency.pk, member.party_id, member.role, agency.slug, agency.name)
