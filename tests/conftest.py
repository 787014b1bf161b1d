"""Every test speaks to PostgreSQL as the service's own role, behind the walls, in a database of its own process."""

import gettext
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings
from django.test import TransactionTestCase
from django.utils.translation import override, trans_real

from deploy.local import environment, system
from deploy.local.postgres import Server

SERVER = None if os.environ.get("DATABASE_URL") else Server("tests", careless=True)
os.environ.update(environment.for_tests(SERVER))
Path(os.environ["STATIC_ROOT"]).mkdir(parents=True, exist_ok=True)  # WhiteNoise warns when nothing was collected yet
NO_BROWSER = "no chromium on this machine: ./run setup names the command that installs it"
django.setup()
logging.getLogger().handlers.clear()  # pytest keeps what is logged; the screen is for results
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

from creansys import database, env  # noqa: E402 - the settings come first
from tests import database as test_database  # noqa: E402
from web import catalog  # noqa: E402


def pytest_sessionstart() -> None:
    """The first process starts the server; workers inherit its address."""
    if SERVER:
        SERVER.start()


def pytest_sessionfinish() -> None:
    """The last run to end stops it."""
    if SERVER:
        SERVER.release()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """One clone of the template per process."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock(), test_database.clone(worker):
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`real_commits` is a database test without the rollback; `browser` needs a chromium."""
    without_browser = pytest.mark.skip(reason=NO_BROWSER)
    for item in items:
        if item.get_closest_marker("real_commits"):
            item.add_marker(pytest.mark.django_db(transaction=True))
        if item.get_closest_marker("browser") and not system.chromium():
            item.add_marker(without_browser)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What the count of passed tests does not say."""
    _tell_skipped(terminalreporter)
    _tell_places(terminalreporter)


def _tell_skipped(terminalreporter: Any) -> None:
    """No test is skipped in silence."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section(f"{len(skipped)} SKIPPED", red=True, bold=True)
    for report in skipped:
        terminalreporter.line(f"{report.nodeid}: {report.longrepr[2] if report.longrepr else ''}")


def _remove_committed_rows(_case: TransactionTestCase) -> None:
    with closing(_owner()) as connection:
        test_database.empty_tables(connection)


TransactionTestCase._fixture_teardown = _remove_committed_rows  # type: ignore[method-assign]


def _owner() -> database.Connection:
    return database.open_connection(env.database("DATABASE_OWNER_URL"), settings.DATABASES["default"]["NAME"])


@pytest.fixture
def owner_sql(db: None) -> Callable[..., list[tuple[Any, ...]]]:
    """`owner_sql(sql, params)` runs as the owner on a connection of its own: it sees what any agency committed."""

    def run(sql: str, params: Any = None) -> list[tuple[Any, ...]]:
        with closing(_owner()) as connection, connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall() if cursor.description else []

    return run


def _tell_places(terminalreporter: Any) -> None:
    """How many places the tests of the walls tried (tests/architecture), and how many of those tests found one open."""
    reports = {outcome: terminalreporter.stats.get(outcome, []) for outcome in ("passed", "failed")}
    tried = sum(dict(report.user_properties).get("places", 0) for report in reports["passed"])
    open_ones = [report for report in reports["failed"] if "architecture/test_matrix" in report.nodeid]
    if tried or open_ones:
        terminalreporter.write_line(f"walls: {tried} places checked, {len(open_ones)} open")


@pytest.fixture(scope="session", autouse=True)
def _compiled() -> None:
    """The catalogs are compiled before any test reads one: a page drawn up once keeps the words it was drawn with."""
    catalog.compile_all(Path(settings.LOCALE_PATHS[0]))
    trans_real._translations.clear()
    gettext._translations.clear()  # type: ignore[attr-defined] # what was read before stays there otherwise
    trans_real._default = None


@pytest.fixture
def french(_compiled: None) -> Iterator[None]:
    with override("fr"):
        yield
