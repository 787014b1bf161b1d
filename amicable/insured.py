"""The insurance of a claim on its page, shared by office and portal: how far it is, and the one step that is next."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amicable.forms import AnswerForm, CoverForm, DeclareForm, PaidForm, PapersForm, PolicyForm
from amicable.models import InsurancePolicy, InsuredClaim
from amicable.queries.insurance import Cover, cover_of, policies_of, usual_deadlines
from amicable.rules.insurance import is_urgent
from amicable.services import insuring
from claims.models import Claim
from claims.queries.statement import statement_of
from core.money import ZERO
from files.rules import DOCUMENTS
from files.services import Rejected, keep
from web import marks
from web.formatting import day, money
from web.parts import Cell, Heading, Row, TableView
from web.tables import Column, Filter, Listing

State = InsuredClaim.State
INSURED = Listing(
    name="insured",
    columns=[
        Column("number", gettext_lazy("File"), "key"),
        Column("debtor", gettext_lazy("Debtor")),
        Column("policy", gettext_lazy("Policy")),
        Column("state", gettext_lazy("State"), "badge"),
        Column("due", gettext_lazy("Deadline"), "day", sort="due_on"),
    ],
    default="due",
    filters=[Filter("state", gettext_lazy("State"), "state", State.choices)],
    search=gettext_lazy("Start of a number, an invoice or a debtor's name"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next: its form, None where nothing is to be done here."""

    title: str
    submit: str
    form: Any
    lead: str = ""


def step_of(claim: Claim, cover: Cover | None, data: Any, files: Any, *, on: date) -> Step:
    """The next step of a claim with its insurer."""
    if cover is None:
        return _uncovered(claim, data)
    row, given = cover.row, {"data": data, "today": on}
    if row.state == State.COVERED:
        lead = _("From %(first)s to %(last)s.") % {"first": day(row.declare_from), "last": day(row.due_on)}
        owed = {"on": on, "amount": statement_of(claim, on).total}
        return Step(_("Declare the claim"), _("Record the declaration"), DeclareForm(**given, initial=owed), lead)
    if row.state == State.DECLARED:
        lead = _("By %(last)s at the latest. The insurer's file holds what it asks for.") % {"last": day(row.due_on)}
        return Step(_("Hand over the papers"), _("The papers are handed over"), PapersForm(**given), lead)
    if row.state == State.HANDED:
        return Step(_("Answer of the insurer"), _("Record the answer"), AnswerForm(**given))
    if row.state == State.ACCEPTED:
        lead = _("It lowers no debt: the insurer stands in the creditor's place for what it paid (subrogation).")
        return Step(_("Payment of the insurer"), _("Record the payment"), PaidForm(**given, files=files), lead)
    return Step(_("Nothing more is to be done."), "", None)


def _uncovered(claim: Claim, data: Any) -> Step:
    policies = policies_of(claim.party_id)
    if claim.closed_on or not policies:
        why = _("This file is closed.") if claim.closed_on else _("The creditor has no policy on record.")
        return Step(_("Not insured"), "", None, why)
    lead = _("No policy covered this file by itself: its kind, its due date, or the customer number.")
    return Step(_("Not insured"), _("Put it under this policy"), CoverForm(data, policies=policies), lead)


def do(claim: Claim, cover: Cover | None, form: forms.Form, *, at: datetime) -> Rejected | None:
    """Do the step whose form is filled in; Rejected when its proof is no paper that is kept."""
    given, row = form.cleaned_data, cover.row if cover else None
    if row is None:
        insuring.cover(claim_id=claim.pk, policy_id=int(given["policy"]), at=at)
    elif isinstance(form, DeclareForm):
        insuring.declare(insured_id=row.pk, **given, at=at)
    elif isinstance(form, PapersForm):
        insuring.hand_papers(insured_id=row.pk, **given, at=at)
    elif isinstance(form, AnswerForm):
        insuring.answer(insured_id=row.pk, **given | {"accepted": given["accepted"] == "yes"}, at=at)
    else:
        return _paid(claim, row, given, at)
    return None


def _paid(claim: Claim, row: InsuredClaim, given: dict[str, Any], at: datetime) -> Rejected | None:
    sent, proof_id = given["proof"], None
    if sent:
        kept = keep(data=sent.read(), name=sent.name, party_id=claim.party_id, allowed=DOCUMENTS)
        if isinstance(kept, Rejected):
            return kept
        proof_id = kept.pk
    told = {"amount": given["amount"], "paid_on": given["on"], "reference": given["reference"]}
    insuring.record_payment(insured_id=row.pk, **told, proof_id=proof_id, at=at)
    return None


def page(claim: Claim, data: Any, files: Any, *, on: date) -> tuple[Cover | None, Step, dict[str, Any]]:
    """How far a claim is, its next step, and what both faces' pages show of them."""
    cover = cover_of(claim)
    step = step_of(claim, cover, data, files, on=on)
    shown = {
        "title": _("Credit insurance"),
        "step": step,
        "form": step.form,
        "facts": _facts(cover) if cover else [],
        "payments": _payments(cover) if cover and cover.payments else None,
    }
    return cover, step, shown


def _facts(cover: Cover) -> list[tuple[str, str]]:
    row = cover.row
    found = [
        (_("State"), str(row.get_state_display())),
        (_("Policy"), f"{row.policy.insurer} · {row.policy.number}"),
        (_("Declared on"), day(row.declared_on)),
        (_("Amount declared"), money(row.declared_amount) if row.declared_amount is not None else ""),
        (_("Reference of the insurer"), row.reference),
        (_("Papers handed over on"), day(row.papers_on)),
        (_("Answered on"), day(row.answered_on)),
        (_("Its reasons"), row.reason),
        (_("Paid by the insurer"), money(cover.paid) if cover.paid > ZERO else ""),
    ]
    return [(label, said) for label, said in found if said]


def _payments(cover: Cover) -> TableView:
    headings = [Heading(_("Paid on"), "day"), Heading(_("Payment reference")), Heading(_("Amount"), "amount")]
    rows = [
        Row(
            str(one.pk),
            "",
            [
                Cell(marks.day_mark(one.paid_on), "day"),
                Cell(one.reference or "–", note=one.proof.name if one.proof else ""),
                Cell(marks.amount(one.amount), "amount"),
            ],
        )
        for one in cover.payments
    ]
    return TableView(_("Payments of the insurer"), headings, rows)


def policy_form(row: InsurancePolicy | None, data: Any, party_id: int, *, on: date) -> PolicyForm:
    """The form of a policy; a new one starts with the agency's usual deadlines."""
    taken = {one.number for one in policies_of(party_id) if row is None or one.pk != row.pk}
    if row is None:
        return PolicyForm(data, taken=taken, initial={"since": on.replace(month=1, day=1), **usual_deadlines(on)})
    names = [name for name in PolicyForm.base_fields if name != "customers"]
    known = {name: getattr(row, name) for name in names}
    return PolicyForm(data, taken=taken, initial=known | {"customers": "\n".join(row.customers)})


def save_policy(form: PolicyForm, row: InsurancePolicy | None, party_id: int, *, at: datetime) -> int:
    """Keep what the form says; how many claims came under the policy."""
    named = {"insurer": form.cleaned_data["insurer"], "number": form.cleaned_data["number"]}
    policy_id = row.pk if row else None
    return insuring.set_policy(party_id=party_id, policy_id=policy_id, terms=form.terms(), **named, at=at)


def cells(row: InsuredClaim, on: date) -> list[Cell]:
    """One insured claim in a list: file, debtor, policy, state, deadline."""
    open_one = row.state in InsuredClaim.OPEN
    tone = "quiet" if not open_one else "danger" if is_urgent(row.due_on, on) else "attention"
    return [
        Cell(str(row.claim.number), "key"),
        Cell(row.claim.debtor.name, note=row.claim.creditor.name),
        Cell(row.policy.insurer, note=row.policy.number),
        Cell(marks.badge(str(row.get_state_display()), tone), "badge"),
        Cell(marks.deadline(row.due_on, on) if open_one else "–", "day"),
    ]


def policies_table(rows: list[InsurancePolicy], urls: dict[int, str]) -> TableView:
    """The policies of a creditor; `urls` lead to the pages where they are changed."""
    headings = [
        Heading(_("Insurer")),
        Heading(_("Covers invoices due from"), "day"),
        Heading(_("Declare")),
        Heading(_("Papers")),
    ]
    table = [
        Row(
            str(row.pk),
            urls.get(row.pk, ""),
            [
                Cell(row.insurer, note=row.number),
                Cell(
                    marks.day_mark(row.since),
                    "day",
                    note=_("until %(day)s") % {"day": day(row.until)} if row.until else "",
                ),
                Cell(
                    _("%(first)d to %(last)d months")
                    % {"first": row.declare_from_months, "last": row.declare_until_months}
                ),
                Cell(_("within %(n)d days") % {"n": row.papers_within_days}),
            ],
        )
        for row in rows
    ]
    return TableView(_("Policies"), headings, table, empty=_("No policy is recorded."))
