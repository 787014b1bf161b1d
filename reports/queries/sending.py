"""What became of the mails that took reports to their creditors."""

from collections.abc import Collection

from messaging.models import Message
from messaging.rules import State
from reports.models import Report

KIND = "reports.activity"
SENDS = 10  # times that one report is sent at most
WRONG = (State.FAILED.value, State.PARKED.value)
LATEST = 500  # mails that went wrong, looked at


def key_of(report_id: int, sends: int) -> str:
    """What makes the mail of a report one: the first, or the one after so many."""
    return f"report:{report_id}:{sends}" if sends else f"report:{report_id}"


def mails_of(report_ids: Collection[int]) -> dict[int, list[Message]]:
    """The mails of each report, the latest first; one query."""
    keys = {key_of(pk, sends): pk for pk in report_ids for sends in range(SENDS)}
    found: dict[int, list[Message]] = {}
    for message in Message.objects.filter(dedupe_key__in=keys).order_by("-pk"):
        found.setdefault(keys[message.dedupe_key], []).append(message)
    return found


def not_sent() -> list[int]:
    """The reports whose latest mail did not leave; two queries."""
    wrong = Message.objects.filter(state__in=WRONG, kind=KIND).order_by("-pk")[:LATEST]
    ids = {int(message.dedupe_key.split(":")[1]) for message in wrong}
    return [pk for pk, mails in mails_of(ids).items() if mails[0].state in WRONG]


def sends_of(report: Report) -> int:
    """How often a report was mailed; one query."""
    return len(mails_of([report.pk]).get(report.pk, ()))
