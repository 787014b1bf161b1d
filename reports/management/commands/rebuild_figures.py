"""`manage.py rebuild_figures [--agency SLUG] --json`: count the manager's figures from nothing.

Never needed to keep them up: `tick` and beat do. Changes nothing where they were kept well; reads every file.
"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agencies.crossing import active_agencies, agency_by_slug
from agencies.models import Agency
from agencies.scope import acting_for
from reports.services.figures import rebuild


class Command(BaseCommand):
    help = "Count the manager's figures from nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agency", default="", help="slug of one agency")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        counted = dict(_counted(pk) for pk in _agencies(options["agency"]))
        self.stdout.write(json.dumps({"files": counted}, indent=None if options["json"] else 1))


def _counted(agency_id: int) -> tuple[str, int]:
    with acting_for(agency_id):
        return Agency.objects.get(pk=agency_id).slug, rebuild(at=timezone.now())


def _agencies(slug: str) -> list[int]:
    if not slug:
        return active_agencies()
    agency_id = agency_by_slug(slug)
    if agency_id is None:
        raise CommandError(f"no active agency is called {slug!r}", returncode=1)
    return [agency_id]
