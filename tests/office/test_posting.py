"""Print runs handed over, withdrawn and downloaded; messages that a person settles."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.scope import acting_for
from files.rules import PDF
from files.services import keep
from law.workdays import moved_to_working
from messaging.models import Message, MessageFile, PrintRun
from tests.office.test_pages import letter


@pytest.fixture
def run(ours) -> PrintRun:
    """A run of today's posting day with one printed letter."""
    with acting_for(ours.pk):
        made = PrintRun.objects.create(posting_on=moved_to_working("be", timezone.localdate()))
        letter(ours, made, 1)
    return made


def states(side) -> list[str]:
    with acting_for(side.pk):
        return list(Message.objects.values_list("state", flat=True))


def test_handing_over_says_how_many_letters_leave_and_then_sends_them(agent, ours, run):
    address = agent.at(f"letters/{run.pk}/hand-over/")
    assert [one.count for one in agent.get(address).context["consequences"]] == [1]
    agent.post(address, {"on": timezone.localdate().isoformat()})
    assert states(ours) == ["sent"]


def test_a_day_to_come_is_refused_with_its_rule(agent, ours, run):
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = agent.post(agent.at(f"letters/{run.pk}/hand-over/"), {"on": tomorrow.isoformat()})
    assert (answer.status_code, answer.context["refusal"].source != "") == (409, True)
    assert states(ours) == ["printed"]


def test_a_run_handed_over_is_not_handed_over_again(agent, ours, run):
    address, on = agent.at(f"letters/{run.pk}/hand-over/"), timezone.localdate()
    agent.post(address, {"on": on.isoformat()})
    assert agent.post(address, {"on": (on - timedelta(days=1)).isoformat()}).status_code == 302
    with acting_for(ours.pk):
        assert PrintRun.objects.get(pk=run.pk).handed_over_on == on


def test_a_withdrawn_run_is_not_posted(agent, ours, run):
    agent.post(agent.at(f"letters/{run.pk}/withdraw/"))
    assert states(ours) == ["cancelled"]


def test_the_letters_of_a_run_come_as_one_archive(agent, ours, run):
    with acting_for(ours.pk):
        kept = keep(data=b"%PDF-1.7 letter", name="paynow-1.pdf", party_id=ours.claim.party_id, allowed=[PDF])
        MessageFile.objects.create(message=Message.objects.get(), file=kept, position=1)
    answer = agent.get(agent.at(f"letters/{run.pk}/letters.zip"))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {"0001-paynow-1.pdf": b"%PDF-1.7 letter"}


def test_another_agency_hands_nothing_over(client, made, run):
    client.force_login(made.theirs.manager.user)
    slugs = (made.ours.agency.slug, made.theirs.agency.slug)
    answers = [client.post(f"/{slug}/office/letters/{run.pk}/withdraw/").status_code for slug in slugs]
    assert (answers, states(made.ours)) == ([404, 404], ["printed"])


@pytest.mark.parametrize(("outcome", "state"), [("sent", "sent"), ("again", "queued")])
def test_a_parked_message_is_settled_by_a_person(agent, ours, run, outcome, state):
    with acting_for(ours.pk):
        parked = Message.objects.get()
        Message.objects.filter(pk=parked.pk).update(state="parked", taken_at=timezone.now())
    agent.post(agent.at(f"messages/{parked.uid}/settle/"), {"outcome": outcome})
    assert states(ours) == [state]
