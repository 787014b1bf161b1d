"""The bank's answer to an order, transfer by transfer."""

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.errors import Unreadable
from formats.sepa_status import OrderStatus, read_order_status

SAMPLES = Path(os.environ.get("CREANSYS_SAMPLES", "../shared/samples"))
INDEX = SAMPLES / "index.json"
KNOWN = json.loads(INDEX.read_text()) if INDEX.exists() else []
STATUSES = [one for one in KNOWN if str(one["expected"].get("format", "")).startswith("pain.002")]
SPACE = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"


def answer(group="<GrpSts>PART</GrpSts>", block="", transfers=""):
    return (
        f'<Document xmlns="{SPACE}"><CstmrPmtStsRpt><GrpHdr><MsgId>B1</MsgId></GrpHdr>'
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>R-1</OrgnlMsgId>{group}</OrgnlGrpInfAndSts>"
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>R-1</OrgnlPmtInfId>{block}{transfers}</OrgnlPmtInfAndSts>"
        f"</CstmrPmtStsRpt></Document>"
    ).encode()


def transfer(end_to_end, status, reason=""):
    why = f"<StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn><AddtlInf>closed</AddtlInf></StsRsnInf>" if reason else ""
    amount = '<OrgnlTxRef><Amt><InstdAmt Ccy="EUR">5.00</InstdAmt></Amt><Dbtr><Nm>X</Nm></Dbtr></OrgnlTxRef>'
    head = f"<OrgnlEndToEndId>{end_to_end}</OrgnlEndToEndId><TxSts>{status}</TxSts>"
    return f"<TxInfAndSts>{head}{why}{amount}</TxInfAndSts>"


def test_each_transfer_has_its_status_and_reason():
    read = read_order_status(answer(transfers=transfer("A", "RJCT", "AC04") + transfer("B", "ACSC")))
    assert (read.format, read.original_id, read.status) == ("pain.002.001.10", "R-1", "PART")
    first, second = read.transfers
    assert (first.end_to_end, first.reasons, first.text, first.refused) == ("A", ("AC04",), "closed", True)
    assert (second.status, second.amount, second.refused) == ("ACSC", Decimal("5.00"), False)


def test_a_transfer_that_is_not_named_shares_the_orders_status():
    read = read_order_status(answer("<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>FF01</Cd></Rsn></StsRsnInf>"))
    assert (read.of("A").refused, read.of("A").reasons) == (True, ("FF01",))


def test_the_only_block_speaks_for_the_order_where_the_group_is_silent():
    assert read_order_status(answer("", "<PmtInfSts>ACCP</PmtInfSts>")).status == "ACCP"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"<Document><BkToCstmrStmt/></Document>", "not_a_status"),
        (b"<!DOCTYPE a><Document/>", "xml_dtd"),
        (answer()[:-20], "xml_broken"),
        (answer(transfers=transfer("", "RJCT")), "missing_field"),
        (answer(transfers=transfer("A", "RJCT").replace("5.00", "five")), "bad_amount"),
    ],
)
def test_what_is_no_answer_is_refused(data, code):
    with pytest.raises(Unreadable, match=code):
        read_order_status(data)


def outcome(data):
    try:
        return isinstance(read_order_status(data), OrderStatus)
    except Unreadable as refused:
        return refused.code


@settings(max_examples=300, deadline=2000)
@given(st.integers(0, 700), st.binary(max_size=8))
def test_a_damaged_answer_is_read_or_refused(at, noise):
    data = answer(transfers=transfer("A", "RJCT", "AC04"))
    assert outcome(data[:at] + noise + data[at + len(noise) :])


@pytest.mark.skipif(not STATUSES, reason="CREANSYS_SAMPLES names no folder with sample files")
@pytest.mark.parametrize("one", STATUSES, ids=lambda one: one["file"])
def test_a_real_answer_is_read_right(one):
    read, expected = read_order_status((SAMPLES / one["file"]).read_bytes()), one["expected"]
    assert (read.format, [read.status] if read.status else []) == (expected["format"], expected["group_status"])
    assert [found.end_to_end for found in read.transfers] == expected["end_to_end"]
    assert [found.status for found in read.transfers] == expected["statuses"]
    assert [reason for found in read.transfers for reason in found.reasons] == expected["reasons"]
    amounts = [found.amount for found in read.transfers if found.amount is not None]
    assert amounts == [Decimal(amount) for amount in expected["amounts"]]
