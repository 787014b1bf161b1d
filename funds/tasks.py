"""Shells: enter the agency, read the clock, call one service."""

from django.utils import timezone

from agencies.work import agency_task
from funds.models import BankFile
from funds.services import matching
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
