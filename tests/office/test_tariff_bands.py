"""Bands of a percentage in the tariff's form: added without scripts, tried, kept, and refused by row and field."""

from decimal import Decimal

import pytest

from agencies.scope import acting_for
from billing.models import TariffLine, TariffVersion
from billing.rules.prices import Band
from tests.billing.make import SUCCESS, tariff
from tests.office.test_billing import lines
from web.formatting import money

EDIT = "settings/tariffs/standard/edit/"
BANDS = {"rows": "2", "start_1": "0", "end_1": "1 000,00", "percent_1": "10", "start_2": "1000", "percent_2": "5"}
SUCCESS_FEE = {"code": "amicable-success", "value": "10", "cap": "250"}


@pytest.fixture
def priced(ours):
    with acting_for(ours.pk):
        tariff(SUCCESS)
    return ours


def test_bands_are_kept_and_shown_again(manager, priced):
    assert manager.post(manager.at(EDIT), lines(SUCCESS_FEE | BANDS)).status_code == 302
    with acting_for(priced.pk):
        kept = TariffLine.objects.get(version__number=2)
    assert kept.price.bands == (Band(Decimal("1000.00"), Decimal(10)), Band(None, Decimal(5)))
    first = manager.get(manager.at(EDIT)).context["lines"][0]
    assert (first.count, first.initial["start_2"], first.initial["percent_2"]) == (2, Decimal("1000.00"), Decimal(5))


def test_a_row_is_added_without_losing_what_was_typed(manager, priced):
    page = manager.post(manager.at(EDIT), lines(SUCCESS_FEE | BANDS) | {"add": "lines-0", "since": "half"})
    [line] = page.context["lines"]
    assert (page.status_code, line.count, line["end_1"].value()) == (200, 3, "1 000,00")
    assert page.context["form"]["since"].value() == "half"
    with acting_for(priced.pk):
        assert TariffVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"start_2": "1001"}, "start_2", "Tranche 2 : Il y a un trou avant cette tranche."),
        ({"start_2": "900"}, "start_2", "Tranche 2 : Cette tranche chevauche la précédente."),
        ({"end_2": "5000"}, "end_2", "Tranche 2 : Rien n’est dit de ce qui dépasse la dernière tranche."),
        ({"percent_1": ""}, "percent_1", "Tranche 1 : Le pourcentage manque."),
    ],
)
def test_what_is_wrong_names_row_field_and_cure(manager, priced, wrong, field, said):
    page = manager.post(manager.at(EDIT), lines(SUCCESS_FEE | BANDS | wrong))
    [told] = page.context["lines"][0].errors[field]
    assert page.status_code == 422
    assert told.startswith(f"{said} ")
    with acting_for(priced.pk):
        assert TariffVersion.objects.count() == 1


@pytest.mark.parametrize(("amount", "due"), [("1000", "100.00"), ("2000", "150.00"), ("100000", "250.00")])
def test_prices_are_tried_on_an_amount_and_nothing_is_kept(manager, priced, amount, due):
    page = manager.post(manager.at(EDIT), lines(SUCCESS_FEE | BANDS) | {"try": "1", "amount": amount})
    [row] = page.context["tried"].rows
    assert money(Decimal(due)) in row.cells[2].text.replace("&nbsp;", "\u00a0")
    with acting_for(priced.pk):
        assert TariffVersion.objects.count() == 1
