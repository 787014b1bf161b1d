"""The agency's own words for its letters: a new version each time, none ever changed."""

from collections.abc import Mapping
from datetime import datetime

from agencies.scope import current_agency_id, current_scope, widened
from core.locks import Lock, hold
from messaging.letters.texts import Fault, blocks_of, faults
from messaging.models import LetterText
from messaging.queries import latest_text, text_version


def word(
    *, notice: str, audience: str, language: str, texts: Mapping[str, str], reason: str, at: datetime
) -> LetterText | tuple[Fault, ...]:
    """Record the agency's words for a notice as its next version; the faults when a letter could not say them."""
    kept = {block: texts.get(block, "").replace("\r\n", "\n").strip() for block in blocks_of(notice)}
    if found := faults(notice, audience, kept):
        return found
    return _next(notice, audience, language, kept, reason, at)


def restore(
    *, notice: str, audience: str, language: str, version: int, reason: str, at: datetime
) -> LetterText | tuple[Fault, ...]:
    """Make an earlier version the latest again; version 0 is the shipped words. LookupError when there is none."""
    kept = text_version(notice, audience, language, version) if version else {}
    if kept and (found := faults(notice, audience, kept)):
        return found
    return _next(notice, audience, language, kept, reason, at)


def _next(
    notice: str, audience: str, language: str, blocks: Mapping[str, str], reason: str, at: datetime
) -> LetterText:
    with widened("word"):
        hold(Lock.LETTER_TEXT, current_agency_id())
        last = latest_text(notice, audience, language)
        return LetterText.objects.create(
            notice=notice,
            audience=audience,
            language=language,
            version=last.version + 1 if last else 1,
            blocks=dict(blocks),
            made_by_id=current_scope().member_id,
            made_at=at,
            reason=reason[:200],
        )
