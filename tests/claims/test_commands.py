"""`import_claims` and `statement` from outside: JSON on standard output, and exit codes that mean something."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from agencies.scope import acting_for
from claims.models import Claim
from clients.models import Contract
from tests import world
from tests.claims.make import ON, imports, row, sheet

ROWS = [row(number="C1"), row(number="C2", balance="x"), row(number="C3", iban="BE00"), row(number="C4", due="")]

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return world.side("ours")


@pytest.fixture
def run(capsys):
    def run(*arguments):
        """(exit code, JSON)"""
        code = 0
        try:
            call_command(*map(str, arguments), "--json")
        except SystemExit as stop:
            code = stop.code
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def send(run, tmp_path, ours):
    def send(data, *options, creditor=None):
        file = tmp_path / "factures.csv"
        file.write_bytes(data)
        named = ("--creditor", creditor or ours.creditor.number)
        return run("import_claims", file, "--agency", "ours", *named, "--on", ON.isoformat(), *options)

    return send


def test_a_file_is_imported_and_explains_its_refusals(send, ours):
    code, told = send(sheet(*ROWS))
    assert (code, told["ok"], told["rows"], told["new_claims"], told["refused"]) == (0, True, 4, 1, 2)
    assert told["findings"] == {"bad_amount": 1, "bad_iban": 1, "missing": 1}
    first = told["refused_rows"][0]
    assert (first["row"], first["errors"][0]["field"], first["errors"][0]["detail"]) == (3, "balance_due", "x")
    assert first["errors"][0]["reason"]
    assert first["errors"][0]["cure"]
    with acting_for(ours.pk):
        assert imports().get().accepted_at is None


def test_a_dry_run_says_the_same_and_writes_nothing(send, ours):
    dry = send(sheet(*ROWS), "--dry-run")[1]
    with acting_for(ours.pk):
        assert not imports().exists()
    real = send(sheet(*ROWS))[1]
    assert {name: real[name] for name in dry} == dry | {"dry_run": False}


def test_only_the_first_refused_rows_are_shown(send):
    told = send(sheet(*[row(balance="x") for _ in range(25)]))[1]
    assert (told["refused"], len(told["refused_rows"])) == (25, 20)


def test_the_creditor_is_found_by_its_exact_name(send, ours):
    assert send(sheet(row()), creditor=ours.creditor.name.upper())[0] == 0


def test_the_agency_attests_the_creditors_order(send, ours):
    assert send(sheet(*ROWS), "--accept")[1]["accepted"] is True
    with acting_for(ours.pk):
        made = imports().get()
        assert made.accepted_by is None
        assert ours.creditor.name in made.accepted_as


@pytest.mark.parametrize(
    ("data", "creditor", "said"),
    [
        (b"%PDF-1.7", None, "pdf"),
        (sheet(row(), without=("due",)), None, "columns_missing"),
        (sheet(row()), "X", "creditor_unknown"),
    ],
)
def test_a_refused_file_says_what_to_do(send, data, creditor, said):
    code, told = send(data, creditor=creditor)
    assert (code, told["ok"], told["code"]) == (1, False, said)
    assert told["reason"]
    assert told["cure"]


def test_without_a_contract_a_file_is_judged_but_not_taken(send, ours):
    with acting_for(ours.pk):
        Contract.objects.update(ended_on=ON)
    assert send(sheet(row()), "--dry-run")[0] == 0
    assert send(sheet(row()))[1]["code"] == "contract_missing"


@pytest.mark.parametrize("wrong", [["nothing.csv", "--agency", "ours"], [__file__, "--agency", "nobody"]])
def test_a_misuse_is_told_apart(ours, wrong):
    with pytest.raises(CommandError) as told:
        call_command("import_claims", *wrong, "--creditor", "C1")
    assert told.value.returncode == 2


def test_a_statement_adds_up_and_names_its_lines(run, ours):
    code, told = run("statement", ours.claim.number, "--agency", "ours", "--on", "2026-03-31")
    assert (code, told["claim"], told["on"], told["missing"]) == (0, ours.claim.number, "2026-03-31", [])
    assert sum(Decimal(line["amount"]) for line in told["lines"]) == Decimal(told["total"]) == Decimal("1056.97")
    [interest] = [line for line in told["lines"] if line["part"] == "interest"]
    assert (interest["from"], interest["to"], interest["days"], interest["rate"], interest["base"]) == (
        "2026-02-01",
        "2026-03-31",
        59,
        "10.5",
        "1000.00",
    )


def test_a_number_is_found_without_its_agency_where_it_is_alone(run, ours):
    assert run("statement", ours.claim.number, "--on", "2026-03-31")[1]["claim"] == ours.claim.number
    assert run("statement", 999_999_999)[0] == 1


def test_a_number_of_two_agencies_needs_one_named(ours):
    theirs = world.side("theirs")
    with acting_for(theirs.pk):
        Claim.objects.filter(pk=theirs.claim.pk).update(number=ours.claim.number)
    with pytest.raises(CommandError) as told:
        call_command("statement", str(ours.claim.number), "--on", date(2026, 3, 31).isoformat())
    assert told.value.returncode == 2
