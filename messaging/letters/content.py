"""A letter as HTML: templates filled with formatted values, and the proof that no mandatory mention fell out."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from html.parser import HTMLParser
from typing import Any

from django.template.loader import render_to_string

from law.mentions import IMPOSED_SENTENCE, L111_8_SECOND, L111_8_THIRD, lacking
from messaging.letters.fit import Fit, fit, number_width
from messaging.letters.letter import InvoiceRow, Letter, StatementRow
from messaging.letters.texts import Fault, faults, printed, unfilled
from messaging.letters.words import words
from web.formatting import day, long_day, money, registered

_VOID = frozenset(("img", "br", "hr", "meta", "link", "col", "input"))


class MentionsMissing(Exception):
    """A template lost what the statute asks: the letter must not leave. `keys` are those of `law.mentions`."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__(", ".join(keys))
        self.keys = keys


def html(letter: Letter, setting: Fit | None = None) -> str:
    """The whole page, ready to be set, as estimated unless `setting` says how.

    Raises MentionsMissing; BadValue when the language has no letters.
    """
    return filled(letter, "letters/letter.html", setting)


def filled(letter: Letter, layout: str, setting: Fit | None = None) -> str:
    """The notice's text in a layout (paper or e-mail), its mentions checked. Raises like `html`."""
    page = render_to_string(letter.template, {**context(letter, setting), "layout": layout})
    check_mentions(letter, page)
    return page


def check_mentions(letter: Letter, page: str) -> None:
    """Hold the printed text against the statute's list; elements say what they print by `data-mention`."""
    if letter.paper is None:
        return
    missing = lacking(letter.paper, printed_mentions(page), letter.language, letter.options)
    if missing:
        raise MentionsMissing(tuple(mention.key for mention in missing))


def subject(letter: Letter) -> str:
    """The subject line of letter and e-mail, without the reference."""
    return letter.prose.heading if letter.prose else words(letter.language).subjects[letter.notice]


def context(letter: Letter, setting: Fit | None = None) -> dict[str, Any]:
    """Everything that the templates print, formatted for the reader, amounts and dates unbreakable."""
    said, fitted = words(letter.language), setting or fit(letter)
    show = partial(_euro, language=letter.language)
    return {
        "letter": letter,
        "w": said,
        "subject": subject(letter),
        "salutation": letter.recipient.salutation or said.salutation,
        "enterprise": registered(letter.sender.enterprise_number, said.register),
        "creditor_number": registered(letter.creditor.enterprise_number, said.register),
        "check_at": _bare(letter.authenticity.url),
        "write_at": _bare(letter.objection_url),
        "date": long_day(letter.posted_on, letter.language),
        "deadline": long_day(letter.deadline, letter.language),
        "total": show(letter.total),
        "iban": " ".join(_groups(letter.payment.iban)),
        "invoices": [_invoice(row, letter.language) for row in letter.invoices],
        "invoices_total": show(sum((row.balance for row in letter.invoices), Decimal(0))),
        "in_annex": _in_annex(letter) if fitted.annex else "",
        "long_address": letter.recipient.is_long,
        "dense": fitted.dense,
        "tight": fitted.tight,
        "number_width": number_width(letter),
        "statement": [_line(row, letter.language) for row in letter.statement] if len(letter.statement) > 1 else [],
        "total_label": _total_label(letter),
        "later_charges": [_line(row, letter.language) for row in letter.later_charges],
        "later_total": show(sum((row.amount for row in letter.later_charges), letter.total)),
        "charges_to_come": said.charges_to_come.format(creditor=letter.creditor.name),
        "no_charges_to_come": said.no_charges_to_come.format(creditor=letter.creditor.name),
        "imposed": _imposed(letter),
        "others": [(one.label, show(one.amount)) for one in letter.others],
        "all_together": show(sum((one.amount for one in letter.others), letter.total)),
        "own": printed(letter.notice, letter.audience, letter.texts, values(letter)) if letter.texts else {},
    }


def values(letter: Letter) -> dict[str, str]:
    """What the variables of an agency's own texts stand for in this letter."""
    return {
        "creditor": letter.creditor.name,
        "agency": letter.sender.name,
        "reference": letter.reference,
        "total": _euro(letter.total, language=letter.language),
        "deadline": long_day(letter.deadline, letter.language),
    }


def unsayable(letter: Letter) -> tuple[Fault, ...]:
    """Why this letter cannot be written in the agency's own words; none when it can, or in the shipped ones."""
    if not letter.texts:
        return ()
    found = (*faults(letter.notice, letter.audience, letter.texts), *unfilled(letter.texts, values(letter)))
    if found:
        return found
    try:
        html(letter)
    except MentionsMissing as missing:
        return tuple(Fault("mention_missing", "", key) for key in missing.keys)
    return ()


def printed_mentions(page: str) -> Mapping[str, str]:
    """The text that a page prints under each mention key."""
    reader = _MentionReader()
    reader.feed(page)
    return {key: " ".join(" ".join(parts).split()) for key, parts in reader.found.items()}


class _MentionReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, ...]] = []
        self.found: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.open.append(tuple((dict(attrs).get("data-mention") or "").split()))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        for key in {key for keys in self.open for key in keys}:
            self.found.setdefault(key, []).append(data)


def _bare(url: str) -> str:
    """The address as people write it: a shorter line, and the QR code has the whole."""
    return url.removeprefix("https://").removeprefix("http://").rstrip("/")


def _euro(amount: Decimal, *, language: str) -> str:
    return money(amount, "EUR", language)


def _groups(iban: str) -> list[str]:
    plain = iban.replace(" ", "")
    return [plain[at : at + 4] for at in range(0, len(plain), 4)]


def _invoice(row: InvoiceRow, language: str) -> dict[str, str]:
    return {
        "number": row.number,
        "issued_on": day(row.issued_on, language),
        "due_on": day(row.due_on, language),
        "description": row.description,
        "balance": _euro(row.balance, language=language),
    }


def _line(row: StatementRow, language: str) -> dict[str, str]:
    return {"label": row.label, "why": row.why, "amount": _euro(row.amount, language=language)}


def _total_label(letter: Letter) -> str:
    """A statement of one line is said in the line of the total."""
    said, label = words(letter.language), letter.statement[0].label
    if len(letter.statement) > 1:
        return said.total
    return said.only.format(label=label if said.nouns_are_capitals else label[:1].lower() + label[1:])


def _in_annex(letter: Letter) -> str:
    """The one row that stands for the invoices when they are on an annex."""
    due = [row.due_on for row in letter.invoices]
    first, last = day(min(due), letter.language), day(max(due), letter.language)
    return words(letter.language).invoices_in_annex.format(count=len(due), first=first, last=last)


def _imposed(letter: Letter) -> dict[str, str | tuple[str, ...]]:
    """What statutes impose word for word. Belgian consumers read the sentence in a first reminder too: it calms."""
    sentence = IMPOSED_SENTENCE if letter.audience == "be_consumer" and letter.options.print_imposed_sentence else ""
    return {
        "imposed_sentence": _typeset(sentence),
        "l111_8_paragraphs": tuple(map(_typeset, (L111_8_SECOND, L111_8_THIRD))),
    }


def _typeset(text: str) -> str:
    return text.replace("'", "’")
