"""What the commands that read files without a database share: one answer for each file, and the exit code."""

import json
import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from formats.errors import Unreadable

REFUSED = 1


class ReadCommand(BaseCommand):
    """Exit 0: every file was read; 1: some were refused, each with a code; 2: misused. No database is touched."""

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The files, and how to tell what is in them."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="one JSON object a line on standard output")

    def handle(self, *, files: list[Path], json: bool, **_options: Any) -> None:
        """Read them all; one that is refused stops no other."""
        refused = False
        for file in files:
            told = {"file": os.fsencode(file).decode("utf-8", "replace"), **self._answer(file)}
            refused |= not told["ok"]
            self.stdout.write(_line(told) if json else self._words(told))
            self.stdout.flush()
        if refused:
            sys.exit(REFUSED)

    def _answer(self, file: Path) -> dict[str, Any]:
        try:
            return {"ok": True, **self.read(file)}
        except Unreadable as error:
            return {"ok": False, "code": error.code, "detail": error.detail}
        except OSError as error:
            return {"ok": False, "code": "no_such_file", "detail": error.strerror or ""}

    def _words(self, told: dict[str, Any]) -> str:
        return self.written(told) if told["ok"] else f"{told['file']}: {told['code']} {told['detail']}".rstrip()

    def read(self, file: Path) -> dict[str, Any]:
        """What the file says, as JSON carries it. Raises Unreadable."""
        raise NotImplementedError

    def written(self, told: dict[str, Any]) -> str:
        """The same for people."""
        raise NotImplementedError


def _line(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False)
