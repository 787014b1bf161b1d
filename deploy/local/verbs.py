"""The verbs of ./run."""

import subprocess
import sys

from deploy.local import places, servers

MANAGE = [sys.executable, "manage.py"]


def manage(arguments: list[str]) -> int:
    """Run manage.py against the embedded servers (or those the environment names)."""
    with servers.running() as environment:
        return subprocess.run([*MANAGE, *arguments], cwd=places.ROOT, env=environment).returncode


VERBS = {"manage": manage}


def main(arguments: list[str]) -> int:
    """Run one verb; its exit code."""
    verb, *rest = arguments
    return VERBS[verb](rest)
