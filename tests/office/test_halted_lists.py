"""A list of insolvencies: matched by number before anything stops, done by a job, and twice is once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.scope import acting_for
from claims.models import Debtor, Halt, Hold
from claims.tasks import halt_list
from clients.models import Creditor
from files.models import File
from jobs.models import Job
from messaging.models import Message

LIST = """Numéro d'entreprise;Pays;Événement;Date;Source;Référence
BE 0403.170.701;;Faillite;27/02/2026;Moniteur belge;2026/1
552 100 554;FR;Liquidation judiciaire;25/02/2026;BODACC;A-1
0403.170.702;;Faillite;27/02/2026;Moniteur belge;2
0403.170.701;;Promotion;27/02/2026;Moniteur belge;3
0403.170.701;;Faillite;27/02/2090;Moniteur belge;4
"""


@pytest.fixture
def firm(ours):
    with acting_for(ours.pk):
        debtors = (ours.claim.debtor_id, ours.others_claim.debtor_id)
        Debtor.objects.filter(pk__in=debtors).update(enterprise_number="0403170701")
        Creditor.objects.update(email="creditor@example.test")
    return ours


def sent(browser, text=LIST):
    page = browser.post(browser.at("claims/halts/"), {"file": SimpleUploadedFile("l.csv", text.encode())})
    return getattr(page, "url", "") or page


def rows(side, model):
    with acting_for(side.pk):
        return list(model.objects.order_by("pk"))


def load(browser, side):
    """Confirm the list in the browser, and let the worker do it."""
    done = browser.post(sent(browser)).url
    with acting_for(side.pk):
        job, file = Job.objects.latest("pk"), File.objects.latest("pk")
    halt_list(agency_id=side.pk, job_id=job.pk, file_id=file.pk)
    return browser.get(done)


def test_the_list_is_matched_and_nothing_stops(agent, firm):
    page = agent.get(sent(agent))
    assert [one.count for one in page.context["consequences"]] == [2, 1, 3]
    assert [row.key for row in page.context["table"].rows] == ["2"]
    assert not rows(firm, Halt)


def test_each_row_that_cannot_be_used_says_why(agent, firm, french):
    page = agent.get(sent(agent))
    assert [(row.key, row.cells[1].text) for row in page.context["unusable"].rows] == [
        ("4", "Numéro d’entreprise"),
        ("5", "Événement"),
        ("6", "Date"),
    ]


def test_a_job_stops_them_and_the_same_list_twice_does_nothing(agent, firm):
    assert load(agent, firm).context["ended"]
    first = [len(rows(firm, model)) for model in (Halt, Hold, Message)]
    assert first == [2, 2, 2]
    load(agent, firm)
    assert [len(rows(firm, model)) for model in (Halt, Hold, Message)] == first


def test_a_list_without_its_columns_is_refused_by_name(agent, firm, french):
    page = sent(agent, "Nom;Ville\nDurand;Mons\n")
    assert page.status_code == 422
    assert "Événement" in page.context["drop_error"]


def test_the_example_can_be_read(agent, firm):
    example = agent.get(agent.at("claims/halts/example.csv")).content.decode("utf-8-sig")
    assert len(agent.get(sent(agent, example)).context["table"].rows) == 1


def test_a_creditor_s_file_is_no_such_list(agent, ours):
    assert agent.get(agent.at(f"claims/halts/{ours.handed.file.uid}/")).status_code == 404


def test_another_agency_s_list_and_job_are_not_found(client, agent, made, firm):
    address = sent(agent).replace("/ours/", "/theirs/")
    client.force_login(made.theirs.agent.user)
    assert client.post(address).status_code == 404
    assert not rows(firm, Halt)
