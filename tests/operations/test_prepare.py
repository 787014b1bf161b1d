"""prepare_database: safe to repeat, and clear when it may not."""

from contextlib import closing

import pytest
from django.core.management import CommandError, call_command

from core.roles import APP, BACKUP, ERASER, OWNER
from creansys import database, env

pytestmark = pytest.mark.real_commits


def admin():
    return closing(database.open_connection(env.database("DATABASE_ADMIN_URL")))


def test_twice_is_once(here):
    call_command("prepare_database")
    call_command("prepare_database")
    with admin() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", [here])
        assert cursor.fetchone() == (OWNER,)


def test_without_an_administrator_it_prints_the_sql(here, monkeypatch, capsys):
    monkeypatch.delenv("DATABASE_ADMIN_URL")
    with pytest.raises(CommandError, match="have an administrator run the SQL above"):
        call_command("prepare_database")
    said = capsys.readouterr().out
    assert all(f"CREATE ROLE {role} LOGIN;" in said for role in (OWNER, APP, ERASER, BACKUP))
    assert "PASSWORD '" not in said


def test_a_role_that_sees_through_walls_is_refused(here):
    with admin() as connection:
        database.run(connection, [f"ALTER ROLE {ERASER} BYPASSRLS"])
        try:
            with pytest.raises(CommandError, match=f"see through the walls: {ERASER}"):
                call_command("prepare_database")
        finally:
            database.run(connection, [f"ALTER ROLE {ERASER} NOBYPASSRLS"])


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (APP, {"SELECT", "INSERT", "UPDATE", "DELETE"}),
        (ERASER, {"SELECT", "DELETE"}),
        (BACKUP, {"SELECT"}),
    ],
)
def test_each_role_may_what_it_must_and_no_more(here, role, allowed, owner_sql):
    every = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]
    found = owner_sql("SELECT p FROM unnest(%s) p WHERE has_table_privilege(%s, 'django_session', p)", [every, role])
    assert {name for (name,) in found} == allowed


def test_a_function_is_nobodys_until_it_is_granted(here, owner_sql):
    owner_sql("CREATE FUNCTION made_today() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    assert owner_sql("SELECT has_function_privilege(%s, 'made_today()', 'EXECUTE')", [APP]) == [(False,)]
    owner_sql("DROP FUNCTION made_today()")


def test_only_the_owner_migrates(here, monkeypatch):
    monkeypatch.delenv("DATABASE_OWNER_URL")
    with pytest.raises(CommandError, match="DATABASE_OWNER_URL is not set"):
        call_command("migrate")
