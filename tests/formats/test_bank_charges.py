"""The bank's own codes of what it takes for itself, in each format that has them."""

import pytest

from formats.bank.opening import read_bank_file
from tests.formats.make_bank import Entry, camt, coda, mt940

TAKEN = [Entry(-7), Entry(3)]
CODED = {
    "camt": (camt, b"<NtryDtls>", b"<BkTxCd><Domn><Cd>ACMT</Cd><Fmly><Cd>MDOP</Cd><SubFmlyCd>CHRG</SubFmlyCd></Fmly>"
             b"</Domn></BkTxCd><NtryDtls>"),
    "coda": (coda, b"00150000", b"08037000"),
    "coda, interest": (coda, b"00150000", b"03501000"),
    "mt940": (mt940, b"NTRF", b"NCHG"),
}  # fmt: skip


@pytest.mark.parametrize("name", CODED)
def test_the_code_of_a_charge_is_read_and_no_other(name):
    written, usual, charge = CODED[name]
    data = written(TAKEN)
    assert usual in data
    coded = read_bank_file(data.replace(usual, charge, 1)).statements[0]
    assert [one.charge for one in coded.movements] == [True, False]
    assert not coded.findings
