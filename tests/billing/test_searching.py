"""An invoice is found by the number on its paper, however much of it is typed."""

import pytest

from agencies.scope import acting_for
from billing.models import Invoice
from billing.queries.invoices import sought
from tests import world
from tests.billing.make import invoice

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-00012", ["2026-00012", "NC-2026-00012"]),
        ("2025-12", ["2025-00012"]),
        (" 12 ", ["2026-00012", "2025-00012", "NC-2026-00012"]),
        ("nc-2026-00012", ["NC-2026-00012"]),
        ("13", []),
        ("abc", []),
    ],
)
def test_a_number_finds_its_invoice(text, found):
    side = world.side("ours")
    with acting_for(side.pk):
        for more in ({"year": 2026}, {"year": 2025}, {"year": 2026, "kind": "credit_note"}):
            invoice(side.contract, number=12, **more)
        labels = [one.label for one in sought(Invoice.objects.order_by("pk"), text)]
    assert labels == found
