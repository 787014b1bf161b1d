"""Background work: queued by name after commit, run inside the agency that asked for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from celery import current_app, shared_task
from django.db import transaction

from agencies.queries import is_suspended
from agencies.scope import acting_for, current_agency_id

_inline: ContextVar[bool] = ContextVar("inline", default=False)
FEW = 100  # tasks: below, a queue is nearly done, or its broker forgot them


@contextmanager
def inline() -> Iterator[None]:
    """Queue nothing: the caller does all that is due itself, by data (`manage.py tick`)."""
    token = _inline.set(True)
    try:
        yield
    finally:
        _inline.reset(token)


def later(task_name: str, *, queue: str = "default", swept: bool = False, **ids: Any) -> None:
    """Queue a task once this transaction is durable. Services name tasks and never import them.

    `swept` says that a sweeper finds the same work by data: a broker that is down is then logged and fails nobody,
    for what was asked is done and kept.
    """
    options: dict[str, Any] = {"kwargs": {"agency_id": current_agency_id(), **ids}, "queue": queue}
    if _inline.get():
        return

    def send() -> None:
        current_app.send_task(task_name, **options | ({"retry": False} if swept else {}))

    transaction.on_commit(send, robust=swept)


def runs_dry(queue: str) -> bool:
    """Whether few tasks wait in a queue, so that what is found by data may be queued.

    While many wait, what is due is among them: queueing it again would only make them more.
    """
    with current_app.connection_for_read() as broker:
        told = current_app.amqp.queues[queue].bind(broker.default_channel).queue_declare()
    return bool(told.message_count < FEW)


def agency_task(name: str, *, rests: bool = False) -> Callable[[Callable[..., Any]], Any]:
    """A Celery task that enters the agency named by its `agency_id` argument and calls the function inside.

    `rests`: it does nothing in a suspended agency; its work is found again by data once the agency is resumed.
    """

    def decorate(work: Callable[..., Any]) -> Any:
        @wraps(work)
        def enter(*, agency_id: int, **ids: Any) -> Any:
            with acting_for(agency_id):
                return None if rests and is_suspended() else work(**ids)

        return shared_task(enter, name=name, acks_late=True)

    return decorate
