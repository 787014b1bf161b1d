"""What entities still have to put into their trust accounts, and since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agencies.models import Entity
from core.dates import add_days
from core.money import ZERO
from funds.models import Line
from funds.rules.ledger import Account


@dataclass(frozen=True, slots=True)
class ToCover:
    """An entity, what it has to put in (euros), and the day on which the oldest of it left."""

    entity: Entity
    amount: Decimal
    since: date

    def is_late(self, on: date) -> bool:
        """Whether more than 24 hours have passed since the end of the day on which it left."""
        return on > add_days(self.since, 1)


def to_cover(on: date) -> list[ToCover]:
    """The entities that have something to put in at the end of `on`; two queries."""
    rows = Line.objects.filter(account=Account.COVER, entry__on__lte=on).order_by("entry__on", "pk")
    moves: dict[int, list[tuple[date, Decimal]]] = {}
    for entity, day, amount in rows.values_list("entry__entity_id", "entry__on", "amount"):
        moves.setdefault(entity, []).append((day, amount))
    owing = {entity: found for entity, found in moves.items() if sum((one for _on, one in found), ZERO) > ZERO}
    entities = Entity.objects.filter(pk__in=owing).order_by("pk")
    return [
        ToCover(one, sum((amount for _on, amount in owing[one.pk]), ZERO), _since(owing[one.pk])) for one in entities
    ]


def _since(moves: Iterable[tuple[date, Decimal]]) -> date:
    """What was put in went to the oldest first: the day of the first that is not covered."""
    left = sum((-amount for _on, amount in moves if amount < ZERO), ZERO)
    for day, amount in moves:
        left -= max(amount, ZERO)
        if left < ZERO:
            return day
    raise ValueError("nothing is left to cover")
