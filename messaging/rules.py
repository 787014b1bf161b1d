"""How a message lives: its states and moves, when it is tried again, and the leave it needs to be queued at all."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import accumulate, takewhile
from typing import Any

from core.errors import Stale
from law.clearance import Clearance
from law.options import DEFAULTS, Options
from law.refusals import Refusal
from law.refusals import gettext_noop as _
from law.rulesets import home_of
from law.workdays import moved_to_working, nth_working_day_after


class State(StrEnum):
    """Where a message is."""

    QUEUED = "queued"
    SENDING = "sending"
    PRINTED = "printed"  # a letter in its print run, not handed over yet
    SENT = "sent"
    FAILED = "failed"  # refused for good
    PARKED = "parked"  # maybe sent: a person, or the channel's `find`, decides
    CANCELLED = "cancelled"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """For a model field."""
        return [(state.value, state.value) for state in cls]


MOVES: dict[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.SENDING, State.FAILED, State.CANCELLED}),
    State.SENDING: frozenset({State.PRINTED, State.SENT, State.QUEUED, State.FAILED, State.PARKED}),
    State.PRINTED: frozenset({State.SENT, State.CANCELLED}),
    State.PARKED: frozenset({State.SENT, State.QUEUED, State.FAILED, State.CANCELLED}),
    State.SENT: frozenset(),
    State.FAILED: frozenset(),
    State.CANCELLED: frozenset(),
}
FINAL = frozenset(state for state, ways in MOVES.items() if not ways)

ACTS: dict[str, frozenset[str]] = {
    "letter": frozenset({"first-reminder", "notice", "letter", "reply"}),
    "registered": frozenset({"first-reminder", "notice", "letter", "reply"}),
    "email": frozenset({"first-reminder", "notice", "email", "reply"}),
    "sms": frozenset({"sms", "reply"}),
    "peppol": frozenset(),  # invoices to creditors: no debtor is reached by it
}
QUEUES = {"letter": "print", "registered": "print", "email": "mail", "sms": "mail", "peppol": "mail"}
PAPER = frozenset({"letter", "registered"})  # what is printed, and leaves with its print run
OWN_SIDE = ("creditor", "partner", "member", "agency")  # who may be written to without a clearance

MAX_ATTEMPTS = 30  # with the cap below, between four and five days
BACK_OFF_CAP = timedelta(hours=4)
STUCK_AFTER = timedelta(minutes=20)  # above the hard time limit of a task: no worker can still be sending
LOST_AFTER = timedelta(seconds=30)  # a task this old that has not run may be lost


def check_move(now: str, to: str) -> None:
    """Raise Stale unless the table of moves allows it."""
    if State(to) not in MOVES[State(now)]:
        raise Stale(f"a message that is {now} does not become {to}")


# Leave to write ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NotToADebtor:
    """Stands in for a clearance where the agency writes to its creditors, partners or members; `reason` says why."""

    reason: str


class Uncleared(RuntimeError):
    """A message to a debtor without the clearance for it: a bug of the caller, never a refusal to show."""


def check_leave(
    leave: Clearance | NotToADebtor, *, channel: str, recipient: str, at: datetime, leaves_at: datetime
) -> None:
    """Raise Uncleared unless `leave` allows writing to `recipient` by `channel` from `at` until `leaves_at`.

    Only creditors, partners and members are written to without a clearance. A clearance must name the recipient and
    an act that this channel carries, be granted by `at` and not have lapsed at `leaves_at`.
    """
    if isinstance(leave, NotToADebtor):
        if recipient.partition(":")[0] not in OWN_SIDE:
            raise Uncleared(f"{recipient} is written to without a clearance")
        return
    if leave.recipient != recipient:
        raise Uncleared(f"the clearance is for {leave.recipient}, not for {recipient}")
    if leave.act not in ACTS[channel]:
        raise Uncleared(f"{leave.act} is not an act by {channel}")
    if not (leave.granted <= at and leaves_at < leave.expires):
        raise Uncleared(f"the clearance holds from {leave.granted} to {leave.expires}, not at {leaves_at}")


def proof(leave: Clearance | NotToADebtor) -> dict[str, Any]:
    """What is kept with the message as proof of its leave."""
    if isinstance(leave, NotToADebtor):
        return {"not_to_a_debtor": leave.reason}
    moments = {"granted": leave.granted.isoformat(), "expires": leave.expires.isoformat()}
    return {"act": leave.act, "recipient": leave.recipient, "claim": leave.claim, "rules": list(leave.rules)} | moments


def lapsed(kept: Mapping[str, Any], at: datetime) -> bool:
    """Whether the clearance kept with a message is over at `at`, so that the guard must be asked again."""
    return "expires" in kept and at >= datetime.fromisoformat(kept["expires"])


# What follows from an attempt ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state a message goes to after an attempt, and what is written down with it."""

    state: State
    answer: str = ""
    provider_id: str = ""
    again_at: datetime | None = None


def back_off(attempts: int) -> timedelta:
    """How long to wait after the `attempts`-th failure: 2, 4, 8… minutes, at most four hours."""
    return min(timedelta(minutes=2 ** min(attempts, 10)), BACK_OFF_CAP)


def after_refusal(*, reason: str, permanent: bool, attempts: int, at: datetime) -> Verdict:
    """Certainly not sent: tried again later, unless the refusal is permanent or it was tried often enough."""
    if permanent or attempts >= MAX_ATTEMPTS:
        return Verdict(State.FAILED, reason)
    return Verdict(State.QUEUED, reason, again_at=at + back_off(attempts))


def after_loss(*, reason: str, idempotent: bool, attempts: int, at: datetime) -> Verdict:
    """Maybe sent: tried again where sending twice does no harm, else left to a person."""
    if not idempotent:
        return Verdict(State.PARKED, reason)
    return after_refusal(reason=reason, permanent=False, attempts=attempts, at=at)


# SMS -----------------------------------------------------------------------------------------------------------------

UNDELIVERED = frozenset({"undelivered", "failed"})  # what a provider says of an SMS that reached nobody
STOP_WORDS = frozenset(("stop", "stopall", "arret", "arrêt", "unsubscribe", "stoppen", "uitschrijven", "abmelden"))
START_WORDS = frozenset(("start", "unstop", "starten"))


BOUNCED, DELAYED = "bounced", "delayed"  # what is kept of mail that came back, or that waits at a server
POSTED_BACK = "returned"  # what is kept of a letter that the post brought back
RETURNED = UNDELIVERED | {BOUNCED, POSTED_BACK}  # reports that say that a message reached nobody
OF_THE_ADDRESS = ("5.1.", "5.2.1", "5.0.0")  # RFC 3463: bad address, mailbox disabled, or no more said


def blames_address(status: str) -> bool:
    """Whether a permanent failure with this enhanced code says that the address is no good.

    A refusal of what we wrote, of who wrote, or by a server in trouble says nothing about the address.
    """
    return not status or status.startswith(OF_THE_ADDRESS)


def wish(text: str) -> str:
    """What a reply that is one word asks for: "stop", "start", or "" for anything else."""
    word = text.strip(" \t\r\n.!\"'«»").casefold()
    return "stop" if word in STOP_WORDS else "start" if word in START_WORDS else ""


def by_day(at: datetime, first_hour: int, last_hour: int) -> datetime:
    """`at`, or the next local moment between the hours (the first inclusive, the last exclusive); `at` is local time.

    For those the agency works for: towards a debtor the law's own hours are the guard's.
    """
    if first_hour <= at.hour < last_hour:
        return at
    morning = at.replace(hour=first_hour, minute=0, second=0, microsecond=0)
    return morning if at.hour < first_hour else morning + timedelta(days=1)


# Print runs ----------------------------------------------------------------------------------------------------------

POSTING_SOURCE = _("House rule: the deadline printed on a letter counts from its planned posting day.")
TOO_LATE = _("The run is handed over more than one working day after its posting day.")
WITHDRAW = _("Withdraw the run: its letters are made again with a later deadline.")
NOT_YET = _("This day has not come yet.")
UNFINISHED = _("Some letters of the run are still being made.")
WAIT = _("Wait until they are printed, or cancel them.")
REGISTERED_SOURCE = _("House rule: a registered letter is proved by its number at the post.")
UNNUMBERED = _("A registered letter of the run has no number of its own at the post.")
NUMBER = _("Enter for each registered letter the number that the post gave it.")
PART_LETTERS, PART_BYTES = 250, 20_000_000  # of one file for the printer, whichever is reached first
POSTCODE = re.compile(r"(?:[A-Z]{1,3}-)?(\d{4,6})\b")


def postcode_of(address: str) -> str:
    """The postcode in the lines of an envelope: of the last line that begins with one; "" without."""
    found = (POSTCODE.match(line) for line in reversed(address.splitlines()))
    return next((one[1] for one in found if one), "")


def part_size(sizes: Sequence[int]) -> int:
    """How many of the next letters, of these sizes in bytes, go into one file for the printer: one at least."""
    taken = takewhile(lambda total: total <= PART_BYTES, accumulate(sizes[:PART_LETTERS]))
    return max(len(list(taken)), min(len(sizes), 1))


def posting_day(country: str, day: date, options: Options = DEFAULTS) -> date:
    """The day on which a letter ready on `day` is planned to be posted: that day, or the next working one."""
    return moved_to_working(home_of(country), day, options)


def hand_over_refusal(
    *, posting_on: date, on: date, today: date, country: str, states: Iterable[str], options: Options = DEFAULTS
) -> Refusal | None:
    """Why a run planned for `posting_on` may not count as handed over on `on`; None when it may.

    `on` up to one working day after `posting_on` (inclusive) is accepted; DOMAIN §4, *Sent*.
    """
    if on > today:
        return Refusal("hand-over-in-future", POSTING_SOURCE, NOT_YET)
    if on > nth_working_day_after(home_of(country), posting_on, 1, options):
        return Refusal("hand-over-late", POSTING_SOURCE, TOO_LATE, cure=WITHDRAW)
    if not {State.QUEUED, State.SENDING}.isdisjoint(states):
        return Refusal("run-unfinished", POSTING_SOURCE, UNFINISHED, cure=WAIT)
    return None
