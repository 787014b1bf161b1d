"""A creditor says how it wants to be written to; another creditor's wishes stay."""

from agencies.scope import acting_for
from clients.models import Creditor

WISHES = {"language": "nl", "rhythm": "weekly"}


def wishes(side, which) -> tuple[str, bool]:
    with acting_for(side.pk):
        found = Creditor.objects.get(pk=which.pk)
    return found.language, found.wants_sms


def test_a_creditor_keeps_its_own_wishes(creditor, ours):
    assert creditor.post(creditor.at("contract/preferences/"), WISHES).status_code == 302
    assert (wishes(ours, ours.creditor), wishes(ours, ours.other)) == (("nl", False), ("fr", True))


def test_an_unknown_language_is_refused(creditor, ours):
    answer = creditor.post(creditor.at("contract/preferences/"), WISHES | {"language": "it"})
    assert (answer.status_code, wishes(ours, ours.creditor)) == (422, ("fr", True))
