"""Invoices against the official rules, offline: what passes, what does not, and why."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from formats.einvoicing import Violation, validate_ubl
from formats.errors import Unreadable
from tests.formats.make_peppol import peppol_invoice

SAMPLES = Path(os.environ.get("CREANSYS_SAMPLES", "../shared/samples"))
INDEX = SAMPLES / "index.json"
KNOWN = json.loads(INDEX.read_text()) if INDEX.exists() else []
JUDGED = [one for one in KNOWN if "schematron_2026_5" in one]
# What Peppol added, dropped or changed between the rules we have (March 2024) and those of the index (May 2026).
CHANGED = {
    "NO-R-002",
    "PEPPOL-COMMON-R044",
    "PEPPOL-COMMON-R049",
    "PEPPOL-EN16931-CL008",
    "PEPPOL-EN16931-R007",
    "SE-R-013",
}


def fatal(found: tuple[Violation, ...], layer):
    return {one.rule for one in found if (one.layer, one.severity) == (layer, "fatal")}


def test_an_invoice_that_is_right_breaks_no_rule():
    assert validate_ubl(peppol_invoice()) == ()


@pytest.mark.parametrize(
    ("wrong", "layer", "rule"),
    [
        ({"payable": "120.00"}, "en16931", "BR-CO-16"),
        ({"reference": ""}, "peppol", "PEPPOL-EN16931-R003"),
        ({"seller": "0403170700"}, "peppol", "PEPPOL-COMMON-R043"),
    ],
)
def test_a_wrong_invoice_names_the_rule(wrong, layer, rule):
    found = validate_ubl(peppol_invoice(**wrong))
    assert {(one.layer, one.rule) for one in found} == {(layer, rule)}
    assert all(one.text and one.place for one in found)


def test_what_fails_the_schema_is_not_held_against_the_rules():
    found = validate_ubl(peppol_invoice().replace(b"<cbc:ID>2026-1</cbc:ID>", b""))
    assert {(one.layer, one.rule, one.severity) for one in found} == {("schema", "xsd", "fatal")}


def test_a_layer_may_be_left_out():
    assert validate_ubl(peppol_invoice(reference=""), ("schema", "en16931")) == ()
    assert validate_ubl(peppol_invoice(reference=""), ("schema",)) == ()


def test_many_threads_get_the_same_answer():
    documents = [peppol_invoice(), peppol_invoice(payable="120.00")] * 8
    with ThreadPoolExecutor(8) as pool:
        assert [len(found) for found in pool.map(validate_ubl, documents)] == [0, 1] * 8


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<Invoice", "xml_broken"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><Invoice/>", "xml_dtd"),
        (b"<Order/>", "not_an_invoice"),
    ],
)
def test_what_is_no_invoice_is_refused(data, code):
    with pytest.raises(Unreadable, match=code):
        validate_ubl(data)


@pytest.mark.skipif(not JUDGED, reason="CREANSYS_SAMPLES names no folder with sample files")
@pytest.mark.parametrize("one", JUDGED, ids=lambda one: one["file"])
def test_a_real_document_is_judged_as_its_index_says(one):
    found = validate_ubl((SAMPLES / one["file"]).read_bytes(), ("en16931", "peppol"))
    expected = one["schematron_2026_5"]
    assert fatal(found, "en16931") == set(expected["cen"])
    broken = {rule.rule for rule in found if rule.layer == "peppol"}
    assert broken - CHANGED == set(expected["peppol"]) - CHANGED
