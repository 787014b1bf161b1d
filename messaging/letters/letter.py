"""What a letter says, as plain values. The caller computed every date, amount and right; here they are only set."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from law.mentions import Paper
from law.options import DEFAULTS, Options

Notice = Literal["paynow", "first_reminder", "amicable", "visit"]
Audience = Literal["be_consumer", "be_business", "fr_consumer", "fr_business"]

ADDRESS_LINES = 6
_WINDOW_WIDTH = 36  # characters that surely fit one line of the window
PAPERS: dict[tuple[str, str], Paper] = {
    ("first_reminder", "be_consumer"): "be-first-reminder",
    ("paynow", "be_consumer"): "be-agency-notice",
    ("visit", "be_consumer"): "be-visit-document",
    ("paynow", "fr_consumer"): "fr-first-letter",
    ("paynow", "fr_business"): "fr-first-letter",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The entity that writes. `activity`: "Société de recouvrement amiable". Empty texts are not printed.

    `enterprise_number`, `registration`, `insurance` and `legal_form` are whole phrases as they must be printed ("BCE
    0202.239.951"); `supervisor` is the supervising administration with its contact details (Belgium).
    """

    name: str
    activity: str
    address: tuple[str, ...]
    enterprise_number: str
    phone: str
    email: str
    legal_form: str = ""
    vat_number: str = ""
    registration: str = ""
    insurance: str = ""
    supervisor: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who is written to: the lines of the envelope window (at most six, the name first) and the words of address."""

    address: tuple[str, ...]
    salutation: str = ""  # empty: the language's own ("Madame, Monsieur,")

    @property
    def is_long(self) -> bool:
        """Whether its lines, some folded, need the smaller type to stay in the window."""
        return sum(-(-len(line) // _WINDOW_WIDTH) for line in self.address) > ADDRESS_LINES - 1

    def __post_init__(self) -> None:
        if not 1 <= len(self.address) <= ADDRESS_LINES:
            raise ValueError(f"an address has 1 to {ADDRESS_LINES} lines, not {len(self.address)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditorBlock:
    """For whom: `capacity` says what it does ("grossiste en boissons"), as Belgian law asks; `enterprise_number` names
    its register ("BCE 0403.170.701")."""

    name: str
    address: tuple[str, ...]
    enterprise_number: str = ""
    capacity: str = ""
    phone: str = ""
    email: str = ""
    customer_number: str = ""  # the debtor's number with the creditor


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceRow:
    """One unpaid invoice; `balance` is what is still due of it."""

    number: str
    issued_on: date | None
    due_on: date
    description: str
    balance: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """One line of the statement, in the words of the debtor's language: what, how much, and by which rule."""

    label: str
    amount: Decimal
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """How to pay. `qr` is a PNG data address of the SEPA credit transfer, empty when there is none."""

    payee: str
    iban: str
    reference: str
    amount: Decimal
    bic: str = ""
    qr: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticity:
    """Where the reader checks that the letter is ours."""

    url: str
    code: str
    qr: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A further mention in plain words (data protection, for one), printed in the small print."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherFile:
    """Another file of the same debtor with the same creditor, told in the same letter: how to name and pay it."""

    label: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """The paragraphs of an amicable letter, filled in: plain text, no markup."""

    heading: str
    opening: tuple[str, ...]
    objection: tuple[str, ...]
    closing: tuple[str, ...]
    others: str = ""
    all_together: str = ""
    version: int = 0  # the agency's version of these words; 0: ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A whole notice. `posted_on` is the planned posting day, `deadline` the last day to pay, inclusive.

    `later_charges` belongs to a first reminder: what the creditor's terms add if the deadline passes; not yet due.
    `invoices` may be many: beyond eight they go on an annex and the first page says so (`fit`).
    """

    notice: Notice
    audience: Audience
    language: str
    sender: Sender
    recipient: Recipient
    creditor: CreditorBlock
    reference: str
    posted_on: date
    deadline: date
    invoices: tuple[InvoiceRow, ...]
    statement: tuple[StatementRow, ...]
    total: Decimal
    payment: Payment
    objection_url: str
    authenticity: Authenticity
    later_charges: tuple[StatementRow, ...] = ()
    notes: tuple[Note, ...] = ()
    options: Options = DEFAULTS
    texts: Mapping[str, str] = field(default_factory=dict)  # the agency's own words by block; none: as shipped
    prose: Prose | None = None  # the words of an amicable letter
    others: tuple[OtherFile, ...] = ()

    def __post_init__(self) -> None:
        if not self.invoices:
            raise ValueError("a notice without an invoice has no ground")
        if sum(row.amount for row in self.statement) != self.total:
            raise ValueError("the statement does not add up to the total")
        if self.payment.amount != self.total:
            raise ValueError("the payment box asks for another amount than the total")

    @property
    def paper(self) -> Paper | None:
        """The statute's list of mandatory mentions that this letter answers to; none for a Belgian business."""
        return PAPERS.get((self.notice, self.audience))

    @property
    def template(self) -> str:
        """The text of this notice for this audience and language, or the frame of the agency's own."""
        if self.prose:
            return "letters/amicable.html"
        if self.texts:
            return "letters/own.html"
        return f"letters/{self.notice}/{self.audience}.{self.language}.html"
