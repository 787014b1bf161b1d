"""Who the embedded servers run as: this user, or the system user `creansys` when this user is root."""

import hashlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from deploy.local import places

NAME = "creansys"


@dataclass(frozen=True)
class Account:
    """`drop` says that root gives up its rights before it starts a server."""

    uid: int
    gid: int
    drop: bool

    def options(self) -> dict[str, Any]:
        """For subprocess: a server's user, folder and environment."""
        clean = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        given: dict[str, Any] = {"cwd": "/", "env": clean | {"LC_ALL": "C.UTF-8"}, "stdin": subprocess.DEVNULL}
        return given | ({"user": self.uid, "group": self.gid, "extra_groups": []} if self.drop else {})

    def folder(self, path: Path) -> Path:
        """Make a folder only the servers may enter."""
        path.mkdir(mode=0o700, exist_ok=True)
        if self.drop:
            os.chown(path, self.uid, self.gid)
        return path

    def reachable(self, packages: Path, parts: Sequence[str], program: str, version: str) -> Path:
        """The path of `program`, in `packages` or in a copy made once where the servers' user may execute it.

        The copy holds `parts` in the same places: a program finds its libraries relative to itself.
        """
        if not self.drop or self._can_run(packages / program):
            return packages / program
        copy = places.SYSTEM / version
        if not copy.exists():
            half = copy.with_name(f"{version}.{os.getpid()}")
            for part in parts:
                shutil.copytree(packages / part, half / part, symlinks=True)
            half.rename(copy)
        return copy / program

    def _can_run(self, program: Path) -> bool:
        try:
            return subprocess.run([program, "--version"], capture_output=True, **self.options()).returncode == 0
        except PermissionError:
            return False


@cache
def current() -> Account:
    """The account on this machine; as root, made on first use."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), drop=False)
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--user-group", "--home-dir", places.SYSTEM, "--no-create-home",
             "--shell", "/usr/sbin/nologin", NAME], check=True,
        )  # fmt: skip
        entry = pwd.getpwnam(NAME)
    return Account(entry.pw_uid, entry.pw_gid, drop=True)


def socket_folder(account: Account, wanted: Path) -> Path:
    """`wanted`, or a short stand-in under /tmp: the kernel refuses socket paths over 107 bytes."""
    if len(str(wanted)) <= 80:
        return account.folder(wanted)
    short = Path("/tmp") / f"{NAME}-{hashlib.sha256(str(wanted).encode()).hexdigest()[:12]}"  # noqa: S108 - owner checked below
    account.folder(short)
    if short.is_symlink() or short.stat().st_uid != account.uid or short.stat().st_mode & 0o077:
        raise SystemExit(f"{short} belongs to somebody else: remove it, or move the checkout to a shorter path.")
    return short
