"""5 000 damaged files of each kind of table: read whole or refused with a code, each within a second."""

import io
import random
import time
import zipfile
from collections import Counter
from datetime import date

import pytest

from formats.columns import recognise
from formats.errors import Unreadable
from formats.invoices import read_invoices
from formats.opening import open_file
from tests.formats.make import HEADINGS, ROWS, csv_file, xlsx_file

FILES, SLOWEST = 5_000, 1.0  # seconds
MANY = [(f"F{n}", f"Client {n}", "31/12/2025", f"{n},50") for n in range(20)]
CSV = [
    csv_file(),
    csv_file(encoding="utf-8-sig", delimiter="\t"),
    csv_file(encoding="utf-16"),
    csv_file(encoding="cp1252", delimiter=","),
    csv_file(rows=MANY),
]
XLSX = [
    xlsx_file([HEADINGS, *ROWS]),
    xlsx_file([HEADINGS, ("F1", "A", date(2025, 1, 1), 1.5), ("TOTAL", None, None, True)], before=[["x"]]),
    xlsx_file([HEADINGS, *MANY]),
]
TOKENS = {
    "csv": [b'"', b'""', b";", b",", b"\t", b"\r", b"\n", b"\x00", b"\xff", b"=1+1", b"\xef\xbb\xbf", b";" * 300],
    "xlsx": [b"<", b"</c>", b"&", b"&#0;", b'"', b"<row>", b't="s"', b"999999999", b"A1", b"XFD1048576", b"\x00"],
}


def damaged(data, tokens, dice):
    """A few pieces cut, doubled, replaced; now and then the end is missing."""
    data = bytearray(data)
    for _ in range(dice.randint(1, 6)):
        at, width = dice.randrange(len(data) + 1), dice.choice((0, 0, 1, 1, 4, 40))
        data[at : at + width] = dice.choice((*tokens, dice.randbytes(3), bytes(data[at : at + 60])))
    return bytes(data[: dice.randrange(len(data) + 1)] if dice.random() < 0.1 else data)


def damaged_csv(dice):
    return damaged(dice.choice(CSV), TOKENS["csv"], dice)


def damaged_xlsx(dice):
    """Half are damaged as archives, half in one of the documents inside."""
    data = dice.choice(XLSX)
    return damaged(data, TOKENS["xlsx"], dice) if dice.random() < 0.5 else damaged_inside(data, dice)


def damaged_inside(data, dice):
    """The archive whole, one of the documents in it damaged."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    hit = dice.choice(source.namelist())
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            archive.writestr(name, damaged(content, TOKENS["xlsx"], dice) if name == hit else content)
    return target.getvalue()


def outcome(data):
    """What became of a file: "read", or the code of its refusal."""
    try:
        sheet = open_file(data)
        rows = list(read_invoices(sheet, recognise(sheet.heading, sheet.sample())))
    except Unreadable as refused:
        return refused.code
    assert all(row.usable or row.findings for row in rows)
    return "read"


@pytest.mark.parametrize("make", [damaged_csv, damaged_xlsx])
def test_five_thousand_damaged_tables_are_read_or_refused_quickly(make):
    dice, outcomes, slowest = random.Random(20260302), Counter(), 0.0
    for _ in range(FILES):
        data, start = make(dice), time.perf_counter()
        outcomes[outcome(data)] += 1
        slowest = max(slowest, time.perf_counter() - start)
    assert slowest < SLOWEST
    assert outcomes["read"] > FILES // 20
    assert len(outcomes) > 3
