"""`manage.py retention [--agency SLUG] [--dry-run] --json`: erase people at retention's end, and say what was done.

The same is done every night, a part at a time (`creansys.forget`); this does all of it at once. Twice prints zeros.
"""

import json
from argparse import ArgumentParser
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.timezone import make_aware

from agencies import audit
from agencies.crossing import active_agencies, agency_by_slug
from agencies.models import Agency
from agencies.scope import acting_for
from claims.services.erasure import RETENTION_YEARS, due_for_erasure, erase_due
from files.services import remove_erased


class Command(BaseCommand):
    help = "Erase the debtors and files whose retention has ended, with a report."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="YYYY-MM-DD, by default today")
        parser.add_argument("--agency", default="", help="slug of one agency")
        parser.add_argument("--dry-run", action="store_true", help="count, erase nothing")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or timezone.localdate()
        if on > timezone.localdate() and not (settings.DEMO or settings.DEBUG):
            raise CommandError(f"{on} has not come yet: nobody is erased ahead of time", returncode=1)
        agencies = dict(_run(pk, on, dry=options["dry_run"]) for pk in _agencies(options["agency"]))
        told = {"on": on.isoformat(), "years": RETENTION_YEARS, "dry_run": options["dry_run"], "agencies": agencies}
        self.stdout.write(json.dumps(told, indent=None if options["json"] else 1))


def _run(agency_id: int, on: date, *, dry: bool) -> tuple[str, dict[str, int]]:
    at = make_aware(datetime.combine(on, time(3)))
    with acting_for(agency_id):
        slug, due = Agency.objects.get(pk=agency_id).slug, due_for_erasure(on=on)
    if dry:
        return slug, {"due": due, "erased": 0, "files_removed": 0}
    erased = removed = 0
    while done := _part(agency_id, on, at):
        erased += done
    with acting_for(agency_id):
        while done := remove_erased(at=at):
            removed += done
        report = {"due": due, "erased": erased, "files_removed": removed}
        audit.record("retention.run", at=at, **report)
    return slug, report


def _part(agency_id: int, on: date, at: datetime) -> int:
    with acting_for(agency_id):
        return erase_due(on=on, at=at)


def _agencies(slug: str) -> list[int]:
    if not slug:
        return active_agencies()
    agency_id = agency_by_slug(slug)
    if agency_id is None:
        raise CommandError(f"no active agency is called {slug!r}", returncode=1)
    return [agency_id]
