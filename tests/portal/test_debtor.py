"""The debtor's page: nothing before the second check, one claim after it."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from agencies.scope import acting_for
from amicable.composing import sms, told
from claims.access import debtor_link
from claims.models import Claim, Debtor
from claims.rules import ClosedAs
from claims.services.lifecycle import close
from clients.models import Creditor
from messaging.models import Message
from portal.views.debtor import entering
from tests.portal.debtors import entered, invoice_of, link_to
from tests.world import DAY, NOW

PAGES = ("", "why/", "pay/", "who/", "rights/")


@pytest.fixture(autouse=True)
def _calm():
    cache.clear()
    yield
    cache.clear()


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_shown_without_the_second_check(client, ours, page):
    answer = client.get(f"/v/ours/file/{ours.claim.uid}/{page}")
    assert answer.status_code == 403
    assert ours.creditor.name not in answer.content.decode()


def test_the_second_check_itself_reveals_nothing(client, ours):
    with acting_for(ours.pk):
        Claim.objects.filter(pk=ours.claim.pk).update(number=8_675_309)
    text = client.get(link_to(ours)).content.decode()
    for secret in (ours.creditor.name, "1 000", "1\u202f000", "8675309", ours.claim.debtor.name):
        assert secret not in text


@pytest.mark.parametrize("page", PAGES)
def test_an_invoice_number_opens_the_file(client, ours, page):
    home = entered(client, ours)
    text = client.get(home + page).content.decode()
    assert f"{ours.claim.number}" in text


def test_a_customer_number_opens_it_too(client, ours):
    with acting_for(ours.pk):
        Debtor.objects.filter(pk=ours.claim.debtor_id).update(customer_number="KL 77-3")
    assert client.post(link_to(ours), {"number": "kl773"}).status_code == 200  # not as it is written
    assert client.post(link_to(ours), {"number": "kl.77/3"}).status_code == 302


@pytest.mark.parametrize("field", ["name", "postcode", "city"])
def test_what_a_finder_knows_opens_nothing(client, ours, field):
    answer = client.post(link_to(ours), {"number": getattr(ours.claim.debtor, field)})
    assert (answer.status_code, answer.cookies.get("debtor")) == (200, None)


def test_the_number_of_another_file_opens_nothing(client, ours):
    with acting_for(ours.pk):
        other = ours.others_claim.items.get().number
    assert client.post(link_to(ours), {"number": other}).status_code == 200


def test_a_visit_is_for_one_claim_alone(client, ours):
    entered(client, ours)
    client.cookies["debtor"]["path"] = "/"
    assert client.get(f"/v/ours/file/{ours.others_claim.uid}/").status_code == 403
    assert client.get(f"/v/theirs/file/{ours.claim.uid}/").status_code == 403


def test_its_scope_shows_one_claim_one_creditor_and_no_message(ours):
    with acting_for(ours.pk, party_id=ours.claim.party_id, claim_id=ours.claim.pk):
        assert list(Claim.objects.values_list("pk", flat=True)) == [ours.claim.pk]
        assert list(Creditor.objects.values_list("pk", flat=True)) == [ours.creditor.pk]
        assert not Message.objects.exists()


def test_links_expire_and_cannot_be_made_up(client, ours):
    old = debtor_link("ours", ours.claim.code, timezone.now() - timedelta(seconds=1))
    foreign = debtor_link("theirs", ours.claim.code, timezone.now() + timedelta(hours=1))
    for link in (old, foreign, ours.claim.code, old[:-1], "x.y.z"):
        answer = client.post(f"/v/ours/open/{link}/", {"number": invoice_of(ours)})
        assert (answer.status_code, answer.cookies.get("debtor")) == (403, None)


def test_a_closed_claim_is_open_to_nobody(client, ours):
    home = entered(client, ours)
    with acting_for(ours.pk):
        close(Claim.objects.get(pk=ours.claim.pk), ClosedAs.KEPT, on=DAY, at=NOW)
    assert client.get(home).status_code == 403
    assert client.get(link_to(ours)).status_code == 403


def test_a_visit_ends(client, ours):
    home = entered(client, ours)
    assert client.post(home + "leave/").status_code == 200
    assert client.get(home).status_code == 403


def test_wrong_numbers_are_counted_for_the_claim(client, ours):
    tries = [
        client.post(link_to(ours), {"number": "wrong"}, REMOTE_ADDR=f"192.0.2.{i}").status_code
        for i in range(entering.TRIES_A_DAY + 1)
    ]
    assert tries == [200] * entering.TRIES_A_DAY + [429]
    assert client.post(link_to(ours), {"number": invoice_of(ours)}).status_code == 429


def test_the_right_number_is_never_too_often(client, ours):
    for _ in range(entering.TRIES_A_DAY + 1):
        entered(client, ours)


def test_and_for_the_address_they_come_from(client, made):
    for side in (made.ours, made.theirs):
        for _ in range(entering.TRIES_A_DAY):
            client.post(link_to(side), {"number": "wrong"})
    assert client.post(link_to(made.ours), {"number": "wrong"}).status_code == 429


def asked(client, side, channel="email") -> str:
    """The code that was sent; "" when none was."""
    client.post(link_to(side) + "code/", {"channel": channel})
    with acting_for(side.pk):
        sent = Message.objects.filter(kind="code").order_by("-pk").first()
    return "".join(c for c in sent.text.split(" : ")[-1].split(".")[0] if c.isdigit()) if sent else ""


def test_a_code_goes_to_the_known_mailbox_and_opens_the_file(client, ours):
    code = asked(client, ours)
    assert len(code) == 6
    assert client.post(link_to(ours) + "code/", {"code": "000000" if code != "000000" else "1" * 6}).status_code == 200
    assert client.post(link_to(ours) + "code/", {"code": code}).status_code == 302
    assert client.post(link_to(ours) + "code/", {"code": code}).status_code == 200  # once


def test_no_code_for_whom_no_address_is_known(client, ours):
    with acting_for(ours.pk):
        Debtor.objects.filter(pk=ours.claim.debtor_id).update(email="", phone="")
    assert asked(client, ours) == asked(client, ours, "sms") == ""
    assert client.post(link_to(ours) + "code/", {"code": "000000"}).status_code == 200


def test_codes_are_not_sent_without_end(client, ours):
    answers = [client.post(link_to(ours) + "code/", {"channel": "email"}).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]
    with acting_for(ours.pk):
        assert Message.objects.filter(kind="code").count() == 3


@pytest.mark.parametrize(("language", "words"), [("nl", "Uw dossier"), ("de", "Ihre Akte"), ("en", "Your file")])
def test_the_reader_chooses_the_language(client, ours, language, words):
    home = entered(client, ours)
    assert client.get(f"{home}?language={language}").status_code == 302
    assert f"{words} {ours.claim.number}" in client.get(home).content.decode()


def test_the_code_for_banks_is_a_picture_of_ours(client, ours):
    home = entered(client, ours)
    answer = client.get(home + "pay/code.png")
    assert (answer["Content-Type"], answer.content[:4]) == ("image/png", b"\x89PNG")
    assert "pay/code.png" in client.get(home + "pay/").content.decode()


def test_an_sms_of_the_cycle_leads_to_the_page(ours):
    with acting_for(ours.pk):
        claim = Claim.objects.select_related("debtor", "creditor", "entity", "agency").get(pk=ours.claim.pk)
        assert f"/v/ours/{claim.code}/" in sms([told(claim, DAY)], tone="neutral")
