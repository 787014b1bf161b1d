"""Money for tests: receipts in trust, as a bank would bring them."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from agencies.models import Entity
from funds.models import Receipt
from funds.services.receiving import receive
from tests.world import DAY, NOW

_next = count(1)


def receipt(entity: Entity, amount: str = "100.00", on: date = DAY, **fields: Any) -> Receipt:
    """A transfer of `amount` that came in on `on`, and that nobody has looked at."""
    given = {"way": Receipt.Way.BANK, "source": f"test:{next(_next)}", "value_on": on, "at": NOW} | fields
    return receive(entity_id=entity.pk, amount=Decimal(amount), booked_on=on, **given)


def fresh(row: Any) -> Any:
    """The row as it is in the database."""
    return type(row).objects.get(pk=row.pk)


def today() -> date:
    """The day of the tests' clock."""
    return timezone.localdate(NOW)
