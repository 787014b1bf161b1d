"""The verbs of ./run."""

import sys
from collections.abc import Callable

from deploy.local import places, processes, servers, system
from deploy.local.checks import check, ci, test
from deploy.local.demo import demo, dev


def setup(_arguments: list[str]) -> int:
    """The virtual environment is there (./run made it); the system's libraries are the rest."""
    system.ensure(browser=True)
    places.servers()
    print("Ready: ./run demo", file=sys.stderr)
    return 0


def manage(arguments: list[str]) -> int:
    """Run manage.py against the embedded servers, or those the environment names."""
    with servers.running() as environment:
        return processes.call([sys.executable, "manage.py", *arguments], environment)[0]


def bench(arguments: list[str]) -> int:
    """manage.py bench."""
    return manage(["bench", *arguments])


VERBS: dict[str, Callable[[list[str]], int]] = {
    "setup": setup,
    "demo": demo,
    "dev": dev,
    "test": test,
    "check": check,
    "ci": ci,
    "bench": bench,
    "manage": manage,
}


def main(arguments: list[str]) -> int:
    """Run one verb; its exit code, 2 when there is none of that name."""
    verb, *rest = arguments
    if verb not in VERBS:
        print(f"{verb!r} is none of: {' '.join(VERBS)} help", file=sys.stderr)
        return 2
    return VERBS[verb](rest)
