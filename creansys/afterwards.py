"""What has happened in the demonstration since its letters left: the bank, the post, an insurer, visits to make."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from string import Template
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils.timezone import localdate

from amicable.rules.insurance import Policy
from amicable.services.errands import plan_visit
from amicable.services.insuring import set_policy
from amicable.services.tracing import take_returned
from claims.letters.parts import printed_reference
from claims.models import Claim, ClaimMessage
from claims.queries.statement import statement_of
from clients.models import Creditor
from funds.models import BankFile
from funds.services.importing import import_bank
from funds.services.matching import match_file
from messaging.rules import State

BANK = Path(settings.BASE_DIR) / "demo" / "banque.xml"
PART, STRAY = Decimal("150.00"), Decimal("75.00")  # what the second debtor pays, and what nobody knows of
VISITS_WITHIN = 25  # days: a visit waits for our notice and its wait


def happen(at: datetime) -> None:
    """What makes the pages of money, post and visits show something, in the agency in force; once."""
    on = localdate(at)
    posted = _posted()
    if len(posted) < 3 or BankFile.objects.exists():
        return
    _bank(posted[0], posted[1], on, at)
    back = ClaimMessage.objects.filter(claim=posted[2], message__channel="letter", message__state=State.SENT)
    take_returned(message_ids=[back[0].message_id], reason="moved", on=on, at=at)
    for claim in posted[3:6]:
        _visit(claim, on, at)


def insure(creditor: Creditor, given: dict[str, Any], at: datetime) -> None:
    """Insure a creditor's claims."""
    terms = Policy(
        since=given["since"], until=None, declare_from_months=2, declare_until_months=4, papers_within_days=30
    )
    naming = {"insurer": given["insurer"], "number": given["number"]}
    set_policy(party_id=creditor.party_id, policy_id=None, terms=terms, at=at, **naming)


def _posted() -> list[Claim]:
    """Claims of which a letter left, one a debtor."""
    sent = Claim.objects.filter(
        closed_on=None, messages__message__channel="letter", messages__message__state=State.SENT
    )
    found = sent.select_related("debtor", "entity", "creditor").order_by("number").distinct()
    return list({claim.debtor_id: claim for claim in found}.values())


def _bank(sure: Claim, likely: Claim, on: date, at: datetime) -> None:
    """One payment that is booked by itself, one to be confirmed, one of nobody."""
    owed, invoice = statement_of(sure, on).total, likely.items.order_by("pk")[0].number
    told = {
        "on": on.isoformat(), "iban": sure.entity.trust_iban, "sum": owed + PART + STRAY, "three_amount": STRAY,
        "one_amount": owed, "one_name": sure.debtor.name, "one_text": printed_reference(sure.reference),
        "two_amount": PART, "two_name": likely.debtor.name, "two_text": f"facture {invoice}",
    }  # fmt: skip
    data = Template(BANK.read_text()).substitute({name: escape(str(value)) for name, value in told.items()})
    made = import_bank(data=data.encode(), name=f"camt053-{on.isoformat()}.xml", at=at)
    if not isinstance(made, BankFile) or made.state != BankFile.State.BOOKED:
        raise RuntimeError(f"the demo's bank file was refused: {made}")
    match_file(bank_file=made, on=on, at=at)


def _visit(claim: Claim, on: date, at: datetime) -> None:
    """On the first day on which a visit is lawful, if one is near."""
    for days in range(VISITS_WITHIN):
        if not isinstance(plan_visit(claim_id=claim.pk, on=on + timedelta(days=days), at=at), tuple):
            return
