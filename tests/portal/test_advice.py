"""The contract page advises a formula, at the agency's prices, without a script."""

import pytest

from agencies.scope import acting_for
from creansys import presets
from tests.world import NOW


@pytest.fixture(autouse=True)
def _sold(ours):
    with acting_for(ours.pk):
        presets.install_tariff(presets.load("creansys"), NOW)


@pytest.mark.parametrize(
    ("claims", "said"),
    [("10", "PAYNOW à l’unité"), ("100", "Forfait annuel de 100 PAYNOW"), ("101", "PREMIUM, sur devis")],
)
def test_the_advice_stands_on_the_contract_page(creditor, french, claims, said):
    page = creditor.get(creditor.at("contract/"), {"claims": claims})
    assert page.context["advised"][0] == said
    assert said in page.content.decode()


@pytest.mark.parametrize("claims", ["", "-1", "many"])
def test_what_is_no_number_gets_no_advice(creditor, claims):
    page = creditor.get(creditor.at("contract/"), {"claims": claims})
    assert page.context["advised"] is None
    assert page.context["volume"].errors
