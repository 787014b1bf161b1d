"""Managers word the letters: seen on a real claim, kept as versions, refused where the law or a variable lacks."""

import pytest
from django.utils import timezone

from agencies.scope import acting_for
from jobs.models import Job
from messaging.letters.texts import shipped
from messaging.models import LetterText
from paynow.services.drawing import draw
from paynow.services.previewing import KIND

ADDRESS = "settings/letters/paynow/be_consumer/fr/"
GIVEN = {
    **shipped("paynow", "be_consumer", "fr"),
    "closing": "Avant le {deadline}, **merci**.",
    "reason": "Ton plus doux",
}


def kept(side) -> list[LetterText]:
    with acting_for(side.pk):
        return list(LetterText.objects.order_by("version"))


def test_words_are_kept_as_the_next_version(manager, ours):
    for _twice in range(2):
        assert manager.post(manager.at(ADDRESS), GIVEN).status_code == 302
    assert [(row.version, row.made_by_id) for row in kept(ours)] == [(1, ours.manager.pk), (2, ours.manager.pk)]


def test_a_preview_is_on_a_real_claim_and_keeps_nothing(manager, ours):
    given = {**shipped("paynow", "be_business", "fr"), "closing": "Fin **{creditor}**.", "preview": "1"}
    page = manager.post(manager.at("settings/letters/paynow/be_business/fr/"), given)
    with acting_for(ours.pk):
        creditor = ours.others_claim.creditor.name
    assert f"Fin <b>{creditor}</b>." in page.content.decode()
    assert (page.status_code, kept(ours)) == (200, [])


def test_a_mention_left_out_is_named_and_nothing_is_kept(manager, ours):
    page = manager.post(manager.at(ADDRESS), {**GIVEN, "dispute": ""})
    assert (page.status_code, "contester la dette" in page.content.decode(), kept(ours)) == (422, True, [])


@pytest.mark.parametrize("closing", ["{{ debug }} {deadline}", "{% now 'Y' %}", "<script>x</script>", "{iban}"])
def test_neither_template_nor_markup_gets_in(manager, ours, closing):
    page = manager.post(manager.at(ADDRESS), {**GIVEN, "closing": closing})
    assert (page.status_code, kept(ours)) == (422, [])
    assert "<script>x" not in page.content.decode()


def test_an_earlier_version_is_restored_as_a_new_one(manager, ours):
    manager.post(manager.at(ADDRESS), GIVEN)
    assert manager.post(manager.at(f"{ADDRESS}0/restore/")).status_code == 302
    assert [row.blocks == {} for row in kept(ours)] == [False, True]


@pytest.mark.parametrize("path", ["settings/letters/paynow/be_child/fr/", "settings/letters/paynow/be_consumer/it/"])
def test_there_is_no_such_letter(manager, path):
    assert manager.get(manager.at(path)).status_code == 404


def test_a_version_that_never_was_cannot_be_restored(manager):
    assert manager.get(manager.at(f"{ADDRESS}7/restore/")).status_code == 404


@pytest.mark.parametrize("path", [ADDRESS, f"{ADDRESS}0/restore/"])
def test_an_agent_words_nothing(agent, ours, path):
    assert (agent.post(agent.at(path), GIVEN).status_code, kept(ours)) == (403, [])


def test_a_preview_is_on_the_file_that_is_asked_for(manager, ours):
    given = {**shipped("paynow", "be_business", "fr"), "preview": "1"}
    address = manager.at("settings/letters/paynow/be_business/fr/")
    page = manager.post(address, given | {"claim": str(ours.others_claim.number)})
    wrong = manager.post(address, given | {"claim": "999"})
    assert page.context["example"].reference == str(ours.others_claim.number)
    assert (page.status_code, wrong.status_code) == (200, 422)


def test_the_pdf_of_unkept_words_is_drawn_by_a_job(manager, ours):
    given = {**shipped("paynow", "be_business", "fr"), "closing": "Fin **{creditor}**.", "pdf": "1"}
    page = manager.post(manager.at("settings/letters/paynow/be_business/fr/"), given)
    with acting_for(ours.pk):
        job = Job.objects.get(kind=KIND)
        asked = {"notice": "paynow", "audience": "be_business", "language": "fr", "number": None}
        texts = {**shipped("paynow", "be_business", "fr"), "closing": "Fin **{creditor}**."}
        draw(job=job, texts=texts, at=timezone.now(), **asked)
    link = manager.get(page.url).context["file"].url
    assert (manager.get(link)["Content-Type"], kept(ours)) == ("application/pdf", [])
