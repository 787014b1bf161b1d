"""What is held for one creditor, in any period, line by line; its papers, and those of a remittance."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.access import DoorClosed
from agencies.models import Member
from claims.screens.exports import followed
from funds.queries.accounts import statement
from funds.queries.remittances import SAID, line_named
from funds.services.accounts import ask_account, ask_advice
from funds.showing import account_figures, account_sheet, account_table, period_of
from office.views.creditors import creditor_row
from office.views.page import action, here, sheet, show, staff, to
from web.parts import Action


@staff("money.see")
def creditor_money(request: HttpRequest, member: Member, creditor: str) -> HttpResponse:
    """The account of a creditor with the trust."""
    found = creditor_row(creditor)
    first, last = period_of(request.GET, timezone.localdate())
    told = statement(found.party_id, first, last)
    asked = f"?{urlencode({'first': first, 'last': last})}"
    address = {name: here(member, f"creditor_money_{name}", creditor=creditor) + asked for name in ("csv", "pdf")}
    context: dict[str, Any] = {
        "title": _("Account of a creditor"),
        "lead": found.name,
        "back_url": here(member, "creditor", creditor=creditor),
        "back_label": found.name,
        "main": Action(_("Statement (PDF)"), address["pdf"], "post", "download"),
        "others": [
            Action(_("Lines (CSV)"), address["csv"], icon="download"),
            action(member, _("The books"), "books", "chart"),
        ][: 2 if member.may("money.book") else 1],
        "told": told,
        "figures": account_figures(told),
        "table": account_table(told, lambda number: here(member, "claim", number=number)),
    }
    return show(request, member, "account", "creditors", **context)


@staff("money.see")
def creditor_money_csv(request: HttpRequest, member: Member, creditor: str) -> HttpResponse:
    """Every line of the period, for a spreadsheet."""
    found = creditor_row(creditor)
    first, last = period_of(request.GET, timezone.localdate())
    headings, rows = account_sheet(statement(found.party_id, first, last, most=None))
    return sheet(f"compte-{creditor}-{first}-{last}.csv", headings, rows)


@staff("money.see", "POST")
def creditor_money_pdf(request: HttpRequest, member: Member, creditor: str) -> HttpResponse:
    """Have the statement of the period set as a paper."""
    found, now = creditor_row(creditor), timezone.now()
    first, last = period_of(request.GET, timezone.localdate(now))
    job = ask_account(party_id=found.party_id, of=None, first=first, last=last, at=now)
    return to(member, "money_paper", job_uid=job.uid)


@staff("money.see", "POST")
def remittance_advice(request: HttpRequest, member: Member, line: UUID) -> HttpResponse:
    """Have the advice of a remittance that was let go set as a paper."""
    found = line_named(line)
    if found is None or found.state not in SAID:
        raise DoorClosed
    return to(member, "money_paper", job_uid=ask_advice(line_id=found.pk, of=None, at=timezone.now()).uid)


@staff("money.see")
def money_paper(request: HttpRequest, member: Member, job_uid: UUID) -> HttpResponse:
    """How far a paper is; then the paper."""
    context = followed(job_uid, lambda file: here(member, "file", file_uid=file))
    words: dict[str, Any] = {"title": _("A paper about money"), "back_label": _("Remittances")}
    return show(request, member, "export", "money", back=here(member, "remittances"), **context, **words)
