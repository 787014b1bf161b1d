"""CODA: details, direct debits that come back, files that follow one another, control figures, records out of place."""

from decimal import Decimal

import pytest

from formats.bank.opening import read_bank_file
from formats.errors import Unreadable
from tests.formats.make_bank import Entry, coda

LINES = coda([Entry(Decimal("30.00"))]).decode().split("\r\n")[:-1]
HEAD, OLD, FIRST, SECOND, THIRD, NEW, TRAILER = LINES


def only(*lines):
    [statement] = read_bank_file("\r\n".join(lines).encode()).statements
    return statement


def detail(number, amount):
    return f"{FIRST[:6]}{number:04}{FIRST[10:32]}{amount * 10:015}{FIRST[47:]}"


def count(lines):
    return f"{TRAILER[:16]}{lines:06}{TRAILER[22:]}"


def test_details_repeat_the_amount_and_are_not_counted_beside_it():
    statement = only(HEAD, OLD, FIRST, detail(1, 1000), detail(2, 2000), NEW, count(5))
    [movement] = statement.movements
    assert (statement.credits, statement.findings) == (Decimal("30.00"), ())
    assert [one.amount for one in movement.payments] == [Decimal("10.00"), Decimal("20.00")]


def test_details_that_do_not_add_up_leave_the_movement_whole():
    [movement] = only(HEAD, OLD, FIRST, detail(1, 1000), NEW, count(4)).movements
    assert movement.payments == (movement,)


def test_a_returned_payment_gives_its_reason():
    second = f"{SECOND[:112]}2AC04{SECOND[117:]}"
    [movement] = only(HEAD, OLD, FIRST, second, THIRD, NEW, TRAILER).movements
    assert (movement.return_reason, movement.reversal) == ("AC04", True)


def test_free_information_is_told_and_a_structured_one_names():
    told = f"31{FIRST[2:10]}{'':21}001500000{'ENCORE UN MOT':73}"
    named = f"31{FIRST[2:10]}{'':21}001500001001{'MADAME X':70}"
    [movement] = only(HEAD, OLD, FIRST, told, named, NEW, count(5)).movements
    assert (movement.name, movement.text) == ("MADAME X", "Facture 17 ENCORE UN MOT")


def test_an_account_number_of_twelve_digits_gives_its_iban():
    old = f"10012539007547034 EUR BE{'':18}{OLD[42:]}"
    new = f"8012539007547034 EUR BE{'':18}{NEW[41:]}"
    statement = only(HEAD, old, FIRST, SECOND, THIRD, new, TRAILER)
    assert (statement.account, statement.iban) == ("539007547034", "BE68539007547034")


def test_a_copy_is_known_as_such():
    assert only(f"{HEAD[:16]}D{HEAD[17:]}", *LINES[1:]).duplicate


def test_files_may_follow_one_another():
    file = read_bank_file(coda([Entry(Decimal("30.00"))]) + coda([Entry(Decimal("-1.00"))]))
    assert [one.credits - one.debits for one in file.statements] == [Decimal("30.00"), Decimal("-1.00")]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ((HEAD, OLD, FIRST, SECOND, THIRD, NEW, count(9)), "count"),
        ((HEAD, OLD, FIRST, SECOND, THIRD, NEW, TRAILER.replace("30000", "30010")), "totals"),
        ((HEAD, OLD, FIRST, SECOND, THIRD, NEW.replace("BE68", "BE69"), TRAILER), "account"),
    ],
)
def test_control_figures_that_differ_are_found(lines, code):
    assert [one.code for one in only(*lines).findings] == [code]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((HEAD, OLD, SECOND, NEW, TRAILER), "bad_record: line 3"),
        ((HEAD, OLD, detail(1, 1000), NEW, TRAILER), "bad_record: line 3"),
        ((HEAD, FIRST, NEW, TRAILER), "bad_record: line 2"),
        ((HEAD, OLD, FIRST, TRAILER), "truncated: line 4"),
        ((HEAD, OLD, FIRST, NEW, HEAD), "truncated: line 5"),
        ((HEAD, OLD, FIRST, NEW, TRAILER, FIRST), "bad_record: line 6"),
        ((HEAD, OLD, FIRST.replace("30000", "3000X"), NEW, TRAILER), "bad_amount: line 3"),
        ((HEAD, OLD, FIRST.replace("020326", "310226"), NEW, TRAILER), "bad_date: line 3"),
        ((HEAD, OLD, FIRST + "X", NEW, TRAILER), "line_too_long: line 3"),
    ],
)
def test_a_record_out_of_place_refuses_the_file_and_is_named(lines, said):
    with pytest.raises(Unreadable, match=said):
        only(*lines)
