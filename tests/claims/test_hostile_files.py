"""Files made to harm: a clear refusal, and no trace in the database or the store."""

import io
import zipfile

import pytest
from django.core.files.storage import InMemoryStorage

from agencies.scope import acting_for
from claims.intake.findings import FILE_WORDS
from claims.models import Claim, Debtor, Import, ImportRow
from claims.services import handing
from claims.services.intake import Refused, import_file
from files import services as files
from files.models import File
from formats import archives, markup, sheets
from tests import world
from tests.claims.make import HEADINGS, ON, row, sheet
from tests.formats.make import with_member, xlsx_file
from tests.formats.make_ubl import ubl

BOMB = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
LARGE = 4_096  # stands for 300 MB


def zip_bomb():
    """A workbook whose one sheet inflates to far more than it weighs."""
    return with_member(xlsx_file([list(HEADINGS.values())]), "xl/worksheets/sheet1.xml", b"<c>" * 2**20)


def wide():
    """A list of 5 000 columns."""
    return b"\n".join([b";".join(b"c%d" % number for number in range(5_000)), b";".join([b"1"] * 5_000)])


def archive_without_a_workbook():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("facture.xml", ubl())
    return target.getvalue()


HOSTILE = {
    "bomb": (ubl(before=BOMB), "xml_bomb"),
    "outside": (ubl(before=OUTSIDE), "xml_entity"),
    "deep": (ubl(ID="<a>" * 10_000), "xml_bomb"),
    "cut": (ubl()[:-30], "xml_broken"),
    "said_utf_8": (ubl(ID="é", encoding="iso-8859-1").replace(b"iso-8859-1", b"utf-8"), "encoding"),
    "utf_32": ("Numéro;Nom\n1;A\n".encode("utf-32"), "encoding"),
    "zip_bomb": (zip_bomb(), "archive_bomb"),
    "wide_csv": (wide(), "too_many_columns"),
    "wide_xlsx": (xlsx_file([[f"c{number}" for number in range(5_000)]]), "too_many_columns"),
    "zip": (archive_without_a_workbook(), "not_a_sheet"),
    "large_xml": (ubl(lines=200), "too_large"),
    "large_csv": (sheet(*[row()] * 200), "too_large"),
}


@pytest.fixture
def store(monkeypatch):
    kept = InMemoryStorage()
    monkeypatch.setattr(files, "store", lambda: kept)
    return kept


@pytest.fixture
def ours(db, store):
    return world.side("ours")


@pytest.fixture(params=HOSTILE)
def hostile(request, monkeypatch):
    """(bytes, the code they are refused with), the limits brought down to the size of a test."""
    monkeypatch.setattr(archives, "MAX_INFLATED", 2**20)
    if request.param.startswith("large"):
        monkeypatch.setattr(markup, "MAX_BYTES", LARGE)
        monkeypatch.setattr(sheets, "MAX_BYTES", LARGE)
    return HOSTILE[request.param]


def traces(store):
    """How many rows of each kind there are, and what is stored."""
    return [model.objects.count() for model in (File, Import, ImportRow, Claim, Debtor)], store.listdir("")


def test_a_hostile_file_is_refused_and_leaves_no_trace(ours, store, hostile):
    data, code = hostile
    with acting_for(ours.pk):
        before = traces(store)
        found = import_file(data=data, name="f", contract=ours.contract, on=ON, at=world.NOW)
        received = handing.receive(data=data, name="f", party_id=ours.creditor.party_id)
        assert (type(found), found.code, received.code) == (Refused, code, code)
        assert traces(store) == before
    assert code in FILE_WORDS


def test_nothing_of_the_outside_file_is_told(ours):
    with acting_for(ours.pk):
        found = import_file(data=ubl(before=OUTSIDE, ID="&a;"), name="f", contract=ours.contract, on=ON, at=world.NOW)
    assert found == Refused("xml_entity", "")
