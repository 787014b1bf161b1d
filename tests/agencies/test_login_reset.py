"""A forgotten password: the same answer for everybody, mail to the owner alone, nobody shut out."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests import world

pytestmark = pytest.mark.django_db
GOOD, NEW = "correct horse battery", "another staple entirely"


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def ada():
    return world.user("ada@example.test", name="Ada", password=GOOD)


def ask(email: str = "ada@example.test", ip: str = "192.0.2.10"):
    return Client().post("/accounts/password/reset/", {"email": email}, REMOTE_ADDR=ip)


def link() -> str:
    return re.search(r"http://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)[1]


def choose(path: str, password: str = NEW):
    browser = Client()
    form = browser.get(path)["Location"]
    return browser.post(form, {"password1": password, "password2": password})


def test_known_and_unknown_addresses_get_the_same_answer(ada):
    known, unknown = ask(), ask("nobody@example.test")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [message.to for message in mail.outbox] == [["ada@example.test"], ["nobody@example.test"]]


def test_the_mail_has_text_and_html_with_the_same_link(ada):
    ask()
    [(html, kind)] = mail.outbox[0].alternatives
    assert kind == "text/html"
    assert link() in html


def test_whoever_has_no_account_is_told_so_by_mail_without_a_link(db):
    ask("nobody@example.test")
    assert "http" not in mail.outbox[0].body


def test_the_link_sets_the_password_once(client, ada):
    ask()
    path = link()
    choose(path)
    ada.refresh_from_db()
    assert ada.check_password(NEW)
    assert "Location" not in Client().get(path)


def test_a_changed_password_is_announced_to_its_owner(ada):
    ask()
    choose(link())
    assert [message.to for message in mail.outbox] == [["ada@example.test"]] * 2


@pytest.mark.parametrize("poor", ["short", "password1234", "ada@example.test"])
def test_a_poor_password_is_refused(ada, poor):
    ask()
    answer = choose(link(), poor)
    assert answer.context["form"].errors
    ada.refresh_from_db()
    assert ada.check_password(GOOD)


def test_signing_in_does_not_follow_from_a_reset(ada):
    ask()
    browser = Client()
    browser.post(browser.get(link())["Location"], {"password1": NEW, "password2": NEW})
    assert "_auth_user_id" not in browser.session


def test_a_flood_of_requests_sends_three_mails_an_hour_and_the_links_still_work(ada):
    answers = {ask(ip=f"198.51.100.{last}").status_code for last in range(1, 21)}
    assert answers == {302}
    assert len(mail.outbox) == 3
    choose(link())
    ada.refresh_from_db()
    assert ada.check_password(NEW)


def test_one_caller_may_not_ask_for_ever(ada):
    answers = [ask(f"person{number}@example.test").status_code for number in range(11)]
    assert answers == [302] * 10 + [429]
