"""`manage.py backup FILE`: database and stored files in one archive."""

from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from creansys import archive, env
from creansys.dump import DumpFailed, dump


class Command(BaseCommand):
    help = "Write the database and every stored file to one archive, as the backup role (DATABASE_BACKUP_URL)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="where to; a .tar that does not exist yet")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["file"]
        if target.exists():
            raise CommandError(f"{target} exists: backups are never overwritten.")
        login = env.database("DATABASE_BACKUP_URL")
        at = timezone.now()
        with TemporaryDirectory(dir=target.resolve().parent) as folder:
            dumped = Path(folder) / archive.DUMP
            try:
                # The dump first: bytes are stored before the rows that name them.
                rows = dump(login, dumped)
            except DumpFailed as failure:
                raise CommandError(str(failure)) from None
            manifest = archive.new_manifest(database=login["NAME"], rows=rows, at=at)
            archive.write(target, dump=dumped, storage=default_storage, manifest=manifest)
        self.stderr.write(f"{target}: {sum(rows.values())} rows, {len(manifest.hashes) - 1} files.")
