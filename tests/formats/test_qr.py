from decimal import Decimal

import pytest

from formats.qr import epc_qr, url_qr


def test_codes_are_small_png_addresses():
    pay = epc_qr(
        name="Brasserie du Nord", iban="BE71 0961 2345 6769", amount=Decimal("1.50"), text="+++202/6000/12320+++"
    )
    for code in (pay, url_qr("https://example.be/v/creansys/AB12")):
        assert code.startswith("data:image/png;base64,")
        assert len(code) < 2_000


def test_nothing_is_not_payable():
    with pytest.raises(ValueError, match="amount"):
        epc_qr(name="A", iban="BE71096123456769", amount=Decimal(0), text="x")
