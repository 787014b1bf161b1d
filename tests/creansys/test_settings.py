"""Settings: typed, loud, safe by default. Each case starts a fresh process with an environment of its own."""

import subprocess
import sys

import pytest

from creansys import env
from deploy.local import environment, places

SAFE = environment.for_production_checks()


def start(**changes):
    given = {name: value for name, value in (SAFE | changes).items() if value is not None}
    show = "from creansys import settings as s; print(s.DEBUG, s.DEMO, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE)"
    return subprocess.run([sys.executable, "-c", show], env=given, cwd=places.ROOT, capture_output=True, text=True)


@pytest.mark.parametrize("name", ["SECRET_KEY", "PUBLIC_URL", "DATABASE_URL", "CACHE_URL", "CELERY_BROKER_URL"])
def test_production_names_what_is_missing(name):
    ended = start(**{name: None})
    assert ended.returncode != 0
    assert f"ImproperlyConfigured: {name} is not set" in ended.stderr


def test_a_short_secret_is_refused():
    assert "SECRET_KEY is shorter" in start(SECRET_KEY="x").stderr


def test_production_is_closed_by_default():
    assert start().stdout == "False False True True\n"


def test_django_finds_nothing_to_say_about_production():
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    ended = subprocess.run(command, env=SAFE, cwd=places.ROOT, capture_output=True, text=True)
    assert "no issues (0 silenced)" in ended.stdout, ended.stderr


@pytest.mark.parametrize(("name", "value"), [("DEBUG", "yes"), ("EMAIL_PORT", "smtp"), ("DATABASE_URL", "mysql://a/b")])
def test_a_malformed_value_names_its_variable(name, value):
    assert f"ImproperlyConfigured: {name}" in start(**{name: value}).stderr


def test_a_secret_may_come_from_a_file(tmp_path, monkeypatch):
    (tmp_path / "key").write_text("from the file\n")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))
    assert env.text("SECRET_KEY") == "from the file"


def test_a_database_address_may_hold_a_socket_an_option_and_odd_characters(monkeypatch):
    monkeypatch.setenv("X_URL", "postgresql://me:p%2Fw%40@/data?host=/run/pg&sslmode=require")
    found = env.database("X_URL")
    assert (found["USER"], found["PASSWORD"], found["NAME"], found["HOST"]) == ("me", "p/w@", "data", "/run/pg")
    assert found["OPTIONS"] == {"sslmode": "require"}
