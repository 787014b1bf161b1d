"""CAMT: versions, pending entries, batches, reversals, returns, and files made to harm."""

import io
from decimal import Decimal

import pytest

from formats.bank.opening import read_bank_file
from formats.errors import Unreadable
from tests.formats.make_bank import CAMT, OTHER, Entry, camt

ONE = [Entry(Decimal("30.00"))]
PARTS = (
    "<TxDtls><Refs><EndToEndId>A</EndToEndId></Refs><Amt Ccy='EUR'>10.00</Amt></TxDtls>"
    "<TxDtls><Refs><EndToEndId>B</EndToEndId></Refs><Amt Ccy='EUR'>20.00</Amt></TxDtls>"
)


def only(data):
    [statement] = read_bank_file(data).statements
    return statement


def with_details(details, before=""):
    """The one entry with other details, and something before them."""
    head, rest = camt(ONE).split(b"<NtryDtls>")
    return head + f"{before}<NtryDtls>{details}".encode() + b"</NtryDtls>" + rest.split(b"</NtryDtls>")[1]


@pytest.mark.parametrize(
    ("message", "stmt", "kind"),
    [
        ("BkToCstmrStmt", "Stmt", "statement"),
        ("BkToCstmrAcctRpt", "Rpt", "report"),
        ("BkToCstmrDbtCdtNtfctn", "Ntfctn", "notice"),
    ],
)
def test_statements_reports_and_notices_are_told_apart(message, stmt, kind):
    assert only(camt(ONE, message=message, stmt=stmt)).kind == kind


@pytest.mark.parametrize("version", ["053.001.01", "053.001.08", "053.001.13"])
def test_every_version_is_read_under_its_name(version):
    file = read_bank_file(camt(ONE, space=CAMT[:-10] + version))
    assert file.format == f"camt.{version}"
    assert file.statements[0].credits == Decimal("30.00")


def test_a_file_without_namespace_or_with_a_prefix_is_read():
    plain = camt(ONE).replace(f' xmlns="{CAMT}"'.encode(), b"")
    assert read_bank_file(plain).format == "camt.053"
    prefixed = (
        camt(ONE)
        .replace(b"<", b"<n:")
        .replace(b"<n:/", b"</n:")
        .replace(b"<n:?", b"<?")
        .replace(b"xmlns=", b"xmlns:n=")
    )
    assert only(prefixed).movements == only(camt(ONE)).movements


@pytest.mark.parametrize("status", ["PDNG", "INFO", "FUTR"])
def test_what_is_not_booked_is_pending_and_in_no_sum(status):
    statement = only(camt(ONE, status=status).replace(b"130.00", b"100.00"))
    assert [one.pending for one in statement.movements] == [True]
    assert (statement.credits, statement.findings) == (0, ())


def test_a_status_may_be_a_code_below():
    statement = only(camt(ONE, status="<Cd>BOOK</Cd>"))
    assert [one.pending for one in statement.movements] == [False]


def test_a_batch_is_one_movement_with_its_payments():
    [movement] = only(with_details(PARTS)).movements
    assert movement.amount == Decimal("30.00")
    assert [(one.amount, one.end_to_end) for one in movement.payments] == [
        (Decimal("10.00"), "A"),
        (Decimal("20.00"), "B"),
    ]


def test_a_batch_whose_parts_do_not_add_up_is_matched_whole():
    [movement] = only(with_details(PARTS.replace("20.00", "20.01"))).movements
    assert len(movement.parts) == 2
    assert movement.payments == (movement,)


def test_the_bank_says_how_many_are_in_a_batch():
    [movement] = only(with_details("<Btch><NbOfTxs>3</NbOfTxs></Btch>")).movements
    assert (movement.batch_count, movement.parts) == (3, ())


def test_a_return_says_why():
    details = "<TxDtls><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls>"
    assert only(with_details(details)).movements[0].return_reason == "AC04"


def test_a_reversal_keeps_its_sign_and_names_the_other_side():
    dbtr = f"<Dbtr><Nm>We</Nm></Dbtr><Cdtr><Nm>They</Nm></Cdtr><CdtrAcct><Id><IBAN>{OTHER}</IBAN></Id></CdtrAcct>"
    data = with_details(f"<TxDtls><RltdPties>{dbtr}</RltdPties></TxDtls>", "<RvslInd>true</RvslInd>")
    [movement] = only(data).movements
    assert (movement.amount, movement.reversal, movement.name) == (Decimal("30.00"), True, "They")


def test_our_own_account_is_never_the_other_side():
    own = only(camt(ONE)).iban
    parties = f"<Dbtr><Nm>We</Nm></Dbtr><DbtrAcct><Id><IBAN>{own}</IBAN></Id></DbtrAcct><Cdtr><Nm>They</Nm></Cdtr>"
    assert only(with_details(f"<TxDtls><RltdPties>{parties}</RltdPties></TxDtls>")).movements[0].name == "They"


def test_a_reference_in_the_text_is_found_when_its_digits_hold():
    for text, found in (("+++240/2838/42818+++", 1), ("+++240/2838/42819+++", 0), ("RF18 5390 0754 7034 MERCI", 1)):
        [movement] = only(camt([Entry(Decimal("1.00"), text=text)])).movements
        assert len(movement.references) == found


def test_a_second_currency_is_found():
    statement = only(camt(ONE).replace(b'<Ntry><Amt Ccy="EUR">', b'<Ntry><Amt Ccy="CHF">'))
    assert [one.code for one in statement.findings] == ["currency"]


def test_amounts_finer_than_the_cent_are_found():
    statement = only(camt(ONE).replace(b">30.00<", b">30.005<").replace(b"130.00", b"130.005"))
    assert [one.code for one in statement.findings] == ["decimals"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b">30.00<", b">thirty<", "bad_amount"),
        (b">30.00<", b">-30.00<", "bad_amount"),
        (b"<BookgDt><Dt>2026-03-02", b"<BookgDt><Dt>2026-02-30", "bad_date"),
        (b"</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>", b"</Amt><Sts>", "missing_field"),
    ],
)
def test_a_wrong_entry_refuses_the_file_and_is_named(old, new, code):
    with pytest.raises(Unreadable, match="entry 1") as refused:
        read_bank_file(camt(ONE).replace(old, new))
    assert refused.value.code == code


@pytest.mark.parametrize(
    "head",
    [
        b'<!DOCTYPE Document [<!ENTITY a "b">]>',
        b'<!DOCTYPE Document SYSTEM "http://192.0.2.1/x.dtd">',
        b"<!-- long -->" * 9000 + b'<!DOCTYPE Document [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_document_type_is_refused(head):
    data = camt(ONE).replace(b"?>", b"?>" + head, 1)
    with pytest.raises(Unreadable, match="xml_dtd"):
        read_bank_file(data)


def test_depth_has_an_end():
    deep = camt(ONE).replace(b"<Ntry>", b"<Ntry>" + b"<a>" * 5000 + b"</a>" * 5000)
    with pytest.raises(Unreadable, match="xml_bomb"):
        read_bank_file(deep)


def test_tags_that_fill_the_memory_are_refused():
    head, tail = camt(ONE).split(b"<Ntry>")
    with pytest.raises(Unreadable, match="xml_bomb"):
        read_bank_file(head + b"<a b=''/>" * 1_100_000 + b"<Ntry>" + tail)


def test_another_message_is_named():
    with pytest.raises(Unreadable, match="not_a_statement: Document/CstmrPmtStsRpt"):
        read_bank_file(b"<Document><CstmrPmtStsRpt/></Document>")


def test_a_stream_is_read_as_its_bytes_are():
    assert read_bank_file(io.BytesIO(camt(ONE))) == read_bank_file(camt(ONE))
