"""What the printer gets of a run: parts in the order of postcodes, a manifest that accounts for every letter."""

import csv
import io
from datetime import timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from agencies.scope import acting_for
from agencies.work import inline
from core.errors import Stale
from files.services import Rejected, keep, read
from messaging import rules, tasks
from messaging.models import Message, PrintRun, Registration
from messaging.queries import agencies_with_messages, parts_of, unprinted
from messaging.rules import State
from messaging.services import (
    close_run,
    deliver_due,
    hand_over,
    make_part,
    record_proof,
    sweep,
    withdraw_run,
)
from tests.messaging.outbox import LATER, committed, letter, seen
from tests.world import DAY

pytestmark = [pytest.mark.real_commits, pytest.mark.usefixtures("store")]


def pdf(width, pages=1):
    """A PDF whose pages are recognised by their width."""
    writer, written = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(width, 100)
    writer.write(written)
    return written.getvalue()


def real(postcode="1000", reference="1", pages=1, **fields):
    """A letter with a PDF as wide as its reference says; needs an agency in force."""
    data = pdf(100 + int(reference), pages)
    address = f"Dupont SRL\n12 rue Haute\n{postcode} Ville"
    given = {"dedupe_key": f"letter:{reference}", "subject": reference, "address": address}
    return letter(**given | {"files": [keep(data=data, name="l.pdf")]} | fields)


def printed(agency_id, *letters):
    """A run with these letters, all printed."""
    for fields in letters:
        committed(agency_id, real, **fields)
    deliver_due(agency_id=agency_id, at=LATER)
    with acting_for(agency_id):
        return PrintRun.objects.get()


def closed(agency_id, *letters):
    """A closed one."""
    run = printed(agency_id, *letters)
    with acting_for(agency_id):
        close_run(print_run=run, at=LATER)
    return run


def made(agency_id, run):
    """The references in each part, as the pages show, once all is made; and the rows of the manifest."""
    with acting_for(agency_id):
        while make_part(print_run_id=run.pk, at=LATER):
            pass
        run = PrintRun.objects.get(pk=run.pk)
        readers = [PdfReader(io.BytesIO(read(part.file))) for part in parts_of(run.pk)]
        rows = list(csv.DictReader(io.StringIO(read(run.manifest).decode("utf-8-sig")), delimiter=";"))
    return [[int(page.mediabox.width) - 100 for page in reader.pages] for reader in readers], rows


def test_letters_go_by_postcode_then_number_in_parts(agencies, monkeypatch):
    monkeypatch.setattr(rules, "PART_LETTERS", 2)
    places = [("7000", "9"), ("1000", "10"), ("1000", "2"), ("59300", "3"), ("4000", "4")]
    run = closed(agencies.ours, *({"postcode": code, "reference": number} for code, number in places))
    parts, rows = made(agencies.ours, run)
    assert parts == [[2, 10], [4, 3], [9]]
    assert [(row["number"], row["part"], row["postcode"]) for row in rows] == [
        ("1", "1", "1000"),
        ("2", "1", "1000"),
        ("3", "2", "4000"),
        ("4", "2", "59300"),
        ("5", "3", "7000"),
    ]


def test_the_manifest_tells_pages_and_hash_of_each_letter(agencies):
    run = closed(agencies.ours, {"reference": "1", "pages": 3}, {"reference": "2"})
    parts, rows = made(agencies.ours, run)
    assert parts == [[1, 1, 1, 2]]
    assert [(row["reference"], row["pages"]) for row in rows] == [("1", "3"), ("2", "1")]
    with acting_for(agencies.ours):
        sent = [message.files.get().file.sha256 for message in Message.objects.order_by("pk")]
    assert [row["sha256"] for row in rows] == sent


def test_a_run_is_gathered_once(agencies):
    run = closed(agencies.ours, {})
    first = made(agencies.ours, run)
    assert made(agencies.ours, run) == first
    with acting_for(agencies.ours):
        assert unprinted() == []


def test_an_open_run_and_one_that_is_still_being_made_wait(agencies):
    run = printed(agencies.ours, {})
    with acting_for(agencies.ours):
        assert make_part(print_run_id=run.pk, at=LATER) is None
        close_run(print_run=run, at=LATER)
        Message.objects.update(state=State.SENDING)
        assert make_part(print_run_id=run.pk, at=LATER) is None


def test_a_withdrawn_run_gives_the_printer_nothing(agencies):
    run = printed(agencies.ours, {})
    with acting_for(agencies.ours):
        withdraw_run(print_run=run, at=LATER)
        assert make_part(print_run_id=run.pk, at=LATER) is None
        assert unprinted() == []


def test_closing_queues_the_work_and_a_sweep_finds_what_was_lost(agencies, queue_of):
    closed(agencies.ours, {})
    assert queue_of("print") == 2  # the letter's own task, and the run's
    assert agencies_with_messages(LATER) == [agencies.ours]
    sweep(agency_id=agencies.ours, at=LATER + timedelta(days=1))
    assert queue_of("print") == 3


def test_the_task_makes_one_part_and_has_the_next_made(agencies, queue_of):
    run = closed(agencies.ours, {})
    before = queue_of("print")
    tasks.print_files(agency_id=agencies.ours, print_run_id=run.pk)
    assert queue_of("print") == before + 1
    tasks.print_files(agency_id=agencies.ours, print_run_id=run.pk)
    with acting_for(agencies.ours):
        assert PrintRun.objects.get().manifest
    assert agencies_with_messages(LATER) == []


def test_another_agency_makes_nothing_of_ours(agencies):
    run = closed(agencies.ours, {})
    with acting_for(agencies.theirs):
        assert make_part(print_run_id=run.pk, at=LATER) is None


@given(st.lists(st.integers(1, 30_000_000), max_size=600))
def test_a_part_is_never_empty_and_never_too_large(sizes):
    count = rules.part_size(sizes)
    assert (count == 0) == (not sizes)
    assert count <= rules.PART_LETTERS
    assert count == 1 or sum(sizes[:count]) <= rules.PART_BYTES


@pytest.mark.parametrize(
    ("address", "postcode"),
    [
        ("Dupont\n12 rue Haute\n7000 Mons", "7000"),
        ("Dupont\n59 rue Haute\n59300 Valenciennes\nFRANCE", "59300"),
        ("2000 Logiciels SRL\nRue Haute 1\nL-1234 Luxembourg", "1234"),
        ("Dupont", ""),
        ("", ""),
    ],
)
def test_the_postcode_of_an_envelope(address, postcode):
    assert rules.postcode_of(address) == postcode


# Registered letters --------------------------------------------------------------------------------------------------


def registered(agency_id, **fields):
    """A run with one registered letter, and that letter."""
    run = printed(agency_id, {"channel": "registered"} | fields)
    with acting_for(agency_id):
        return run, Message.objects.get()


def test_a_registered_letter_is_handed_over_with_its_number(agencies):
    run, message = registered(agencies.ours)
    with acting_for(agencies.ours), inline():
        refused = hand_over(print_run=run, on=DAY, at=LATER)
        hand_over(print_run=run, on=DAY, at=LATER, registrations={message.pk: "RR 1 BE"})
        found = Registration.objects.get(message=message)
    assert (refused.rule, bool(refused.cure), found.number) == ("registration-missing", True, "RR 1 BE")
    assert (seen(agencies.ours, message.pk).state, seen(agencies.ours, message.pk).sent_on) == ("sent", DAY)


@pytest.mark.parametrize("second", ["RR 1", " ", "RR 0"])
def test_each_has_a_number_of_its_own(agencies, second):
    run = printed(agencies.ours, *({"channel": "registered", "reference": str(n)} for n in (1, 2, 3)))
    with acting_for(agencies.ours):
        one, two, three = Message.objects.order_by("pk")
        Registration.objects.create(message=three, number="RR 0", recorded_at=LATER)
        Message.objects.filter(pk=three.pk).update(state="cancelled")
        refused = hand_over(print_run=run, on=DAY, at=LATER, registrations={one.pk: "RR 1", two.pk: second})
        assert refused.rule == "registration-missing"
        assert Registration.objects.count() == 1


def test_the_proof_is_kept_once(agencies):
    run, message = registered(agencies.ours)
    with acting_for(agencies.ours), inline():
        hand_over(print_run=run, on=DAY, at=LATER, registrations={message.pk: "RR 1"})
        assert isinstance(record_proof(message=message, data=b"<html>", name="x", at=LATER), Rejected)
        proved = record_proof(message=message, data=pdf(9), name="receipt.pdf", at=LATER)
        assert (proved.proof.sha256, proved.proved_at) == (sha256(pdf(9)).hexdigest(), LATER)
        with pytest.raises(Stale):
            record_proof(message=message, data=pdf(9), name="receipt.pdf", at=LATER)


def test_a_letter_that_was_never_registered_has_no_proof(agencies):
    printed(agencies.ours, {})
    with acting_for(agencies.ours), pytest.raises(Registration.DoesNotExist):
        record_proof(message=Message.objects.get(), data=pdf(9), name="receipt.pdf", at=LATER)
