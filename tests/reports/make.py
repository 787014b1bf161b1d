"""Reports for tests of pages, without drawing their papers."""

from datetime import timedelta
from itertools import count

from clients.models import Contract
from reports.models import Report, Schedule, Setting, SettingVersion
from tests.world import DAY, NOW, file

_next = count(1)
FACTS = {
    "files": 2,
    "left": "750.00",
    "opened": 1,
    "received": "250.00",
    "remitted": "200.00",
    "held": "50.00",
    "waiting": 1,
    "stages": [["paynow", 1, "1000.00", "750.00"], ["closed", 1, "10.00", "0.00"]],
    "done": [["letter", 3], ["call", 1]],
    "closed": [["paid", 1]],
    "next": [["call", 1, "2026-03-04"]],
    "more": {"opened_principal": "1000.00", "in_trust": "250.00", "withheld": "0.00"},
}


def report(of: Contract) -> Report:
    """The report of one week on a contract, each call a week later."""
    first = DAY + timedelta(weeks=next(_next))
    papers = {"pdf": file(of.party_id), "xlsx": file(of.party_id)}
    days = {"first": first, "last": first + timedelta(days=6), "rhythm": "weekly", "language": "fr"}
    return Report.objects.create(party_id=of.party_id, contract=of, facts=FACTS, drawn_at=NOW, **days, **papers)


def setting(of: Contract, name: str = "") -> Setting:
    """A report of a creditor's own that is drawn every week, in its first version, due in a week."""
    made = Setting.objects.create(party_id=of.party_id, contract=of, name=name or f"Report {next(_next)}")
    SettingVersion.objects.create(party_id=of.party_id, setting=made, number=1, rhythm="weekly", made_at=NOW)
    due = {"rhythm": "weekly", "since": DAY, "due_on": DAY + timedelta(weeks=1)}
    Schedule.objects.create(party_id=of.party_id, contract=of, setting=made, **due)
    return made
