"""`manage.py bench NAME --size N --json`: a measurement with its lower bound taken in the same run (bench/)."""

import json
from argparse import ArgumentParser
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand

SIZES = {
    "bank": 100_000,
    "figures": 1_000_000,
    "intake": 100_000,
    "invoices": 200,
    "ledger": 100_000,
    "letters": 500,
    "pages": 100_000,
    "queue": 200_000,
    "tick": 1_000_000,
}


class Command(BaseCommand):
    help = "Measure speed against a lower bound, in a database of its own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", choices=sorted(SIZES))
        parser.add_argument(
            "--size", "--claims", "--entries", type=int, default=0, help="rows, letters, claims or entries"
        )
        parser.add_argument("--due", type=int, default=1000, help="claims that are due (tick)")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"]
        extra = {"due": options["due"]} if name == "tick" else {}
        found = import_module(f"bench.{name}").run(options["size"] or SIZES[name], **extra)
        self.stdout.write(json.dumps({"bench": name, **found}))
