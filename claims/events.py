"""What claims tell the floors above, and ask of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ClaimsImported:
    """A file became `count` claims."""

    import_id: int
    party_id: int
    count: int
    on: date
    at: datetime


FirstAct = Callable[[str, str, date | None, str], tuple[str, date | None]]
"""(kind, country, day and channel of the first reminder) of a new claim → its first act and the day that is due."""


@dataclass(frozen=True, slots=True)
class FirstActs:
    """Asked before claims handed over on `on` are written; the answer is a FirstAct for all of them."""

    on: date


@dataclass(frozen=True, slots=True)
class ImportAccepted:
    """The creditor ordered the claims of a file in writing."""

    import_id: int
    party_id: int
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class ClaimCredited:
    """A payment, credit note or waiver was booked."""

    claim_id: int
    value_on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class ClaimsCredited:
    """What `ClaimCredited` says of one, of many claims at once; each is named once."""

    credits: tuple[ClaimCredited, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class CreditReversed:
    """A credit was undone from `value_on` on: the payment was returned, or belonged elsewhere.

    `ClaimCredited` follows, for whoever only asks what is owed now.
    """

    claim_id: int
    credit_id: int
    reversal_id: int
    value_on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class ClaimClosed:
    """The claim ended."""

    claim_id: int
    closed_as: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ClaimHeld:
    """The claim was put to rest: what has not left must not leave."""

    claim_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ClaimResumed:
    """Nothing holds the claim any more, or it became complete: its stage may plan the next act."""

    claim_id: int
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class StageBegun:
    """The creditor decided that the claim goes on to `stage`."""

    claim_id: int
    stage: str
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class NoticeWanted:
    """A stage begins for a debtor to whom the agency's own lawful notice was not sent: it comes first."""

    claim_id: int
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class StageEnded:
    """The last step of the claim's stage was done without success: the creditor is asked what comes next."""

    claim_id: int
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class ClaimCertified:
    """The certificate of non-recovery that the creditor asked for was written."""

    claim_id: int
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonErased:
    """A debtor was erased, with what these closed claims say in words: the floors above erase their own."""

    claim_ids: tuple[int, ...]
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class DebtorTraced:
    """The debtor lives elsewhere: what the agency wrote never reached it, and counts as not written."""

    claim_id: int
    on: date
    at: datetime
