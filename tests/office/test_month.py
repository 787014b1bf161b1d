"""The accountant's month on its pages: figures, papers and a closing for good; for accountants and managers alone."""

from datetime import date

import pytest

from agencies.scope import acting_for
from files.services import read
from funds.models import ClosedMonth
from jobs.models import Job
from reports.models import Closing
from reports.services.month_papers import keep_papers
from reports.tasks import write_month
from tests.funds.make import receipt
from tests.world import NOW, member

pytestmark = pytest.mark.django_db
MONTH = "2026-03"


@pytest.fixture
def accountant(client, ours):
    with acting_for(ours.pk):
        receipt(ours.entity, "80.00", on=date(2026, 3, 5))
        client.force_login(member("accountant").user)
    client.at = lambda path="": f"/{ours.agency.slug}/office/money/months/{path}"
    client.month = client.at(f"{ours.entity.pk}/{MONTH}/")
    return client


def closed(side):
    with acting_for(side.pk):
        return Closing.objects.count(), ClosedMonth.objects.count()


def test_the_list_leads_to_each_month(accountant):
    page = accountant.get(accountant.at(), {"year": "2026"})
    [table] = page.context["tables"]
    assert table.rows[-1].url == accountant.month
    assert "à clôturer" in table.rows[-1].cells[1].text


def test_a_month_shows_its_sums_and_what_is_open(accountant):
    page = accountant.get(accountant.month)
    assert page.context["told"].ties
    assert "Encaissements à attribuer" in page.content.decode()
    assert page.context["figures"][0].value.startswith("80,00")


def test_a_month_is_closed_after_its_consequences_were_told(accountant, ours):
    asked = accountant.get(f"{accountant.month}close/")
    assert closed(ours) == (0, 0)
    assert any("attribuer" in one.what for one in asked.context["consequences"])
    assert accountant.post(f"{accountant.month}close/").url == accountant.month
    assert closed(ours) == (1, 1)


def test_a_second_closing_is_refused_and_changes_nothing(accountant, ours):
    accountant.post(f"{accountant.month}close/")
    again = accountant.post(f"{accountant.month}close/")
    assert (again.status_code, closed(ours)) == (409, (1, 1))
    assert "déjà clôturé" in again.content.decode()


def test_the_papers_of_an_open_month_are_written_by_a_worker(accountant, ours, django_capture_on_commit_callbacks):
    page = accountant.post(f"{accountant.month}write/")
    assert accountant.get(page.url).context["file"] is None
    with acting_for(ours.pk):
        job = Job.objects.get(kind="month")
    write_month(agency_id=ours.pk, job_id=job.pk, entity_id=ours.entity.pk, month=MONTH)
    done = accountant.get(page.url)
    assert accountant.get(done.context["file"].url).content.startswith(b"PK")


def test_the_papers_of_a_closed_month_are_the_same_each_time(accountant, ours):
    accountant.post(f"{accountant.month}close/")
    with acting_for(ours.pk):
        made = keep_papers(closing_id=Closing.objects.get().pk)
        assert keep_papers(closing_id=made.pk) is None
        kept = read(made.file)
        receipt(ours.entity, "9.00", on=date(2026, 3, 6))
    pages = [accountant.get(f"{accountant.month}month.zip") for _n in range(2)]
    assert [page.content for page in pages] == [kept, kept]
    assert made.sha256 in accountant.get(accountant.month).content.decode()


@pytest.mark.parametrize("wrong", ["2026-13/", "2026-3/", "x/", "2026-03-01/"])
def test_what_is_no_month_is_not_there(accountant, ours, wrong):
    assert accountant.get(accountant.at(f"{ours.entity.pk}/{wrong}")).status_code == 404


def test_another_agency_s_entity_is_not_there(accountant, made):
    assert accountant.get(accountant.at(f"{made.theirs.entity.pk}/{MONTH}/")).status_code == 404


def test_an_agent_closes_nothing(agent, ours):
    address = agent.at(f"money/months/{ours.entity.pk}/{MONTH}/")
    assert [agent.post(f"{address}{act}/").status_code for act in ("close", "write")] == [403, 403]
    assert closed(ours) == (0, 0)


def test_a_job_of_another_kind_is_no_month(accountant, ours):
    with acting_for(ours.pk):
        other = Job.objects.create(kind="export", asked_at=NOW)
    assert accountant.get(accountant.at(f"made/{other.uid}/")).status_code == 404
