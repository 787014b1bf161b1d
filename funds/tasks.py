"""Shells: enter the agency, read the clock, call one service."""

from celery import shared_task
from django.utils import timezone

from agencies.work import agency_task
from funds.models import BankFile
from funds.services import matching, provider, provider_settling
from funds.services.by_hand import clear_cheques


@agency_task("funds.match", rests=True)
def match() -> None:
    """Try again what waits to be attributed; let cheques count as good whose time is over."""
    now = timezone.now()
    matching.match_open(on=timezone.localdate(now), at=now)
    clear_cheques(on=timezone.localdate(now), at=now)


@agency_task("funds.match_file")
def match_file(bank_file_id: int) -> None:
    """Find out for whom the money of a long file is."""
    now = timezone.now()
    found = BankFile.objects.get(pk=bank_file_id)
    matching.match_file(bank_file=found, on=timezone.localdate(now), at=now)


@shared_task(name=provider.TASK, acks_late=True)
def look_online(*, agency_id: int, payment_id: int) -> None:
    """Look a payment up at the provider, with no transaction open meanwhile."""
    provider.look(agency_id=agency_id, payment_id=payment_id, at=timezone.now())


@shared_task(name=provider_settling.TASK, acks_late=True)
def read_settlement(*, agency_id: int, settlement_id: int) -> None:
    """Read what a sum on the account is made of at the provider, with no transaction open meanwhile."""
    provider_settling.read(agency_id=agency_id, settlement_id=settlement_id, at=timezone.now())
