"""`manage.py read_invoice` from outside: a line of JSON for each file, and exit codes that mean something."""

import json

import pytest
from django.core.management import CommandError, call_command

from formats import markup
from tests.formats.make_ubl import BUYER_NUMBER, IBAN, PEPPOL, SELLER_NUMBER, ubl


@pytest.fixture
def read(capsys, tmp_path):
    def read(*contents, options=("--json",)):
        """(exit code, lines of standard output) for files of these contents, or of this name."""
        files, code = [], 0
        for number, content in enumerate(contents):
            files.append(tmp_path / f"{number}.dat" if isinstance(content, bytes) else tmp_path / content)
            if isinstance(content, bytes):
                files[-1].write_bytes(content)
        try:
            call_command("read_invoice", *map(str, files), *options)
        except SystemExit as stop:
            code = stop.code
        return code, capsys.readouterr().out.splitlines()

    return read


def test_what_an_invoice_says_is_one_line(read, tmp_path):
    code, [line] = read(ubl())
    assert code == 0
    assert json.loads(line) == {
        "file": str(tmp_path / "0.dat"),
        "ok": True,
        "format": "UBL Invoice",
        "profile": PEPPOL,
        "number": "V-2026-17",
        "type": "380",
        "issue_date": "2026-01-02",
        "due_date": "2026-02-01",
        "currency": "EUR",
        "seller": {"name": "Meubles SA", "vat": f"BE{SELLER_NUMBER}", "legal_id": SELLER_NUMBER, "country": "BE"},
        "buyer": {"name": "Durand SRL", "vat": f"BE{BUYER_NUMBER}", "legal_id": BUYER_NUMBER, "country": "BE"},
        "total": "121.00",
        "prepaid": "21.00",
        "payable": "100.00",
        "ibans": [IBAN],
        "references": ["+++202/6000/12320+++"],
        "warnings": [],
    }


def test_one_refused_file_stops_no_other(read):
    code, lines = read(ubl(), b"%PDF-1.7 x", "absent.xml", ubl("CreditNote", DueDate=None))
    told = [json.loads(line) for line in lines]
    assert code == 1
    assert [one["ok"] for one in told] == [True, False, False, True]
    assert [set(one) for one in told[1:3]] == [{"file", "ok", "code", "detail"}] * 2
    assert [one["code"] for one in told[1:3]] == ["pdf", "no_such_file"]
    assert told[3]["type"] == "381"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"number;amount\n1;2\n", "not_xml"),
        (b"PK\x03\x04", "not_xml"),
        (b"<a/>", "not_an_invoice"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "xml_entity"),
    ],
)
def test_each_refusal_has_its_code(read, content, code):
    status, [line] = read(content)
    assert (status, json.loads(line)["code"]) == (1, code)


def test_a_file_too_large_is_not_even_opened(read, tmp_path):
    with (tmp_path / "large.xml").open("wb") as file:
        file.truncate(300 * 2**20)
    status, [line] = read("large.xml")
    assert (status, json.loads(line)["code"]) == (1, "too_large")
    assert json.loads(line)["detail"] == f"{300 * 2**20} > {markup.MAX_BYTES} bytes"


def test_people_get_a_sentence(read):
    status, lines = read(ubl(DueDate=None), b"", options=())
    assert status == 1
    assert lines[0].endswith("UBL Invoice V-2026-17, 2026-01-02, 100.00 EUR, Meubles SA → Durand SRL (due_missing)")
    assert lines[1].endswith("1.dat: empty")


def test_without_a_file_it_is_misused():
    with pytest.raises(CommandError):
        call_command("read_invoice", "--json")
