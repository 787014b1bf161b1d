"""`manage.py verify` looks into every agency, suspended ones too."""

import pytest
from django.core.management import CommandError, call_command

from agencies.models import Agency
from agencies.scope import acting_for
from claims.models import EventDetail
from claims.services.timeline import tell
from creansys import verifying
from tests import world

pytestmark = pytest.mark.django_db


def test_a_broken_timeline_of_a_suspended_agency_is_found(monkeypatch):
    ours = world.side("ours")
    with acting_for(ours.pk):
        tell(ours.claim, "noted", at=world.NOW, text="one")
        EventDetail.objects.filter(claim=ours.claim).delete()
        Agency.objects.update(suspended_on=world.DAY)
    monkeypatch.setattr(verifying, "read", lambda file: b"")
    with pytest.raises(CommandError, match=r"ours: claim .*: its detail is missing"):
        call_command("verify")
