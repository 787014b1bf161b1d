"""What stands beside a claim on its page: the debtor's other claims, and the hour at which it wishes to be called."""

from django.utils.translation import gettext as _

from agencies.models import Member
from claims.models import Claim
from claims.queries.others import Other, others_of
from claims.queries.timeline import Told
from office.views.page import here
from web import marks
from web.parts import Cell, Heading, Row, TableView


def other_files(member: Member, claim: Claim) -> TableView:
    """The debtor's other claims with what is left of each; three queries."""
    headings = [Heading(_("File"), "key"), Heading(_("Creditor")), Heading(_("Stage"), "badge")]
    headings.append(Heading(_("Principal left"), "amount"))
    rows = [_other(member, one) for one in others_of(claim)]
    return TableView(_("Other files of this debtor"), headings, rows)


def _other(member: Member, one: Other) -> Row:
    note = "" if one.same else _("%(name)s: perhaps the same person") % {"name": one.debtor}
    cells = [
        Cell(str(one.number), "key"),
        Cell(one.creditor, note=note),
        Cell(marks.stage_badge("hold" if one.held else one.stage), "badge"),
        Cell(marks.amount(one.left), "amount"),
    ]
    return Row(str(one.number), here(member, "claim", number=one.number), cells)


def call_wished(told: list[Told]) -> str:
    """When the debtor asked to be called, in words; empty once somebody called. `told` is the latest first."""
    for one in told:
        if one.kind == "called":
            return ""
        if one.kind == "call_asked" and one.detail:
            return str(one.detail.get("when", ""))
    return ""
