"""What is done for a creditor: taken on, details and account changed, contracts and terms recorded, PAYNOW granted."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.access import DoorClosed
from agencies.models import Entity, Member
from agencies.queries import members_of
from claims.queries.desk import open_claims_under
from claims.wording import translated
from clients.forms import PreferencesForm
from clients.models import AccountChange, Contract, Creditor
from clients.queries import paynow_left, running_contract
from clients.services import (
    DETAILS,
    change_account,
    change_details,
    end_contract,
    grant_paynow,
    record_terms,
    set_preferences,
    sign_contract,
    take_on,
)
from law.refusals import Refusal
from office.forms.creditors import (
    AccountForm,
    ContractForm,
    CreditorForm,
    DetailsForm,
    EndForm,
    GrantForm,
    TermsForm,
)
from office.views.creditors import creditor_row
from office.views.page import ask, here, staff, to
from paynow.queries import letters_naming
from web import parts
from web.formatting import grouped_iban
from web.parts import Consequence
from web.toasts import toast


def _ask(request: HttpRequest, member: Member, found: Creditor, **more: Any) -> HttpResponse:
    back = (found.name, here(member, "creditor", creditor=found.number))
    return ask(request, member, "creditors", back=back, **{"lead": found.name, **more})


@staff("creditors.edit", "GET", "POST")
def creditor_new(request: HttpRequest, member: Member) -> HttpResponse:
    """Take on a creditor; its number is given."""
    form = CreditorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = take_on(at=timezone.now(), **form.given())
        toast(
            request,
            _("%(name)s is creditor %(number)s. Record its contract next.")
            % {"name": made.name, "number": made.number},
        )
        return to(member, "creditor", creditor=made.number)
    back = (_("Creditors"), here(member, "creditors"))
    return ask(
        request, member, "creditors", title=_("Add a creditor"), back=back, submit=_("Add the creditor"), form=form
    )


@staff("creditors.edit", "GET", "POST")
def creditor_edit(request: HttpRequest, member: Member, creditor: str) -> HttpResponse:
    """Correct who the creditor is and where it lives; its account has a page of its own."""
    found = creditor_row(creditor)
    form = DetailsForm(request.POST or None, initial={name: getattr(found, name) for name in DETAILS})
    if request.method == "POST" and form.is_valid():
        changed = change_details(creditor=found, fields=form.given(), at=timezone.now())
        toast(request, _("The details are changed.") if changed else _("Nothing was changed."))
        return to(member, "creditor", creditor=found.number)
    waiting = letters_naming(found.party_id)
    files = ngettext("letter not posted yet", "letters not posted yet", waiting)
    stays = Consequence(waiting, files, _("What is written already keeps what it says."))
    title, submit = _("Change the details"), _("Keep these details")
    return _ask(request, member, found, title=title, submit=submit, form=form, consequences=[stays] if waiting else [])


@staff("creditors.edit", "GET", "POST")
def creditor_account(request: HttpRequest, member: Member, creditor: str) -> HttpResponse:
    """The account on which debtors pay the creditor: changed with its reason; everybody of the creditor is told."""
    found, now = creditor_row(creditor), timezone.now()
    form, refusal = AccountForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("iban", "bic", "reason")}
        changed = change_account(creditor=found, on=timezone.localdate(now), at=now, **given)
        if not isinstance(changed, Refusal):
            kept = isinstance(changed, AccountChange)
            toast(request, _("The account is changed; the creditor is told.") if kept else _("It is this account."))
            return to(member, "creditor", creditor=found.number)
        said = " ".join(translated(text) for text in (changed.reason, changed.cure))
        refusal = parts.Refusal(_("changing the account"), said, translated(changed.source), None)
    title, submit = _("Change the account"), _("Change the account")
    lead = _("Now: %(iban)s") % {"iban": grouped_iban(found.iban)} if found.iban else found.name
    return _ask(
        request,
        member,
        found,
        title=title,
        lead=lead,
        submit=submit,
        form=form,
        tone="danger",
        refusal=refusal,
        consequences=_of_account(found),
    )


def _of_account(found: Creditor) -> list[Consequence]:
    waiting, people = letters_naming(found.party_id), len(members_of(found.party_id))
    letters = ngettext("letter not posted yet is written again", "letters not posted yet are written again", waiting)
    told = ngettext("person of the creditor is told by mail", "people of the creditor are told by mail", people)
    why = _("Letters posted before keep the old account: ask the creditor to leave it open.")
    secret = _("So is its own address, so that nobody changes it in secret.")
    rewritten = [Consequence(waiting, letters, "", "attention")] if waiting else []
    return [*rewritten, Consequence(people, told, f"{secret} {why}")]


@staff("creditors.edit", "GET", "POST")
def creditor_preferences(request: HttpRequest, member: Member, creditor: str) -> HttpResponse:
    """How the creditor wants to hear from the agency."""
    found = creditor_row(creditor)
    contract = running_contract(found)
    now = {"language": found.language, "wants_sms": found.wants_sms, "rhythm": contract and contract.report_rhythm}
    form = PreferencesForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        set_preferences(creditor=found, at=timezone.now(), **form.cleaned_data)
        toast(request, _("The preferences are kept."))
        return to(member, "creditor", creditor=found.number)
    title, submit = _("Preferences"), _("Keep them")
    return _ask(request, member, found, title=title, submit=submit, form=form)


@staff("creditors.edit", "GET", "POST")
def contract_end(request: HttpRequest, member: Member, creditor: str, contract: int) -> HttpResponse:
    """Record the end of a contract: nothing new is accepted, running claims go on."""
    found, now = creditor_row(creditor), timezone.now()
    row = Contract.objects.filter(pk=contract, creditor=found, ended_on=None).select_related("entity").first()
    if row is None:
        raise DoorClosed
    form = EndForm(request.POST or None, signed_on=row.signed_on, on=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        end_contract(contract=row, at=now, **form.cleaned_data)
        toast(request, _("The contract is ended: nothing new is accepted under it."))
        return to(member, "creditor", creditor=found.number)
    running = open_claims_under(row.pk)
    files = ngettext("open file goes on to its end", "open files go on to their end", running)
    why = _("No list is loaded or signed any more, before a new contract is recorded.")
    consequences = [Consequence(running, files, why, "attention")]
    title, submit = _("End the contract with %(entity)s") % {"entity": row.entity.name}, _("End the contract")
    return _ask(request, member, found, title=title, submit=submit, form=form, tone="danger", consequences=consequences)


@staff("creditors.edit", "GET", "POST")
def creditor_contract(request: HttpRequest, member: Member, creditor: str) -> HttpResponse:
    """Record the contract that was signed."""
    found, on = creditor_row(creditor), timezone.localdate()
    entities = [(str(pk), name) for pk, name in Entity.objects.order_by("name").values_list("pk", "name")]
    form = ContractForm(request.POST or None, entities=entities, initial={"signed_on": on})
    if request.method == "POST" and form.is_valid() and _signed(found, form):
        toast(request, _("The contract is recorded: files can be loaded."))
        return to(member, "creditor", creditor=found.number)
    title, submit = _("Record the contract"), _("Record the contract")
    return _ask(request, member, found, title=title, submit=submit, form=form)


def _signed(found: Creditor, form: ContractForm) -> bool:
    given = dict(form.cleaned_data)
    entity = Entity.objects.get(pk=given.pop("entity"))
    try:
        with transaction.atomic():
            sign_contract(creditor=found, entity=entity, at=timezone.now(), **given)
    except IntegrityError:
        form.add_error("entity", _("A contract with this entity is running already."))
        return False
    return True


@staff("creditors.edit", "GET", "POST")
def creditor_terms(request: HttpRequest, member: Member, creditor: str) -> HttpResponse:
    """Record a version of the creditor's terms of sale."""
    found, on = creditor_row(creditor), timezone.localdate()
    form = TermsForm(request.POST or None, initial={"since": on})
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        since: date = fields.pop("since")
        record_terms(creditor=found, since=since, at=timezone.now(), fields=fields)
        toast(request, _("The terms are recorded; claims loaded from now on follow them."))
        return to(member, "creditor", creditor=found.number)
    title, submit = _("Record terms"), _("Record the terms")
    return _ask(request, member, found, title=title, submit=submit, form=form)


@staff("creditors.edit", "GET", "POST")
def creditor_grant(request: HttpRequest, member: Member, creditor: str) -> HttpResponse:
    """Add PAYNOW to the stock, with the reason; a second press counts once."""
    found = creditor_row(creditor)
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        grant_paynow(
            party_id=found.party_id,
            quantity=given["quantity"],
            source=f"granted:{given['token']}",
            at=timezone.now(),
            expires_on=given["expires_on"],
            reason=given["reason"],
        )
        toast(request, _("%(n)d PAYNOW added.") % {"n": given["quantity"]})
        return to(member, "creditor", creditor=found.number)
    left = [Consequence(paynow_left(found.party_id), _("PAYNOW in stock now"))]
    title, submit = _("Grant PAYNOW"), _("Grant them")
    return _ask(request, member, found, title=title, submit=submit, form=form, consequences=left)
