"""`manage.py create_agency --preset creansys`: a new agency, and the invitation of its first manager."""

import json
from argparse import ArgumentParser
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.adapters import invitation_link, mail_invitation
from agencies.models import Agency
from agencies.models.tenant import RESERVED_SLUGS
from agencies.rules import Role
from agencies.scope import acting_for
from agencies.services import invite
from creansys import presets

REFUSED, MISUSED = 1, 2


class Command(BaseCommand):
    """Exit code 0: made; 1: refused, the slug is taken; 2: misused."""

    help = "Create an agency from a preset and invite its first manager."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The preset is required; what else it says may be replaced."""
        parser.add_argument("--preset", required=True, choices=presets.NAMES)
        parser.add_argument("--slug", default="", help="its word in every address; the preset's own by default")
        parser.add_argument("--name", default="", help="as shown on screen; the preset's own by default")
        parser.add_argument("--manager", default="", metavar="EMAIL", help="invited as manager; a mail is sent")
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, **options: Any) -> None:
        """Make it, or say why not."""
        if options["slug"] in RESERVED_SLUGS:
            reason = _("“%(slug)s” is an address of the platform's own: choose another with --slug.") % options
            raise CommandError(reason, returncode=MISUSED)
        try:
            made = self._make(options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=MISUSED) from error
        if isinstance(made, presets.SlugTaken):
            self._refuse(made, options["json"])
        self.stdout.write(json.dumps(made, ensure_ascii=False) if options["json"] else _told(made))

    @transaction.atomic
    def _make(self, options: dict[str, Any]) -> dict[str, Any] | presets.SlugTaken:
        now = timezone.now()
        if options["manager"]:
            validate_email(options["manager"])
        made = presets.create(name=options["preset"], slug=options["slug"], title=options["name"], at=now)
        if isinstance(made, presets.SlugTaken):
            return made
        about = {"agency": made.slug, "id": made.pk, "name": made.name, "preset": made.preset, "invitation": None}
        return about | ({"invitation": _invited(made, options["manager"])} if options["manager"] else {})

    def _refuse(self, taken: presets.SlugTaken, as_json: bool) -> NoReturn:
        reason = _("An agency already uses the address “%(slug)s”: choose another with --slug.") % {"slug": taken.slug}
        if as_json:
            self.stdout.write(json.dumps({"refused": [{"code": "slug-taken", "reason": reason}]}, ensure_ascii=False))
        raise CommandError(reason, returncode=REFUSED)


def _invited(agency: Agency, email: str) -> str:
    with acting_for(agency.pk):
        invited = invite(email=email, role=Role.MANAGER, at=timezone.now())
    mail_invitation(agency=agency, invited=invited)
    return invitation_link(agency, invited.token)


def _told(made: dict[str, Any]) -> str:
    lines = [_("Agency “%(name)s” created at /%(agency)s/.") % made]
    if made["invitation"]:
        lines.append(_("Invitation of the manager: %(invitation)s") % made)
    return "\n".join(lines)
