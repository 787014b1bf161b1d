"""The operator's addresses, pointed at the database of this test process."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from django.conf import settings

from core.roles import OWNER
from creansys import database, env

KINDS = ("OWNER", "BACKUP")


@pytest.fixture
def address(monkeypatch) -> Callable[[str], None]:
    """`address(name)` makes DATABASE_OWNER_URL and DATABASE_BACKUP_URL speak to that database."""

    def point(name: str) -> None:
        for kind in KINDS:
            login = env.database(f"DATABASE_{kind}_URL")
            url = f"postgresql://{login['USER']}:{login['PASSWORD']}@/{name}?host={login['HOST']}"
            monkeypatch.setenv(f"DATABASE_{kind}_URL", url)

    return point


@pytest.fixture
def here(address) -> str:
    """This process's own database, addressed."""
    name = settings.DATABASES["default"]["NAME"]
    address(name)
    return name


@pytest.fixture
def empty_database(here) -> Iterator[str]:
    """A prepared database without a table."""
    name = f"{here}_empty"
    with closing(database.open_connection(env.database("DATABASE_ADMIN_URL"))) as admin:
        database.run(admin, [f'CREATE DATABASE "{name}" OWNER {OWNER}'])
        yield name
        database.run(admin, [f'DROP DATABASE "{name}" WITH (FORCE)'])
