"""`manage.py import_claims FILE --agency SLUG --creditor C`: a creditor's file of unpaid invoices becomes claims."""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.crossing import agency_by_slug
from agencies.scope import acting_for
from claims.models import Import
from claims.queries.imports import remarks_of, remarks_on
from claims.services import bordereau
from claims.services.intake import Judgement, Refused, import_file, judge_file, summary
from claims.services.lifecycle import accept_import
from clients.models import Creditor
from clients.queries import creditor_named, running_contract

REFUSED, MISUSED = 1, 2


class Command(BaseCommand):
    """Exit code 0: done, whatever its rows were told; 1: the file, or its creditor, was refused; 2: misused."""

    help = "Import a creditor's unpaid invoices from a CSV, XLSX or UBL file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is imported, for whom, and how far."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--agency", required=True, metavar="SLUG")
        parser.add_argument("--creditor", required=True, help="its number, or its exact name")
        parser.add_argument("--dry-run", action="store_true", help="judge every row and write nothing")
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the day of intake; today by default")
        parser.add_argument("--accept", action="store_true", help="the agency holds the creditor's signed order")
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, **options: Any) -> None:
        """Import, or say why not and what to do."""
        agency_id = agency_by_slug(options["agency"])
        if agency_id is None:
            raise CommandError(_("No agency has the slug “%(agency)s”.") % options, returncode=MISUSED)
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}", returncode=MISUSED) from error
        with acting_for(agency_id):
            told = _done(data, options)
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else _written(told))
        if not told["ok"]:
            sys.exit(REFUSED)


def _done(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    """What was found, as `claims.services.intake.summary` tells it, with the remarks on rows."""
    creditor = creditor_named(options["creditor"])
    if creditor is None:
        return summary(Refused("creditor_unknown", options["creditor"]))
    on = options["on"] or timezone.localdate()
    if options["dry_run"]:
        found = judge_file(data=data, name=options["file"].name, creditor=creditor, on=on)
        return {"dry_run": True} | _with_remarks(found)
    return {"dry_run": False} | _loaded(data, creditor, on, options)


def _loaded(data: bytes, creditor: Creditor, on: date, options: dict[str, Any]) -> dict[str, Any]:
    contract, now = running_contract(creditor), timezone.now()
    if contract is None:
        return summary(Refused("contract_missing", creditor.name))
    made = import_file(data=data, name=options["file"].name, contract=contract, on=on, at=now, actor="operator")
    if isinstance(made, Import) and options["accept"]:
        attested = _("%(creditor)s, as attested by the agency") % {"creditor": creditor.name}
        bordereau.draw_up(import_id=made.pk)
        accept_import(import_id=made.pk, name=attested, on=on, at=now)
    return _with_remarks(made) | {"accepted": isinstance(made, Import) and options["accept"]}


def _with_remarks(found: Judgement | Import | Refused) -> dict[str, Any]:
    if isinstance(found, Refused):
        return summary(found)
    return summary(found) | (remarks_of(found) if isinstance(found, Import) else remarks_on(found.rows))


def _written(told: dict[str, Any]) -> str:
    """The same for people."""
    if not told["ok"]:
        return f"{told['reason']} {told['cure']}"
    first = _("%(rows)d rows: %(ready)d ready, %(warnings)d with a remark, %(refused)d refused.") % told
    made = _("%(new_claims)d new claims for %(amount)s EUR.") % told
    errors = [(row["row"], error) for row in told["refused_rows"] for error in row["errors"]]
    return "\n".join([first, made, *(f"{number}: {error['reason']} {error['cure']}" for number, error in errors)])
