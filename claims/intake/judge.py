"""The judgement of rows: what was read, what the creditor agreed, what is known already; verdicts out."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import islice

from claims.intake.findings import Finding
from claims.intake.seller import Seller, not_the_seller
from core.money import ZERO
from formats.errors import Cell
from formats.invoices import NewInvoice, ReadRow
from formats.words import folded
from law import be_consumer, limitation
from law.be_consumer import Clause
from law.dated import NO_OVERRIDES, MissingPeriod, Overrides
from law.identifiers import IdentifierKind, identify
from law.options import DEFAULTS, Options
from law.rulesets import COUNTRIES, Country, DebtorKind, RuleSet, rule_set

CURRENCY = "EUR"
CHUNK = 5_000  # rows whose numbers are looked up together
LONGEST = {"invoice_number": 60, "customer_number": 60, "street": 160, "city": 80}  # as the tables hold them
LONGEST_IDENTITY, LONGEST_DESCRIPTION = 200, 200
SHARED = 10_000  # remarks remembered
FRENCH_NUMBERS: tuple[IdentifierKind, ...] = ("fr-siren", "fr-vat", "fr-siret")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a file is judged against: the day, the creditor's habits, its clause, the agency's reading of the law."""

    on: date
    country: str
    kind: DebtorKind
    language: str
    seller: Seller | None = None
    clause: Clause | None = None
    clause_since: date | None = None
    options: Options = DEFAULTS
    overrides: Overrides = field(default_factory=lambda: NO_OVERRIDES)


@dataclass(frozen=True, slots=True)
class Person:
    """Who owes, as the row says; empty where it does not."""

    name: str
    customer_number: str
    street: str
    postcode: str
    city: str
    email: str
    phone: str
    enterprise_number: str
    vat_number: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that becomes an invoice of a claim; `identity` says whose.

    All rows of a large file are held at once: the person is one JSON text until it is asked for.
    """

    identity: str
    debtor: str
    number: str
    number_key: str
    issued_on: date
    due_on: date
    balance: Decimal
    total: Decimal
    country: str
    kind: DebtorKind
    language: str
    description: str
    reminded_on: date | None
    reminder_channel: str

    @property
    def person(self) -> Person:
        """Who owes."""
        return Person(*json.loads(self.debtor))


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with everything said of it; `ready` is None when an error stands in the way.

    `written` are the cells as they stand in the file, kept for mending where something was said; in one JSON text, for
    a large file would not fit in memory otherwise.
    """

    number: int
    findings: tuple[Finding, ...]
    ready: Ready | None
    written: str

    @property
    def cells(self) -> list[str]:
        """The cells as text; none where nothing was said."""
        return list(json.loads(self.written)) if self.written else []

    @property
    def verdict(self) -> str:
        """error, warning or ready."""
        if self.ready is None:
            return "error"
        return "warning" if self.findings else "ready"


Known = Mapping[str, Collection[date]]
"""Invoices handed over before: the keys of their numbers, and their dates."""
Seen = dict[str, tuple[date, ...]]
"""The same of the rows above in this file."""


def number_key(number: str) -> str:
    """An invoice number as compared: without case, spaces and punctuation."""
    return ("".join(folded(number).split()) or number.casefold())[:60]


def identity(invoice: NewInvoice) -> str:
    """What makes two rows of one creditor the same debtor: its customer number, its own number, or name and place."""
    if invoice.customer_number:
        return _fitting(f"c:{folded(invoice.customer_number) or invoice.customer_number.casefold()}")
    if business := invoice.enterprise_number or invoice.vat_number:
        return _fitting(f"n:{business}")
    place = f"{invoice.postcode or ''}|{folded(invoice.street or '')}" if invoice.street else (invoice.email or "")
    name = invoice.debtor_name or ""
    return _fitting(f"p:{folded(name) or name.casefold()}|{place}")


def _fitting(text: str) -> str:
    """Cut to what the table holds, with a digest of the whole so that two long ones stay apart."""
    if len(text) <= LONGEST_IDENTITY:
        return text
    return text[: LONGEST_IDENTITY - 33] + "#" + hashlib.sha256(text.encode()).hexdigest()[:32]


def judge(rows: Iterable[ReadRow], terms: Terms, known_among: Callable[[Sequence[str]], Known]) -> Iterator[Judged]:
    """Every row with its verdict. `known_among` tells which of some invoice numbers were handed over before."""
    seen: Seen = {}
    said: dict[tuple[Finding, ...], tuple[Finding, ...]] = {}
    left = iter(rows)
    while chunk := list(islice(left, CHUNK)):
        known = known_among([number_key(row.invoice.invoice_number or "") for row in chunk if row.usable])
        for row in chunk:
            findings, ready = _judge(row, terms, known, seen)
            if ready:
                seen[ready.number_key] = (*seen.get(ready.number_key, ()), ready.issued_on)
            if len(said) < SHARED:  # rows of one file get the same remarks
                findings = said.setdefault(findings, findings)
            yield Judged(row.number, findings, ready, _written(row.cells) if findings else "")


def _written(cells: Sequence[Cell]) -> str:
    return json.dumps(["" if cell is None else str(cell) for cell in cells], ensure_ascii=False)


def _judge(row: ReadRow, terms: Terms, known: Known, seen: Seen) -> tuple[tuple[Finding, ...], Ready | None]:
    findings = [Finding(f.field, f.code, f.severity, f.detail) for f in row.findings]
    invoice = row.invoice
    if not row.usable or invoice.due_date is None or invoice.balance_due is None:
        return tuple(findings), None
    ready = _resolved(invoice, invoice.due_date, invoice.balance_due, terms)
    foreign = not_the_seller(invoice, terms.seller) if terms.seller else ()
    said = (_amounts(invoice, ready, terms), _person(invoice, ready), _law(ready, terms))
    for judgement in (_repeated(ready, known, seen), foreign, *said):
        findings.extend(judgement)
    stopped = any(finding.severity == "error" for finding in findings)
    return tuple(findings), None if stopped else ready


def _repeated(ready: Ready, known: Known, seen: Seen) -> Iterator[Finding]:
    if dates := known.get(ready.number_key):
        same = ready.issued_on in dates
        code, severity = ("duplicate", "error") if same else ("invoice_known_other_date", "warning")
        yield Finding("invoice_number", code, severity)
        if same:
            return
    if ready.issued_on in seen.get(ready.number_key, ()):
        yield Finding("invoice_number", "duplicate_in_file", "error")


def _resolved(invoice: NewInvoice, due_on: date, balance: Decimal, terms: Terms) -> Ready:
    country, number = invoice.country or terms.country, invoice.invoice_number or ""
    return Ready(
        identity=identity(invoice),
        debtor=json.dumps(_debtor(invoice), ensure_ascii=False),
        number=number,
        number_key=number_key(number),
        issued_on=invoice.invoice_date or due_on,
        due_on=due_on,
        balance=balance,
        total=balance if invoice.total in (None, balance) else invoice.total,
        country=country,
        kind=_kind(invoice, country, terms),
        language=invoice.language or terms.language,
        description=(invoice.description or "")[:LONGEST_DESCRIPTION],
        reminded_on=invoice.first_reminder_sent_on,
        reminder_channel=invoice.first_reminder_channel or "",
    )


def _debtor(invoice: NewInvoice) -> list[str]:
    """The fields of a Person, in order."""
    said = (invoice.debtor_name, invoice.customer_number, invoice.street, invoice.postcode, invoice.city)
    return [one or "" for one in (*said, invoice.email, invoice.phone, invoice.enterprise_number, invoice.vat_number)]


def _kind(invoice: NewInvoice, country: str, terms: Terms) -> DebtorKind:
    """As stated; a good enterprise number says business; else what the creditor's debtors usually are."""
    if invoice.debtor_kind == "consumer":
        return "consumer"
    if invoice.debtor_kind == "business" or _has_good_number(invoice, country):
        return "business"
    return terms.kind


def _has_good_number(invoice: NewInvoice, country: str) -> bool:
    numbers = [number for number in (invoice.enterprise_number, invoice.vat_number) if number]
    return any(not _is_bad(number, country) for number in numbers)


@lru_cache(maxsize=20_000)
def _is_bad(number: str, country: str) -> bool:
    if country == "BE":
        return not identify("be-enterprise", number).valid
    if country == "FR":
        return not any(identify(kind, number).valid for kind in FRENCH_NUMBERS)
    return False


def _amounts(invoice: NewInvoice, ready: Ready, terms: Terms) -> Iterator[Finding]:
    if invoice.currency not in (None, CURRENCY):
        yield Finding("currency", "currency", "error", invoice.currency or "")
    if invoice.document_type == "credit_note" or ready.balance < ZERO:
        yield Finding("document_type", "credit_note", "error")
    elif ready.balance == ZERO:
        yield Finding("balance_due", "nothing_due", "error")
    elif ready.balance > ready.total:
        yield Finding("balance_due", "above_total", "warning")
    if ready.due_on >= terms.on:
        yield Finding("due_date", "not_due", "error", ready.due_on.isoformat())
    if invoice.invoice_date is None:
        yield Finding("invoice_date", "invoice_date_assumed", "warning")
    elif invoice.invoice_date > ready.due_on:
        yield Finding("due_date", "dates_order", "error")


def _person(invoice: NewInvoice, ready: Ready) -> Iterator[Finding]:
    for name, longest in LONGEST.items():
        if len(getattr(invoice, name) or "") > longest:
            yield Finding(name, "too_long", "error", f"> {longest}")
    if invoice.country is None:
        yield Finding("country", "country_assumed", "warning", ready.country)
    for name, number in (("enterprise_number", invoice.enterprise_number), ("vat_number", invoice.vat_number)):
        if number and _is_bad(number, ready.country):
            yield Finding(name, "bad_number", "warning", number)
    if invoice.iban and not identify("iban", invoice.iban).valid:
        yield Finding("iban", "bad_iban", "warning")
    if not (invoice.street and invoice.postcode and invoice.city):
        code, severity = ("no_address", "warning") if invoice.email else ("no_contact", "error")
        yield Finding("street", code, severity)
    if ready.kind == "unknown":
        yield Finding("debtor_kind", "kind_unknown", "warning")


def _law(ready: Ready, terms: Terms) -> Iterator[Finding]:
    country = ready.country.lower()
    if country not in COUNTRIES:
        if ready.kind in FOREIGN:
            yield Finding("country", *FOREIGN[ready.kind], ready.country)
        return
    rules = rule_set(country, ready.kind)
    if not isinstance(rules, RuleSet):
        return
    yield from _limitation(ready, rules, terms)
    if rules is RuleSet.BE_CONSUMER:
        yield from _belgian_consumer(ready, terms)


FOREIGN: dict[str, tuple[str, str]] = {
    "consumer": ("foreign_consumer", "error"),
    "business": ("foreign_business", "warning"),
}


@lru_cache(maxsize=4_096)
def _state(country: Country, kind: str, due_on: date, on: date, options: Options) -> limitation.Limitation:
    return limitation.limitation(country, kind, due_on, on, options=options)


def _limitation(ready: Ready, rules: RuleSet, terms: Terms) -> Iterator[Finding]:
    country: Country = "be" if ready.country == "BE" else "fr"
    state = _state(country, limitation.USUAL_KIND[rules], ready.due_on, terms.on, terms.options)
    if limitation.intake(country, ready.kind, state) == "refuse":
        yield Finding("due_date", "limitation_over", "error", state.last_day.isoformat())
    elif state.verdict != "open":
        code = "limitation_old" if state.verdict == "over" else "limitation_soon"
        yield Finding("due_date", code, "warning", state.last_day.isoformat())


def _belgian_consumer(ready: Ready, terms: Terms) -> Iterator[Finding]:
    sent = ready.reminded_on
    if sent is None:
        yield Finding("first_reminder_sent_on", "reminder_unproved", "warning")
    elif sent > terms.on:
        yield Finding("first_reminder_sent_on", "reminder_after", "error", sent.isoformat())
    elif sent <= ready.due_on:
        yield Finding("first_reminder_sent_on", "reminder_before_due", "warning", sent.isoformat())
    if terms.clause and terms.clause_since and _goes_too_far(terms.clause, terms.clause_since, ready, terms):
        yield Finding("balance_due", "clause_over_cap", "warning")


def _goes_too_far(clause: Clause, since: date, ready: Ready, terms: Terms) -> bool:
    """Whether the clause must be reduced or falls; not said while the rate to hold it against is unpublished."""
    agreed = max(since, ready.issued_on)
    try:
        return be_consumer.filter_clause(
            clause, ready.balance, contract_on=agreed, on=terms.on, overrides=terms.overrides
        ).flagged
    except MissingPeriod:
        return False
