"""Who uses a server: it stops with its last user, however many commands run at once, and whatever was killed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from io import TextIOWrapper
from pathlib import Path


@dataclass
class Lease:
    """A shared lock on `path`, which the kernel gives back when a user dies."""

    path: Path
    _file: TextIOWrapper | None = field(default=None, repr=False)

    def take(self) -> None:
        """Become a user; waits while the last one is stopping the server."""
        if self._file is None:
            self._file = self.path.open("a")
            flock(self._file, LOCK_SH)

    def give_back(self, stop: Callable[[], None]) -> None:
        """Stop being a user; the last one calls `stop`."""
        if self._file is None:
            return
        try:
            flock(self._file, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            return
        else:
            stop()
        finally:
            self._file.close()
            self._file = None
