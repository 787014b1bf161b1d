"""Real documents of others, where a folder with them exists: every field that its index knows."""

import json
import os
from pathlib import Path

import pytest

from formats.ubl import read_ubl

SAMPLES = Path(os.environ.get("CREANSYS_SAMPLES", "../shared/samples"))
INDEX = SAMPLES / "index.json"
KNOWN = json.loads(INDEX.read_text()) if INDEX.exists() else []
UBL = [one for one in KNOWN if str(one["expected"].get("format", "")).startswith("UBL")]

pytestmark = pytest.mark.skipif(not UBL, reason="CREANSYS_SAMPLES names no folder with sample files")


def _text(value):
    return None if value is None else str(value)


@pytest.mark.parametrize("one", UBL, ids=lambda one: one["file"])
def test_a_real_document_is_read_right(one):
    read, expected = read_ubl((SAMPLES / one["file"]).read_bytes()), one["expected"]
    assert (read.format, read.profile, read.number) == tuple(
        expected[name] for name in ("format", "customization", "number")
    )
    assert (read.type, read.currency) == (expected["type"], expected["currency"])
    assert (_text(read.issue_date), _text(read.due_date)) == (expected["issue_date"], expected["due_date"])
    amounts = (_text(read.total), _text(read.prepaid), _text(read.payable))
    assert amounts == (expected["total_incl_vat"], expected["prepaid"], expected["payable"])
    assert (sorted(set(read.ibans)), list(read.references)) == (expected["ibans"], expected["payment_ids"])
    assert ("iban_checksum" in read.warnings) == (not all(expected.get("ibans_checksum_valid", [])))


@pytest.mark.parametrize("one", UBL, ids=lambda one: one["file"])
@pytest.mark.parametrize("role", ["seller", "buyer"])
def test_real_parties_are_read_right(one, role):
    read, expected = getattr(read_ubl((SAMPLES / one["file"]).read_bytes()), role), one["expected"][role]
    assert (read.name, read.legal_id, read.country) == (expected["name"], expected["legal_id"], expected["country"])
    numbers = [number for number in expected["vat"] if any(map(str.isdigit, number))]  # others are sentences
    assert read.vat in (numbers or [None])
