"""Debian packages that no Python package can bring: the text layout of letters, and a browser for its tests."""

import ctypes.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

LETTERS = {
    "libpango-1.0-0": "pango-1.0",
    "libpangoft2-1.0-0": "pangoft2-1.0",
    "libharfbuzz-subset0": "harfbuzz-subset",
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """The browser's program, if there is one."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def missing(*, browser: bool) -> list[str]:
    """Packages to install."""
    libraries = [package for package, library in LETTERS.items() if not _has_library(library)]
    return libraries + (["chromium"] if browser and not chromium() else [])


def _has_library(name: str) -> bool:
    folders = ("/usr/lib", "/usr/local/lib", *map(str, Path("/usr/lib").glob("*-linux-gnu")))
    return bool(ctypes.util.find_library(name)) or any(Path(folder).glob(f"lib{name}.so*") for folder in folders)


def ensure(*, browser: bool = False) -> None:
    """Install what is missing when this is root on Debian; else say which command would."""
    packages = missing(browser=browser)
    if not packages:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(f"Missing on this machine. Type: sudo {' '.join(command)}", file=sys.stderr)
        if set(packages) - {"chromium"}:
            raise SystemExit(1)
        return
    _install(command)


def _install(command: list[str]) -> None:
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], env=quiet, stdout=sys.stderr)
    if subprocess.run(command, env=quiet, stdout=sys.stderr).returncode:
        raise SystemExit(f"This failed: {' '.join(command)}")
