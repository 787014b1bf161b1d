"""Reads about seats, across and inside agencies."""

from dataclasses import dataclass

from agencies.models import Agency, Member
from agencies.rules import may
from agencies.scope import as_user


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
    seats = [
        Seat(m.pk, m.agency_id, m.party_id, m.role, agencies[m.agency_id].slug, agencies[m.agency_id].name)
        for m in members
        if m.agency_id in agencies
    ]
    return sorted(seats, key=lambda seat: seat.agency)
