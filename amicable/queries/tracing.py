"""Searches for addresses: those running and over, what a returned letter is about, when a debtor may be asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from amicable.models import Enquiry, Look, Tracing
from amicable.rules.timetable import needs_notice
from claims.models import Claim, ClaimMessage
from claims.queries.law import channel_of, country_of, kind_of, law_options
from law.waits import wait
from messaging.models import Message, Registration
from messaging.queries import bad_addresses
from messaging.rules import PAPER, State

CODE = re.compile(r"/v/[\w-]+/(\w{4,40})/?$")


def tracings(state: str = "") -> QuerySet[Tracing]:
    """The searches, of one state where it is named, each with its claim, debtor and creditor."""
    rows: QuerySet[Tracing] = Tracing.objects.select_related("claim__creditor", "claim__debtor", "debtor")
    return rows.filter(state=state) if state else rows


def tracing_of(uid: str) -> Tracing | None:
    """One search with what was asked so far, in order; two queries."""
    looks = Prefetch("looks", Look.objects.select_related("by__user").order_by("pk"))
    found: Tracing | None = tracings().select_related("claim__entity").prefetch_related(looks).filter(uid=uid).first()
    return found


def open_tracing_of(debtor_id: int) -> Tracing | None:
    """The search for a debtor that runs now; one query."""
    return Tracing.objects.filter(debtor_id=debtor_id, state=Tracing.State.OPEN).first()


def enquiry_of(tracing_id: int) -> Enquiry | None:
    """What a provider was asked in a search; one query."""
    return Enquiry.objects.filter(tracing_id=tracing_id).first()


def enquiries_due(at: datetime, limit: int = 500) -> list[int]:
    """The enquiries for which a provider is to be spoken to at `at`, the longest due first; one query."""
    due = Enquiry.objects.filter(due_at__lte=at).order_by("due_at", "pk")
    return list(due.values_list("pk", flat=True)[:limit])


def contact_from(claim: Claim, on: date) -> date | None:
    """The first day on which the claim's debtor may be contacted about its address; None while none is known.

    A Belgian consumer: once the notice is out and its wait is over (CDE art. XIX.9); in France once the first letter
    is out (CPCE art. R124-4). One query.
    """
    country, debtor = country_of(claim), kind_of(claim.debtor_kind)
    if not needs_notice(country, debtor):
        return on
    if claim.notified_on is None:
        return None
    channel, options = channel_of(claim.notified_by), law_options(on)
    return wait(country, "agency-notice", claim.notified_on, channel, options).act_from


def no_way_left(claim: Claim) -> bool:
    """Whether neither a postal address, a good e-mail address nor a number of the debtor is known; one query."""
    debtor = claim.debtor
    return not (debtor.street or debtor.phone) and (not debtor.email or bool(bad_addresses([debtor.email])))


@dataclass(frozen=True, slots=True)
class Returned:
    """What was scanned or typed, and the letter it stands for, or the `problem`: "unknown", "no_letter"."""

    line: str
    claim: Claim | None = None
    message: Message | None = None
    problem: str = ""


def letters_behind(lines: Sequence[str]) -> list[Returned]:
    """The last letter that left for each line: a file's number, a number at the post, or the address in the QR code.

    Four queries, whatever their number. A line twice is once.
    """
    wanted = list(dict.fromkeys(filter(None, (line.strip() for line in lines))))
    codes = {line: code[1] for line in wanted if (code := CODE.search(line))}
    numbers = {line: int(line) for line in wanted if line.isascii() and line.isdigit() and len(line) < 16}
    claims = Claim.objects.select_related("debtor", "creditor")
    by_number = {claim.number: claim for claim in claims.filter(number__in=numbers.values())}
    by_code = {claim.code: claim for claim in claims.filter(code__in=codes.values())}
    posted = _registered(wanted)
    found = {line: by_number.get(numbers.get(line, -1)) or by_code.get(codes.get(line, "")) for line in wanted}
    last = _last_letters([claim.pk for claim in found.values() if claim])
    return [_behind(line, found[line], last, posted) for line in wanted]


def _behind(
    line: str, claim: Claim | None, last: dict[int, Message], posted: dict[str, tuple[Message, Claim]]
) -> Returned:
    if line in posted:
        message, claim = posted[line]
        return Returned(line, claim, message)
    if claim is None:
        return Returned(line, problem="unknown")
    letter = last.get(claim.pk)
    return Returned(line, claim, letter, "" if letter else "no_letter")


def _registered(lines: Sequence[str]) -> dict[str, tuple[Message, Claim]]:
    numbers = dict(Registration.objects.filter(number__in=lines).values_list("message_id", "number"))
    links = ClaimMessage.objects.filter(message_id__in=numbers, message__state=State.SENT) if numbers else ()
    if links:
        links = links.select_related("message", "claim__debtor", "claim__creditor")
    return {numbers[link.message_id]: (link.message, link.claim) for link in links}


def _last_letters(claim_ids: Sequence[int]) -> dict[int, Message]:
    left = ClaimMessage.objects.filter(claim_id__in=claim_ids, message__channel__in=PAPER, message__state=State.SENT)
    return {link.claim_id: link.message for link in left.select_related("message").order_by("message_id")}
