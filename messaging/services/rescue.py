"""What a dead worker or a lost queue left behind: found by data, asked of the channel, queued again."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

import structlog

from agencies.scope import acting_for
from messaging import rules
from messaging.channels import Refused
from messaging.models import Message
from messaging.queries import unprinted
from messaging.rules import State
from messaging.services.delivery import Taken, after_doubt, packed, record
from messaging.services.outbox import hand_to_workers
from messaging.services.printing import have_files_made

log = structlog.get_logger(__name__)
BATCH = 1000
ALL = frozenset(rules.QUEUES.values())
PRINTING = rules.QUEUES["letter"]
LOST = "The worker was lost while sending."


def settle_stuck(*, agency_id: int, at: datetime) -> Counter[State]:
    """Decide about messages that have been `sending` for too long; how many went to which state.

    Found at the channel: sent. Else queued again where sending twice does no harm, and parked where it might.
    To be called with no transaction open.
    """
    with acting_for(agency_id):
        stuck = [packed(message) for message in Message.objects.stuck(at).order_by("pk")[:BATCH]]
    return Counter(state for taken in stuck if (state := _settled(agency_id, taken, at)))


def _settled(agency_id: int, taken: Taken, at: datetime) -> State | None:
    try:
        verdict = after_doubt(taken, reason=LOST, at=at)
    except (Refused, OSError) as error:  # the channel does not answer: the next sweep asks again
        log.warning("message.not_found_out", message=taken.message.pk, error=str(error))
        return None
    with acting_for(agency_id):
        return record(taken, verdict=verdict, at=at, left_at=taken.message.taken_at)


def sweep(*, agency_id: int, at: datetime, queues: Collection[str] = ALL) -> int:
    """Queue again what should have been sent by now, and settle what is stuck; how many messages were queued.

    Only into `queues`: those that run dry, since in a long one the tasks are still waiting their turn. A task queued
    twice does no harm: the second one finds nothing to do. To be called with no transaction open.
    """
    channels = [channel for channel, queue in rules.QUEUES.items() if queue in queues]
    with acting_for(agency_id):
        overdue = Message.objects.due(at).filter(queued_at__lte=at - rules.LOST_AFTER, channel__in=channels)
        waiting = list(overdue.order_by("not_before", "pk")[:BATCH])
        for message in waiting:
            hand_to_workers(message)
        for run in unprinted() if PRINTING in queues else ():
            have_files_made(print_run_id=run.pk)
    settle_stuck(agency_id=agency_id, at=at)  # last: a channel that does not answer holds nothing up
    return len(waiting)
