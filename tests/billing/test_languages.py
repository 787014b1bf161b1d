"""The lines of an invoice are written in the creditor's language."""

import pytest

from agencies.scope import acting_for
from billing.models import InvoiceLine
from billing.services.drawing import draw
from clients.models import Creditor
from tests.billing.make import fee
from tests.world import NOW, world


@pytest.mark.parametrize(("language", "text"), [("nl", "PAYNOW, per stuk"), ("de", "PAYNOW, einzeln")])
def test_lines_are_named_in_the_creditors_language(db, language, text):
    ours = world().ours
    with acting_for(ours.pk):
        Creditor.objects.filter(pk=ours.creditor.pk).update(language=language)
        draw(fee_id=fee(ours.contract).pk, at=NOW)
        assert InvoiceLine.objects.get().text == text
