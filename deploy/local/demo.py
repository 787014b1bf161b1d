"""`./run demo` and `./run dev`: the servers, the services, the demonstration, and where to look."""

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from urllib.error import URLError
from urllib.request import urlopen

import psycopg2
import redis

from deploy.local import environment, places, ports, processes, servers, system
from deploy.local.processes import Service

PYTHON = sys.executable
MANAGE = [PYTHON, "manage.py"]


def demo(arguments: list[str]) -> int:
    """As production on this machine; `--headless` prints one JSON summary and ends."""
    parser = _parser("demo")
    parser.add_argument("--headless", action="store_true", help="process, print one JSON summary, stop")
    options = parser.parse_args(arguments)
    return _run(options, live=False)


def dev(arguments: list[str]) -> int:
    """With automatic reloading and full tracebacks."""
    options = _parser("dev").parse_args(arguments)
    options.headless = False
    return _run(options, live=True)


def _parser(verb: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"./run {verb}")
    parser.add_argument("--port", type=int, default=8000, help="of the site; mailbox and payments take the next two")
    parser.add_argument("--fresh", action="store_true", help="forget all data first")
    return parser


def _run(options: argparse.Namespace, *, live: bool) -> int:
    system.ensure()
    with processes.stoppable(), _alone(), servers.running() as commands:
        _check_ports(options)
        if options.fresh:
            _forget(commands)
        commands = environment.for_demo(commands, options.port) | ({"DEBUG": "True"} if live else {})
        commands["EMAIL_PORT"] = str(ports.take_smtp())
        ports.note_pages(options.port + 1)
        if code := processes.call([PYTHON, "-m", "deploy.local.prepare"], commands)[0]:
            return code
        return _serve(options, commands, live=live)


def _serve(options: argparse.Namespace, commands: dict[str, str], *, live: bool) -> int:
    services: list[Service] = []
    try:
        for name, command in _commands(options, commands["EMAIL_PORT"], live=live).items():
            show = not options.headless
            services.append(processes.start(name, command, environment.for_services(commands), show=show))
        summary = _load(commands, wait=options.headless)
        if options.headless:
            return _hand_over(summary)
        _wait_for_site(options.port)
        _tell(options.port, summary)
        ended = processes.watch(services)
        print(f"{ended.name} ended with code {ended.process.returncode}; stopping the rest.", file=sys.stderr)
        return 1
    except processes.Stop:
        return 0 if not options.headless else 130
    finally:
        processes.stop(services)


def _commands(options: argparse.Namespace, smtp_port: str, *, live: bool) -> dict[str, list[str]]:
    celery = [PYTHON, "-m", "celery", "-q", "-A", "creansys"]
    worker = [*celery, "worker", "--without-gossip", "--without-mingle", "--concurrency=1", "--loglevel=INFO"]
    mailbox = [PYTHON, "-m", "deploy.local.mailbox", smtp_port, str(options.port + 1)]
    everywhere = {
        "mailbox": mailbox,
        "payments": [PYTHON, "-m", "deploy.local.payments", str(options.port + 2)],
        "worker": [*worker, "-Q", "default,print,mail", "-n", "worker@%h"],
        "letters": [*worker, "-Q", "letters", "-n", "letters@%h"],
    }
    if options.headless:
        return everywhere
    beat = [*celery, "beat", "--schedule", str(places.VAR / "beat-schedule"), "--pidfile=", "--loglevel=INFO"]
    return everywhere | {"beat": beat, "web": _web(options.port, live=live)}


def _web(port: int, *, live: bool) -> list[str]:
    if live:
        return [*MANAGE, "runserver", f"{ports.HOST}:{port}"]
    return [PYTHON, "-m", "gunicorn", "-c", "deploy/gunicorn.py", "--bind", f"{ports.HOST}:{port}"]


def _load(commands: dict[str, str], *, wait: bool) -> dict[str, object] | None:
    """The demonstration's own summary; None, after saying so, when it failed."""
    command = [*MANAGE, "load_demo", "--json", *(["--wait"] if wait else [])]
    code, written = processes.call(command, commands, stdout=subprocess.PIPE)
    if code == 0:
        return json.loads(written)
    print(f"The demonstration was not loaded: load_demo ended with code {code}.\n{written}", file=sys.stderr)
    return None


def _hand_over(summary: dict[str, object] | None) -> int:
    print(json.dumps(summary or {"error": "load_demo failed"}, ensure_ascii=False))
    return 0 if summary else 1


def _wait_for_site(port: int) -> None:
    for _ in range(300):
        try:
            with urlopen(f"http://{ports.HOST}:{port}/healthz", timeout=1):
                return
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    raise SystemExit(f"The site does not answer on port {port}; see var/log/web.log")


def _tell(port: int, summary: dict[str, object] | None) -> None:
    lines = [f"  site     http://localhost:{port}/", f"  mailbox  http://localhost:{port + 1}/ (SMS: /sms)"]
    lines += [f"  payments http://localhost:{port + 2}/"]
    logins = (summary or {}).get("logins", [])
    if isinstance(logins, list):
        lines += ["", *("  {agency:<14}{role:<12}{email:<42}{password}".format(**login) for login in logins)]
    print("\n".join(["", *lines, "  Ctrl-C stops everything; the data stays under var/.", ""]), flush=True)


def _check_ports(options: argparse.Namespace) -> None:
    beside = (options.port + 1, options.port + 2)
    for port in beside if options.headless else (options.port, *beside):
        if not ports.is_free(port):
            raise SystemExit(f"Port {port} is taken: choose another with --port.")


@contextmanager
def _alone() -> Iterator[None]:
    """One demonstration per checkout at a time."""
    with (places.VAR / ".demo.lock").open("a") as file:
        try:
            flock(file, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            raise SystemExit("This checkout's demonstration is running already.") from None
        yield


def _forget(commands: dict[str, str]) -> None:
    """Drop the embedded database, queue, files and mails; never a server the environment names."""
    if "DATABASE_ADMIN_URL" not in commands or environment.is_configured():
        raise SystemExit("--fresh forgets the embedded servers' data only: unset DATABASE_URL and REDIS_URL.")
    with closing(psycopg2.connect(commands["DATABASE_ADMIN_URL"])) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{environment.DATABASE}" WITH (FORCE)')
    redis.Redis.from_url(commands["CACHE_URL"]).flushall()
    for name in ("files", "mail", "sms", "payments"):
        shutil.rmtree(places.VAR / name, ignore_errors=True)
