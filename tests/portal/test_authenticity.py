"""The page that a letter's code opens: whose letter it is, and nothing that a finder should learn."""

import pytest
from django.core.cache import cache

from agencies.scope import acting_for
from claims.models import Claim
from claims.rules import ClosedAs
from claims.services.lifecycle import close
from messaging.models import Message
from paynow.models import Notice
from portal.views import authenticity
from tests.world import DAY, NOW, file


@pytest.fixture(autouse=True)
def _calm():
    yield
    cache.clear()


@pytest.fixture
def letter(ours) -> Claim:
    """A claim whose PAYNOW was posted on DAY; its number stands on no page by chance."""
    claim = ours.claim
    claim.number = 8_675_309
    with acting_for(ours.pk):
        claim.save(update_fields=["number"])
        content = {
            "channel": "letter",
            "kind": "paynow.paynow",
            "recipient": "debtor:1",
            "address": "A",
            "language": "fr",
        }
        message = Message.objects.create(
            dedupe_key="x", party_id=claim.party_id, queued_at=NOW, not_before=NOW, **content
        )
        given = {
            "posting_on": DAY,
            "deadline_on": DAY,
            "amount": "4321.00",
            "statement": [],
            "made_at": NOW,
            "sent_on": DAY,
        }
        paper = file(claim.party_id)
        Notice.objects.create(claim=claim, party_id=claim.party_id, kind="paynow", message=message, file=paper, **given)
    return claim


def shown(client, agency: str, code: str):
    return client.get(f"/v/{agency}/{code}/")


def test_the_code_tells_whose_letter_it_is_and_no_more(client, ours, letter):
    page = shown(client, ours.agency.slug, letter.code)
    text = page.content.decode()
    assert page.status_code == 200
    assert ours.entity.name in text
    assert ours.entity.fps_registration in text
    for secret in (ours.creditor.name, letter.debtor.name, "4321", "4\u202f321", str(letter.number), letter.reference):
        assert secret not in text


@pytest.mark.parametrize("code", ["2345678923456789a", "x", "%27", "0" * 17])
def test_an_unknown_code_gets_the_same_calm_page(client, ours, letter, code):
    page = shown(client, ours.agency.slug, code)
    assert (page.status_code, page.templates[0].name) == (404, "portal/authenticity_unknown.html")


def test_another_agency_does_not_know_it(client, made, letter):
    assert shown(client, made.theirs.agency.slug, letter.code).status_code == 404
    assert shown(client, "nobody", letter.code).status_code == 404


def test_a_code_without_a_letter_proves_nothing(client, ours):
    assert shown(client, ours.agency.slug, ours.claim.code).status_code == 404


def test_a_code_dies_with_its_file(client, ours, letter):
    with acting_for(ours.pk):
        close(letter, ClosedAs.KEPT, on=DAY, at=NOW)
    assert shown(client, ours.agency.slug, letter.code).status_code == 404


def test_guessing_is_slowed_down(client, ours, letter):
    codes = [shown(client, ours.agency.slug, letter.code).status_code for _ in range(authenticity.TRIES + 1)]
    assert codes == [200] * authenticity.TRIES + [429]
    assert client.get(f"/v/ours/{letter.code}/", REMOTE_ADDR="192.0.2.7").status_code == 200
