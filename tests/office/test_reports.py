"""The office follows the reports to creditors, sends one again, and keeps the service charter of a contract."""

import pytest
from django.utils import timezone

from agencies.scope import acting_for
from jobs.services import start_clock
from messaging.models import Message
from reports.models import Pledge, Reason
from reports.services.papers import send_again
from tests.reports.make import report
from tests.world import NOW


@pytest.fixture
def drawn(ours):
    with acting_for(ours.pk):
        ours.creditor.email = "compta@creancier.example"
        ours.creditor.save()
        return [report(ours.contract) for _twice in range(2)]


def mailed(ours, one, state="sent") -> None:
    with acting_for(ours.pk):
        send_again(report=one, at=NOW)
        Message.objects.filter(dedupe_key=f"report:{one.pk}").update(state=state, sent_on=NOW.date())


def listed(agent, **asked) -> list[str]:
    return [row.key for row in agent.get(agent.at("reports/"), asked).context["table"].rows]


def test_reports_that_did_not_leave_are_found(agent, ours, drawn):
    mailed(ours, drawn[0], "failed")
    mailed(ours, drawn[1])
    assert listed(agent, look="failed") == [str(drawn[0].uid)]


def test_one_that_left_the_second_time_is_no_failure(agent, ours, drawn):
    mailed(ours, drawn[0], "failed")
    with acting_for(ours.pk):
        assert send_again(report=drawn[0], at=NOW)
    assert listed(agent, look="failed") == []


@pytest.mark.parametrize(("text", "count"), [("Creditor", 2), ("nobody", 0)])
def test_reports_are_found_by_the_creditor(agent, drawn, text, count):
    assert len(listed(agent, q=text)) == count


def test_a_report_is_sent_ten_times_at_most(ours, drawn):
    with acting_for(ours.pk):
        assert [send_again(report=drawn[0], at=NOW) for _press in range(11)] == [True] * 10 + [False]


def test_the_accountant_sends_and_draws_nothing(client, ours, drawn):
    client.force_login(ours.creditor_member.user)
    address = f"/{ours.agency.slug}/office/reports/{drawn[0].uid}/send/"
    assert client.post(address).status_code in (403, 404)
    with acting_for(ours.pk):
        assert not Message.objects.exists()


def at_charter(of, ours, rest="") -> str:
    return of.at(f"contracts/{ours.contract.pk}/charter/{rest}")


def test_a_promise_is_made_measured_and_explained(manager, ours):
    given = {"hours": "24", "target": "95", "since": timezone.localdate().isoformat()}
    assert manager.post(at_charter(manager, ours, "paynow.24h/"), given).status_code == 302
    now = timezone.now()
    with acting_for(ours.pk):
        start_clock(kind="paynow.24h", subject=f"claim:{ours.claim.pk}", at=NOW, due_at=now)
    (missed,) = manager.get(at_charter(manager, ours)).context["tables"][1].rows
    assert manager.post(missed.url, {"text": "Strike"}).status_code == 302
    with acting_for(ours.pk):
        assert Reason.objects.get().text == "Strike"


@pytest.mark.parametrize("wrong", [{"target": "101"}, {"target": "x"}, {"hours": "0"}, {"since": "2999-01-01"}])
def test_a_promise_that_cannot_be_is_asked_again(manager, ours, wrong):
    given = {"target": "95", "since": "2026-03-02"} | wrong
    assert manager.post(at_charter(manager, ours, "paynow.24h/"), given).status_code == 422
    with acting_for(ours.pk):
        assert not Pledge.objects.exists()


def test_a_clock_that_is_no_promise_is_not_explained(manager, ours):
    assert manager.post(at_charter(manager, ours, "missed/999/"), {"text": "x"}).status_code == 404
