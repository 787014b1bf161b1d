"""Stored bytes: judged by what they are, kept once per agency, given back whole or not at all."""

import pytest
from django.core.files.storage import InMemoryStorage
from hypothesis import given
from hypothesis import strategies as st

from agencies.access import DoorClosed
from agencies.scope import acting_for
from files import rules, services
from files.access import file_for
from files.models import File
from tests import world

PDF = b"%PDF-1.7 an invoice"


@pytest.fixture
def store(monkeypatch):
    kept = InMemoryStorage()
    monkeypatch.setattr(services, "store", lambda: kept)
    return kept


@pytest.fixture
def ours(db, store):
    return world.side("ours")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, rules.PDF),
        (b"\x89PNG\r\n\x1a\n...", rules.PNG),
        (b"\xff\xd8\xff\xe0...", rules.JPEG),
        (b"PK\x03\x04...", rules.XLSX),
        (b'\xef\xbb\xbf  <?xml version="1.0"?><Invoice/>', rules.XML),
        (b"<Invoice xmlns='urn:x'>", rules.XML),
        (b"<ubl:CreditNote xmlns:ubl='urn:x'>", rules.XML),
        ('<?xml version="1.0" encoding="utf-16"?><Invoice/>'.encode("utf-16"), rules.XML),
        (b"number;amount\n1;2,50\n", rules.CSV),
        ("numéro;montant\n".encode("utf-16"), rules.CSV),
        (b"<html><script>alert(1)</script>", None),
        (b"<svg onload='x()'>", None),
        (b"MZ\x90\x00\x03", None),
        (b"", None),
        (b" \r\n", None),
    ],
)
def test_the_content_says_what_it_is(data, kind):
    assert rules.kind_of(data) == kind


@given(st.binary(max_size=200))
def test_any_bytes_are_judged(data):
    assert rules.kind_of(data) is None or data.strip()


def test_what_is_kept_is_given_back(ours):
    with acting_for(ours.pk):
        row = services.keep(data=PDF, name="invoice.pdf", party_id=ours.creditor.party_id)
        assert (row.mime, row.size, services.read(row)) == ("application/pdf", len(PDF), PDF)


def test_the_same_bytes_are_stored_once_in_an_agency_and_never_across(ours, store):
    theirs = world.agency("theirs")
    for agency_id, times in ((ours.pk, 2), (theirs.pk, 1)):
        with acting_for(agency_id):
            rows = [services.keep(data=PDF, name="a.pdf") for _ in range(times)]
        assert {row.key.split("/")[0] for row in rows} == {str(agency_id)}
        assert len(store.listdir(f"{agency_id}/{rows[0].sha256[:2]}")[1]) == 1


@pytest.mark.parametrize(
    ("data", "allowed", "code"),
    [
        (PDF, rules.INVOICES, "wrong_kind"),
        (b"<html>", (), "wrong_kind"),
        (b"%PDF-" + b"x" * rules.MAX_BYTES, (), "too_large"),
    ],
)
def test_what_is_not_accepted_is_not_kept(ours, store, data, allowed, code):
    before = store.listdir("")
    with acting_for(ours.pk):
        refused = services.keep(data=data, name="x.pdf", allowed=allowed)
        assert (refused.code, bool(refused.detail)) == (code, True)
        assert not File.objects.filter(name="x.pdf").exists()
    assert store.listdir("") == before


def test_a_creditor_may_hand_in_a_file(ours):
    with acting_for(ours.pk, party_id=ours.creditor.party_id):
        row = services.keep(data=PDF, name="a.pdf", party_id=ours.creditor.party_id)
        assert file_for(row.uid) == row


def test_bytes_that_changed_are_not_given_back(ours, store):
    with acting_for(ours.pk):
        row = services.keep(data=PDF, name="a.pdf")
        with store.open(row.key, "wb") as stored:
            stored.write(b"%PDF-1.7 another invoice")
        with pytest.raises(ValueError, match="does not match its hash"):
            services.read(row)


@pytest.mark.parametrize("who", ["another agency", "another creditor", "a partner"])
def test_the_door_is_shut_to_others(ours, who):
    with acting_for(ours.pk):
        row = services.keep(data=PDF, name="a.pdf", party_id=ours.creditor.party_id)
    scope = {
        "another agency": lambda: {"agency_id": world.agency("theirs").pk},
        "another creditor": lambda: {"agency_id": ours.pk, "party_id": ours.other.party_id},
        "a partner": lambda: {"agency_id": ours.pk, "party_id": ours.partner.party_id},
    }[who]()
    with acting_for(**scope), pytest.raises(DoorClosed):
        file_for(row.uid)


def test_an_erased_file_loses_its_name_its_door_and_then_its_bytes(ours, store):
    with acting_for(ours.pk):
        row = services.keep(data=PDF, name="Durand.pdf")
        assert services.erase(file_ids=[row.pk], on=world.DAY) == 1
        with pytest.raises(DoorClosed):
            file_for(row.uid)
        assert (services.remove_erased(at=world.NOW), services.remove_erased(at=world.NOW)) == (1, 0)
        gone = File.objects.get(pk=row.pk)
        assert (gone.name, gone.sha256, gone.erased_on) == (services.ERASED, row.sha256, world.DAY)
    assert not store.exists(row.key)


def test_bytes_that_a_living_file_shares_stay_until_it_goes_too(ours, store):
    with acting_for(ours.pk):
        first, second = (services.keep(data=PDF, name=name) for name in ("a.pdf", "b.pdf"))
        services.erase(file_ids=[first.pk], on=world.DAY)
        services.remove_erased(at=world.NOW)
        assert services.read(second) == PDF
        services.erase(file_ids=[second.pk], on=world.DAY)
        services.remove_erased(at=world.NOW)
    assert not store.exists(first.key)


def test_what_comes_back_after_an_erasure_is_kept_anew(ours, store):
    with acting_for(ours.pk):
        services.erase(file_ids=[services.keep(data=PDF, name="a.pdf").pk], on=world.DAY)
        services.remove_erased(at=world.NOW)
        assert services.read(services.keep(data=PDF, name="a.pdf")) == PDF


def test_a_store_that_is_down_is_asked_again(ours, store, monkeypatch):
    with acting_for(ours.pk):
        row = services.keep(data=PDF, name="a.pdf")
        services.erase(file_ids=[row.pk], on=world.DAY)
    monkeypatch.setattr(store, "delete", lambda key: 1 / 0)
    with pytest.raises(ZeroDivisionError), acting_for(ours.pk):
        services.remove_erased(at=world.NOW)
    monkeypatch.undo()
    monkeypatch.setattr(services, "store", lambda: store)
    with acting_for(ours.pk):
        assert services.remove_erased(at=world.NOW) == 1
