"""Each page keeps its budget of queries, the same for 2 rows and for 20, and lists find what they should."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies import services
from agencies.scope import acting_for
from amicable.models import Action, Enquiry, Look, Policy, Tracing
from amicable.rules.steps import Step
from amicable.services import queueing
from amicable.services.complaining import record
from amicable.services.policies import Wanted, install
from amicable.services.profiling import state
from amicable.services.supporting import ask_papers
from billing.models import Invoice
from claims.models import ClaimMessage, Debtor, Hold, ImportRow, Refused
from claims.services.lifecycle import ask_decision, credit
from claims.services.messages import attach
from claims.services.notes import write_note
from claims.services.persons import record_request
from clients.services import grant_paynow
from funds.models import BankFile, Receipt, RemittanceLine
from jobs.services import start_clock
from messaging.models import InboundMessage, Message, PrintRun
from messaging.services import receive
from reports.models import Report, Setting
from reports.services.figures import refresh as refresh_figures
from tests.billing.make import fee, invoice
from tests.funds.make import bank_day, paid_online, run_out
from tests.reports.make import report, setting
from tests.world import DAY, NOW, claim, creditor, debtor, file, handed_over, item, member

BUDGETS = {
    name: most
    for name, most in json.loads((Path(__file__).parent.parent / "budgets.json").read_text()).items()
    if name.startswith("office:")
}
PAGES = {
    "office:today": "",
    "office:queue": "queue/",
    "office:visits": "visits/",
    "office:letters_returned": "tracing/letters/",
    "office:tracing": "tracing/{tracing}/",
    "office:tracings": "tracing/?state=open",
    "office:tour": "visits/sheet/",
    "office:claims": "claims/?sort=-amount&stage=paynow&look=refused",
    "office:claim": "claims/{claim.number}/",
    "office:claim_payment": "claims/{claim.number}/payment/",
    "office:claim_payments": "claims/{claim.number}/payments/",
    "office:claim_plan": "claims/{claim.number}/plan/",
    "office:bank": "money/bank/",
    "office:bank_file": "money/bank/{bank_file}/",
    "office:books": "money/books/",
    "office:chart": "money/chart/{entity.pk}/",
    "office:online": "money/online/?look=waiting",
    "office:month": "money/months/{entity.pk}/2026-03/",
    "office:month_close": "money/months/{entity.pk}/2026-03/close/",
    "office:months": "money/months/?year=2026",
    "office:receipt": "money/{receipt}/",
    "office:remittance": "money/out/{run_out.remittance.uid}/",
    "office:remittance_line": "money/out/lines/{run_out.uid}/",
    "office:remittances": "money/out/",
    "office:receipts": "money/?look=open&q=Jean",
    "office:complaints": "complaints/",
    "office:claim_halt": "claims/{claim.number}/halt/",
    "office:claim_checked": "claims/{claim.number}/checked/",
    "office:halt_list": "claims/halts/",
    "office:payers": "payers/",
    "office:person": "persons/{claim.debtor.uid}/",
    "office:privacy": "privacy/",
    "office:print_runs": "letters/",
    "office:print_run": "letters/{run.pk}/",
    "office:outbox": "messages/?state=printed",
    "office:note": "claims/{claim.number}/messages/",
    "office:notes": "messages/creditors/?q=Deb",
    "office:notes_all": "messages/creditors/all/",
    "office:inbox": "messages/received/?look=open",
    "office:received": "messages/received/{inbound}/",
    "office:imports": "imports/",
    "office:import": "imports/{handed.uid}/",
    "office:import_new": "imports/new/",
    "office:import_preview": "imports/new/{creditor.number}/{handed.file.uid}/",
    "office:invoices": "invoices/?look=open",
    "office:invoice": "invoices/{bill.uid}/",
    "office:fees": "invoices/fees/",
    "office:reports": "reports/?q=Cred",
    "office:reports_due": "reports/next/",
    "office:report": "reports/{told.uid}/",
    "office:report_settings": "creditors/{creditor.number}/reports/",
    "office:report_setting": "reports/settings/{own.uid}/",
    "office:charter": "contracts/{claim.contract_id}/charter/",
    "office:figures": "figures/?kind=business",
    "office:creditors": "creditors/",
    "office:insurance": "insurance/",
    "office:claim_insurance": "claims/{claim.number}/insurance/",
    "office:creditor": "creditors/{creditor.number}/",
    "office:creditor_money": "creditors/{creditor.number}/money/?first=2026-01-01&last=2026-12-31",
    "office:members": "members/",
    "office:keys": "keys/",
    "office:options": "settings/",
    "office:speech": "settings/words/amicable/firm/fr/",
    "office:cycle": "settings/cycles/{policy}/",
    "office:cycle_edit": "settings/cycles/{policy}/edit/",
    "office:cycles": "settings/cycles/",
    "office:tariffs": "settings/tariffs/",
    "office:tariff": "settings/tariffs/standard/",
    "office:tariff_edit": "settings/tariffs/standard/edit/",
    "office:law": "settings/law/",
    "office:letter_text": "settings/letters/paynow/be_business/fr/",
    "office:letter_texts": "settings/letters/",
    "office:audit": "audit/",
}


def letter(side, run, number: int, **fields: str) -> Message:
    """A printed letter of a run, about the side's claim."""
    given = {"channel": "letter", "kind": "paynow.paynow", "address": "Durand SRL\nRue Haute 1", "queued_at": NOW}
    given |= {"not_before": NOW, "posting_on": run.posting_on, "print_run": run, "state": "printed"} | fields
    made = Message.objects.create(dedupe_key=f"l{run.pk}:{number}", party_id=side.claim.party_id, **given)
    ClaimMessage.objects.create(claim=side.claim, message=made, party_id=side.claim.party_id)
    return made


def fill(side, rows: int) -> PrintRun:
    """So many of everything that the pages list."""
    said = [{"field": "city", "code": "missing", "severity": "error", "detail": ""}]
    with acting_for(side.pk):
        bank_day(side, rows)
        run_out(side, rows)
        paid_online(side, rows)
        for _bill in range(rows):
            fee(side.contract, invoice=invoice(side.contract), claim=side.claim)
            report(side.contract)
            setting(side.contract)
        run = PrintRun.objects.create(posting_on=DAY)
        Debtor.objects.filter(pk=side.claim.debtor_id).update(vat_number="BE0403170701")
        for n in range(rows):
            firm = debtor(side.creditor, enterprise_number="0403170701")
            one, party = claim(side.contract, debtor=firm), side.claim.party_id
            ask_decision(one, on=DAY, at=NOW)
            Action.objects.create(
                claim=one,
                party_id=party,
                debtor=one.debtor,
                act="visit" if n % 2 else "call",
                planned_on=DAY,
                on=DAY,
                made_at=NOW,
            )
            queueing.refresh(one.pk, at=NOW)
            start_clock(kind="paynow.24h", subject=f"claim:{one.pk}", at=NOW, due_at=NOW)
            credit(claim_id=side.claim.pk, kind="payment", value_on=DAY, amount=1, source=f"test:{n}", at=NOW)
            Hold.objects.create(claim=side.claim, party_id=party, kind="dispute", since=DAY, reason="x")
            refused = {"act": "notice", "source": "CDE", "reason": "The claim is on hold.", "at": NOW}
            Refused.objects.create(claim=one, party_id=party, rule=f"r{n}", **refused)
            handed_over(side.contract, refused=3, on=DAY)
            row = {"row": n, "verdict": "error", "findings": said, "values": ["a"]}
            ImportRow.objects.create(source=side.handed, party_id=party, **row)
            side.claim.documents.create(party_id=party, file=file(party), kind="other", added_at=NOW)
            _around(side, run, n)
        refresh_figures(at=NOW)
    return run


def _around(side, run, n: int) -> None:
    """What stands beside claims."""
    steps = tuple(Step(key=day, day=day * 4, act="call") for day in range(n + 1))
    install(cycles=[Wanted(code=f"c{n}", name=f"Cycle {n}", steps=steps)], at=NOW)
    item(side.claim)
    ask_papers(claim_id=side.claim.pk, by="agent", what=f"Paper {n}", on=DAY, at=NOW)
    record(name=f"P{n}", way="call", subject="other", said="x", received_on=DAY, claim_id=side.claim.pk)
    record_request(debtor_id=side.claim.debtor_id, kind="access", said="x", received_on=DAY)
    state(debtor_id=debtor(side.creditor).pk, kind="bad", is_known_customer=None, at=NOW)
    letter(side, run, n)
    lost = {"debtor": debtor(side.creditor), "claim": side.claim, "party_id": side.claim.party_id}
    search = Tracing.objects.create(**lost, why="agent", opened_on=DAY, address="Rue 1")
    Look.objects.create(tracing=search, party_id=side.claim.party_id, source="kbo", on=DAY, result="same")
    asked = {"street": "Rue 2", "postcode": "1000", "city": "Bruxelles", "state": "proposed", "asked_at": NOW}
    Enquiry.objects.create(tracing=search, party_id=side.claim.party_id, **asked)
    write_note(claim_id=side.claim.pk, side="creditor", text=f"Question {n}", at=NOW)
    heard = receive(channel="sms", provider_id=f"SM{n}", sender="+32475123456", text="Oui", at=NOW)
    attach(inbound_id=heard.pk, claim_id=side.claim.pk, at=NOW)
    creditor()
    member("agent")
    grant_paynow(party_id=side.claim.party_id, quantity=1, source=f"s{n}", at=NOW)
    given = {"agency": side.agency, "label": "x", "scopes": [], "at": NOW, "days": 10}
    services.make_api_key(**given, party=side.creditor.party)
    services.invite(email=f"p{n}@example.test", role="agent", at=NOW)
    services.set_option(key="be.extra_safety_days", value=n, since=DAY, at=NOW)
    services.override_law(table="be-civil", since=DAY, value=n, source="x", reason="y", at=NOW)


def named(side, run):
    """What the addresses of PAGES name."""
    with acting_for(side.pk):
        made = {"inbound": InboundMessage.objects.latest("pk").pk, "policy": Policy.objects.latest("pk").pk}
        made |= {"bank_file": BankFile.objects.latest("pk").uid, "receipt": Receipt.objects.earliest("pk").uid}
        made |= {"run_out": RemittanceLine.objects.select_related("remittance").latest("pk")}
        made |= {"tracing": Tracing.objects.latest("pk").uid}
        made |= {"told": Report.objects.earliest("pk"), "own": Setting.objects.earliest("pk")}
        made |= {"bill": Invoice.objects.earliest("pk"), "entity": side.entity}
    return made | {"run": run, "claim": side.claim, "handed": side.handed, "creditor": side.creditor}


@pytest.mark.parametrize("rows", [2, 20])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_its_budget(manager, ours, name, rows):
    address = PAGES[name].format(**named(ours, fill(ours, rows)))
    with CaptureQueriesContext(connection) as asked:
        assert manager.get(manager.at(address)).status_code == 200
    assert len(asked) <= BUDGETS[name], f"{len(asked)}: " + "\n".join(query["sql"][:150] for query in asked)


def test_every_budget_is_of_a_page():
    assert set(BUDGETS) == set(PAGES)


@pytest.mark.parametrize(("asked", "found"), [("eclairs", True), ("Écl", True), ("clairs", False)])
def test_claims_are_found_by_the_start_of_a_name(agent, ours, asked, found):
    with acting_for(ours.pk):
        claim(ours.contract, debtor=debtor(ours.creditor, name="Éclairs SA"))
    page = agent.get(agent.at("claims/"), {"q": asked}).content.decode()
    assert ("Éclairs SA" in page) is found


@pytest.mark.parametrize("look", ["held", "refused", "asked", "unsaid"])
def test_a_look_shows_the_claims_that_need_somebody(agent, ours, look):
    with acting_for(ours.pk):
        wanted = claim(ours.contract, debtor_kind="unknown")
        Hold.objects.create(claim=wanted, party_id=wanted.party_id, kind="dispute", since=DAY, reason="x")
        refused = {"act": "notice", "rule": "hold", "source": "CDE", "reason": "x", "at": NOW}
        Refused.objects.create(claim=wanted, party_id=wanted.party_id, **refused)
        ask_decision(wanted, on=DAY, at=NOW)
    rows = agent.get(agent.at("claims/"), {"look": look}).context["table"].rows
    assert [row.key for row in rows] == [str(wanted.number)]


def test_the_accountant_sees_a_claim_and_works_on_none(client, ours):
    with acting_for(ours.pk):
        client.force_login(member("accountant").user)
    address = f"/{ours.agency.slug}/office/claims/{ours.claim.number}/"
    page = client.get(address)
    assert (page.status_code, page.context["main"], page.context["others"]) == (200, None, [])
    assert client.get(f"{address}hold/").status_code == 403


def test_the_accountant_s_home_leads_nowhere_that_is_shut(client, ours):
    fill(ours, 1)
    with acting_for(ours.pk):
        client.force_login(member("accountant").user)
    page = client.get(f"/{ours.agency.slug}/office/")
    for table in page.context["tables"]:
        assert [client.get(row.url).status_code for row in table[1].rows] == [200] * len(table[1].rows)
