"""Real bank files of others, where a folder with them exists: every figure that its index knows."""

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from formats.bank.opening import read_bank_file
from formats.errors import Unreadable

SAMPLES = Path(os.environ.get("CREANSYS_SAMPLES", "../shared/samples"))
INDEX = SAMPLES / "index.json"
KNOWN = json.loads(INDEX.read_text()) if INDEX.exists() else []
BANK = [one for one in KNOWN if one["file"].split("/")[0] in ("camt", "coda", "cfonb120", "mt940")]
BROKEN = ("_inv_", "without", "snippet", "empty_86", "missing_crlf", "cmxl", "non_swift", "invalid")
WHOLE = [one for one in BANK if not any(sign in one["file"] for sign in BROKEN)]
CLOSED = [one for one in WHOLE if "statements" in one["expected"]]
TORN = [one for one in BANK if one not in WHOLE]

pytestmark = pytest.mark.skipif(not BANK, reason="CREANSYS_SAMPLES names no folder with sample files")


def read(one):
    return read_bank_file((SAMPLES / one["file"]).read_bytes())


def number(*told):
    found = next((one for one in told if one is not None), None)
    return None if found is None else Decimal(found)


@pytest.mark.parametrize("one", CLOSED, ids=lambda one: one["file"])
def test_a_real_statement_is_read_right(one):
    file, expected = read(one), one["expected"]
    assert file.format == expected["format"]
    for statement, told in zip(file.statements, expected["statements"], strict=True):
        entries = told.get("entries", told.get("main_moves", told.get("ops")))
        assert len(statement.movements) == entries
        assert statement.credits == number(told.get("sum_credits"), told.get("credits"))
        assert statement.debits == number(told.get("sum_debits"), told.get("debits"))
        balances = [balance and balance.amount for balance in (statement.opening, statement.closing)]
        assert balances == [number(told.get("opening")), number(told.get("closing"))]
        if told["account"]:
            assert statement.account == told["account"].split()[0]


@pytest.mark.parametrize("one", CLOSED, ids=lambda one: one["file"])
def test_real_balances_and_references_are_judged_right(one):
    for statement, told in zip(read(one).statements, one["expected"]["statements"], strict=True):
        untied = any(finding.code == "balance" for finding in statement.findings)
        assert untied == (told.get("balances_tie") is False)
        references = [found for movement in statement.movements for found in movement.all_references]
        if "ogm" in told:
            assert [found.written for found in references] == told["ogm"]
            assert [found.valid for found in references] == told["ogm_checksum_valid"]
        if "structured_refs" in told:
            assert len(references) == told["structured_refs"]


@pytest.mark.parametrize("one", [one for one in WHOLE if "entries" in one["expected"]], ids=lambda one: one["file"])
def test_a_real_mt940_is_read_right(one):
    statements, told = read(one).statements, one["expected"]
    assert sum(len(statement.movements) for statement in statements) == told["entries"]
    assert sum(statement.credits for statement in statements) == Decimal(told["sum_credits"])
    assert sum(statement.debits for statement in statements) == Decimal(told["sum_debits"])
    assert statements[-1].account == told["account"]


@pytest.mark.parametrize("one", TORN, ids=lambda one: one["file"])
def test_a_real_file_that_is_broken_is_refused(one):
    with pytest.raises(Unreadable):
        read(one)
