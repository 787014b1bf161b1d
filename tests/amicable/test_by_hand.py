"""What an agent writes by hand leaves with a clearance, once, complete; or says why not and leaves nothing."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from agencies.scope import acting_for
from amicable.services.by_hand import Unsure, _complete, beginnings, may_write, write_by_hand
from claims.models import Claim, ClaimMessage, ClaimReply, Event, Refused, Representative
from messaging.models import InboundMessage, Message
from tests import world
from tests.amicable.conftest import DAY, nine, row

NIGHT = datetime.combine(DAY, time(23), ZoneInfo("Europe/Brussels"))
MAIL = {"channel": "email", "subject": "Votre dossier", "text": "Bonjour, pouvez-vous m’appeler ?"}
SMS = {"channel": "sms", "subject": "", "text": "Pouvez-vous m'appeler ?"}


@pytest.fixture
def claim(desk) -> Claim:
    desk.amicable(row(due="02/02/2026"))
    with acting_for(desk.agency.pk):
        return Claim.objects.select_related("debtor").get()


def write(claim, given, at=None, **more):
    with acting_for(claim.agency_id):
        return write_by_hand(claim_id=claim.pk, **{"sure": False, "key": "1", "at": at or nine(DAY)} | given | more)


def by_hand(claim) -> list[Message]:
    with acting_for(claim.agency_id):
        return list(Message.objects.filter(kind="amicable.hand").order_by("pk"))


@pytest.mark.parametrize("given", [MAIL, SMS])
def test_a_message_leaves_once_with_the_debtors_page_and_is_told(claim, given):
    first, again = write(claim, given), write(claim, given)
    assert (first.pk, first.recipient) == (again.pk, f"debtor:{claim.debtor_id}")
    assert first.text.startswith(given["text"])
    assert claim.code in first.text
    with acting_for(claim.agency_id):
        assert Event.objects.filter(claim=claim, kind="hand_written").count() == 1
        assert ClaimMessage.objects.filter(claim=claim, message=first).exists()


def test_at_night_no_sms_leaves_and_the_refusal_is_kept(claim):
    refused = write(claim, SMS, at=NIGHT)
    assert [one.rule for one in refused]
    assert by_hand(claim) == []
    with acting_for(claim.agency_id):
        kept = set(Refused.objects.filter(claim=claim, act="sms", cleared_at=None).values_list("rule", flat=True))
        assert kept == {one.rule for one in refused}
        assert may_write(claim_id=claim.pk, channel="sms", at=NIGHT) == refused


def test_words_that_look_unlawful_wait_for_the_agent_to_stand_by_them(claim):
    given = MAIL | {"text": "Sinon l’huissier passera."}
    asked = write(claim, given)
    assert isinstance(asked, Unsure)
    assert [one.words for one in asked.passages] == ["huissier"]
    assert by_hand(claim) == []
    assert isinstance(write(claim, given, sure=True), Message)


def test_an_answer_may_always_be_given_and_settles_what_was_written(claim):
    with acting_for(claim.agency_id):
        heard = InboundMessage.objects.create(channel="sms", provider_id="S1", sender="+32470123456", received_at=NIGHT)
        ClaimReply.objects.create(claim=claim, party_id=claim.party_id, inbound=heard)
    assert write(claim, SMS, at=NIGHT).clearance["act"] == "reply"
    with acting_for(claim.agency_id):
        heard.refresh_from_db()
    assert heard.handled_at == NIGHT


@pytest.mark.parametrize(("given", "rule"), [(MAIL, "no-email"), (SMS, "no-mobile")])
def test_without_an_address_nothing_leaves(claim, given, rule):
    with acting_for(claim.agency_id):
        type(claim.debtor).objects.update(email="", phone="")
    assert write(claim, given)[0].rule == rule
    assert by_hand(claim) == []


def test_who_represents_the_debtor_is_written_to_in_its_place(claim):
    with acting_for(claim.agency_id):
        given = {"kind": "lawyer", "name": "Me Dupont", "email": "avocat@example.test", "since": DAY}
        who = Representative.objects.create(
            debtor=claim.debtor, party_id=claim.party_id, proof=world.file(claim.party_id), **given
        )
    made = write(claim, MAIL)
    assert (made.recipient, made.address) == (f"representative:{who.pk}", "avocat@example.test")


def test_in_france_each_contact_repeats_the_first_letter_once(claim):
    with acting_for(claim.agency_id):
        Claim.objects.update(country="FR")
        subject, text = beginnings(claim_id=claim.pk, channel="sms", tone="firm", on=DAY)
    for given in (SMS, SMS | {"text": text}):
        with acting_for(claim.agency_id):
            assert _complete(Claim.objects.get(pk=claim.pk), "sms", given["text"]).count(f"réf. {claim.number}") == 1
    assert subject == ""


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
@pytest.mark.parametrize("channel", ["sms", "email"])
def test_a_message_begins_in_the_debtors_language(claim, language, channel):
    with acting_for(claim.agency_id):
        type(claim.debtor).objects.update(language=language)
        subject, text = beginnings(claim_id=claim.pk, channel=channel, tone="friendly", on=DAY)
        assert beginnings(claim_id=claim.pk, channel=channel, tone="", on=DAY)[1] == ""
    assert bool(subject) == (channel == "email")
    word = {"fr": "payé", "nl": "betaal", "de": "zahl", "en": "paid"}[language]
    assert word in text
