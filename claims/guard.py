"""The gate of every outward act: nothing is written, said or charged to a debtor without a clearance from here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import cast

from django.utils.timezone import localdate

from claims.models import Claim, Halt, Hold, Refused
from claims.queries.contact import acknowledgements_of, contacts_of, people_of
from claims.queries.law import (
    channel_of,
    chosen_law,
    country_of,
    kind_of,
    law_options,
    rules_of,
    standing_of,
    suspensions_of,
)
from claims.queries.points import marked_bad
from claims.rules import HoldKind, Stage
from core.dates import next_day
from law import clearance as law
from law.clearance import Act, Clearance
from law.contact import COUNTED
from law.limitation import USUAL_KIND, Limitation, limitation
from law.options import Options
from law.refusals import Refusal
from law.refusals import gettext_noop as _
from law.rulesets import RuleSet
from law.stops import Gone, GoneKind, Stop, StopKind
from messaging.channels.phones import mobile
from messaging.queries import bad_addresses, closed_channels

GONE: Mapping[str, GoneKind] = {HoldKind.DEATH: "death", HoldKind.STRUCK_OFF: "struck-off"}
CLOSED = Refusal(
    rule="closed",
    source=_("House rule"),
    reason=_("The claim is closed."),
    cure=_("Reopen the claim if the payment that settled it was returned."),
)
RETURNED = Refusal(
    rule="address-returned",
    source=_("House rule"),
    reason=_("Mail to this address came back for good."),
    cure=_("Record another address, or say on the page of the message that came back that the address works."),
)
MARKED_BAD = Refusal(
    rule="contact-bad",
    source=_("House rule"),
    reason=_("This number or address is marked as bad."),
    cure=_("Correct it, or mark it as good on the page of the file."),
)


def ask(claim: Claim, act: Act, *, recipient: str, at: datetime) -> Clearance | tuple[Refusal, ...]:
    """Leave for one act towards one recipient now, or every reason why not. Writes nothing."""
    if claim.stage == Stage.CLOSED and act != "reply":
        return (CLOSED,)
    on = localdate(at)
    options = law_options(on)
    known = facts(claim, on, options)
    if act in COUNTED:
        known = replace(known, contacts=contacts_of(claim.debtor_id, at))
    found = law.clear(act, known, recipient=recipient, claim=str(claim.uid), at=at, options=options)
    if recipient != f"debtor:{claim.debtor_id}":
        return found
    dead = [RETURNED] if act == "email" and bad_addresses([claim.debtor.email]) else []
    dead += [MARKED_BAD] if marked_bad(claim.debtor, act) else []
    return (*(found if isinstance(found, tuple) else ()), *dead) if dead else found


def facts(claim: Claim, on: date, options: Options) -> law.Facts:
    """What the law must know of a claim on `on`; reads its holds, import, contract and entity."""
    holds = list(claim.holds.all())
    source = claim.source
    return law.Facts(
        country=claim.country.lower(),
        debtor=kind_of(claim.debtor_kind),
        chosen_law=chosen_law(claim),
        standing=standing_of(claim.entity),
        contract_signed=claim.contract.signed_on <= on and claim.contract.power_to_receive,
        annex_accepted=source is not None and source.accepted_at is not None,
        # The statement never exceeds the caps (claims/statement.py); accepting the list confirmed reduced amounts.
        amounts_lawful=source is not None and source.accepted_at is not None,
        limitation=_limitation(claim, on, options),
        first_reminder=_sent(claim.first_reminder_on, claim.first_reminder_channel),
        notice=_sent(claim.notified_on, claim.notified_by),
        partner_letter=_sent(claim.partner_letter_on, "post"),
        suspensions=suspensions_of(holds),
        holds=tuple(_holds(holds)),
        stops=tuple(_stops(holds)),
        gone=tuple(_gone(holds)),
        refused=tuple(sorted(closed_channels(ways_to(claim)))),
        people=people_of(claim, on),
        postcode=claim.debtor.postcode,
    )


def ways_to(claim: Claim) -> dict[str, str]:
    """The address of the debtor for each act that a wish of the debtor may close; visits are refused by person."""
    debtor = claim.debtor
    ways = {"sms": mobile(debtor.phone, debtor.country), "email": debtor.email.lower(), "call": debtor.phone}
    ways["visit"] = f"debtor:{debtor.pk}"
    return {act: address for act, address in ways.items() if address}


def _sent(on: date | None, channel: str) -> law.Sent | None:
    return None if on is None else law.Sent(on, channel_of(channel))


def _limitation(claim: Claim, on: date, options: Options) -> Limitation:
    """What interrupted it is looked up only where the plain period is about to end, or over."""
    rules = rules_of(claim) or RuleSet.BE_BUSINESS
    asked = country_of(claim), USUAL_KIND[rules], claim.oldest_due_on, on
    plain = limitation(*asked, options=options)
    return plain if plain.verdict == "open" else limitation(*asked, acknowledgements_of(claim.pk), options)


def _holds(holds: Sequence[Hold]) -> Iterator[law.Hold]:
    for hold in holds:
        if hold.kind != HoldKind.INSOLVENCY and hold.kind not in GONE:
            yield law.Hold(hold.since, _end(hold))


def _end(hold: Hold) -> date | None:
    return min([day for day in (hold.ended_on, hold.until and next_day(hold.until)) if day], default=None)


def _stops(holds: Sequence[Hold]) -> Iterator[Stop]:
    insolvent = [hold for hold in holds if hold.kind == HoldKind.INSOLVENCY and not hold.undone]
    known = {hold.halt_id for hold in insolvent if hold.halt_id}
    rows = Halt.objects.filter(pk__in=known).values_list("pk", "kind") if known else ()
    kinds: dict[int | None, StopKind] = {pk: cast(StopKind, kind) for pk, kind in rows}
    return (Stop(kinds.get(hold.halt_id, "insolvency"), hold.since, hold.ended_on) for hold in insolvent)


def _gone(holds: Sequence[Hold]) -> Iterator[Gone]:
    return (Gone(GONE[hold.kind], hold.since, _end(hold)) for hold in holds if hold.kind in GONE)


def remember(claim: Claim, act: Act, refusals: Sequence[Refusal], *, at: datetime) -> None:
    """Store refusals: those standing already stay as they are, those no longer given are cleared."""
    clear(claim, act, at=at, keeping=[refusal.rule for refusal in refusals])
    rows = [
        Refused(
            party_id=claim.party_id,
            claim=claim,
            act=act,
            rule=refusal.rule,
            source=str(refusal.source),
            reason=str(refusal.reason),
            cure=str(refusal.cure),
            allowed_from=_day(refusal),
            at=at,
        )
        for refusal in refusals
    ]
    Refused.objects.bulk_create(rows, ignore_conflicts=True)


def clear(claim: Claim, act: Act, *, at: datetime, keeping: Sequence[str] = ()) -> None:
    """The act was cleared (or only the rules in `keeping` still refuse it)."""
    standing = Refused.objects.filter(claim=claim, act=act, cleared_at=None).exclude(rule__in=keeping)
    standing.update(cleared_at=at)


def _day(refusal: Refusal) -> date | None:
    moment = refusal.allowed_from
    return localdate(moment) if isinstance(moment, datetime) else moment


def retry_on(refusals: Sequence[Refusal], on: date) -> date:
    """When to ask again: on the last day named, or tomorrow when a cure, not a day, is needed."""
    days = [_day(refusal) for refusal in refusals]
    known = [day for day in days if day is not None and day > on]
    return max(known) if known and all(days) else on + timedelta(days=1)
