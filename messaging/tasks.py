"""Shells around the outbox. They enter no agency: the services do, in short transactions around the sending."""

from celery import current_app, shared_task
from django.conf import settings
from django.utils import timezone

from agencies.crossing import any_agency_by_slug
from agencies.work import agency_task, runs_dry
from messaging import services
from messaging.channels.imap import place_of
from messaging.queries import agencies_with_messages
from messaging.rules import QUEUES


@shared_task(name="messaging.deliver")
def deliver(*, agency_id: int, message_id: int) -> None:
    """Send one message."""
    services.deliver_one(agency_id=agency_id, message_id=message_id, at=timezone.now())


@shared_task(name="messaging.sweep")
def sweep() -> None:
    """Beat: one task for each agency with messages waiting or stuck."""
    dry = [queue for queue in sorted(set(QUEUES.values())) if runs_dry(queue)]
    for agency_id in agencies_with_messages(timezone.now()):
        ids = {"agency_id": agency_id, "queues": dry}
        current_app.send_task("messaging.sweep_agency", kwargs=ids, queue="default")


@shared_task(name="messaging.sweep_agency")
def sweep_agency(*, agency_id: int, queues: list[str]) -> None:
    """Settle what is stuck and queue again what the broker lost, into queues that run dry."""
    services.sweep(agency_id=agency_id, at=timezone.now(), queues=queues)


@shared_task(name="messaging.fetch")
def fetch() -> None:
    """Beat: one task for each agency whose mailbox we read. Suspended or not: who asks us to stop is heard."""
    for slug in settings.MAILBOXES:
        agency_id = any_agency_by_slug(slug)
        if agency_id is not None:
            ids = {"agency_id": agency_id, "slug": slug}
            current_app.send_task("messaging.fetch_agency", kwargs=ids, queue="mail", expires=60)


@shared_task(name="messaging.fetch_agency")
def fetch_agency(*, agency_id: int, slug: str) -> None:
    """Take what came into the mailbox of one agency."""
    services.fetch(agency_id=agency_id, place=place_of(settings.MAILBOXES[slug]), at=timezone.now())


@agency_task("messaging.print_files")
def print_files(print_run_id: int) -> None:
    """Make the next file of a closed print run for the printer, and have the one after it made."""
    services.make_part(print_run_id=print_run_id, at=timezone.now())
