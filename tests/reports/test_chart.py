"""The chart of accounts: every account of the ledgers has its number, and trust money never counts as income."""

import pytest

from funds.rules.ledger import Account, Kind
from reports.rules.chart import CARRIED, CHARTS, Wrong, defaults, wrong
from reports.rules.journals import CALLED

ALL = [(country, account) for country in CHARTS for account in defaults(country)]


def numbers(country):
    return {account: usual.number for account, usual in defaults(country).items()}


@pytest.mark.parametrize("country", CHARTS)
def test_every_account_of_the_ledgers_has_its_number(country):
    assert set(defaults(country)) >= {account.value for account in Account} | {CARRIED}


def test_everything_that_is_booked_has_a_name():
    assert set(CALLED) >= {kind.value for kind in Kind}


@pytest.mark.parametrize(("country", "account"), ALL)
def test_the_usual_numbers_keep_their_own_rules(country, account):
    usual = defaults(country)[account]
    assert wrong(country, account, usual.number, usual.label, numbers(country)) is None


@pytest.mark.parametrize(("country", "account"), [one for one in ALL if one[1].startswith("trust.")])
def test_trust_money_is_neither_income_nor_cost(country, account):
    for first in "67":
        assert wrong(country, account, f"{first}06000", "Honoraires", numbers(country)) is Wrong.RESULT


@pytest.mark.parametrize(
    ("number", "label", "why"),
    [
        ("70000A", "Sales", Wrong.NOT_DIGITS),
        ("70000", "Sales", Wrong.LENGTH),
        ("700000000", "Sales", Wrong.LENGTH),
        ("400001", "Sales", Wrong.CLASS),
        ("", "Sales", Wrong.NOT_DIGITS),
        ("700001", "", Wrong.LABEL),
        ("700001", "One\ttwo", Wrong.LABEL),
        ("700001", "x" * 61, Wrong.LABEL),
        ("700001", "Sales", None),
    ],
)
def test_a_number_fits_its_account_and_its_country(number, label, why):
    assert wrong("BE", "own.fees", number, label, numbers("BE")) is why


def test_no_two_accounts_share_a_number():
    taken = numbers("FR")["trust.bank"]
    assert wrong("FR", "own.bank", taken, "Banque", numbers("FR")) is Wrong.TAKEN
    assert wrong("FR", "trust.bank", taken, "Banque", numbers("FR")) is None
