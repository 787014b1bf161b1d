"""A mailbox over a real socket: each message taken once, flagged once it is kept, failures told and tried again."""

import pytest

from agencies.scope import acting_for
from creansys.env import mailboxes
from messaging import tasks
from messaging.channels.imap import Unreachable, place_of
from messaging.models import InboundMessage, Mailbox
from messaging.queries import failing_mailboxes
from messaging.services import fetch, mails
from tests import world
from tests.messaging.imap_server import PASSWORD, USER, serving
from tests.messaging.mails import mail
from tests.world import NOW

pytestmark = [pytest.mark.real_commits, pytest.mark.usefixtures("store")]


@pytest.fixture
def ours():
    return world.agency("ours").pk


@pytest.fixture
def box():
    with serving() as found:
        yield found


def visit(ours, box):
    return fetch(agency_id=ours, place=box.place, at=NOW)


def kept(ours):
    with acting_for(ours):
        return list(InboundMessage.objects.order_by("pk").values_list("text", flat=True))


def letter(number):
    return mail(f"n° {number}", Message_ID=f"<{number}@exemple.be>")


def test_each_message_is_taken_once_and_flagged(ours, box):
    numbers = {box.put(letter(1)), box.put(letter(2))}
    assert [visit(ours, box), visit(ours, box)] == [2, 0]
    assert (kept(ours), box.seen) == (["n° 1", "n° 2"], numbers)


def test_what_came_later_is_taken_then(ours, box):
    box.put(letter(1))
    visit(ours, box)
    box.put(letter(2))
    assert visit(ours, box) == 1
    assert kept(ours) == ["n° 1", "n° 2"]


def test_numbers_that_begin_anew_bring_nothing_twice(ours, box):
    box.put(letter(1))
    visit(ours, box)
    box.validity, box.mails = 8, {}
    box.put(letter(1)), box.put(letter(2))
    assert visit(ours, box) == 2
    assert kept(ours) == ["n° 1", "n° 2"]


def test_a_message_that_could_not_be_kept_is_not_flagged_and_comes_again(ours, box, monkeypatch):
    box.put(letter(1))
    with monkeypatch.context() as broken:
        broken.setattr(mails, "receive", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            visit(ours, box)
    assert (kept(ours), box.seen) == ([], set())
    assert visit(ours, box) == 1
    assert kept(ours) == ["n° 1"]


def test_one_that_is_no_mail_stops_nobody(ours, box):
    box.put(b"no mail"), box.put(letter(2))
    assert visit(ours, box) == 2
    assert kept(ours) == ["n° 2"]


def test_of_one_that_is_too_large_the_head_is_kept(ours, box, monkeypatch):
    monkeypatch.setattr("messaging.channels.imap.MAX_BYTES", 100)
    box.put(letter(1))
    visit(ours, box)
    with acting_for(ours):
        assert (InboundMessage.objects.get().subject, InboundMessage.objects.get().text) == ("Votre courrier", "")
    assert box.fetched == [(1, "(BODY.PEEK[HEADER])")]


@pytest.mark.parametrize("refused", ["LOGIN", "SELECT", "UID SEARCH", "UID FETCH"])
def test_a_refusal_is_told_and_over_when_the_next_visit_succeeds(ours, box, refused):
    box.put(letter(1))
    box.refuse = refused
    with pytest.raises(Unreachable):
        visit(ours, box)
    with acting_for(ours):
        assert [row.failing_since for row in failing_mailboxes()] == [NOW]
    box.refuse = ""
    assert visit(ours, box) == 1
    with acting_for(ours):
        assert not failing_mailboxes()
        assert PASSWORD not in str(Mailbox.objects.values().get())


def test_a_server_that_is_away_is_told(ours):
    away = place_of(f"imap://{USER}:x@127.0.0.1:1/INBOX")
    with pytest.raises(Unreachable):
        fetch(agency_id=ours, place=away, at=NOW)
    with acting_for(ours):
        assert Mailbox.objects.get().error


def test_the_tasks_read_the_mailboxes_that_are_set(ours, box, settings):
    settings.MAILBOXES = {"ours": f"imap://{USER}:un%20mot%20de%20passe@127.0.0.1:{box.place.port}", "gone": "imap://x"}
    box.put(letter(1))
    tasks.fetch_agency(agency_id=ours, slug="ours")
    assert kept(ours) == ["n° 1"]


def test_mailboxes_are_read_from_the_environment(monkeypatch):
    monkeypatch.setenv(
        "MAILBOXES", "ours=imaps://a%40b.be:p%2Fw@mail.example/Inbox/Debtors\nother=imap://u:p@host:1143"
    )
    found = {agency: place_of(url) for agency, url in mailboxes("MAILBOXES").items()}
    ours, other = found["ours"], found["other"]
    assert (ours.user, ours.password, ours.port, ours.folder, ours.tls) == ("a@b.be", "p/w", 993, "Inbox/Debtors", True)
    assert (other.port, other.folder, other.tls) == (1143, "INBOX", False)
    assert "p/w" not in repr(ours)
