"""The free paragraphs of a letter, which an agency may word itself: a small markup, named variables, nothing else.

Paragraphs are parted by an empty line, bold words stand between two pairs of asterisks, a variable in braces. What the
statute imposes word for word, the amounts, the way to pay and the small print are no part of them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from django.template.loader import get_template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from law.mentions import mentions
from messaging.letters.letter import PAPERS

LONGEST = 1200  # characters of a block: a letter stays a page
VARIABLES = ("creditor", "total", "deadline", "reference", "agency")
SMS_LONGEST = 320  # characters of an SMS before its variables are filled in: three parts, four at most
SMS_VARIABLES = ("agency", "creditor", "total", "files", "iban", "reference", "phone")
PLAIN = ("amicable", "amicable_sms")  # the words of the cycles: no bold; the rest of such a letter is not theirs
NEEDED: Mapping[str, Mapping[str, tuple[str, ...]]] = {  # what a block must say, by notice
    "paynow": {"opening": ("creditor", "total", "deadline")},
    "first_reminder": {"opening": ("creditor",), "period": ("total", "deadline")},
    "amicable": {"opening": ("creditor", "total", "deadline")},
    "amicable_sms": {"text": ("agency", "creditor", "total", "iban", "reference")},
}
CARRIED: Mapping[
    tuple[str, str], Mapping[str, str]
] = {  # the mandatory mentions that a block prints, by notice and audience
    ("paynow", "be_consumer"): {
        "dispute": "dispute",
        "facilities": "facilities",
        "documents": "documents",
        "closing": "consequences",
    },
    ("paynow", "be_business"): {},
    ("paynow", "fr_consumer"): {"opening": "agency demand"},
    ("paynow", "fr_business"): {"opening": "agency demand"},
    ("first_reminder", "be_consumer"): {"period": "period"},
}
NOTICES = tuple(CARRIED)
_VARIABLE = re.compile(r"\{([^{}]*)\}")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_TAG = re.compile(r"</?[a-zA-Z!]|&#?\w+;")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text cannot be used: a code, the block, and what is meant (a variable, the key of a mention)."""

    code: str
    block: str
    detail: str = ""


def blocks_of(notice: str) -> tuple[str, ...]:
    """The blocks of a notice, in the order in which they are read."""
    if notice in PLAIN:
        return ("text",) if notice == "amicable_sms" else ("opening", "closing")
    return (
        "opening",
        *(("period",) if notice == "first_reminder" else ()),
        "dispute",
        "facilities",
        "documents",
        "closing",
    )


def variables_of(notice: str) -> tuple[str, ...]:
    """The variables that the texts of a notice may name."""
    return SMS_VARIABLES if notice == "amicable_sms" else VARIABLES


def faults(notice: str, audience: str, texts: Mapping[str, str]) -> tuple[Fault, ...]:
    """All that is wrong with the texts of a notice, none when they can be used."""
    unknown = (Fault("block_unknown", block) for block in texts if block not in blocks_of(notice))
    found = (fault for block in blocks_of(notice) for fault in _faults(notice, audience, block, texts.get(block, "")))
    return (*unknown, *found)


def _faults(notice: str, audience: str, block: str, text: str) -> Iterator[Fault]:
    longest = SMS_LONGEST if notice == "amicable_sms" else LONGEST
    yield from _markup_faults(block, text, longest)
    if notice in PLAIN and "**" in text:
        yield Fault("plain", block)
    named = _VARIABLE.findall(text)
    yield from (Fault("variable_unknown", block, name) for name in named if name not in variables_of(notice))
    needed = NEEDED[notice].get(block, ())
    yield from (Fault("variable_missing", block, name) for name in needed if name not in named)
    carried = CARRIED.get((notice, audience), {}).get(block, "").split()
    if not text.strip():
        yield from (Fault("mention_missing", block, key) for key in carried)


def _markup_faults(block: str, text: str, longest: int) -> Iterator[Fault]:
    if len(text) > longest:
        yield Fault("too_long", block, str(longest))
    if _TAG.search(text):
        yield Fault("html", block)
    if re.search(r"[{}]", _VARIABLE.sub("", text)):
        yield Fault("variable_unknown", block, "{ }")
    if any("**" in _BOLD.sub("", paragraph) for paragraph in _paragraphs(text)):
        yield Fault("bold_open", block)


def unfilled(texts: Mapping[str, str], values: Mapping[str, str]) -> tuple[Fault, ...]:
    """The variables that the texts name and that have no value for this letter."""
    named = ((block, name) for block, text in texts.items() for name in _VARIABLE.findall(text))
    return tuple(Fault("variable_empty", block, name) for block, name in named if not values.get(name))


def plainly(text: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """The paragraphs of a text without markup, its variables filled in; nothing is escaped."""
    return tuple(_VARIABLE.sub(lambda found: values.get(found[1], ""), one) for one in _paragraphs(text))


def mention_named(notice: str, audience: str, key: str) -> str:
    """What the statute calls a mention, and its article."""
    paper = PAPERS.get((notice, audience))
    known = mentions(paper) if paper else ()
    return next((f"{one.description} ({one.source})" for one in known if one.key == key), key)


def printed(notice: str, audience: str, texts: Mapping[str, str], values: Mapping[str, str]) -> dict[str, SafeString]:
    """The paragraphs of each block as HTML, under the mentions that they carry. Values may not carry markup."""
    carried = CARRIED[notice, audience]
    return {block: _printed(texts.get(block, ""), carried.get(block, ""), values) for block in blocks_of(notice)}


def _printed(text: str, carried: str, values: Mapping[str, str]) -> SafeString:
    start = format_html('<p data-mention="{}">', carried) if carried else SafeString("<p>")
    return format_html_join("\n", "{}{}</p>", ((start, _said(one, values)) for one in _paragraphs(text)))


def _paragraphs(text: str) -> list[str]:
    return [
        " ".join(one.split("\n")).strip() for one in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if one.strip()
    ]


def _said(paragraph: str, values: Mapping[str, str]) -> SafeString:
    """One paragraph: escaped first, then bold, then the values, so that no value is read as markup."""
    bold = _BOLD.sub(r"<b>\1</b>", conditional_escape(paragraph))
    return SafeString(_VARIABLE.sub(lambda found: conditional_escape(values.get(found[1], "")), bold))


# Version 0: the shipped templates, read as texts ----------------------------------------------------------------------

_NAMES = {
    "letter.creditor.name": "creditor",
    "letter.sender.name": "agency",
    "letter.reference": "reference",
    "total": "total",
    "deadline": "deadline",
}


@cache
def shipped(notice: str, audience: str, language: str) -> Mapping[str, str]:
    """The texts of a shipped template, in the markup of an agency's own. LookupError when it is worded otherwise."""
    source = get_template(f"letters/{notice}/{audience}.{language}.html").template.source  # type: ignore[attr-defined]
    parts = dict(re.findall(r"{% block (\w+) %}(.*?){% endblock %}", source, re.S))
    found = {name: re.findall(r"<p[^>]*>(.*?)</p>", parts[name], re.S) for name in ("opening", "objection", "closing")}
    told = [*found["opening"], *found["objection"], *found["closing"]]
    return dict(zip(blocks_of(notice), map(_marked, told), strict=True))


def _marked(paragraph: str) -> str:
    plain = re.sub(r"</?b>", "**", paragraph)
    return re.sub(r"{{ ([\w.]+) }}", lambda found: "{" + _NAMES[found[1]] + "}", plain)
