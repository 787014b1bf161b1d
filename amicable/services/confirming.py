"""Writing to debtors what was decided. Imports the layout engine (a second): only workers and commands import this."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.text import slugify
from django.utils.timezone import localdate

from amicable.answering import VERSION, Written, written
from amicable.models import Confirmation
from amicable.rules.plans import STANDING_STILL
from claims import guard
from claims.models import Claim, ClaimMessage, Document, Representative
from claims.queries.contact import people_of
from claims.queries.law import country_of, law_options, rules_of
from claims.services import lifecycle
from claims.services.timeline import tell
from files.models import File
from files.rules import PDF
from files.services import Rejected, keep
from funds.queries.receipts import part_of
from law.clearance import Clearance
from law.rulesets import RuleSet
from law.workdays import moved_to_working
from messaging.letters.pdf import set_page
from messaging.models import Message
from messaging.queries import bad_addresses, closed_channels
from messaging.services import enqueue

Kind = Confirmation.Kind


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is written to: as messages name it, by e-mail where there is one that works, else by post."""

    recipient: str
    email: str
    envelope: tuple[str, ...]


def confirm(*, confirmation_id: int, at: datetime) -> Confirmation | None:
    """Write a confirmation to the debtor, or to who represents it, on a durable medium; None when that was done.

    It answers what the debtor asked or agreed to, or is owed by law: the guard clears it as a reply.
    """
    made = Confirmation.objects.select_related("plan", "dispute", "papers").get(pk=confirmation_id)
    claim = lifecycle.locked(made.claim_id)
    made.refresh_from_db(fields=["done_at"])
    if made.done_at:
        return None
    reader = _reader(claim, localdate(at))
    if reason := _left_out(made, claim, reader):
        made.left_out, made.done_at = reason, at
        made.save(update_fields=["left_out", "done_at"])
        tell(claim, "not_confirmed", at=at, kind=made.kind, reason=reason)
        return made
    made.claim = claim
    made.message = _sent(made, claim, reader, at)
    made.done_at = at
    made.save(update_fields=["message", "done_at"])
    tell(claim, "confirmed", at=at, kind=made.kind, channel=made.message.channel)
    return made


def _reader(claim: Claim, on: date) -> Reader:
    """The debtor, or who represents it; an e-mail address that returned mail or was closed is not used."""
    debtor, name = claim.debtor, f"debtor:{claim.debtor_id}"
    represented = people_of(claim, on).represented.get(name)
    if represented:
        one = Representative.objects.get(pk=int(represented.partition(":")[2]))
        return Reader(represented, _working(one.email), tuple(filter(None, (one.name, *one.address.splitlines()))))
    lines = (debtor.name, debtor.street, f"{debtor.postcode} {debtor.city}".strip())
    complete = debtor.street and debtor.postcode and debtor.city
    return Reader(name, _working(debtor.email), lines if complete else ())


def _working(email: str) -> str:
    return "" if not email or bad_addresses([email]) or closed_channels({"email": email.lower()}) else email


def _left_out(made: Confirmation, claim: Claim, reader: Reader) -> str:
    """Why nothing is written: a plan that has ended is not reminded of, and a claim at rest for good is left alone."""
    if made.kind == Kind.PLAN_REMINDER:
        resting = claim.holds.filter(kind__in=STANDING_STILL, ended_on=None).exists()
        if resting or made.plan is None or made.plan.state != "agreed":
            return "no-longer"
    if made.kind == Kind.PAYMENT_RECEIVED and ((part := part_of(made.subject)) is None or part.ended_on):
        return "no-longer"  # the bank took it back meanwhile, or it was another's
    if made.kind == Kind.EXTINGUISHED and not reader.email and rules_of(claim) is not RuleSet.BE_CONSUMER:
        return "by-email-only"  # the law asks for it towards Belgian consumers; for the others, no letter is paid for
    return "" if reader.email or len(reader.envelope) > 1 else "no-address"


def _sent(made: Confirmation, claim: Claim, reader: Reader, at: datetime) -> Message:
    leave = guard.ask(claim, "reply", recipient=reader.recipient, at=at)
    if not isinstance(leave, Clearance):
        raise RuntimeError(f"a reply was refused: {leave}")
    posted = moved_to_working(country_of(claim), localdate(at), law_options(localdate(at)))
    said = written(made, localdate(at) if reader.email else posted, reader.envelope)
    files = [_kept(made, claim, said, at)]
    if reader.email and made.papers and made.papers.document:
        files.append(made.papers.document.file)
    way: dict[str, Any] = {"channel": "email", "address": reader.email, "text": said.text, "files": files}
    if not reader.email:
        envelope = "\n".join(reader.envelope)
        way = {"channel": "letter", "address": envelope, "text": "", "files": files[:1], "posting_on": posted}
    message = enqueue(
        dedupe_key=f"answer:{made.pk}",
        kind=f"amicable.{made.kind}",
        recipient=reader.recipient,
        subject=f"{said.heading}, {claim.number}" if reader.email else str(claim.number),
        language=said.language,
        template_version=VERSION,
        clearance=leave,
        party_id=claim.party_id,
        at=at,
        **way,
    )
    ClaimMessage.objects.get_or_create(claim=claim, message=message, defaults={"party_id": claim.party_id})
    return message


def _kept(made: Confirmation, claim: Claim, said: Written, at: datetime) -> File:
    file = keep(
        data=set_page(said.page),
        name=f"{slugify(said.heading)}-{claim.number}.pdf",
        party_id=claim.party_id,
        allowed=[PDF],
    )
    if isinstance(file, Rejected):
        raise RuntimeError(f"our own letter was rejected: {file.code}")
    lifecycle.add_document(claim, file_id=file.pk, kind=Document.Kind.LETTER, at=at)
    return file
