"""The timeline on the page of a claim, and what a reader keeps of it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Member
from claims.queries.timeline import Told, actors
from claims.wording import entries
from office.views.page import here
from paynow.models import Notice
from web.parts import Entry, Option


def _kinds(words: str) -> frozenset[str]:
    return frozenset(words.split())


REST = "decisions"  # what stands in no other part: the course of the file and what people decided on it
STORY: Mapping[str, frozenset[str]] = {
    "contact": _kinds(
        "called visited handed call_asked replied texted emailed hand_written not_sent undelivered contact_corrected "
        "contact_marked ways_wished address_completed"
    ),
    "letters": _kinds("written posted letter_withdrawn confirmed not_confirmed certificate_asked certified"),
    "money": _kinds(
        "credited uncredited promised promise_kept promise_broken promise_cancelled plan_asked plan_approval "
        "plan_agreed plan_refused plan_met plan_defaulted plan_ended acknowledged admitted"
    ),
    "notes": _kinds(
        "note_written note_settled document_added papers_asked papers_reminded papers_given papers_missing"
    ),
}
STORIES: Mapping[str, Any] = {
    "contact": gettext_lazy("Contacts"),
    "money": gettext_lazy("Money"),
    "letters": gettext_lazy("Letters"),
    "decisions": gettext_lazy("Decisions and course"),
    "notes": gettext_lazy("Notes and papers"),
}


def part_of(kind: str) -> str:
    """The part of the story that a kind of link stands in."""
    return next((part for part, kinds in STORY.items() if kind in kinds), REST)


def story(member: Member, told: list[Told], notices: list[Notice], kept: str) -> list[Entry]:
    """The links of the timeline that are kept, all of them for an unknown word; one query."""
    found = [one for one in told if part_of(one.kind) == kept] if kept in STORIES else told
    proofs = {
        (notice.kind, notice.deadline_on.isoformat()): here(member, "file", file_uid=notice.file.uid)
        for notice in notices
    }
    return entries(found, actors(found, member.agency.name), proofs)


def stories(kept: str) -> list[Option]:
    """The choices over the timeline."""
    every = Option(_("Everything"), "?#story", kept not in STORIES)
    return [every, *(Option(str(words), f"?story={key}#story", key == kept) for key, words in STORIES.items())]
