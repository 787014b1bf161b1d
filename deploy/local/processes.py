"""Runs the services side by side: they stop together, and none outlives the one that started them."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from deploy.local import places

PATIENCE = 20.0
_LIBC = ctypes.CDLL(None)
_PARENT_DEATH_SIGNAL = 1


class Stop(Exception):
    """The user, or whoever started us, wants everything to stop."""


@dataclass
class Service:
    """One running process and the thread that copies its words."""

    name: str
    process: subprocess.Popen[str]
    copier: threading.Thread

    def signal(self, number: int) -> None:
        """To the whole group, which may have grown."""
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            return


def call(command: Sequence[str], environment: Mapping[str, str], *, stdout: int | None = None) -> tuple[int, str]:
    """Run one command to its end; its exit code and, with `stdout=PIPE`, what it wrote.

    Ctrl-C reaches it directly; SIGTERM is passed on.
    """
    process = subprocess.Popen(
        command, cwd=places.ROOT, env=environment, stdout=stdout, text=True, preexec_fn=_die_with_parent
    )  # fmt: skip
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda number, _frame: process.send_signal(number))
    try:
        written, _ = process.communicate()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return process.returncode, written or ""


def start(name: str, command: Sequence[str], environment: Mapping[str, str], *, show: bool) -> Service:
    """Start a service; its words go to var/log/`name`.log and, with `show`, to the screen."""
    process = subprocess.Popen(
        command, cwd=places.ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, start_new_session=True, preexec_fn=_die_with_parent,
    )  # fmt: skip
    copier = threading.Thread(target=_copy, args=(name, process, show), daemon=True)
    copier.start()
    return Service(name, process, copier)


def watch(services: Sequence[Service]) -> Service:
    """Wait until one of them ends, which none should."""
    while True:
        for service in services:
            if service.process.poll() is not None:
                return service
        time.sleep(0.2)


def stop(services: Sequence[Service]) -> None:
    """Ask all to finish what they are doing; insist after a while."""
    for service in services:
        service.signal(signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    for service in services:
        try:
            service.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            service.signal(signal.SIGKILL)
            service.process.wait()
        service.copier.join(2)


@contextmanager
def stoppable() -> Iterator[None]:
    """SIGINT, SIGTERM and SIGHUP raise Stop here, once; more of them while stopping change nothing."""

    def handle(_number: int, _frame: FrameType | None) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise Stop

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, handle) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _copy(name: str, process: subprocess.Popen[str], show: bool) -> None:
    folder = places.VAR / "log"
    folder.mkdir(parents=True, exist_ok=True)
    assert process.stdout  # noqa: S101 - asked for a pipe
    with process.stdout, (folder / f"{name}.log").open("a") as file:
        for line in process.stdout:
            file.write(line)
            file.flush()
            if show:
                print(f"{name:<8} {line}", end="", file=sys.stderr, flush=True)


def _die_with_parent() -> None:
    """In the child, before it becomes the program: be told to stop when the starter dies, even by SIGKILL."""
    if sys.platform == "linux":
        _LIBC.prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)
