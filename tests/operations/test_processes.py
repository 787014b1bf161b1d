"""The services of a demonstration stop together, and never outlive the one that started them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploy.local import places, processes

pytestmark = pytest.mark.processes
SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
STUBBORN = [sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)"]


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def eventually(condition, seconds=5):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


@pytest.fixture
def var(tmp_path, monkeypatch):
    """A var/ of the test's own."""
    monkeypatch.setattr(places, "VAR", tmp_path)
    return tmp_path


def test_they_stop_together_and_their_words_are_kept(var):
    services = [processes.start(name, SLEEP, os.environ, show=False) for name in ("one", "two")]
    assert eventually(lambda: (var / "log/one.log").exists() and (var / "log/one.log").read_text() == "up\n")
    processes.stop(services)
    assert not any(alive(service.process.pid) for service in services)


def test_whoever_does_not_listen_is_killed(var, monkeypatch):
    monkeypatch.setattr(processes, "PATIENCE", 0.3)
    service = processes.start("deaf", STUBBORN, os.environ, show=False)
    time.sleep(0.3)
    processes.stop([service])
    assert service.process.returncode == -signal.SIGKILL


def test_the_one_that_ends_is_named(var):
    services = [processes.start("long", SLEEP, os.environ, show=False)]
    services.append(processes.start("short", [sys.executable, "-c", "raise SystemExit(3)"], os.environ, show=False))
    ended = processes.watch(services)
    processes.stop(services)
    assert (ended.name, ended.process.returncode) == ("short", 3)


def test_nothing_outlives_a_killed_starter(tmp_path):
    code = (
        "import os, sys, time; from pathlib import Path; from deploy.local import places, processes\n"
        "places.VAR = Path(sys.argv[1]); command = [sys.executable, '-c', 'import time; time.sleep(60)']\n"
        "print(processes.start('child', command, os.environ, show=False).process.pid, flush=True); time.sleep(60)"
    )
    starter = subprocess.Popen(
        [sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE, text=True, cwd=places.ROOT
    )
    child = int(starter.stdout.readline())
    assert alive(child)
    starter.kill()
    starter.wait()
    starter.stdout.close()
    assert eventually(lambda: not alive(child))


def test_a_command_gives_back_its_code_and_its_words():
    command = [sys.executable, "-c", "print('said'); raise SystemExit(4)"]
    assert processes.call(command, os.environ, stdout=subprocess.PIPE) == (4, "said\n")
