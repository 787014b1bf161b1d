"""What is peculiar to CFONB 120, MT940, OFX and sheets."""

from datetime import date
from decimal import Decimal

import pytest

from formats.bank.opening import read_bank_file
from formats.errors import Unreadable
from tests.formats.make_bank import Entry, cfonb, mt940, ofx

ONE = [Entry(Decimal("30.00"))]
HEAD = "Date;Libellé;Débit;Crédit;Devise\n"


def only(data):
    [statement] = read_bank_file(data if isinstance(data, bytes) else data.encode()).statements
    return statement


def refused(data):
    with pytest.raises(Unreadable) as found:
        read_bank_file(data if isinstance(data, bytes) else data.encode())
    return f"{found.value.code}: {found.value.detail}"


# --- CFONB 120


def test_a_rejected_payment_gives_its_reason():
    data = cfonb([Entry(Decimal("-30.00"))]).replace(b"A1020326  ", b"A102032607", 1)
    assert only(data).movements[0].return_reason == "07"


def test_words_before_any_movement_are_refused_with_their_line():
    opening, movement, *rest = cfonb(ONE).split(b"\r\n")
    assert refused(b"\r\n".join([opening, rest[0], movement, *rest])) == "bad_record: line 2: 05 before any movement"


def test_a_movement_that_names_another_bank_is_read_and_told():
    one = only(cfonb(ONE).replace(b"0430006", b"0410278", 1))
    assert (one.credits, [found.code for found in one.findings]) == (Decimal("30.00"), ["account"])


def test_a_movement_of_another_account_number_is_refused():
    opening, movement, *rest = cfonb(ONE).split(b"\r\n")
    other = movement.replace(b"12345678901", b"12345678902")
    assert refused(b"\r\n".join([opening, other, *rest])).startswith("bad_record: line 2: 04 is of another account")


def test_a_currency_left_out_of_the_opening_record_is_that_of_its_movements():
    one = only(cfonb(ONE).replace(b"00001EUR2", b"00001    ", 1))
    assert (one.currency, one.opening.amount, one.findings) == ("EUR", Decimal("100.00"), ())


def test_a_sign_that_is_none_is_refused():
    assert refused(cfonb([Entry(Decimal("7.77"))]).replace(b"77G", b"77!", 1)) == "bad_amount: line 2"


def test_empty_lines_mean_nothing():
    assert only(cfonb(ONE).replace(b"\r\n", b"\r\n\r\n")) != only(cfonb(ONE))  # the lines are counted
    assert only(cfonb(ONE).replace(b"\r\n", b"\r\n\r\n")).credits == Decimal("30.00")


# --- MT940


def test_pages_make_one_statement():
    pages = (
        ":20:A\n:25:123\n:28C:5/1\n:60F:C260301EUR10,00\n:61:260302C5,00NTRFX\n:62M:C260302EUR15,00\n-\n"
        ":20:A\n:25:123\n:28C:5/2\n:60M:C260302EUR15,00\n:61:260302D1,00NTRFX\n:62F:C260302EUR14,00\n-\n"
    )
    statement = only(pages)
    assert (statement.opening.amount, statement.closing.amount) == (Decimal("10.00"), Decimal("14.00"))
    assert (len(statement.movements), statement.findings) == (2, ())


def test_an_interim_report_is_no_statement():
    file = read_bank_file(b":20:A\n:25:123\n:28C:5/1\n:34F:EUR0,00\n:61:260302C5,00NTRFX\n-\n")
    assert (file.format, file.statements[0].kind, file.statements[0].currency) == ("MT942", "report", "EUR")


@pytest.mark.parametrize(("mark", "amount", "reversal"), [("RC", "-5", True), ("RD", "5", True), ("CR", "5", False)])
def test_reversals_have_the_sign_of_what_they_do(mark, amount, reversal):
    text = f":20:A\n:25:1\n:60F:C260301EUR10,00\n:61:260302{mark}5,NTRFX\n:62F:C260302EUR10,00\n"
    [movement] = only(text).movements
    assert (movement.amount, movement.reversal) == (Decimal(amount), reversal)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"2603020302C30,", b"260302    C30,"),  # blanks for a day of booking
        (b"2603020302C30,", b"2603020302CD30,"),  # the last letter of the currency
        (b"NTRF", b"S   "),  # a type in blanks
        (b"C30,", b"C0000000000000000030,"),
    ],
)
def test_a_line_as_some_banks_write_it_says_the_same(old, new):
    data = mt940(ONE)
    assert old in data
    [movement] = only(data.replace(old, new)).movements
    assert (movement.amount, movement.booked_on) == (Decimal("30.00"), date(2026, 3, 2))


def test_booking_falls_in_the_year_nearest_to_the_value_date():
    text = ":20:A\n:25:1\n:60F:C260301EUR10,00\n:61:2512310102C5,00NTRFX\n:62F:C260302EUR15,00\n"
    assert only(text).movements[0].booked_on == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("details", "read"),
    [
        ("166?00GUTSCHRIFT?20EREF+E1?21SVWZ+Facture 17?31BE71096123456769?32Dupont?33 SRL",
         ("Facture 17", "Dupont SRL", "BE71096123456769", "E1")),
        ("/EREF/E1/CNTP/BE71096123456769/GKCCBEBB/Dupont SRL///REMI/USTD//Facture 17/",
         ("Facture 17", "Dupont SRL", "BE71096123456769", "E1")),
        ("BE71096123456769 Dupont SRL\nFacture 17", ("Facture 17", "Dupont SRL", "BE71096123456769", "X")),
        ("Facture\n17", ("Facture 17", "", "", "X")),
    ],
)  # fmt: skip
def test_details_are_read_as_banks_write_them(details, read):
    text = f":20:A\n:25:1\n:60F:C260301EUR1,00\n:61:260302C5,00NTRFX\n:86:{details}\n:62F:C260302EUR6,00\n"
    [movement] = only(text).movements
    assert (movement.text, movement.name, movement.account, movement.end_to_end) == read


def test_a_returned_payment_names_the_code():
    text = ":20:A\n:25:1\n:60F:C260301EUR10,00\n:61:260302D5,00NTRFX\n:86:/RTRN/MS03/\n:62F:C260302EUR5,00\n"
    assert only(text).movements[0].return_reason == "MS03"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b":62F:C260302EUR130,00\r\n", b"", "truncated: line 1: no :62F:"),
        (b":61:260302", b":61:261302", "bad_date: line 5"),
        (b":61:2603", b":61:X", "bad_record: line 5: :61:"),
        (b"C260301EUR100,00", b"C260301EURx", "bad_amount: line 4: :60F:"),
        (b":28C:12/1", b":25:OTHER", "bad_record: line 3: :25: twice"),
        (b":25:BE68539007547034\r\n", b"", "missing_field: line 1: :25:"),
        (b":20:S1\r\n", b"", "bad_record: line 1: :25: before any :20:"),
    ],
)
def test_a_broken_field_refuses_the_file_and_is_named(old, new, said):
    assert refused(mt940(ONE).replace(old, new)) == said


# --- OFX


def test_the_xml_of_ofx_2_is_read_as_the_sgml_of_1():
    xml = ofx(ONE).decode()
    for leaf in (
        "CURDEF",
        "BANKID",
        "ACCTID",
        "TRNTYPE",
        "DTPOSTED",
        "TRNAMT",
        "FITID",
        "NAME",
        "MEMO",
        "BALAMT",
        "DTASOF",
    ):
        head, *rest = xml.split(f"<{leaf}>")
        xml = head + "".join(f"<{leaf}>{x.partition('<')[0].strip()}</{leaf}><{x.partition('<')[2]}" for x in rest)
    assert only(xml.replace("OFXHEADER:100", '<?OFX OFXHEADER="200"?>')) == only(ofx(ONE))


def test_an_entry_left_open_is_refused():
    assert refused(ofx(ONE).replace(b"</STMTTRN>", b"")) == "truncated: </STMTRS> out of place"


# --- sheets


def test_a_debit_column_may_have_its_sign_or_not():
    signed = only(f"{HEAD}01/02/2026;a;-5,00;;EUR\n02/02/2026;b;;7,00;EUR\n")
    bare = only(f"{HEAD}01/02/2026;a;5,00;;EUR\n02/02/2026;b;;7,00;EUR\n")
    assert (
        [one.amount for one in signed.movements]
        == [one.amount for one in bare.movements]
        == [Decimal("-5"), Decimal("7")]
    )


def test_each_currency_is_a_statement():
    file = read_bank_file(f"{HEAD}01/02/2026;a;;5,00;EUR\n02/02/2026;b;;7,00;USD\n".encode())
    assert [one.currency for one in file.statements] == ["EUR", "USD"]


def test_the_account_may_stand_above_the_headings():
    assert only(f"Compte n° : BE68 5390 0754 7034;;;;\n{HEAD}01/02/2026;a;;5,00;EUR\n").iban == "BE68539007547034"


def test_a_row_that_is_not_understood_refuses_the_sheet():
    assert refused(f"{HEAD}01/02/2026;a;;5,00;EUR\n02/02/2026;b;;sept;EUR\n") == "bad_amount: row 3"


def test_one_american_date_settles_the_others():
    rows = "Date,Label,Amount\n12/15/2026,a,1.00\n03/04/2026,b,2.00\n"
    assert [one.booked_on for one in only(rows).movements] == [date(2026, 12, 15), date(2026, 3, 4)]


def test_what_the_bank_has_not_settled_is_pending():
    rows = "Date;Montant;Statut\n01/02/2026;1,00;En attente\n01/02/2026;2,00;Accepté\n"
    assert [one.pending for one in only(rows).movements] == [True, False]


@pytest.mark.parametrize("data", [b"1\n2\n3\n", b"a,b\n1,2\n", b"%PDF-1.7 x", b"<html><body>x</body></html>"])
def test_what_is_no_statement_is_refused(data):
    with pytest.raises(Unreadable):
        read_bank_file(data)
