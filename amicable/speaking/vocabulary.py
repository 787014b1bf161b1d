"""What a language must be able to say in the amicable stage. A field left out is an error at import."""

from collections.abc import Mapping
from dataclasses import dataclass

WORDINGS = ("friendly", "neutral", "firm", "formal-notice", "delivery-stop-notice")  # a reminder's by tone, the others


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Braces stand for what is filled in; they are the same in every language. Keys of the mappings are WORDINGS;
    `sms` knows the three tones."""

    headings: Mapping[str, str]
    openings: Mapping[str, str]
    closings: Mapping[str, str]
    dispute: str
    facilities: str
    documents: str
    first_letter: str
    others: str
    other: str
    all_together: str
    sms: Mapping[str, str]
    sms_files: str
    sms_first_letter: str
    sms_page: str  # where the debtor sees its file, after a second check


def wording_of(act: str, tone: str) -> str:
    """The key of the words of an act: its tone for a reminder, itself for a notice."""
    return act if act in WORDINGS else tone
