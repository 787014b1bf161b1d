"""A list of claims as a file: what the page shows, for whoever may see it, harmless in a spreadsheet."""

import io

import pytest
from openpyxl import load_workbook

from agencies.scope import acting_for
from claims import tasks
from claims.queries.export import Selection
from claims.services import exporting
from claims.services.lifecycle import credit
from files.access import file_for
from files.services import read
from jobs.models import Job
from tests.world import DAY, NOW, Side, claim, debtor, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> Side:
    return world().ours


def written(side: Side, *, extension="csv", party_id=None, **wanted) -> bytes:
    """The file that the worker makes of a selection."""
    with acting_for(side.pk):
        selection = Selection(**wanted)
        job = exporting.ask_export(wanted=selection, extension=extension, party_id=party_id, at=NOW)
    asked = {"extension": extension, "language": "fr", "wanted": {"text": "", **wanted}}
    tasks.export(agency_id=side.pk, job_id=job.pk, **asked)
    with acting_for(side.pk, party_id=party_id):
        return read(file_for(Job.objects.get(pk=job.pk).result["file"]))


def numbers(data: bytes) -> list[str]:
    return [line.split(";")[0] for line in data.decode("utf-8-sig").splitlines()[1:]]


def test_the_agency_takes_all_and_a_creditor_its_own(ours):
    assert numbers(written(ours)) == [str(ours.claim.number), str(ours.others_claim.number)]
    assert numbers(written(ours, party_id=ours.creditor.party_id)) == [str(ours.claim.number)]


def test_the_file_holds_what_the_list_was_narrowed_to(ours):
    assert numbers(written(ours, text=str(ours.others_claim.number))) == [str(ours.others_claim.number)]
    assert numbers(written(ours, creditor=ours.creditor.number, stage="paynow")) == [str(ours.claim.number)]
    assert numbers(written(ours, look="held")) == []


def test_what_was_paid_is_taken_off(ours):
    with acting_for(ours.pk):
        credit(claim_id=ours.claim.pk, kind="payment", value_on=DAY, amount=100, source="test:1", at=NOW)
    sheet = load_workbook(io.BytesIO(written(ours, extension="xlsx", creditor=ours.creditor.number))).active
    assert [cell.value for cell in sheet[2]][-4:-1] == [1000, 100, 900]


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_a_name_never_becomes_a_formula(ours, extension):
    with acting_for(ours.pk):
        claim(ours.contract, debtor=debtor(ours.creditor, name="=cmd|' /C calc'!A0"))
    data = written(ours, extension=extension, text="=cmd")
    if extension == "csv":
        assert ";'=cmd" in data.decode("utf-8-sig")
    else:
        assert load_workbook(io.BytesIO(data)).active["D2"].data_type == "s"


def test_a_second_run_of_the_task_writes_nothing_more(ours):
    with acting_for(ours.pk):
        job = exporting.ask_export(wanted=Selection(), extension="csv", party_id=None, at=NOW)
    for _ in range(2):
        tasks.export(agency_id=ours.pk, job_id=job.pk, extension="csv", language="fr", wanted={})
    with acting_for(ours.pk):
        assert Job.objects.get(pk=job.pk).state == Job.State.DONE


@pytest.mark.parametrize("face", ["portal", "office"])
def test_asked_followed_and_downloaded(client, ours, face):
    member = ours.creditor_member if face == "portal" else ours.agent
    client.force_login(member.user)
    home = f"/{ours.agency.slug}/{face}/"
    followed = client.post(f"{home}claims/export/csv/?stage=paynow").url
    assert "hx-get" in client.get(followed).content.decode()
    with acting_for(ours.pk):
        job = Job.objects.get(kind=exporting.KIND)
    tasks.export(agency_id=ours.pk, job_id=job.pk, extension="csv", language="fr", wanted={"stage": "paynow"})
    file = client.get(client.get(followed).context["file"].url)
    assert str(ours.claim.number) in numbers(file.content)


def test_another_creditor_neither_follows_nor_downloads(client, ours):
    with acting_for(ours.pk):
        asked = {"wanted": Selection(), "extension": "csv", "party_id": ours.creditor.party_id}
        job = exporting.ask_export(**asked, at=NOW)
    client.force_login(ours.other_member.user)
    assert client.get(f"/{ours.agency.slug}/portal/claims/exports/{job.uid}/").status_code == 404


def test_a_format_that_we_do_not_write_does_not_exist(client, ours):
    client.force_login(ours.agent.user)
    assert client.post(f"/{ours.agency.slug}/office/claims/export/exe/").status_code == 404
