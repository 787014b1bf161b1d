"""A debtor who pays through the provider, and the provider itself over loopback, for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import requests

from agencies.scope import acting_for
from deploy.local import payments
from funds.models import OnlinePayment, Receipt
from funds.queries.ledger import balances
from funds.rules.ledger import reconciles
from funds.services import provider
from tests.messaging.phones import serving
from tests.world import DAY, NOW, Side

TOKEN, SECRET = "a token of the tests", "a secret of the tests"


@dataclass
class Provider:
    """The stand-in, and its address; calls are kept in `called`, and made by the test."""

    url: str
    called: list[dict[str, Any]]

    def press(self, path: str) -> None:
        """Press a button of its pages; where it leads is not followed."""
        payments.take(path, b"", {})

    def says(self, payment: OnlinePayment) -> dict[str, Any]:
        """What its interface says of a payment."""
        known = {"Authorization": f"Bearer {TOKEN}"}
        return dict(requests.get(f"{self.url}/payments/{payment.reference}", headers=known, timeout=5).json())


@contextmanager
def providing(settings: Any, monkeypatch: Any, folder: Path) -> Iterator[Provider]:
    """The provider, and Django pointed at it."""
    monkeypatch.setattr(payments, "FOLDER", folder)
    monkeypatch.setenv("PAYMENTS_TOKEN", TOKEN)
    monkeypatch.setenv("PAYMENTS_HOOK_SECRET", SECRET)
    called: list[dict[str, Any]] = []
    monkeypatch.setattr(payments, "_changed", lambda payment: (payments._write(payment), called.append(payment)))
    settings.PAYMENTS_TOKEN, settings.PAYMENTS_HOOK_SECRET = TOKEN, SECRET
    with serving(payments.Page) as url:
        settings.PAYMENTS_URL = url
        yield Provider(url, called)


def begun(side: Side, amount: str = "100.00", **given: Any) -> Any:
    """A payment that a debtor set out to make; or why not."""
    said = {"claim_id": side.claim.pk, "method": "card", "token": f"t{amount}", "language": "fr", "on": DAY, "at": NOW}
    with acting_for(side.pk):
        made = provider.start(amount=Decimal(amount), **said | given)
    return made


def at_page(side: Side, amount: str = "100.00", **given: Any) -> OnlinePayment:
    """The debtor is at the provider's page."""
    made = begun(side, amount, **given)
    claim_id = given.get("claim_id", side.claim.pk)
    assert provider.page_of(agency_id=side.pk, claim_id=claim_id, uid=made.uid, back="/back/", at=NOW)
    return again(side, made)


def paid(side: Side, there: Provider, amount: str = "100.00", **given: Any) -> OnlinePayment:
    """The debtor paid, and we heard of it."""
    made = at_page(side, amount, **given)
    there.press(f"/pay/{made.reference}/pay")
    looked(side, made)
    return again(side, made)


def looked(side: Side, made: OnlinePayment) -> bool:
    """Whether looking it up brought something new."""
    return provider.look(agency_id=side.pk, payment_id=made.pk, at=NOW)


def again(side: Side, row: Any) -> Any:
    """The row as it is now."""
    with acting_for(side.pk):
        return type(row).objects.get(pk=row.pk)


def receipt_of(side: Side, made: OnlinePayment) -> Receipt:
    """What a payment brought, as it is now."""
    with acting_for(side.pk):
        return Receipt.objects.get(pk=again(side, made).receipt_id)


def told(side: Side) -> dict[str, Decimal]:
    """What the books of the first entity hold, by account; the trust reconciles."""
    with acting_for(side.pk):
        found = balances(side.entity.pk, date(2999, 1, 1))
    assert reconciles(found)
    return {account.value: amount for account, amount in found.items() if amount}
