"""The four roles: what the service may do, and what it may not."""

import pytest
from django.contrib.sessions.models import Session
from django.db import ProgrammingError, connection
from django.utils import timezone


@pytest.mark.django_db
def test_the_service_is_neither_owner_nor_superuser():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("creansys_app", False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_the_service_may_not_change_the_schema():
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied for schema"):
        cursor.execute("CREATE TABLE mine (id int)")


@pytest.mark.django_db
def test_the_service_may_use_temporary_tables():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE mine AS SELECT 1 AS one")
        cursor.execute("SELECT one FROM mine")
        assert cursor.fetchone() == (1,)


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.real_commits
def test_committed_rows_are_gone_in_the_next_test(turn, owner_sql):
    assert owner_sql("SELECT count(*) FROM django_session") == [(0,)]
    Session.objects.create(session_key=f"turn-{turn}", session_data="", expire_date=timezone.now())
    assert owner_sql("SELECT session_key FROM django_session") == [(f"turn-{turn}",)]
