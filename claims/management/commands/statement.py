"""`manage.py statement CLAIM --on DATE`: what a claim owes on a day, every line with its rule and source."""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.crossing import active_agencies, agency_by_slug
from agencies.scope import acting_for
from claims.models import Claim
from claims.queries.statement import described, statement_of

REFUSED, MISUSED = 1, 2


class Command(BaseCommand):
    """Exit code 0: stated; 1: no such claim; 2: misused, or the number stands in several agencies."""

    help = "State what a claim owes on a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which claim, on which day."""
        parser.add_argument("claim", type=int, help="its number")
        parser.add_argument(
            "--agency", default="", metavar="SLUG", help="needed where several agencies have the number"
        )
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="today by default")
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, **options: Any) -> None:
        """State it, or say why not."""
        on = options["on"] or timezone.localdate()
        found = [told for agency_id in _agencies(options["agency"]) if (told := _told(agency_id, options["claim"], on))]
        if len(found) > 1:
            raise CommandError(_("Several agencies have this number: name one with --agency."), returncode=MISUSED)
        told = found[0] if found else _refusal(options["claim"])
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else _written(told))
        if not found:
            sys.exit(REFUSED)


def _agencies(slug: str) -> list[int]:
    if not slug:
        return active_agencies()
    agency_id = agency_by_slug(slug)
    if agency_id is None:
        raise CommandError(_("No agency has the slug “%(agency)s”.") % {"agency": slug}, returncode=MISUSED)
    return [agency_id]


def _told(agency_id: int, number: int, on: date) -> dict[str, Any] | None:
    with acting_for(agency_id):
        claim = Claim.objects.select_related("terms", "creditor").filter(number=number).first()
        return described(claim, statement_of(claim, on)) if claim else None


def _refusal(number: int) -> dict[str, Any]:
    return {
        "ok": False,
        "code": "claim_unknown",
        "reason": _("No claim has the number %(number)d.") % {"number": number},
    }


def _written(told: dict[str, Any]) -> str:
    """The same for people."""
    if "lines" not in told:
        return str(told["reason"])
    lines = [
        f"{line['amount']:>14}  {line['part']:<10} {line['from'] or '':<10} {line['to'] or '':<10}"
        f" {line['rate'] or '':>6}  {line['item']} {line['source']}"
        for line in told["lines"]
    ]
    return "\n".join([*lines, f"{told['total']:>14}  {told['currency']}"])
