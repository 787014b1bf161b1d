"""`manage.py export_person --agency creansys --debtor UID --to person.zip`: all that is held about a person (GDPR)."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agencies.crossing import agency_by_slug
from agencies.scope import acting_for
from claims.models import Debtor
from creansys.personal import Erased, export_person


class Command(BaseCommand):
    help = "Write all that an agency holds about a debtor as a ZIP, for its request for access."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agency", required=True)
        parser.add_argument("--debtor", required=True, type=UUID, help="the debtor's uid")
        parser.add_argument("--to", required=True, type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        agency_id, now = agency_by_slug(options["agency"]), timezone.now()
        if agency_id is None:
            raise CommandError(f"no active agency is called {options['agency']!r}", returncode=1)
        with acting_for(agency_id):
            debtor = Debtor.objects.filter(uid=options["debtor"]).first()
            if debtor is None:
                raise CommandError("the agency has no such debtor", returncode=1)
            try:
                data = export_person(debtor_id=debtor.pk, on=timezone.localdate(now), at=now)
            except Erased as gone:
                raise CommandError(str(gone), returncode=1) from gone
        options["to"].write_bytes(data)
        told = {"debtor": str(debtor.uid), "to": str(options["to"]), "bytes": len(data)}
        self.stdout.write(json.dumps(told) if options["json"] else f"{told['to']}: {told['bytes']} bytes")
