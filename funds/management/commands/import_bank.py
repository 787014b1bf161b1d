"""`manage.py import_bank FILE --agency SLUG`: a bank's file is booked, and its money goes where it surely belongs."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.crossing import agency_by_slug
from agencies.scope import acting_for
from files.services import Rejected
from funds.models import BankFile
from funds.queries.banking import described
from funds.services.importing import import_bank
from funds.services.matching import match_file

REFUSED, MISUSED = 1, 2


class Command(BaseCommand):
    """Exit code 0: booked, now or before; 1: refused, nothing booked; 2: misused."""

    help = "Book a bank's file (CAMT.053, CODA, CFONB 120, MT940, OFX, CSV)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file, of which agency."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--agency", required=True, metavar="SLUG")
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the day; today by default")
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, **options: object) -> None:
        """Book, then match: what was booked stays so if matching breaks off, and is matched again by `tick`."""
        agency_id, file = agency_by_slug(str(options["agency"])), Path(str(options["file"]))
        if agency_id is None:
            raise CommandError(_("No agency has the slug “%(agency)s”.") % options, returncode=MISUSED)
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=MISUSED) from error
        told = _done(agency_id, data, file.name, options["on"])
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else _written(told))
        if not told["ok"]:
            sys.exit(REFUSED)


def _done(agency_id: int, data: bytes, name: str, on: object) -> Mapping[str, object]:
    now = timezone.now()
    day = on if isinstance(on, date) else timezone.localdate(now)
    with acting_for(agency_id):
        made = import_bank(data=data, name=name, at=now)
    if isinstance(made, Rejected):
        return {"file": name, "ok": False, "code": made.code, "detail": made.detail}
    with acting_for(agency_id):
        if made.state == BankFile.State.BOOKED:
            match_file(bank_file=made, on=day, at=now)
        return described(made)


def _written(told: Mapping[str, object]) -> str:
    """The same for people."""
    if not told["ok"]:
        return f"{told['code']}: {told['detail']}"
    counts = _("%(movements)s movements, %(repeated)s known before; %(receipts)s payments: %(booked)s booked,") % told
    return f"{counts} " + _("%(to_attribute)s to attribute; %(unexplained)s debits to explain.") % told
