"""`manage.py load_demo`: the preset agencies with their creditors and claims, once; then what is due is sent."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from agencies.crossing import agency_by_slug
from creansys import demo
from creansys.tick import open_refusals


class Command(BaseCommand):
    help = "Load the demonstration (only where DEMO is set)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON summary on standard output")
        parser.add_argument("--wait", action="store_true", help="wait until the workers have sent what is due")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            made = demo.load(now)
        except demo.NotADemo as error:
            raise CommandError(str(error)) from error
        if made or options["wait"]:
            demo.work(now)
        with translation.override("fr"):
            summary = demo.figures(timezone.localdate()) | {"refusals": _refusals()}
        if options["json"]:
            self.stdout.write(json.dumps(summary, ensure_ascii=False))
        else:
            self.stdout.write(f"{summary['claims']} claims, {summary['letters']} letters, {summary['emails']} e-mails")


def _refusals() -> list[dict[str, Any]]:
    found = []
    for name in ("creansys", "directe", "trois-phases", "recogest", "assurance"):
        agency_id = agency_by_slug(name)
        if agency_id is not None:
            found += [{"agency": name, **_in_words(refusal)} for refusal in open_refusals(agency_id)]
    return found


def _in_words(refusal: dict[str, Any]) -> dict[str, Any]:
    """Reason, cure and source in French: they are stored as message ids."""
    words = {key: translation.gettext(refusal[key]) if refusal[key] else "" for key in ("reason", "cure", "source")}
    return refusal | words
