"""What is held about a person, taken out whole; and the run that erases people at retention's end, with its report."""

import io
import json
import zipfile
from datetime import date
from io import StringIO

import pytest
from django.core.files.storage import InMemoryStorage
from django.core.management import CommandError, call_command

from agencies.models import AuditEntry
from agencies.scope import acting_for
from claims.models import Claim, Debtor
from claims.services.erasure import erase_debtor
from claims.services.evidence import note_contact
from claims.services.papers import add_paper
from creansys.personal import Erased, export_person
from files import services as files
from tests import world

NOW, ON = world.NOW, world.DAY
PAPER = b"%PDF-1.7 the debtor's own"
CLOSED = {"stage": "closed", "closed_as": "paid"}


@pytest.fixture
def two(db, monkeypatch) -> world.World:
    """Two agencies; the debtor of ours was called and sent a paper."""
    kept = InMemoryStorage()
    monkeypatch.setattr(files, "store", lambda: kept)
    made = world.world()
    with acting_for(made.ours.pk):
        claim = made.ours.claim
        note_contact(claim_id=claim.pk, act="call", recipient="debtor:1", outcome="reached", at=NOW, note="Très fâché")
        add_paper(claim_id=claim.pk, data=PAPER, name="lettre.pdf", kind="other", at=NOW)
    return made


def taken(side: world.Side) -> zipfile.ZipFile:
    with acting_for(side.pk):
        return zipfile.ZipFile(io.BytesIO(export_person(debtor_id=side.claim.debtor_id, on=ON, at=NOW)))


def test_all_that_is_held_is_in_the_zip(two):
    archive = taken(two.ours)
    told = json.loads(archive.read("donnees.json"))
    assert told["claims.Debtor"][0]["name"] == two.ours.claim.debtor.name
    assert [row["claim_id"] for row in told["claims.ClaimItem"]] == [two.ours.claim.pk]
    assert any("Très fâché" in row["detail"] for row in told["claims.EventDetail"])
    assert [archive.read(name) for name in archive.namelist() if name.startswith("pieces/")] == [PAPER]


def test_nobody_else_is_in_the_zip(two):
    archive = taken(two.ours)
    text = archive.read("donnees.json").decode()
    assert two.ours.others_claim.debtor.name not in text
    assert '"salt"' not in text


def test_an_export_is_remembered_in_the_audit(two):
    taken(two.ours)
    with acting_for(two.ours.pk):
        assert AuditEntry.objects.filter(kind="debtor.exported").count() == 1


def test_an_erased_person_cannot_be_exported(two):
    with acting_for(two.ours.pk):
        Claim.objects.filter(pk=two.ours.claim.pk).update(closed_on=ON, next_on=None, **CLOSED)
        erase_debtor(debtor_id=two.ours.claim.debtor_id, on=ON, at=NOW)
        with pytest.raises(Erased):
            export_person(debtor_id=two.ours.claim.debtor_id, on=ON, at=NOW)


def test_the_command_writes_the_zip_of_its_own_agency_alone(two, tmp_path):
    uid, target = two.ours.claim.debtor.uid, tmp_path / "person.zip"
    with pytest.raises(CommandError, match="no such debtor"):
        call_command("export_person", agency="theirs", debtor=str(uid), to=target)
    assert not target.exists()
    call_command("export_person", agency="ours", debtor=str(uid), to=target, json=True, stdout=StringIO())
    assert zipfile.is_zipfile(target)


def retention(**options) -> dict[str, int]:
    out = StringIO()
    call_command("retention", agency="ours", json=True, stdout=out, **options)
    return json.loads(out.getvalue())["agencies"]["ours"]


def test_retention_reports_what_is_due_and_erases_it_once(two):
    with acting_for(two.ours.pk):
        Claim.objects.filter(pk=two.ours.claim.pk).update(closed_on=date(2015, 1, 1), next_on=None, **CLOSED)
    assert retention(dry_run=True) == {"due": 1, "erased": 0, "files_removed": 0}
    assert retention() == {"due": 1, "erased": 1, "files_removed": 1}
    assert retention() == {"due": 0, "erased": 0, "files_removed": 0}
    with acting_for(two.ours.pk):
        assert Debtor.objects.get(pk=two.ours.claim.debtor_id).erased_on
