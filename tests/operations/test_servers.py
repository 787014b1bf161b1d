"""The embedded servers: private, shared by their users, gone with the last one."""

import os
import signal
import stat
import subprocess
import sys
import time

import psycopg2
import pytest

from deploy.local import account, places
from deploy.local.broker import Broker
from deploy.local.lease import Lease
from deploy.local.postgres import Server

pytestmark = pytest.mark.processes


@pytest.fixture
def server():
    """A cluster of this test alone."""
    made = Server(f"try-{os.getpid()}", careless=True)
    yield made
    made.release()
    subprocess.run(["rm", "-rf", made.base], check=True)


def test_it_starts_stops_and_remembers(server):
    server.start()
    with psycopg2.connect(server.superuser_url()) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    connection.close()
    server.release()
    assert not server.running()
    server.start()
    with psycopg2.connect(server.superuser_url()) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM kept")
        assert cursor.fetchone() == (42,)
    connection.close()
    server.release()


def test_no_password_no_entry_and_no_other_user(server):
    server.start()
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(server.url("postgres", "wrong", "postgres"))
    assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700
    assert server.socket.stat().st_uid == account.current().uid
    assert stat.S_IMODE((places.servers() / "secrets.json").stat().st_mode) == 0o600


def test_a_killed_server_starts_again(server):
    server.start()
    os.kill(int((server.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    time.sleep(0.5)
    server.start()
    psycopg2.connect(server.superuser_url()).close()


def test_another_major_is_explained(server):
    server.start()
    server.release()
    (server.data / "PG_VERSION").write_text("16\n")
    with pytest.raises(SystemExit, match="was made by PostgreSQL 16"):
        server.start()


def test_the_last_user_stops_it(tmp_path):
    first, second, stopped = Lease(tmp_path / "users"), Lease(tmp_path / "users"), []
    first.take()
    second.take()
    first.give_back(lambda: stopped.append("first"))
    second.give_back(lambda: stopped.append("second"))
    assert stopped == ["second"]


def test_a_user_that_was_killed_does_not_count(tmp_path):
    code = "import sys, time; from pathlib import Path; from deploy.local.lease import Lease\n"
    code += "lease = Lease(Path(sys.argv[1])); lease.take(); print('taken', flush=True); time.sleep(60)"
    other = subprocess.Popen([sys.executable, "-c", code, tmp_path / "users"], stdout=subprocess.PIPE, cwd=places.ROOT)
    other.stdout.readline()
    other.kill()
    other.wait()
    other.stdout.close()
    mine, stopped = Lease(tmp_path / "users"), []
    mine.take()
    mine.give_back(lambda: stopped.append(True))
    assert stopped


def test_the_broker_keeps_its_queue_over_a_restart():
    broker = Broker(f"try-{os.getpid()}")
    try:
        broker.start()
        broker._client().lpush("default", "a task")
        broker.release()
        assert not broker.running()
        broker.start()
        assert broker._client().lrange("default", 0, -1) == [b"a task"]
    finally:
        broker.release()
        subprocess.run(["rm", "-rf", broker.base], check=True)
