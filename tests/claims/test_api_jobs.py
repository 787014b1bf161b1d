"""Large files by the API: taken at once, loaded by a worker, watched until they are done."""

import pytest

from agencies.scope import acting_for
from claims import tasks
from claims.api import imports as api
from claims.models import Event, Import
from claims.services import handing
from files.models import File
from jobs.models import Job
from tests.claims.calling import Caller, problem
from tests.claims.make import imports, row, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch):
    monkeypatch.setattr(api, "LARGE", 10)
    monkeypatch.setattr("claims.tasks._drawn", lambda signature, import_id: None)  # tests/claims/test_api.py draws


def load(side, uid):
    """What the worker does."""
    with acting_for(side.pk):
        job = Job.objects.get(uid=uid)
    ids = {"file_id": int(job.kind.partition(":")[2]), "contract_id": side.contract.pk}
    tasks.import_signed(agency_id=side.pk, job_id=job.pk, name="", actor="key:1", **ids)


def test_a_large_file_is_taken_at_once_and_loaded_later(ours, creditor):
    answer = creditor.send(sheet(row(), row()), key="large")
    told = answer.json()
    assert (answer.status_code, told["state"], told["step"], told["steps"]) == (202, "waiting", 0, 3)
    assert answer.headers["Location"] == f"/api/v1/jobs/{told['uid']}/"
    assert not list(_made(ours))
    load(ours, told["uid"])
    done = creditor.get(f"jobs/{told['uid']}/").json()
    assert (done["state"], done["step"], done["refusal"]) == ("done", 3, None)
    assert creditor.get(f"imports/{done['import_uid']}/").json()["rows"] == 2


def _made(side):
    with acting_for(side.pk):
        yield from imports()


def test_the_story_names_the_key_that_sent_the_file(ours, creditor):
    load(ours, creditor.send().json()["uid"])
    with acting_for(ours.pk):
        made = Import.objects.latest("pk")
        actors = set(Event.objects.filter(claim__source=made).values_list("actor", flat=True))
        assert (actors, made.accepted_at) == ({"key:1"}, None)


def test_the_same_name_is_the_same_job(creditor):
    first, again = creditor.send(key="k"), creditor.send(key="k")
    assert (first.json(), again.headers["Idempotency-Replayed"]) == (again.json(), "true")


def test_what_is_no_list_is_refused_before_any_job(ours, creditor):
    assert problem(creditor.send(b"\x00\x01binary" * 9))[0] == 422
    with acting_for(ours.pk):
        assert not Job.objects.exclude(pk=ours.job.pk).exists()


def test_a_file_refused_by_the_worker_says_why(ours, creditor):
    told = creditor.send(sheet(row(), without=("due", "balance", "total"))).json()
    load(ours, told["uid"])
    done = creditor.get(f"jobs/{told['uid']}/").json()
    assert (done["state"], done["import_uid"], done["refusal"]["code"]) == ("done", None, "columns_missing")
    assert done["refusal"]["reason"]
    assert done["refusal"]["cure"]


def test_a_job_is_its_creditors_own(ours, creditor):
    uid = creditor.send().json()["uid"]
    other = Caller(ours, party=ours.other.party)
    assert problem(other.get(f"jobs/{uid}/")) == (404, "not_found")


def test_a_job_that_loads_no_file_is_not_shown(ours, creditor):
    with acting_for(ours.pk):
        Job.objects.filter(pk=ours.job.pk).update(kind="export")
    assert problem(creditor.get(f"jobs/{ours.job.uid}/")) == (404, "not_found")


def test_a_worker_that_breaks_off_leaves_a_failed_job(ours, creditor, monkeypatch):
    uid = creditor.send().json()["uid"]
    monkeypatch.setattr(handing, "import_file", lambda **_given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load(ours, uid)
    assert creditor.get(f"jobs/{uid}/").json()["state"] == "failed"
    assert not list(_made(ours))
    with acting_for(ours.pk):
        assert File.objects.filter(name="factures.csv").exists()
