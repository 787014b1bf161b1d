"""`manage.py read_bank` from outside: a line of JSON for each file, and exit codes that mean something."""

import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from tests.formats.make_bank import IBAN, Entry, camt, mt940


@pytest.fixture
def read(capsys, tmp_path):
    def read(*contents, options=("--json",)):
        """(exit code, lines of standard output) for files of these contents."""
        files, code = [], 0
        for number, content in enumerate(contents):
            files.append(tmp_path / f"{number}.dat")
            files[-1].write_bytes(content)
        try:
            call_command("read_bank", *map(str, files), *options)
        except SystemExit as stop:
            code = stop.code
        return code, capsys.readouterr().out.splitlines()

    return read


def test_what_a_file_says_is_one_line(read, tmp_path):
    code, [line] = read(camt([Entry(Decimal("12.34"), reference="240283842818"), Entry(Decimal("-5.60"))]))
    told = json.loads(line)
    [statement] = told.pop("statements")
    assert (code, told) == (0, {"file": str(tmp_path / "0.dat"), "ok": True, "format": "camt.053.001.02"})
    names = ("account", "currency", "opening", "closing", "credits", "debits", "entries", "references", "findings")
    assert [statement[name] for name in names] == [
        IBAN, "EUR", "100.00", "106.74", "12.34", "5.60", 2, ["240283842818"], []
    ]  # fmt: skip


def test_a_refused_file_stops_no_other(read):
    code, lines = read(b"nothing", mt940([Entry(Decimal("1.00"))])[:-80], mt940([Entry(Decimal("1.00"))]))
    told = [json.loads(line) for line in lines]
    assert code == 1
    assert [one["ok"] for one in told] == [False, False, True]
    assert (told[1]["code"], told[1]["detail"]) == ("truncated", "line 1: no :62F:")


def test_pending_entries_are_counted_apart(read):
    _, [line] = read(camt([Entry(Decimal("12.34"))], status="PDNG"))
    [statement] = json.loads(line)["statements"]
    assert [statement[name] for name in ("entries", "pending", "credits")] == [1, 1, "0.00"]


def test_people_read_it_too(read):
    code, lines = read(mt940([Entry(Decimal("12.34"))]), options=())
    assert (code, lines[1]) == (0, f"  {IBAN}: 1 entries, 100.00 + 12.34 - 0.00 = 112.34 EUR")


def test_a_file_that_does_not_exist_is_refused(capsys):
    with pytest.raises(SystemExit, match="1"):
        call_command("read_bank", "nowhere.xml", "--json")
    assert json.loads(capsys.readouterr().out)["code"] == "no_such_file"


def test_no_file_is_misuse():
    with pytest.raises(CommandError):
        call_command("read_bank", "--json")
