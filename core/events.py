"""Facts that lower apps publish, and questions that they ask; `creansys.reactions` is the one table of who reacts and
who answers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Reaction = Callable[[Any], None]
Answer = Callable[[Any], Any]
_reactions: dict[type, Sequence[Reaction]] = {}
_answers: dict[type, Answer] = {}


def connect(table: Mapping[type, Sequence[Reaction]]) -> None:
    """Install the table of reactions; called once at start-up."""
    _reactions.clear()
    _reactions.update(table)


def publish(event: object) -> None:
    """Run every reaction to `event` now, in the caller's transaction; their errors propagate."""
    for react in _reactions.get(type(event), ()):
        react(event)


def connect_answers(table: Mapping[type, Answer]) -> None:
    """Install who answers which question; called once at start-up."""
    _answers.clear()
    _answers.update(table)


def ask(question: object) -> Any:
    """What the floor above answers. KeyError when nobody was installed to."""
    return _answers[type(question)](question)
