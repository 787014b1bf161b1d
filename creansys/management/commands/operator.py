"""`manage.py operator EMAIL`: make an operator of the platform; `--end` takes the rights away."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from creansys.operators import services


class Command(BaseCommand):
    """Exit code 0: done; 1: nothing to do; 2: misused."""

    help = "Make somebody an operator of the platform, or take the rights away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whom, and which of the two."""
        parser.add_argument("email", help="their address; an account is made where there is none")
        parser.add_argument("--end", action="store_true", help="take the rights away")

    def handle(self, **options: Any) -> None:
        """Do it, or say why not."""
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=2) from error
        act = services.dismiss if options["end"] else services.appoint
        if act(email=options["email"], at=timezone.now()) is None:
            raise CommandError("Nothing to do: the rights are so already.", returncode=1)
        self.stdout.write("Done. A new account gets its password at /accounts/password/reset/.")
