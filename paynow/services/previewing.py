"""A letter seen as it would be printed, before its words are kept: asked for on a page, drawn by a worker."""

from collections.abc import Mapping
from datetime import datetime

from jobs import services as jobs
from jobs.models import Job

TASK = "paynow.preview"
KIND = "letter_preview"


def ask_preview(
    *, notice: str, audience: str, language: str, texts: Mapping[str, str], number: int | None, at: datetime
) -> Job:
    """Have the letter to the debtor of claim `number` (the latest of its kind without one) drawn with these words."""
    return jobs.ask(
        kind=KIND,
        task=TASK,
        at=at,
        party_id=None,
        queue="letters",
        notice=notice,
        audience=audience,
        language=language,
        texts=dict(texts),
        number=number,
    )
