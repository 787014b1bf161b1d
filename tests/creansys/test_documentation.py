"""The page of the API: every operation is on it, and every example runs against a live server."""

import json
import os
import shutil
import subprocess

import pytest
from django.utils import timezone

from agencies.api import SCOPES
from agencies.scope import acting_for
from agencies.services import make_api_key
from claims.models import Import
from claims.services.lifecycle import ask_decision
from creansys.documentation import groups
from files.services import keep
from tests import world
from tests.claims.make import row, sheet

EXAMPLES = {one.key: one.example for group in groups("en") for one in group.operations}
PDF = b"%PDF-1.7 a paper"


@pytest.fixture
def shell(live_server, tmp_path):
    """Runs an example as its reader would; gives the status and what was answered."""
    side = world.side("ours")
    with acting_for(side.pk):
        ask_decision(side.claim, on=world.DAY, at=world.NOW)
        file = keep(data=PDF, name="a.pdf", party_id=side.claim.party_id)
        Import.objects.filter(pk=side.handed.pk).update(bordereau=file)
        given = {"agency": side.agency, "label": "ERP", "scopes": SCOPES, "at": timezone.now(), "days": 2}
        key = make_api_key(**given, party=side.creditor.party).key
    (tmp_path / "invoices.csv").write_bytes(sheet(row()))
    (tmp_path / "proof.pdf").write_bytes(PDF)
    named = {"API": f"{live_server.url}/api/v1", "KEY": key, "CLAIM": str(side.claim.uid), "FILE": str(file.uid)}
    named |= {"IMPORT": str(side.handed.uid), "CREDITOR": str(side.creditor.party.uid), "JOB": str(side.job.uid)}

    def run(example: str) -> tuple[int, str]:
        asked = example.replace("curl ", "curl -sS -w '\\n%{http_code}' ", 1)
        ran = subprocess.run(
            ["/bin/sh", "-c", asked], env=os.environ | named, cwd=tmp_path, capture_output=True, text=True, check=True
        )
        answer, _, status = ran.stdout.rpartition("\n")
        return int(status), answer

    return run


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl on this machine")
@pytest.mark.real_commits
@pytest.mark.parametrize("key", EXAMPLES)
def test_an_example_runs(shell, key):
    status, answer = shell(EXAMPLES[key])
    assert status in (200, 201), answer
    assert key == "files_retrieve" or json.loads(answer)


@pytest.mark.django_db
def test_the_page_is_in_the_reader_s_language_and_asks_for_nothing_from_elsewhere(client, french):
    page = client.get("/api/v1/docs/", headers={"Accept-Language": "fr"}).content.decode()
    assert "Déclarer un paiement reçu par le créancier" in page
    assert all(f'id="{key}"' in page for key in EXAMPLES)
    assert "<script>" not in page


def test_every_operation_has_a_title_and_its_fields():
    for group in groups("en"):
        assert group.operations
        for one in group.operations:
            assert one.title
            assert one.answer or one.key == "files_retrieve"
            assert (one.method == "POST") == bool(one.body)
