"""Shells: enter the agency, read the clock, call one service."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from agencies.work import agency_task
from funds.models import BankFile
from funds.services import accounts, matching, papers, provider, provider_settling
from funds.services.by_hand import clear_cheques
from jobs.models import Job


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


@agency_task(accounts.ACCOUNT)
def account(job_id: int, of_id: int, first: str, last: str, language: str) -> None:
    """Set the account of a creditor as a paper."""
    days = {"first": date.fromisoformat(first), "last": date.fromisoformat(last)}
    papers.draw_account(job=Job.objects.get(pk=job_id), party_id=of_id, **days, language=language, at=timezone.now())


@agency_task(accounts.ADVICE)
def advice(job_id: int, line_id: int, language: str) -> None:
    """Set the advice of a remittance as a paper."""
    papers.draw_advice(job=Job.objects.get(pk=job_id), line_id=line_id, language=language, at=timezone.now())
