"""`manage.py tick --on DATE`: do inline, outbox included, all that is due on a date. Twice prints zeros."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agencies.crossing import active_agencies, agency_by_slug
from agencies.models import Agency
from agencies.scope import acting_for
from creansys.tick import tick


class Command(BaseCommand):
    help = "Do all that is due on a date (by default today), in every agency or in one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="YYYY-MM-DD")
        parser.add_argument("--agency", default="", help="slug of one agency")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or timezone.localdate()
        if on > timezone.localdate() and not (settings.DEMO or settings.DEBUG):
            raise CommandError(f"{on} has not come yet: a future date is refused in production", returncode=1)
        done = {_slug(agency_id): tick(agency_id, on) for agency_id in _agencies(options["agency"])}
        totals = {key: sum(agency[key] for agency in done.values()) for key in next(iter(done.values()), {})}
        if options["json"]:
            self.stdout.write(json.dumps({"on": on.isoformat(), "total": totals, "agencies": done}))
        else:
            self.stdout.write(", ".join(f"{key} {count}" for key, count in totals.items()))
        if totals.get("failed"):
            raise CommandError(f"{totals['failed']} acts failed: see the log", returncode=1)


def _agencies(slug: str) -> list[int]:
    if not slug:
        return active_agencies()
    agency_id = agency_by_slug(slug)
    if agency_id is None:
        raise CommandError(f"no active agency is called {slug!r}", returncode=1)
    return [agency_id]


def _slug(agency_id: int) -> str:
    with acting_for(agency_id):
        return Agency.objects.get(pk=agency_id).slug
