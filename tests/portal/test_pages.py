"""Each page keeps its budget of queries, the same for 2 rows and for 20, and says what it should."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.scope import acting_for
from agencies.services import make_api_key
from amicable.services.supporting import ask_papers
from billing.models import Invoice
from claims.models import Claim, Decision, Hold, ImportRow, Refused
from claims.queries.statement import statement_of
from claims.services.lifecycle import ask_decision, credit
from claims.services.notes import write_note
from claims.wording import statement_lines
from clients.services import grant_paynow
from reports.models import Report, Setting
from tests.billing.make import fee, invoice
from tests.funds.make import run_out
from tests.reports.make import report, setting
from tests.world import DAY, NOW, claim, file, handed_over, item, member

BUDGETS = {
    name: most
    for name, most in json.loads((Path(__file__).parent.parent / "budgets.json").read_text()).items()
    if name.startswith("portal:")
}
PAGES = {
    "portal:home": "",
    "portal:claims": "claims/?sort=amount&stage=paynow",
    "portal:claim": "claims/{claim.number}/",
    "portal:imports": "lists/",
    "portal:import": "lists/{handed.uid}/",
    "portal:upload": "lists/new/",
    "portal:preview": "lists/new/{handed.file.uid}/",
    "portal:job": "jobs/{job.uid}/",
    "portal:contract": "contract/",
    "portal:insurance": "insurance/",
    "portal:order": "contract/order/paynow-single/?quantity=3",
    "portal:invoices": "invoices/",
    "portal:invoice": "invoices/{bill.uid}/",
    "portal:people": "people/",
    "portal:report": "reports/{told.uid}/",
    "portal:reports": "reports/",
    "portal:report_settings": "reports/settings/",
    "portal:report_setting": "reports/settings/{own.uid}/",
    "portal:remittance": "remittances/{paid.uid}/",
    "portal:remittances": "remittances/",
    "portal:account": "remittances/account/?first=2026-01-01&last=2026-12-31",
    "portal:decide": "claims/{claim.number}/decide/",
    "portal:payment": "claims/{claim.number}/payment/",
    "portal:certificate": "claims/{claim.number}/certificate/",
    "portal:withdraw": "claims/{claim.number}/withdraw/",
    "portal:paper": "claims/{claim.number}/document/",
    "portal:asked": "claims/{claim.number}/asked/",
    "portal:note": "claims/{claim.number}/messages/",
}


def fill(side, rows: int) -> None:
    """So many of everything that the pages list."""
    said = [{"field": "city", "code": "missing", "severity": "error", "detail": ""}]
    with acting_for(side.pk):
        for n in range(rows):
            fee(side.contract)
            invoice(side.contract)
            report(side.contract)
            setting(side.contract)
            one = claim(side.contract)
            ask_decision(one, on=DAY, at=NOW)
            item(side.claim)
            ask_papers(claim_id=side.claim.pk, by="agent", what=f"Paper {n}", on=DAY, at=NOW)
            write_note(claim_id=side.claim.pk, side="agency", text=f"Answer {n}", at=NOW)
            credit(claim_id=side.claim.pk, kind="payment", value_on=DAY, amount=1, source=f"test:{n}", at=NOW)
            Hold.objects.create(claim=side.claim, party_id=one.party_id, kind="dispute", since=DAY, reason="x")
            refused = {"act": "notice", "source": "CDE", "reason": "The claim is on hold.", "at": NOW}
            Refused.objects.create(claim=side.claim, party_id=one.party_id, rule=f"r{n}", **refused)
            made = handed_over(side.contract, refused=3, on=timezone.localdate())
            ImportRow.objects.create(
                source=side.handed, party_id=one.party_id, row=n, verdict="error", findings=said, values=["a"]
            )
            side.claim.documents.create(party_id=one.party_id, file=file(one.party_id), kind="other", added_at=NOW)
            grant_paynow(party_id=one.party_id, quantity=1, source=str(made.uid), at=NOW)
            member("creditor", party=side.creditor.party)
            given = {"agency": side.agency, "label": f"k{n}", "scopes": [], "at": NOW, "days": 10}
            make_api_key(**given, party=side.creditor.party)
        ask_decision(side.claim, on=DAY, at=NOW)
        Decision.objects.filter(claim=side.claim).update(stage_ended="amicable")


def named(side, rows):
    """What the pages are about."""
    with acting_for(side.pk):
        bill, told = Invoice.objects.order_by("pk").first(), Report.objects.order_by("pk").first()
        paid, own = run_out(side, rows), Setting.objects.earliest("pk")
    return {
        "own": own,
        "claim": side.claim,
        "handed": side.handed,
        "job": side.job,
        "bill": bill,
        "paid": paid,
        "told": told,
    }


@pytest.mark.parametrize("rows", [2, 20])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_its_budget(creditor, ours, name, rows):
    fill(ours, rows)
    address = creditor.at(PAGES[name].format(**named(ours, rows)))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert creditor.get(address).status_code == 200
    assert len(asked) <= BUDGETS[name], "\n".join(query["sql"][:150] for query in asked)


def test_every_budget_is_of_a_page():
    assert set(BUDGETS) == set(PAGES)


def test_the_statement_on_the_page_adds_up(ours):
    with acting_for(ours.pk):
        on = DAY + timedelta(days=200)
        owed = statement_of(ours.claim, on)
        lines = statement_lines(owed, ours.claim)
    assert sum(line.amount for line in lines) == owed.total
    assert all(line.why and (line.source or line.details) for line in lines)


def test_a_list_is_searched_filtered_and_sorted(creditor, ours):
    with acting_for(ours.pk):
        claim(ours.contract, number=77, principal=5)
        closed = claim(ours.contract, number=78)
        Claim.objects.filter(pk=closed.pk).update(stage="closed", closed_on=DAY, closed_as="paid")

    def numbers(query: str) -> list[str]:
        return [row.key for row in creditor.get(creditor.at(f"claims/?{query}")).context["table"].rows]

    assert numbers("q=77") == ["77"]
    assert numbers("stage=closed") == ["78"]
    assert numbers("sort=amount")[0] == "77"
    assert str(ours.others_claim.number) not in numbers("")


def test_the_home_asks_for_what_waits(creditor, ours):
    with acting_for(ours.pk):
        ask_decision(ours.claim, on=DAY, at=NOW)
    rows = [row.url for table in creditor.get(creditor.at()).context["tables"] for row in table.rows]
    assert creditor.at(f"claims/{ours.claim.number}/decide/") in rows
