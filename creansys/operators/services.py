"""What operators do, each act in the agency's audit and in their own log, in one transaction."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from agencies import services as agencies
from agencies.adapters import mail_invitation
from agencies.models import Agency, User
from agencies.rules import Role
from agencies.scope import acting_for
from creansys import presets
from creansys.models import OperatorEntry
from creansys.presets import SlugTaken


def note(kind: str, *, at: datetime, user_id: int | None, agency_id: int | None = None, **detail: Any) -> None:
    """Add an entry to the operators' log, in the caller's transaction."""
    OperatorEntry.objects.create(kind=kind, at=at, user_id=user_id, agency_id=agency_id, detail=detail)


@transaction.atomic
def found(*, preset: str, slug: str, title: str, manager: str, user_id: int, at: datetime) -> Agency | SlugTaken:
    """A new agency made from a preset, and the invitation of its first manager, mailed once all is durable."""
    made = presets.create(name=preset, slug=slug, title=title, at=at)
    if isinstance(made, SlugTaken):
        return made
    with acting_for(made.pk):
        invited = agencies.invite(email=manager, role=Role.MANAGER, at=at)
    mail_invitation(agency=made, invited=invited)
    note("agency.created", at=at, user_id=user_id, agency_id=made.pk, preset=preset)
    return made


@transaction.atomic
def suspend(*, agency_id: int, reason: str, user_id: int, on: date, at: datetime) -> None:
    """Suspend an agency. Raises Stale when it is suspended already."""
    agencies.suspend_agency(agency_id=agency_id, reason=reason, user_id=user_id, on=on, at=at)
    note("agency.suspended", at=at, user_id=user_id, agency_id=agency_id, reason=reason)


@transaction.atomic
def resume(*, agency_id: int, reason: str, user_id: int, at: datetime) -> None:
    """Resume an agency. Raises Stale when it is not suspended."""
    agencies.resume_agency(agency_id=agency_id, reason=reason, user_id=user_id, at=at)
    note("agency.resumed", at=at, user_id=user_id, agency_id=agency_id, reason=reason)


@transaction.atomic
def appoint(*, email: str, at: datetime) -> User | None:
    """Make an operator of whoever has this address, with an account made where there is none (a password reset lets
    them in); None when they are one already."""
    user = User.objects.filter(email=email.strip().lower()).first() or User.objects.create_user(email)
    if user.is_staff:
        return None
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    note("operator.appointed", at=at, user_id=None, operator=user.pk)
    return user


@transaction.atomic
def dismiss(*, email: str, at: datetime) -> User | None:
    """Take the operator's rights away, at once; None when nobody with this address has them."""
    user = User.objects.filter(email=email.strip().lower(), is_staff=True).first()
    if user is not None:
        user.is_staff = False
        user.save(update_fields=["is_staff"])
        note("operator.dismissed", at=at, user_id=None, operator=user.pk)
    return user
