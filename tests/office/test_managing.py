"""What managers alone do: creditors, seats, keys, options, law, attested orders; an agent changes nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agencies.models import ApiKey, Invitation, LawOverride, Member, Option
from agencies.scope import acting_for
from agencies.services import hashed
from claims.models import Import
from clients.models import Contract, Creditor, StockEntry, Terms
from clients.queries import paynow_left
from clients.services import DETAILS
from law.tables import TABLES
from messaging.models import Message
from office.forms.settings import TABLE_WORDS
from tests.world import creditor, file, handed_over

OTHER_IBAN = "FR7630006000011234567890189"
NEW = {"name": "Neuf SA", "country": "BE", "street": "Rue 1", "postcode": "7000", "city": "Mons"}
NEW |= {"default_debtor_kind": "business", "iban": "BE71 0961 2345 6769"}
GRANT = {"token": "t", "quantity": "5", "reason": "pack"}
TERMS = {"since": "2026-01-01", "interest_rate": "8", "accepted_at_signature": "on"}
SIGNED = {"programme": "access", "signed_on": "2026-01-01", "report_rhythm": "monthly"}
INVITE = {"email": "new@example.test", "role": "agent"}
KEY = {"label": "ERP", "rights": "write", "days": "30"}
OVERRIDE = {"table": "be-civil", "since": "2027-01-01", "value": "4.25", "source": "M.B.", "reason": "published"}


def counts(side) -> list[int]:
    """How much there is of all that managers make."""
    models = (Creditor, Contract, Terms, StockEntry, Invitation, ApiKey, Option, LawOverride)
    with acting_for(side.pk):
        return [model.objects.count() for model in models]


def test_a_creditor_is_added_with_a_number(manager, ours):
    manager.post(manager.at("creditors/new/"), NEW)
    with acting_for(ours.pk):
        made = Creditor.objects.get(name="Neuf SA")
    assert (made.iban, made.number != "") == ("BE71096123456769", True)


def test_a_contract_runs_once(manager, ours):
    with acting_for(ours.pk):
        fresh = creditor()
    address, given = manager.at(f"creditors/{fresh.number}/contract/"), SIGNED | {"entity": ours.entity.pk}
    assert [manager.post(address, given).status_code for _twice in range(2)] == [302, 422]
    with acting_for(ours.pk):
        assert Contract.objects.filter(creditor=fresh).count() == 1


def test_paynow_pressed_twice_are_granted_once(manager, ours):
    for _press in range(2):
        manager.post(manager.at(f"creditors/{ours.creditor.number}/paynow/"), GRANT)
    with acting_for(ours.pk):
        assert paynow_left(ours.creditor.party_id) == 5


def test_terms_get_the_next_version(manager, ours):
    manager.post(manager.at(f"creditors/{ours.creditor.number}/terms/"), TERMS)
    with acting_for(ours.pk):
        assert [row.version for row in Terms.objects.filter(creditor=ours.creditor)] == [1]


def test_an_invitation_goes_by_mail(manager, ours, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        manager.post(manager.at("members/invite/"), INVITE)
    assert [message.to for message in mail.outbox] == [["new@example.test"]]


@pytest.mark.parametrize("wrong", [{"role": "creditor"}, {"role": "partner"}, {"email": "x"}])
def test_an_invitation_that_does_not_fit_is_not_made(manager, ours, wrong):
    assert manager.post(manager.at("members/invite/"), INVITE | wrong).status_code == 422
    assert counts(ours)[4] == 0


def test_a_seat_is_ended_but_never_one_s_own(manager, ours):
    ends = [manager.post(manager.at(f"members/{seat.pk}/end/")).status_code for seat in (ours.agent, ours.manager)]
    with acting_for(ours.pk):
        left = Member.objects.filter(pk__in=[ours.agent.pk, ours.manager.pk], ended_on=None)
        assert (ends, left.get()) == ([302, 404], ours.manager)


def test_a_key_is_shown_once_and_kept_as_a_hash(manager, ours):
    shown = manager.post(manager.at("keys/new/"), KEY).context["made"].key
    with acting_for(ours.pk):
        kept = ApiKey.objects.get(label="ERP")
    assert kept.key_hash == hashed(shown.rpartition("_")[2])
    assert shown not in manager.get(manager.at("keys/")).content.decode()


def test_a_key_is_revoked(manager, ours):
    made = manager.post(manager.at("keys/new/"), KEY).context["made"].row
    manager.post(manager.at(f"keys/{made.pk}/revoke/"))
    with acting_for(ours.pk):
        assert ApiKey.objects.get(pk=made.pk).revoked_at


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("be.saturday_is_working", "yes", True),
        ("be.extra_safety_days", "2", 2),
        ("silent_creditor.remind_on_days", "5, 12", [5, 12]),
        ("stages", "paynow, judicial", ["paynow", "judicial"]),
    ],
)
def test_an_option_is_set_in_its_own_type(manager, ours, name, given, kept):
    manager.post(manager.at(f"settings/options/{name}/"), {"value": given, "since": "2026-06-01"})
    with acting_for(ours.pk):
        row = Option.objects.get(key=name)
    assert (row.value, row.since) == (kept, date(2026, 6, 1))


@pytest.mark.parametrize(("name", "given"), [("stages", "paynow, nonsense"), ("silent_creditor.remind_on_days", "x")])
def test_an_option_of_another_type_is_refused(manager, ours, name, given):
    answer = manager.post(manager.at(f"settings/options/{name}/"), {"value": given, "since": "2026-06-01"})
    assert (answer.status_code, counts(ours)[6]) == (422, 0)


def test_an_entry_of_law_keeps_who_and_why(manager, ours):
    manager.post(manager.at("settings/law/new/"), OVERRIDE)
    with acting_for(ours.pk):
        row = LawOverride.objects.get()
    assert (row.table, row.reason, row.set_by_id) == ("be-civil", "published", ours.manager.pk)


def test_a_manager_attests_the_signed_order(manager, ours):
    with acting_for(ours.pk):
        made = handed_over(ours.contract, bordereau=file(ours.creditor.party_id))
    address = manager.at(f"imports/{made.uid}/attest/")
    assert manager.post(address, {"name": "J. Maes"}).status_code == 422  # not ticked
    manager.post(address, {"name": "J. Maes", "held": "on"})
    with acting_for(ours.pk):
        assert Import.objects.get(pk=made.pk).accepted_as == "J. Maes"


def test_an_order_is_not_attested_before_its_bordereau_is_there(manager, ours):
    manager.post(manager.at(f"imports/{ours.handed.uid}/attest/"), {"name": "J. Maes", "held": "on"})
    with acting_for(ours.pk):
        assert Import.objects.get(pk=ours.handed.pk).accepted_at is None


MANAGERS_ONLY = {
    "creditors/new/": NEW,
    "creditors/{creditor.number}/contract/": SIGNED,
    "creditors/{creditor.number}/terms/": TERMS,
    "creditors/{creditor.number}/paynow/": GRANT,
    "members/invite/": INVITE,
    "members/{manager.pk}/end/": {},
    "keys/new/": KEY,
    "settings/options/be.extra_safety_days/": {"value": "2", "since": "2026-06-01"},
    "settings/law/new/": OVERRIDE,
    "imports/{handed.uid}/attest/": {"name": "x", "held": "on"},
}


@pytest.mark.parametrize("path", MANAGERS_ONLY)
def test_an_agent_is_refused_and_changes_nothing(agent, ours, path):
    before = counts(ours)
    address = path.format(creditor=ours.creditor, manager=ours.manager, handed=ours.handed)
    assert agent.post(agent.at(address), MANAGERS_ONLY[path]).status_code == 403
    assert counts(ours) == before
    with acting_for(ours.pk):
        assert Member.objects.get(pk=ours.manager.pk).ended_on is None


def test_every_table_of_rates_may_get_an_entry():
    rates = {name for name, table in TABLES.items() if isinstance(table.entries[0].value, Decimal)}
    assert set(TABLE_WORDS) == rates


def creditor_now(side) -> Creditor:
    with acting_for(side.pk):
        return Creditor.objects.get(pk=side.creditor.pk)


def test_details_are_changed_and_the_account_is_not(manager, ours):
    given = {name: getattr(ours.creditor, name) for name in DETAILS} | {"city": "Mons", "iban": OTHER_IBAN}
    assert manager.post(manager.at(f"creditors/{ours.creditor.number}/edit/"), given).status_code == 302
    found = creditor_now(ours)
    assert (found.city, found.iban) == ("Mons", ours.creditor.iban)


ACCOUNT = {"iban": OTHER_IBAN, "reason": "Asked by Mr Dupont, called back", "checked": "on"}


def test_an_account_is_changed_with_its_reason_and_told(manager, ours):
    page = manager.post(manager.at(f"creditors/{ours.creditor.number}/account/"), ACCOUNT, follow=True)
    assert creditor_now(ours).iban == OTHER_IBAN
    assert "called back" in page.content.decode()
    with acting_for(ours.pk):
        assert Message.objects.filter(kind="creditor.account").count() >= 1


@pytest.mark.parametrize("wrong", [{"iban": "BE00"}, {"reason": ""}, {"checked": ""}, {"bic": "x"}])
def test_an_account_is_not_changed_unchecked(manager, ours, wrong):
    answer = manager.post(manager.at(f"creditors/{ours.creditor.number}/account/"), ACCOUNT | wrong)
    assert (answer.status_code, creditor_now(ours).iban) == (422, ours.creditor.iban)


@pytest.mark.parametrize("page", ["edit", "account", "preferences"])
def test_an_agent_changes_nothing_of_a_creditor(agent, ours, page):
    assert agent.post(agent.at(f"creditors/{ours.creditor.number}/{page}/"), ACCOUNT).status_code == 403
    assert creditor_now(ours) == ours.creditor


def test_a_contract_is_ended_and_no_file_is_read_any_more(manager, ours):
    address = manager.at(f"creditors/{ours.creditor.number}/contracts/{ours.contract.pk}/end/")
    manager.post(address, {"on": timezone.localdate().isoformat(), "reason": "Written notice"})
    assert manager.get(address).status_code == 404
    given = {"creditor": ours.creditor.number, "file": SimpleUploadedFile("f.csv", b"facture;nom\n1;x\n")}
    assert manager.post(manager.at("imports/new/"), given).status_code == 422


def test_a_contract_of_another_creditor_is_not_ended_here(manager, ours):
    address = manager.at(f"creditors/{ours.other.number}/contracts/{ours.contract.pk}/end/")
    assert manager.post(address, {"on": timezone.localdate().isoformat(), "reason": "x"}).status_code == 404
    with acting_for(ours.pk):
        assert Contract.objects.get(pk=ours.contract.pk).ended_on is None


def test_a_seat_is_put_into_a_team_and_taken_out(manager, ours):
    page = manager.at(f"members/{ours.agent.pk}/")
    for chosen in (ours.entity.pk, None):
        assert manager.post(page, {"team": str(chosen or "")}).status_code == 302
        with acting_for(ours.pk):
            assert Member.objects.get(pk=ours.agent.pk).team_id == chosen


def test_a_creditor_s_seat_has_no_team(manager, ours):
    page = manager.at(f"members/{ours.creditor_member.pk}/")
    assert manager.post(page, {"team": str(ours.entity.pk)}).status_code == 404


def test_an_agent_puts_nobody_into_a_team(agent, ours):
    assert agent.post(agent.at(f"members/{ours.agent.pk}/"), {"team": str(ours.entity.pk)}).status_code == 403
    with acting_for(ours.pk):
        assert Member.objects.get(pk=ours.agent.pk).team_id is None
