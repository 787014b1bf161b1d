"""`manage.py simulate --agency creansys --claims 2000 --from 2026-01-01 --days 365 --seed 7 --json`: a year at work.

In a database of its own, thrown away at the end: nothing of the service is touched. Exit code 1 when something that
must hold did not.
"""

import json
from argparse import ArgumentParser
from datetime import date
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from creansys import presets


class Command(BaseCommand):
    help = "Play creditors, debtors and agents day by day through the real services, and check what must hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agency", choices=presets.NAMES, default="creansys", help="the preset it is made from")
        parser.add_argument("--claims", type=int, default=2000)
        parser.add_argument("--from", dest="first", type=date.fromisoformat, default=date(2026, 1, 1))
        parser.add_argument("--days", type=int, default=365)
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--no-render", action="store_true", help="keep a stand-in of each PDF: much faster")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        told = import_module("bench.year").run(
            preset=options["agency"],
            claims=options["claims"],
            first=options["first"],
            days=options["days"],
            seed=options["seed"],
            render=not options["no_render"],
            say=self.stderr.write,
        )
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=None if options["json"] else 2))
        if told["violations"] or told["failed"]:
            raise CommandError(f"{told['violations']} violations, {told['failed']} failures", returncode=1)
