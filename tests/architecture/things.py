"""What fills the parts of the addresses inside an agency: a thing of each kind, of its first creditor."""

from typing import Any

from agencies.scope import acting_for
from amicable.models import Tracing
from billing.models import Invoice
from claims.models import Hold
from funds.models import BankFile, Receipt, Remittance, RemittanceLine
from messaging.models import InboundMessage, Message, PrintRun
from reports.models import Report, Setting
from tests.billing.make import invoice
from tests.reports.make import report, setting
from tests.world import DAY, NOW, Side


def parts(side: Side) -> dict[str, Any]:
    """What fills the parts of addresses inside an agency, by the name of the part: things of its first creditor."""
    given = {"agency": side.agency.slug, "slug": side.agency.slug, "number": side.claim.number, "uid": side.claim.uid}
    given |= {"made": side.handed.uid, "file": side.handed.file.uid, "job": side.job.uid, "extension": "csv"}
    return given | office_parts(side)


LETTER_TEXT = {"notice": "paynow", "audience": "be_consumer", "language": "fr", "version": 0}
LETTER = {"channel": "letter", "kind": "paynow.paynow", "address": "Rue Haute 1", "queued_at": NOW, "not_before": NOW}


def money_parts(side: Side) -> dict[str, Any]:
    """A receipt and a file of the bank."""
    with acting_for(side.pk):
        file = {"file": side.handed.file, "sha256": "0" * 64, "state": "booked", "at": NOW}
        sum_ = {"entity": side.entity, "way": "bank", "booked_on": DAY, "value_on": DAY, "amount": 1}
        bank_file = BankFile.objects.get_or_create(name="camt.xml", defaults=file)[0]
        receipt = Receipt.objects.get_or_create(source="test", defaults=sum_)[0]
        paid = remitted(side)
        given = {"receipt": receipt.uid, "bank_file": bank_file.uid, "movement": 1, "part": 1, "account": "own.vat"}
        given |= {"credit": 1}
        return given | {"remittance": paid.remittance.uid, "line": paid.uid, "entity": side.entity.pk, "change": 1}


def remitted(side: Side) -> RemittanceLine:
    """What the first creditor was paid by a run."""
    run = {"state": "withdrawn", "on": DAY, "proposed_at": NOW, "proposed_by": side.manager}
    made = Remittance.objects.get_or_create(entity=side.entity, defaults=run)[0]
    paid = {"name": "Creditor", "iban": side.creditor.iban, "gross": 1, "state": "paid", "on": DAY}
    return RemittanceLine.objects.get_or_create(remittance=made, party_id=side.creditor.party_id, defaults=paid)[0]


def lost_by(side: Side) -> dict[str, Any]:
    """What a search for the address of the first debtor says."""
    return {"claim": side.claim, "party_id": side.claim.party_id, "why": "agent", "opened_on": DAY, "address": "Rue 1"}


def office_parts(side: Side) -> dict[str, Any]:
    """What fills the addresses of the office; where only managers enter, nothing needs to be there."""
    with acting_for(side.pk):
        letter = Message.objects.get_or_create(dedupe_key="office", defaults=LETTER)[0]
        heard = InboundMessage.objects.get_or_create(channel="sms", provider_id="SM1", defaults={"received_at": NOW})[0]
        run = PrintRun.objects.get_or_create(posting_on=DAY)[0]
        lost = Tracing.objects.get_or_create(debtor=side.claim.debtor, defaults=lost_by(side))[0]
        rest = Hold.objects.get_or_create(claim=side.claim, party_id=side.claim.party_id, kind="dispute", since=DAY)[0]
        bill = Invoice.objects.filter(party=side.creditor.party).first() or invoice(side.contract)
        told = Report.objects.filter(party=side.creditor.party).first() or report(side.contract)
        own = Setting.objects.filter(party=side.creditor.party).first() or setting(side.contract)
    given = {
        "invoice": bill.uid,
        "report": told.uid,
        "setting": own.uid,
        "promise": "paynow.24h",
        "clock": 1,
        "inbound": heard.pk,
        "run": run.pk,
        "message_uid": letter.uid,
        "hold": rest.pk,
        "creditor": side.creditor.number,
    }
    given |= {"import_uid": side.handed.uid, "file_uid": side.handed.file.uid, "job_uid": side.job.uid}
    given |= {"creditor_uid": side.creditor.party.uid, "rest": "no/such/address", "complaint": side.job.uid}
    given |= {"tracing": lost.uid, "person": side.claim.debtor.uid, "asked": side.job.uid}
    given |= {"code": "paynow-single"}
    given |= {"contract": side.contract.pk, "policy": 1, "channel": "email"}
    given |= money_parts(side)
    given |= {"act": "hold", "month": "2026-03"}
    return given | {"of": "claims", "view": 1, "seat": 1, "invitation": 1, "key": 1, "name": "stages", **LETTER_TEXT}
