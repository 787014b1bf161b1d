"""The words of the cycles that hold: an agency's own where it wrote some, else ours; by notice, wording, language.

A notice is "amicable" (letters and e-mails alike) or "amicable_sms"; a wording is a tone or a kind of notice.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from amicable.speaking import SPEECH
from amicable.speaking.vocabulary import WORDINGS
from messaging.letters.texts import faults, unfilled
from messaging.queries import latest_text

LETTER, SMS = "amicable", "amicable_sms"
SHORT = {"formal-notice": "formal", "delivery-stop-notice": "deliveries"}  # as messaging keeps them
AUDIENCES = {SHORT.get(wording, wording): wording for wording in WORDINGS}


@dataclass(frozen=True, slots=True)
class Worded:
    """Texts by block, and the agency's version that they are; 0 for ours."""

    version: int
    texts: Mapping[str, str]


def shipped(notice: str, wording: str, language: str) -> Mapping[str, str]:
    """Our own texts of a wording. KeyError when there is none: an SMS knows the three tones alone."""
    said = SPEECH[language]
    if notice == SMS:
        return {"text": said.sms[wording]}
    return {"opening": said.openings[wording], "closing": said.closings[wording]}


def worded(notice: str, wording: str, language: str, values: Mapping[str, str]) -> Worded:
    """What a message says: the agency's latest texts, ours where it has none or where they cannot be said with these
    values (a variable that is empty here); one query."""
    audience = SHORT.get(wording, wording)
    own = latest_text(notice, audience, language)
    if own and own.blocks and not (*faults(notice, audience, own.blocks), *unfilled(own.blocks, values)):
        return Worded(own.version, own.blocks)
    return Worded(0, shipped(notice, wording, language))
