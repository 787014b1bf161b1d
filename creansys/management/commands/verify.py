"""`manage.py verify`: is this service whole? `verify FILE [--rehearse]`: is this archive, and would it come back?"""

import secrets
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from creansys import archive, database, dump, env
from creansys.verifying import broken_files, broken_timelines


class Command(BaseCommand):
    help = "Check an archive's hashes and dump; with --rehearse, restore it into a scratch database and compare."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="an archive; without one, the service itself")
        parser.add_argument("--rehearse", action="store_true", help="needs DATABASE_ADMIN_URL and DATABASE_OWNER_URL")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"] is None:
            found = [*broken_timelines(), *broken_files()]
            if found:
                raise CommandError("\n".join(found))
            self.stderr.write("Every timeline verifies and every stored file matches its hash.")
            return
        self._archive(options["file"], rehearse=options["rehearse"])

    def _archive(self, source: Path, *, rehearse: bool) -> None:
        found = list(archive.complaints(source))
        with TemporaryDirectory() as folder:
            dumped = Path(folder) / archive.DUMP
            archive.extract_dump(source, dumped)
            try:
                dump.contents(dumped)
                found += _rehearse(dumped, archive.read_manifest(source)) if rehearse else []
            except dump.DumpFailed as failure:
                found.append(str(failure))
        if found:
            raise CommandError("\n".join(found))
        self.stderr.write(f"{source} is whole.")


def _rehearse(dumped: Path, manifest: archive.Manifest) -> list[str]:
    with _scratch() as owner:
        dump.restore(owner, dumped)
        with closing(database.open_connection(owner)) as restored:
            rows = dump.counts(restored)
        lost = [
            f"{table}: {manifest.rows.get(table, 0)} rows were dumped, {rows.get(table, 0)} came back"
            for table in sorted(manifest.rows.keys() | rows.keys())
            if manifest.rows.get(table) != rows.get(table)
        ]
        with _speaking_to(owner):
            return lost + [complaint for verifier in archive.VERIFIERS for complaint in verifier()]


@contextmanager
def _scratch() -> Iterator[dict[str, Any]]:
    """An empty database of a moment; the owner's login for it."""
    owner = env.database("DATABASE_OWNER_URL")
    owner["NAME"] = name = f"{owner['NAME']}_rehearsal_{secrets.token_hex(4)}"
    with closing(database.open_connection(env.database("DATABASE_ADMIN_URL"))) as admin:
        database.run(admin, database.missing_statements(admin, name, {}))
        try:
            yield owner
        finally:
            database.run(admin, [f'DROP DATABASE "{name}" WITH (FORCE)'])


@contextmanager
def _speaking_to(owner: dict[str, Any]) -> Iterator[None]:
    """The default connection, as the owner, on the rehearsal's database."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update({key: owner[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
