"""An SMS or e-mail that an agent writes to a debtor: the guard is asked, the words are looked at, then it leaves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.utils.timezone import localdate

from agencies.scope import widened
from amicable.composing import TONES, body, ending, language_of, sms, told
from amicable.services import queueing
from claims import guard
from claims.models import Claim, ClaimMessage, ClaimReply
from claims.queries.contact import people_of
from claims.queries.law import rules_of
from claims.services import lifecycle
from claims.services.timeline import tell
from law.clearance import Act, Clearance
from law.conduct import Warned, warned
from law.refusals import Refusal
from law.refusals import gettext_noop as _
from law.rulesets import RuleSet
from messaging.models import Message
from messaging.queries import texting_number
from messaging.services import enqueue, mark_handled

Channel = Literal["sms", "email"]
VERSION = "hand-1"
NOWHERE: Mapping[Channel, Refusal] = {
    "sms": Refusal(
        "no-mobile",
        _("House rule"),
        _("No mobile number is known that may be texted."),
        cure=_("Call, or write an e-mail or a letter."),
    ),
    "email": Refusal(
        "no-email",
        _("House rule"),
        _("No e-mail address is known."),
        cure=_("Call, or write an SMS or a letter."),
    ),
}


@dataclass(frozen=True, slots=True)
class Way:
    """To whom a message by hand goes, where, and under which act of the law: "reply" while an answer is owed."""

    recipient: str
    address: str
    act: Act


@dataclass(frozen=True, slots=True)
class Unsure:
    """Passages that the agent must look at again and confirm."""

    passages: tuple[Warned, ...]


def may_write(*, claim_id: int, channel: Channel, at: datetime) -> tuple[Refusal, ...]:
    """Why no such message may leave now; empty when it may. Writes nothing."""
    with widened("may_write"):
        claim = Claim.objects.select_related("debtor").get(pk=claim_id)
        leave = _leave(claim, channel, _way(claim, channel, localdate(at)), at)
    return leave if isinstance(leave, tuple) else ()


def beginnings(*, claim_id: int, channel: Channel, tone: str, on: date) -> tuple[str, str]:
    """The subject and the text that a message begins with in the debtor's language: the agency's words of a tone."""
    with widened("beginnings"):
        claim = Claim.objects.get(pk=claim_id)
        subject = body(told(claim, on), tone="neutral", on=on)[0] if channel == "email" else ""
        if tone not in TONES:
            return subject, ""
        if channel == "sms":
            return "", sms([told(claim, on)], tone=tone)
        return body(told(claim, on), tone=tone, on=on)


def write_by_hand(
    *, claim_id: int, channel: Channel, subject: str, text: str, sure: bool, key: str, at: datetime
) -> Message | tuple[Refusal, ...] | Unsure:
    """Send what an agent wrote to the debtor, or to whoever represents it; the same `key` twice is once.

    Every refusal of the guard is returned, and kept on the claim. Words that look unlawful are returned as Unsure
    unless the agent is `sure`. What each contact must say (who writes, our first letter, the debtor's page) is added
    where the text lacks it.
    """
    with widened("write_by_hand"):
        claim = lifecycle.locked(claim_id)
        if before := Message.objects.filter(dedupe_key=_key(claim, key)).first():
            return before
        way = _way(claim, channel, localdate(at))
        leave = _leave(claim, channel, way, at)
        if isinstance(leave, tuple):
            guard.remember(claim, channel, leave, at=at)
            return leave
        passages = warned(f"{subject}\n{text}", rules_of(claim) or RuleSet.BE_CONSUMER)
        if passages and not sure:
            return Unsure(passages)
        if way.act == channel:
            guard.clear(claim, channel, at=at)
        return _sent(claim, channel, way, leave, subject, _complete(claim, channel, text), passages, key, at)


def _key(claim: Claim, key: str) -> str:
    return f"hand:{claim.pk}:{key}"


def _way(claim: Claim, channel: Channel, on: date) -> Way:
    """The debtor, or who stands for it; an answer where something that it wrote waits for one."""
    debtor = claim.debtor
    heard = ClaimReply.objects.filter(claim=claim, inbound__handled_at=None).exists()
    act: Act = "reply" if heard else channel
    person = people_of(claim, on).represented.get(f"debtor:{debtor.pk}", f"debtor:{debtor.pk}")
    who = debtor
    if person != f"debtor:{debtor.pk}":
        who = debtor.representatives.get(pk=int(person.partition(":")[2]))
    address = texting_number(who.phone, debtor.country) if channel == "sms" else who.email
    return Way(person, address, act)


def _leave(claim: Claim, channel: Channel, way: Way, at: datetime) -> Clearance | tuple[Refusal, ...]:
    leave = guard.ask(claim, way.act, recipient=way.recipient, at=at)
    if way.address:
        return leave
    return (NOWHERE[channel], *(leave if isinstance(leave, tuple) else ()))


def _complete(claim: Claim, channel: Channel, text: str) -> str:
    end = ending(claim, brief=channel == "sms")
    missing = [line for line in end if line not in text]
    return (" " if channel == "sms" else "\n\n").join([text.strip(), *missing])


def _sent(
    claim: Claim,
    channel: Channel,
    way: Way,
    leave: Clearance,
    subject: str,
    text: str,
    passages: tuple[Warned, ...],
    key: str,
    at: datetime,
) -> Message:
    content: dict[str, Any] = {"channel": channel, "recipient": way.recipient, "address": way.address}
    message = enqueue(
        dedupe_key=_key(claim, key),
        kind="amicable.hand",
        subject=subject,
        text=text,
        language=language_of(claim),
        template_version=VERSION,
        clearance=leave,
        party_id=claim.party_id,
        at=at,
        **content,
    )
    ClaimMessage.objects.create(claim=claim, message=message, party_id=claim.party_id)
    confirmed = [one.words for one in passages]
    tell(claim, "hand_written", at=at, channel=channel, text=text, confirmed=confirmed)
    _answered(claim, at)
    queueing.refresh(claim.pk, at=at)
    return message


def _answered(claim: Claim, at: datetime) -> None:
    """What the debtor wrote has its answer."""
    waiting = ClaimReply.objects.filter(claim=claim, inbound__handled_at=None)
    for inbound_id in list(waiting.values_list("inbound_id", flat=True)):
        mark_handled(inbound_id=inbound_id, at=at)
