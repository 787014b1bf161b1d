"""Facts that lower apps publish; `creansys.reactions` is the one table that says who reacts."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Reaction = Callable[[Any], None]
_reactions: dict[type, Sequence[Reaction]] = {}


def connect(table: Mapping[type, Sequence[Reaction]]) -> None:
    """Install the table of reactions; called once at start-up."""
    _reactions.clear()
    _reactions.update(table)


def publish(event: object) -> None:
    """Run every reaction to `event` now, in the caller's transaction; their errors propagate."""
    for react in _reactions.get(type(event), ()):
        react(event)
