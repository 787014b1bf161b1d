"""Where the local servers keep what is theirs.

Everything is under `var/`. As root the servers run as the system user `creansys`, which may not be able to enter the
checkout: their folder is then under /var/lib/creansys and `var/servers` is a link to it.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
SYSTEM = Path("/var/lib/creansys")


def servers() -> Path:
    """The folder of the embedded servers, made on first use."""
    place = VAR / "servers"
    if not place.exists():
        VAR.mkdir(mode=0o700, exist_ok=True)
        with locked(VAR / ".lock"):
            if not place.exists():
                _make_servers(place)
    return place.resolve()


def _make_servers(place: Path) -> None:
    if os.geteuid() != 0:
        place.mkdir(mode=0o700)
        return
    mark = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
    target = SYSTEM / f"{mark}-{secrets.token_hex(2)}"
    target.mkdir(parents=True, mode=0o711)
    (target / "checkout").write_text(f"{ROOT}\n")
    place.unlink(missing_ok=True)
    place.symlink_to(target)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Alone on this machine while inside."""
    with path.open("a") as file:
        flock(file, LOCK_EX)
        yield


def secret(name: str) -> str:
    """A random text made once and kept, readable by this user alone."""
    folder = servers()
    with locked(folder / ".secrets.lock"):
        path = folder / "secrets.json"
        kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        if name not in kept:
            kept[name] = secrets.token_urlsafe(48 if name == "SECRET_KEY" else 24)
            _write_privately(path, json.dumps(kept, indent=1))
        return kept[name]


def _write_privately(path: Path, content: str) -> None:
    fresh = path.with_suffix(".new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(content)
    fresh.replace(path)
