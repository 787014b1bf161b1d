"""The debtor's pages keep their budgets of queries, the same for 2 invoices and for 20."""

import json
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.scope import acting_for
from tests.portal.debtors import entered
from tests.world import item

BUDGETS = {
    name: most
    for name, most in json.loads((Path(__file__).parent.parent / "budgets.json").read_text()).items()
    if name.startswith("debtor:")
}


@pytest.fixture(autouse=True)
def _calm():
    cache.clear()
    yield
    cache.clear()


@pytest.mark.parametrize("rows", [2, 20])
@pytest.mark.parametrize("name", BUDGETS)
def test_a_page_keeps_its_budget(client, ours, name, rows):
    with acting_for(ours.pk):
        for _ in range(rows):
            item(ours.claim)
    page = name.partition(":")[2].replace("file", "").replace("qr", "pay/code.png")
    address = entered(client, ours) + (page if "." in page or not page else f"{page}/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) <= BUDGETS[name], "\n".join(query["sql"][:150] for query in asked)
