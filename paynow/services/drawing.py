"""Drawing a letter that nobody is sent. Imports the layout engine (a second): only workers import this."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.utils.timezone import localdate

from files.rules import PDF
from files.services import Rejected, keep
from jobs import services as jobs
from jobs.models import Job
from messaging.letters.content import unsayable
from messaging.letters.pdf import render
from paynow.composing import example

NO_CLAIM = "no claim of this kind"
UNSAYABLE = "these words cannot be printed"


def draw(
    *,
    job: Job,
    notice: str,
    audience: str,
    language: str,
    texts: Mapping[str, str],
    number: int | None,
    at: datetime,
) -> None:
    """Draw the letter with these words and end the job with its file. A job that has begun or ended is left alone."""
    if not jobs.begin(job=job, at=at):
        return
    letter = example(notice, audience, language, localdate(at), number)
    worded = replace(letter, texts=texts) if letter else None
    if worded is None or unsayable(worded):
        jobs.fail(job=job, at=at, error=UNSAYABLE if worded else NO_CLAIM)
        return
    kept = keep(data=render(worded), name=f"{notice}-{audience}-{language}.pdf", allowed=[PDF])
    if isinstance(kept, Rejected):
        raise RuntimeError(f"our own letter was rejected: {kept.code}")
    jobs.finish(job=job, at=at, result={"file": str(kept.uid)})
