"""`./run check`, `./run test` and `./run ci`."""

import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from deploy.local import environment, places, processes, servers, system

BIN = Path(sys.executable).parent
PYTHON = sys.executable
TEMPLATES = ["templates", *(f"{path.parent.name}/templates" for path in places.ROOT.glob("*/templates"))]
STEPS: dict[str, list[str]] = {
    "style": [str(BIN / "ruff"), "check", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "."],
    "types": [str(BIN / "mypy"), "."],
    "templates": [str(BIN / "djlint"), "--lint", "--quiet", *TEMPLATES],
    # The layout of letters is measured on paper (tests/messaging): white space added there would move lines.
    "layout": [str(BIN / "djlint"), "--check", "--quiet", "--extend-exclude", "templates/letters", *TEMPLATES],
    "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
}
HOUSE = [PYTHON, "-m", "pytest", "tests/architecture"]


def check(_arguments: Sequence[str] = ()) -> int:
    """Everything that needs no browser and no worker; says at the end which steps failed."""
    failed = _failed_steps()
    if not _passes("house", HOUSE, environment.inherited()):
        failed.append("house")
    return _verdict(failed)


def _failed_steps() -> list[str]:
    with servers.running(with_broker=False) as commands:
        return [name for name, command in STEPS.items() if not _passes(name, command, commands)]


def test(arguments: Sequence[str]) -> int:
    """The suite with coverage; `arguments` go to pytest."""
    system.ensure(browser=True)
    return _suite(arguments)


def ci(_arguments: Sequence[str] = ()) -> int:
    """All of it. The suite comes last, so that its summary ends the output."""
    system.ensure(browser=True)
    failed = _failed_steps()  # the suite holds the house rules
    deploy = [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    if not _passes("deploy", deploy, environment.for_production_checks()):
        failed.append("deploy")
    if _suite([]):
        failed.append("suite")
    return _verdict(failed)


def _suite(arguments: Sequence[str]) -> int:
    shutil.rmtree(places.VAR / "test-files", ignore_errors=True)
    coverage = ["--cov", "--cov-report=term:skip-covered"] if not arguments else []
    return processes.call([PYTHON, "-m", "pytest", *coverage, *arguments], environment.inherited())[0]


def _passes(name: str, command: Sequence[str], given: dict[str, str]) -> bool:
    started = time.monotonic()
    code, _ = processes.call(command, given)
    print(f"{'ok' if code == 0 else 'FAILED':<7} {name} ({time.monotonic() - started:.1f} s)", flush=True)
    return code == 0


def _verdict(failed: Sequence[str]) -> int:
    if failed:
        print(f"FAILED: {', '.join(failed)}", flush=True)
    return 1 if failed else 0
