"""Files made to harm, through the creditor's own door: told in French, and no trace left."""

import re

import pytest
from django.core.files.storage import InMemoryStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from agencies.scope import acting_for
from claims.intake.findings import file_words
from claims.models import Claim, Debtor, Import, ImportRow
from files import services as files
from files.models import File
from files.rules import MAX_BYTES
from jobs.models import Job
from tests.claims.calling import Caller, problem
from tests.claims.test_hostile_files import HOSTILE, hostile  # noqa: F401 - a fixture

KEPT = (File, Import, ImportRow, Claim, Debtor, Job)
LANGUAGE = {"Accept-Language": "fr"}


@pytest.fixture
def store(monkeypatch):
    kept = InMemoryStorage()
    monkeypatch.setattr(files, "store", lambda: kept)
    return kept


@pytest.fixture
def traces(ours, store):
    """What is kept so far: rows of each kind and stored bytes."""

    def count():
        with acting_for(ours.pk):
            return [model.objects.count() for model in KEPT], store.listdir("")

    return count


def test_the_page_says_why_in_french_and_keeps_nothing(creditor, traces, hostile, french):  # noqa: F811
    data, code = hostile
    before = traces()
    page = creditor.post(creditor.at("lists/new/"), {"file": SimpleUploadedFile("f.csv", data)})
    assert page.status_code == 422
    assert escape(file_words(code)) in page.content.decode()
    assert re.search(r"[éèàê’]| fichier ", file_words(code))
    assert traces() == before


def test_the_api_says_why_in_french_and_keeps_nothing(ours, traces, hostile, french):  # noqa: F811
    data, code = hostile
    caller = Caller(ours, party=ours.creditor.party)
    caller.headers |= LANGUAGE
    before, answer = traces(), caller.send(data)
    assert problem(answer) == (422, code)
    assert answer.json()["detail"] in file_words(code)
    assert traces() == before


def test_what_is_really_too_large_never_comes_into_memory(creditor, ours, traces, monkeypatch, french):
    monkeypatch.setattr(files, "keep", None)
    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.read", None, raising=False)
    before, large = traces(), SimpleUploadedFile("f.csv", b"0" * (MAX_BYTES + 1))
    page = creditor.post(creditor.at("lists/new/"), {"file": large})
    assert page.status_code == 422
    assert escape(file_words("too_large")) in page.content.decode()
    assert traces() == before
