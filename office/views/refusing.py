"""What the law, a hold or a wish forbids, as pages show it."""

from datetime import datetime

from django.utils import timezone

from claims.wording import REFUSED_ACTS, translated
from law.refusals import Refusal
from web import parts


def forbidden(act: str, one: Refusal) -> parts.Refusal:
    """One refusal of the guard, in words, with the day and the hour from which the act is allowed."""
    said = " ".join(translated(text) for text in (one.reason, one.cure) if text)
    until, hour = one.allowed_from, None
    if isinstance(until, datetime):
        here = timezone.localtime(until)
        until, hour = here.date(), here.time()
    return parts.Refusal(str(REFUSED_ACTS[act]), said, translated(one.source), until, hour)
