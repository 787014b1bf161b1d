"""A list too long to print is enclosed in its bordereau: one document, one hash."""

import hashlib
import io
from decimal import Decimal as D

import pytest
from pypdf import PdfReader

from agencies.scope import acting_for
from claims.services import bordereau
from claims.services.intake import import_file
from files.rules import MAX_BYTES
from files.services import read
from tests import world
from tests.paynow.conftest import HEAD, noon, row

ROW = bordereau.Row(
    2026000001, "=Débiteur SRL", ("F1", "F2"), "Fournitures", D("900.00"), D("7.50"), D(40), D("947.50")
)


@pytest.fixture
def made(db):
    """Two claims of one list."""
    with acting_for(world.agency().pk):
        signed = world.contract(world.creditor())
        data = "\n".join([HEAD, row("F1"), row("F2", name="Autre SRL")]).encode()
        yield import_file(data=data, name="f.csv", contract=signed, on=world.DAY, at=noon(world.DAY))


@pytest.mark.parametrize(("printed", "names"), [(2, []), (1, ["liste.csv"])])
def test_a_long_list_is_enclosed(made, monkeypatch, printed, names):
    monkeypatch.setattr(bordereau, "PRINTED", printed)
    drawn = PdfReader(io.BytesIO(read(bordereau.draw_up(import_id=made.pk))))
    text = "".join("".join(page.extract_text() for page in drawn.pages).split())
    assert list(drawn.attachments) == names
    assert ("AutreSRL" in text) == (not names)
    for [data] in drawn.attachments.values():
        assert hashlib.sha256(data).hexdigest() in text
        assert data.count(b"\r\n") == 3


def test_the_enclosed_list_says_what_the_page_would():
    heading, first = bordereau.listed([ROW]).decode("utf-8-sig").splitlines()
    assert heading == "Dossier;Débiteur;Factures;Fondement;Principal;Intérêts;Accessoires;Total"
    assert first == "2026000001;'=Débiteur SRL;F1, F2;Fournitures;900,00;7,50;40;947,50"


def test_a_list_of_a_hundred_thousand_fits():
    assert len(bordereau.listed([ROW] * 100_000)) < MAX_BYTES / 2
