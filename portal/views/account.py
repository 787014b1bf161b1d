"""What the agency holds for the creditor, in any period, line by line; its papers, and those of a remittance."""

from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Member
from claims.screens.exports import followed
from formats.writers import write_csv
from funds.queries.remittances import line_told
from funds.services.accounts import ask_account, ask_advice, own_statement
from funds.showing import account_figures, account_sheet, account_table, period_of
from portal.views.page import creditor_of, creditors, here, show
from web.parts import Action


@creditors("portal.see")
def account(request: HttpRequest, member: Member) -> HttpResponse:
    """The creditor's own account with the trust."""
    first, last = period_of(request.GET, timezone.localdate())
    told = own_statement(party_id=creditor_of(member).party_id, first=first, last=last)
    asked = f"?{urlencode({'first': first, 'last': last})}"
    context: dict[str, Any] = {
        "title": _("My account"),
        "lead": _("What your debtors paid to the agency, what was passed on to you, and what is still held for you."),
        "back_url": here(member, "remittances"),
        "back_label": _("Remittances"),
        "main": Action(_("Statement (PDF)"), here(member, "account_pdf") + asked, "post", "download"),
        "others": [Action(_("Lines (CSV)"), here(member, "account_csv") + asked, icon="download")],
        "told": told,
        "figures": account_figures(told),
        "table": account_table(told, lambda number: here(member, "claim", number=number)),
    }
    return show(request, member, "remittances", "account", **context)


@creditors("portal.see")
def account_csv(request: HttpRequest, member: Member) -> HttpResponse:
    """Every line of the period, for a spreadsheet."""
    first, last = period_of(request.GET, timezone.localdate())
    told = own_statement(party_id=creditor_of(member).party_id, first=first, last=last, most=None)
    target = BytesIO()
    write_csv(target, *account_sheet(told))
    headers = {"Content-Disposition": f'attachment; filename="compte-{first}-{last}.csv"'}
    return HttpResponse(target.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


@creditors("portal.see", "POST")
def account_pdf(request: HttpRequest, member: Member) -> HttpResponse:
    """Have the statement of the period set as a paper."""
    party, now = creditor_of(member).party_id, timezone.now()
    first, last = period_of(request.GET, timezone.localdate(now))
    job = ask_account(party_id=party, of=party, first=first, last=last, at=now)
    return redirect(here(member, "money_paper", job=job.uid))


@creditors("portal.see", "POST")
def remittance_advice(request: HttpRequest, member: Member, line: UUID) -> HttpResponse:
    """Have the advice of a remittance of one's own set as a paper."""
    party = creditor_of(member).party_id
    found = line_told(party, line)
    if found is None:
        raise Http404
    return redirect(here(member, "money_paper", job=ask_advice(line_id=found.pk, of=party, at=timezone.now()).uid))


@creditors("portal.see")
def money_paper(request: HttpRequest, member: Member, job: UUID) -> HttpResponse:
    """How far a paper is; then the paper."""
    context = followed(job, lambda file: here(member, "file", file=file))
    words: dict[str, Any] = {"title": _("A paper about money"), "back_label": _("Remittances")}
    return show(request, member, "remittances", "export", back=here(member, "remittances"), **context, **words)
