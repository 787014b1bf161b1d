"""Who may enter the operators' pages: an operator, with password and code, for an hour."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.models import Agency, User
from agencies.scope import acting_for, as_operator
from core.roles import APP
from creansys.models import OperatorEntry
from creansys.operators import queries
from creansys.operators.access import COOKIE
from tests.operators.conftest import GOOD, SECRET, code, enter
from tests.world import NOW, user

pytestmark = pytest.mark.django_db
PAGES = ("agencies", "health", "log", "found", "agency", "suspend", "resume")


def address(page: str) -> str:
    return reverse(f"operators:{page}", args=["ours"] if page in ("agency", "suspend", "resume") else [])


def kinds() -> list[str]:
    return list(OperatorEntry.objects.order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize("page", [*PAGES, "enter", "leave"])
@pytest.mark.parametrize("role", ["manager", "agent", "creditor_member"])
def test_a_member_finds_nothing_and_changes_nothing(client, made, page, role):
    client.force_login(getattr(made.ours, role).user)
    given = {"reason": "a good reason", "preset": "creansys", "slug": "x1", "title": "X", "manager": "x@example.test"}
    assert [client.get(address(page)).status_code, client.post(address(page), given).status_code] == [404, 404]
    assert set(kinds()) == {"door.closed"}
    with acting_for(made.ours.pk):
        assert Agency.objects.get(pk=made.ours.pk).suspended_on is None


@pytest.mark.parametrize("page", PAGES)
def test_an_operator_writes_password_and_code_first(client, ada, made, page):
    client.force_login(ada)
    answer = client.get(address(page))
    assert answer["Location"] == f"/operators/enter/?{urlencode({'next': address(page)})}"


@pytest.mark.parametrize("page", ["found", "suspend", "resume"])
def test_an_act_needs_having_entered(client, ada, made, page):
    client.force_login(ada)
    assert client.post(address(page), {"reason": "a good reason"})["Location"].startswith("/operators/enter/")
    assert kinds() == []


def test_without_a_second_step_it_is_set_up_first(client):
    client.force_login(user("bob@example.test", password=GOOD, is_staff=True))
    assert client.get("/operators/enter/")["Location"] == reverse("mfa_activate_totp")


@pytest.mark.parametrize("wrong", [{"password": "no"}, {"code": "000000"}, {"password": ""}, {"code": ""}])
def test_a_wrong_password_or_code_opens_nothing(client, ada, wrong):
    client.force_login(ada)
    assert enter(client, **wrong).status_code == 422
    assert client.get("/operators/").status_code == 302
    assert kinds() == ["operator.refused"]


def test_a_code_serves_once(client, ada):
    client.force_login(ada)
    given, other = {"password": GOOD, "code": code()}, Client()
    other.force_login(ada)
    assert [one.post("/operators/enter/", given).status_code for one in (client, other)] == [302, 422]


def test_entering_leads_where_one_wanted_to_go_and_nowhere_else(client, ada):
    client.force_login(ada)
    door = "/operators/enter/?next="
    assert client.post(f"{door}/operators/log/", {"password": GOOD, "code": code()})["Location"] == "/operators/log/"


@pytest.mark.parametrize("there", ["https://example.test/operators/", "//example.test/", "/ours/office/"])
def test_the_door_sends_nobody_elsewhere(client, ada, there):
    client.force_login(ada)
    answer = client.post(f"/operators/enter/?next={there}", {"password": GOOD, "code": code()})
    assert answer["Location"] == "/operators/"


def test_the_door_shuts_after_an_hour(operator, monkeypatch):
    later = timezone.now().timestamp() + 3601
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert operator.get("/operators/").status_code == 302


def test_the_cookie_is_for_these_pages_and_this_session_alone(operator, ada):
    kept, other = operator.cookies[COOKIE], Client()
    assert (kept["path"], kept["httponly"], kept["samesite"]) == ("/operators/", True, "Strict")
    other.force_login(ada)
    other.cookies[COOKIE] = kept.value
    assert other.get("/operators/").status_code == 302


def test_leaving_shuts_the_door(operator):
    operator.get("/operators/leave/")
    assert operator.get("/operators/").status_code == 302


def test_rights_taken_away_end_at_once(operator):
    call_command("operator", "ada@example.test", "--end")
    assert operator.get("/operators/").status_code == 404
    with pytest.raises(CommandError):
        call_command("operator", "ada@example.test", "--end")


def test_an_operator_is_made_by_the_command_line_alone(db):
    call_command("operator", "New@Example.test")
    assert User.objects.get(email="new@example.test").is_staff
    assert kinds() == ["operator.appointed"]


def test_the_database_asks_too_who_is_an_operator(made, ada):
    nobody = made.ours.manager.user
    assert queries.usage(nobody.pk, made.ours.pk) is None
    assert queries.health(nobody.pk, NOW + timedelta(days=99)) == []
    with as_operator(nobody.pk):
        assert not Agency.objects.exists()
    with as_operator(ada.pk):
        assert Agency.objects.count() == 2
    assert not Agency.objects.exists()


def test_the_log_is_only_ever_added_to(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(%s, 'creansys_operatorentry', p) FROM unnest(ARRAY['UPDATE', 'DELETE']) p",
            [APP],
        )
        assert cursor.fetchall() == [(False,), (False,)]


def test_a_secret_is_not_shown_again(operator):
    assert SECRET not in operator.get("/operators/").text


@pytest.mark.parametrize(("staff", "there"), [(True, "/operators/"), (False, None)])
def test_an_operator_without_a_seat_is_at_home_here(client, db, staff, there):
    client.force_login(user(is_staff=staff))
    assert client.get("/").headers.get("Location") == there
