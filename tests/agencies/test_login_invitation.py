"""An invitation's link: a new person, a known one, the wrong one, and links that are over."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from agencies import adapters, services
from agencies.models import Member, User
from agencies.scope import acting_for
from tests import world

pytestmark = pytest.mark.django_db
GOOD = "correct horse battery"
FORM = {"name": "Ada Lovelace", "password": GOOD, "again": GOOD}


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def ours():
    return world.agency("ours")


def invited(agency, email="ada@example.test", role="agent", age=timedelta(0), party=None) -> str:
    with acting_for(agency.pk):
        offer = services.invite(email=email, role=role, at=timezone.now() - age, party=party)
    return f"/accounts/invitation/{agency.slug}/{offer.token}/"


def roles_in(agency) -> list[tuple[str, str]]:
    with acting_for(agency.pk):
        return list(Member.objects.values_list("user__email", "role"))


def signed_in(email="ada@example.test") -> Client:
    browser = Client()
    browser.force_login(User.objects.filter(email=email).first() or world.user(email, password=GOOD))
    return browser


def test_a_new_person_sets_name_and_password_and_is_in(client, ours):
    answer = client.post(invited(ours), FORM)
    assert answer["Location"] == "/"
    assert client.get("/")["Location"] == "/ours/office/"
    assert roles_in(ours) == [("ada@example.test", "agent")]
    assert User.objects.get(email="ada@example.test").check_password(GOOD)


def test_opening_the_link_changes_nothing(client, ours):
    assert client.get(invited(ours)).status_code == 200
    assert roles_in(ours) == []
    assert not User.objects.exists()


@pytest.mark.parametrize("wrong", [{"again": "something else"}, {"name": ""}, {"password": "short", "again": "short"}])
def test_a_form_with_a_fault_makes_nobody(client, ours, wrong):
    answer = client.post(invited(ours), FORM | wrong)
    assert answer.context["form"].errors
    assert not User.objects.exists()


def test_a_known_person_signs_in_first_and_comes_back(client, ours):
    world.user("ada@example.test", password=GOOD)
    path = invited(ours)
    answer = client.get(path)
    assert answer["Location"] == f"/accounts/login/?next={path}"
    assert client.post(answer["Location"], {"login": "ada@example.test", "password": GOOD})["Location"] == path


def test_a_known_person_accepts_with_one_button(ours):
    assert signed_in().post(invited(ours))["Location"] == "/"
    assert roles_in(ours) == [("ada@example.test", "agent")]


def test_another_account_cannot_take_the_seat(ours):
    path = invited(ours)
    answer = signed_in("eve@example.test").post(path)
    assert answer.context["stranger"]
    assert roles_in(ours) == []


def test_a_creditors_seat_names_its_party(client, ours):
    with acting_for(ours.pk):
        party = world.party(name="Boulangerie SRL")
    path = invited(ours, role="creditor", party=party)
    assert "Boulangerie SRL" in client.get(path).content.decode()
    client.post(path, FORM)
    assert client.get("/")["Location"] == "/ours/portal/"


def test_a_link_works_once(client, ours):
    path = invited(ours)
    Client().post(path, FORM)
    assert client.get(path).status_code == 410
    assert client.post(path, FORM).status_code == 410
    assert len(roles_in(ours)) == 1


def test_a_link_dies_after_fourteen_days(client, ours):
    assert client.post(invited(ours, age=timedelta(days=14)), FORM).status_code == 410
    assert not User.objects.exists()


def test_an_agency_that_is_not_there_looks_like_a_link_that_is_over(client, ours):
    token = invited(ours).split("/")[-2]
    world.agency("theirs")
    for slug in ("theirs", "nowhere"):
        assert client.get(f"/accounts/invitation/{slug}/{token}/").status_code == 410


def test_whoever_has_a_seat_keeps_that_one(ours):
    browser = signed_in()
    browser.post(invited(ours))
    assert browser.post(invited(ours, role="manager")).status_code == 410
    assert roles_in(ours) == [("ada@example.test", "agent")]


def test_the_mail_holds_the_link_and_leaves_after_the_commit(client, ours, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), acting_for(ours.pk):
        offer = services.invite(email="ada@example.test", role="agent", at=timezone.now())
        adapters.mail_invitation(agency=ours, invited=offer)
        assert not mail.outbox
    [message] = mail.outbox
    assert message.to == ["ada@example.test"]
    assert adapters.invitation_link(ours, offer.token) in message.body
