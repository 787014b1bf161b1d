"""manage.py translations update|check|compile"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from web import catalog


class Command(BaseCommand):
    help = (
        "Update, check or compile the catalogs of locale/: French is complete, nl and de where debtors read, by test."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("do", choices=["update", "check", "compile"])
        parser.add_argument("--language", default="fr")

    def handle(self, *args: Any, do: str, language: str, **options: Any) -> None:
        folder = Path(settings.LOCALE_PATHS[0])
        path = folder / language / "LC_MESSAGES" / "django.po"
        if do == "update":
            merged = catalog.update(settings.BASE_DIR, path, language)
            self.stdout.write(f"{language}: {len(merged)} messages, {len(merged.obsolete)} unused")
        elif do == "compile":
            for made in catalog.compile_all(folder):
                self.stdout.write(f"{made.relative_to(folder)} written")
        elif wrong := catalog.complaints(settings.BASE_DIR, path, language):
            raise CommandError("\n".join(wrong), returncode=1)
        else:
            self.stdout.write(f"{language}: complete")
