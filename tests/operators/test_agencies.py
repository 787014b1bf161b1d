"""What operators see and do: counts, a new agency, suspending and resuming; never what is inside."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies import services as agency_services
from agencies.crossing import active_agencies
from agencies.models import Agency, AuditEntry
from agencies.scope import acting_for
from agencies.work import agency_task
from core.errors import Stale
from creansys.models import OperatorEntry
from creansys.operators import queries, services
from creansys.tasks import due
from jobs.services import start_clock
from messaging.models import Mailbox, Message
from messaging.queries import agencies_with_messages
from messaging.services import deliver_one
from tests.messaging.outbox import committed, seen
from tests.world import DAY, NOW, agency, claim

WHY = {"reason": "invoices unpaid"}
BUDGETS = {
    name: most
    for name, most in json.loads((Path(__file__).parent.parent / "budgets.json").read_text()).items()
    if name.startswith("operators:")
}
pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=9000)


def at(page: str, slug: str = "") -> str:
    return reverse(f"operators:{page}", args=[slug] if slug else [])


def suspended(made, ada):
    given = {"agency_id": made.ours.pk, "user_id": ada.pk, "reason": "unpaid", "at": NOW}
    services.suspend(**given, on=DAY)
    return given


def state_of(side) -> object:
    with acting_for(side.pk):
        return Agency.objects.get(pk=side.pk).suspended_on


def waiting(side, n: int = 1, **fields) -> None:
    given = {"channel": "email", "kind": "decision", "address": "secret@example.test", "queued_at": NOW}
    with acting_for(side.pk):
        Message.objects.create(dedupe_key=f"w{n}", not_before=NOW, **given | fields)
        start_clock(kind="paynow.24h", subject=f"claim:{n}", at=NOW, due_at=NOW)


def test_the_list_shows_every_agency_and_finds_one_by_its_start(operator, made):
    assert [row.key for row in operator.get(at("agencies")).context["table"].rows] == ["ours", "theirs"]
    assert [row.key for row in operator.get(at("agencies"), {"q": "The"}).context["table"].rows] == ["theirs"]


def test_usage_counts_one_agency(ada, made):
    waiting(made.ours)
    used = queries.usage(ada.pk, made.ours.pk)
    assert (used.members, used.creditors, used.claims, used.queued, used.sent) == (4, 2, 2, 1, 0)
    assert used.stored > 0
    assert used.active_at is not None


@pytest.mark.parametrize("page", ["agencies", "agency", "health", "log", "suspend"])
def test_an_operator_sees_nothing_of_what_is_inside(operator, made, page):
    waiting(made.ours)
    shown = operator.get(at(page, "ours" if page in ("agency", "suspend") else "")).text
    with acting_for(made.ours.pk):
        inside = [made.ours.claim.debtor.name, made.ours.creditor.name, made.ours.claim.reference]
    assert not [word for word in [*inside, "secret@example.test", made.ours.manager.user.email] if word in shown]


def test_an_operator_has_no_seat(operator, made):
    assert operator.get("/ours/office/").status_code == 404


def test_health_tells_where_something_waits(operator, made):
    waiting(made.ours)
    waiting(made.theirs, state="parked")
    found = {one.agency_id: one for one in queries.health(operator.get("/").wsgi_request.user.pk, LATER)}
    assert (found[made.ours.pk].waiting, found[made.ours.pk].parked, found[made.ours.pk].missed) == (1, 0, 1)
    assert found[made.ours.pk].oldest == timedelta(days=9000).total_seconds()
    assert (found[made.theirs.pk].waiting, found[made.theirs.pk].parked) == (0, 1)


def test_beat_shows_that_it_lives(operator, monkeypatch):
    assert operator.get(at("health")).context["figures"][0].tone == "danger"
    monkeypatch.setattr("creansys.tasks.fan_out", lambda **_: None)
    due()
    assert operator.get(at("health")).context["figures"][0].tone == "ok"


def test_health_names_agencies_whose_mail_cannot_be_fetched(operator, made):
    assert operator.get(at("health")).context["figures"][-1].tone == "quiet"
    with acting_for(made.ours.pk):
        Mailbox.objects.create(place="a@imap.example/INBOX", failing_since=NOW, error="login failed")
    figure = operator.get(at("health")).context["figures"][-1]
    assert (figure.value, figure.tone) == ("ours", "danger")


def test_creating_an_agency_invites_its_manager(operator, django_capture_on_commit_callbacks):
    given = {"preset": "recogest", "title": "Nova", "slug": "nova", "manager": "boss@example.test"}
    with django_capture_on_commit_callbacks(execute=True):
        assert operator.post(at("found"), given)["Location"] == at("agency", "nova")
    assert [one.to for one in mail.outbox] == [["boss@example.test"]]
    assert OperatorEntry.objects.filter(kind="agency.created", detail={"preset": "recogest"}).count() == 1


@pytest.mark.parametrize("slug", ["ours", "operators", "Ours!", ""])
def test_an_agency_with_a_wrong_address_is_not_created(operator, made, slug):
    given = {"preset": "creansys", "title": "Nova", "slug": slug, "manager": "boss@example.test"}
    assert operator.post(at("found"), given).status_code == 422
    assert (active_agencies(), mail.outbox) == ([made.ours.pk, made.theirs.pk], [])


def test_suspending_asks_for_a_reason_and_says_what_stops(operator, made):
    assert operator.post(at("suspend", "ours"), {"reason": ""}).status_code == 422
    assert state_of(made.ours) is None
    counts = [one.count for one in operator.get(at("suspend", "ours")).context["consequences"]]
    assert counts == [4, 0, 2]


def test_suspending_and_resuming_are_kept_in_both_audits(operator, made):
    for act in ("suspend", "resume"):
        assert operator.post(at(act, "ours"), WHY)["Location"] == at("agency", "ours")
    both = ["agency.suspended", "agency.resumed"]
    with acting_for(made.ours.pk):
        entries = AuditEntry.objects.filter(kind__in=both).order_by("pk")
        assert [(one.kind, one.detail) for one in entries] == [(kind, WHY) for kind in both]
    logged = OperatorEntry.objects.filter(agency_id=made.ours.pk).order_by("pk")
    assert [(one.kind, one.detail) for one in logged] == [(kind, WHY) for kind in both]


def test_suspending_twice_is_refused(made, ada):
    given = suspended(made, ada)
    with pytest.raises(Stale):
        services.suspend(**given, on=DAY)
    services.resume(**given)
    with pytest.raises(Stale):
        services.resume(**given)
    assert OperatorEntry.objects.count() == 2


def test_the_page_says_that_somebody_was_quicker(operator, made, ada):
    suspended(made, ada)
    assert operator.post(at("suspend", "ours"), WHY)["Location"] == at("agencies")


@pytest.mark.parametrize("face", ["office", "portal"])
def test_a_suspended_agency_has_no_faces(client, made, ada, face):
    member = made.ours.manager if face == "office" else made.ours.creditor_member
    client.force_login(member.user)
    answers = [client.get(f"/ours/{face}/").status_code]
    given = suspended(made, ada)
    answers.append(client.get(f"/ours/{face}/").status_code)
    services.resume(**given)
    assert [*answers, client.get(f"/ours/{face}/").status_code] == [200, 404, 200]


def test_a_suspended_agency_s_keys_are_refused(client, made, ada):
    with acting_for(made.ours.pk):
        given = {"agency": made.ours.agency, "label": "x", "scopes": ["claims:read"], "at": NOW, "days": 36_500}
        key = agency_services.make_api_key(**given).key
    suspended(made, ada)
    assert client.get("/api/v1/claims/", headers={"Authorization": f"Bearer {key}"}).status_code == 401


def test_workers_leave_a_suspended_agency_alone(made, ada):
    waiting(made.ours)
    ran = []

    @agency_task("tests.rests", rests=True)
    def task() -> None:
        ran.append(1)

    suspended(made, ada)
    task(agency_id=made.ours.pk)
    assert (ran, active_agencies(), agencies_with_messages(LATER)) == ([], [made.theirs.pk], [])
    task(agency_id=made.theirs.pk)
    assert ran == [1]


@pytest.mark.real_commits
def test_messages_of_a_suspended_agency_stay_queued(made, ada):
    message = committed(made.ours.pk)
    given = suspended(made, ada)
    assert deliver_one(agency_id=made.ours.pk, message_id=message, at=NOW) is None
    assert seen(made.ours.pk, message).state == "queued"
    services.resume(**given)
    assert deliver_one(agency_id=made.ours.pk, message_id=message, at=NOW) == "sent"


@pytest.mark.parametrize("rows", [2, 20])
@pytest.mark.parametrize("name", BUDGETS)
def test_a_page_keeps_its_budget(operator, ada, made, name, rows):
    for n in range(rows):
        waiting(made.ours, n)
        services.note("agency.suspended", at=NOW, user_id=ada.pk, agency_id=agency().pk, reason=str(n))
        with acting_for(made.ours.pk):
            claim(made.ours.contract)
    url = at(name.partition(":")[2], "ours" if name.endswith(("agency", "suspend", "resume")) else "")
    with CaptureQueriesContext(connection) as asked:
        assert operator.get(url).status_code == 200
    assert len(asked) <= BUDGETS[name], "\n".join(query["sql"][:150] for query in asked)
