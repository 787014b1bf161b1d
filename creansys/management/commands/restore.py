"""`manage.py restore FILE`: an archive into an empty database and the storage."""

from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from creansys import archive, dump, env


class Command(BaseCommand):
    help = "Fill the empty database of DATABASE_OWNER_URL, and the storage, from an archive made by backup."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        source: Path = options["file"]
        if damage := list(archive.complaints(source)):
            raise CommandError("The archive is damaged: " + "; ".join(damage))
        with TemporaryDirectory() as folder:
            dumped = Path(folder) / archive.DUMP
            archive.extract_dump(source, dumped)
            try:
                dump.restore(env.database("DATABASE_OWNER_URL"), dumped)
            except dump.DumpFailed as failure:
                raise CommandError(str(failure)) from None
        files = archive.restore_files(source, default_storage)
        self.stderr.write(f"Restored {sum(archive.read_manifest(source).rows.values())} rows and {files} files.")
