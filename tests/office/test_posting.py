"""Print runs handed over, withdrawn and downloaded; messages that a person settles."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfWriter

from agencies.scope import acting_for
from files.rules import PDF
from files.services import keep
from law.workdays import moved_to_working
from messaging.models import Message, MessageFile, PrintRun, Registration
from messaging.services import make_part
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


@pytest.fixture
def registered(ours, run) -> list[Message]:
    """Two registered letters in the run, in the order of their postcodes."""
    places = ["Dupont SRL\nRue Haute 1\n7000 Mons", "Janssen NV\nRue Haute 1\n1000 Bruxelles"]
    with acting_for(ours.pk):
        far, near = (letter(ours, run, n, channel="registered", address=place) for n, place in enumerate(places, 2))
    return [near, far]


GOOD = ["RR473124829BE", "RR000000005BE"]


def numbers(letters, *given) -> dict[str, str]:
    lines = {f"number-{one.pk}": number for one, number in zip(letters, given, strict=True)}
    return {"on": timezone.localdate().isoformat()} | lines


def kept(side) -> dict[int, str]:
    with acting_for(side.pk):
        return dict(Registration.objects.values_list("message_id", "number"))


def test_registered_letters_leave_with_their_numbers(agent, ours, run, registered):
    agent.post(agent.at(f"letters/{run.pk}/hand-over/"), numbers(registered, "RR 473 124 829 BE", GOOD[1]))
    assert set(states(ours)) == {"sent"}
    assert kept(ours) == {one.pk: number for one, number in zip(registered, GOOD, strict=True)}


@pytest.mark.parametrize("given", [("", GOOD[1]), ("RR473124828BE", GOOD[1]), (GOOD[0], GOOD[0])])
def test_a_number_missing_mistyped_or_twice_hands_nothing_over(agent, ours, run, registered, given):
    answer = agent.post(agent.at(f"letters/{run.pk}/hand-over/"), numbers(registered, *given))
    assert (answer.status_code, states(ours), kept(ours)) == (422, ["printed"] * 3, {})


def test_pasted_numbers_fill_the_lines_in_order_and_nothing_leaves_yet(agent, ours, run, registered):
    given = numbers(registered, "", "") | {"pasted": "\n".join(GOOD)}
    form = agent.post(agent.at(f"letters/{run.pk}/hand-over/"), given).context["form"]
    assert [form[f"number-{one.pk}"].value() for one in registered] == GOOD
    assert states(ours) == ["printed"] * 3


def test_more_numbers_than_lines_are_refused(agent, run, registered):
    given = numbers(registered, GOOD[0], "") | {"pasted": "\n".join(GOOD)}
    answer = agent.post(agent.at(f"letters/{run.pk}/hand-over/"), given)
    assert (answer.status_code, "pasted" in answer.context["form"].errors) == (422, True)


def test_a_closed_run_shows_its_files_and_manifest(agent, ours, run):
    with acting_for(ours.pk):
        one = keep(data=blank(), name="paynow-1.pdf", party_id=ours.claim.party_id, allowed=[PDF])
        MessageFile.objects.create(message=Message.objects.get(), file=one, position=1)
    agent.post(agent.at(f"letters/{run.pk}/close/"))
    with acting_for(ours.pk):
        make_part(print_run_id=run.pk, at=timezone.now())
        make_part(print_run_id=run.pk, at=timezone.now())
    page = agent.get(agent.at(f"letters/{run.pk}/"))
    links = [row.url for row in page.context["parts"].rows] + [one.url for one in page.context["others"]]
    found = [agent.get(link) for link in links if "/files/" in link]
    assert [(answer.status_code, answer["Content-Type"]) for answer in found] == [
        (200, "application/pdf"),
        (200, "text/csv"),
    ]


def blank() -> bytes:
    """A PDF of one empty page."""
    writer, written = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(written)
    return written.getvalue()


def test_the_proof_of_a_registered_letter_comes_later_and_once(agent, ours, run, registered):
    agent.post(agent.at(f"letters/{run.pk}/hand-over/"), numbers(registered, *GOOD))
    address = agent.at(f"messages/{registered[0].uid}/proof/")
    for name in ("first.pdf", "second.pdf"):
        agent.post(address, {"file": SimpleUploadedFile(name, b"%PDF-1.7 proof")})
    with acting_for(ours.pk):
        assert Registration.objects.get(message=registered[0]).proof.name == "first.pdf"


def test_a_letter_that_was_never_registered_takes_no_proof(agent, ours, run):
    with acting_for(ours.pk):
        plain = Message.objects.get()
    assert agent.get(agent.at(f"messages/{plain.uid}/proof/")).status_code == 404
