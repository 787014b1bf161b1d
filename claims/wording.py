"""Claims in the reader's words: the timeline, the statement with its reasons, stages, refusals. Shared by the faces."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.arranging import ARRANGED, ARRANGED_SIGNS, BARE_ARRANGED, CONFIRMED
from claims.explaining import statement_lines as statement_lines
from claims.models import Claim, Decision, Document, Halt, Refused
from claims.naming import ACTS as ACTS
from claims.naming import ENDS as ENDS
from claims.naming import KINDS as KINDS
from claims.queries.checks import CHECKED
from claims.queries.timeline import Told
from claims.rules import HoldKind, Stage
from web import marks, parts
from web.formatting import day, money

Words = Mapping[str, Any]

HOLDS: Words = {
    HoldKind.DISPUTE: gettext_lazy("the debtor disputes it"),
    HoldKind.PLAN_ASKED: gettext_lazy("the debtor asks for a payment plan"),
    HoldKind.PLAN: gettext_lazy("a payment plan is running"),
    HoldKind.PROMISE: gettext_lazy("the debtor promised to pay"),
    HoldKind.MEDIATION: gettext_lazy("debt mediation"),
    HoldKind.INSOLVENCY: gettext_lazy("insolvency"),
    HoldKind.DEATH: gettext_lazy("the debtor has died"),
    HoldKind.STRUCK_OFF: gettext_lazy("struck off the register"),
    HoldKind.UNKNOWN_ADDRESS: gettext_lazy("address unknown"),
    HoldKind.WITHDRAWAL: gettext_lazy("withdrawal asked by the creditor"),
    HoldKind.PAID_ALREADY: gettext_lazy("the debtor says it is paid"),
    HoldKind.GDPR_OBJECTION: gettext_lazy("objection to the use of personal data"),
    HoldKind.PAPERS_ASKED: gettext_lazy("the debtor asks for papers"),
    HoldKind.INSURER: gettext_lazy("the credit insurer has taken it over"),
    HoldKind.CREDITOR_ASKED: gettext_lazy("asked by the creditor"),
}
LETTERS: Words = {
    "first_reminder": gettext_lazy("Free first reminder"),
    "paynow": gettext_lazy("PAYNOW"),
    "paynow.first_reminder": gettext_lazy("Free first reminder"),
    "paynow.paynow": gettext_lazy("PAYNOW"),
    "paynow.decision": gettext_lazy("Question to the creditor"),
    "posted": gettext_lazy("Letters posted"),
    "amicable.letter": gettext_lazy("Reminder letter"),
    "amicable.email": gettext_lazy("Reminder"),
    "amicable.sms": gettext_lazy("Reminder"),
    "amicable.formal-notice": gettext_lazy("Formal notice"),
    "amicable.delivery-stop-notice": gettext_lazy("Notice of stopped deliveries"),
    "halted": gettext_lazy("News of debtors"),
    "note.agency": gettext_lazy("Word that a message waits"),
    "note.creditor": gettext_lazy("Word that a message waits"),
    **{f"amicable.{kind}": capfirst(words) for kind, words in CONFIRMED.items()},
    "amicable.hand": gettext_lazy("Message by hand"),
    "amicable.dispute": gettext_lazy("Question to the creditor"),
    "amicable.papers": gettext_lazy("Question to the creditor"),
    "amicable.plan": gettext_lazy("Question to the creditor"),
}
REFUSED_ACTS: Words = {
    "first-reminder": gettext_lazy("sending the free first reminder"),
    "notice": gettext_lazy("sending the PAYNOW"),
    "letter": gettext_lazy("sending a letter"),
    "email": gettext_lazy("sending an e-mail"),
    "sms": gettext_lazy("sending an SMS"),
    "call": gettext_lazy("calling the debtor"),
    "visit": gettext_lazy("visiting the debtor"),
    "partner-letter": gettext_lazy("the letter of the judicial partner"),
    "cycle": gettext_lazy("starting a cycle of reminders"),
}
LAWS: Words = {"be": gettext_lazy("Belgian law"), "fr": gettext_lazy("French law")}
REGISTERS: Words = {  # where a business is looked up
    "bce": gettext_lazy("BCE (Belgium)"),
    "bodacc": gettext_lazy("BODACC (France)"),
    "rne": gettext_lazy("RNE (France)"),
    "other": gettext_lazy("register of another country"),
}
STAGES: Words = {**marks.STAGES}
SIGNS: Mapping[str, tuple[str, parts.Tone]] = {
    "opened": ("upload", "quiet"),
    "ordered": ("check", "ok"),
    "written": ("letter", "quiet"),
    "posted": ("letter", "ok"),
    "letter_withdrawn": ("undo", "attention"),
    "emailed": ("mail", "quiet"),
    "texted": ("mail", "quiet"),
    "replied": ("mail", "attention"),
    "undelivered": ("stop", "attention"),
    "not_sent": ("stop", "danger"),
    "credited": ("euro", "ok"),
    "uncredited": ("euro", "danger"),
    "held": ("stage-hold", "attention"),
    "released": ("undo", "quiet"),
    "kind_said": ("person", "quiet"),
    "address_completed": ("person", "quiet"),
    "law_chosen": ("shield", "quiet"),
    "halted": ("stop", "danger"),
    "halt_lifted": ("undo", "quiet"),
    CHECKED: ("search", "ok"),
    "decision_asked": ("help", "attention"),
    "decision_reminded": ("help", "attention"),
    "decided": ("check", "ok"),
    "moved": ("right", "quiet"),
    "cycle_begun": ("right", "quiet"),
    "cycle_ended": ("right", "quiet"),
    "action_done": ("check", "quiet"),
    "document_added": ("file", "quiet"),
    "note_written": ("mail", "quiet"),
    "note_settled": ("check", "quiet"),
    "erased": ("lock", "quiet"),
    **ARRANGED_SIGNS,
}


# The timeline --------------------------------------------------------------------------------------------------------


def entries(
    told: Iterable[Told], names: Mapping[str, str], proofs: Mapping[tuple[str, str], str] | None = None
) -> list[parts.Entry]:
    """A timeline as the component draws it. `names` says who an actor is, `proofs` where a notice's letter is, by kind
    and ISO deadline."""
    return [_entry(one, names, proofs or {}) for one in told]


def _entry(told: Told, names: Mapping[str, str], proofs: Mapping[tuple[str, str], str]) -> parts.Entry:
    detail = told.detail or {}
    what, why = event(told)
    icon, tone = SIGNS.get(told.kind, ("dot", "quiet"))
    url = ""
    if told.kind in ("written", "posted"):
        url = proofs.get((str(detail.get("kind")), str(detail.get("deadline"))), "")
    who = names.get(told.actor) or names.get("system", "")
    return parts.Entry(told.at, what, who, why, icon, tone, _("The letter (PDF)") if url else "", url)


def event(told: Told) -> tuple[str, str]:
    """What happened and why, in words; an erased detail leaves what happened."""
    detail = told.detail
    if detail is None:
        return str(BARE.get(told.kind, told.kind)), _("Personal details were erased, as the law asks.")
    return SAID[told.kind](detail) if told.kind in SAID else (told.kind, "")


def _opened(d: Mapping[str, Any]) -> tuple[str, str]:
    invoices, principal = d.get("invoices", []), money(Decimal(d["principal"])) if "principal" in d else ""
    count = ngettext("%(n)d invoice", "%(n)d invoices", len(invoices)) % {"n": len(invoices)}
    listed = ", ".join(invoices[:6]) + ("…" if len(invoices) > 6 else "")
    return _("File received: %(count)s, %(amount)s") % {"count": count, "amount": principal}, listed


def _ordered(d: Mapping[str, Any]) -> tuple[str, str]:
    signed = _("Signed by %(name)s.") % {"name": d.get("name", "")}
    proof = _("Bordereau with SHA-256 %(start)s…") % {"start": d["sha256"][:16]} if d.get("sha256") else ""
    return _("Written order given"), f"{signed} {proof}".strip()


def _written(d: Mapping[str, Any]) -> tuple[str, str]:
    what = _("%(letter)s written: %(amount)s") % {"letter": _letter(d), "amount": _euros(d)}
    return what, _pay_by(d)


def _posted(d: Mapping[str, Any]) -> tuple[str, str]:
    what = _("%(letter)s handed to the post") % {"letter": _letter(d)}
    return what, _pay_by(d)


def _pay_by(d: Mapping[str, Any]) -> str:
    return _("To be paid by %(day)s.") % {"day": _iso(d["deadline"])} if d.get("deadline") else ""


def _credited(d: Mapping[str, Any]) -> tuple[str, str]:
    kinds = {"payment": _("Payment"), "credit_note": _("Credit note"), "waiver": _("Amount waived")}
    what = _("%(kind)s: %(amount)s") % {"kind": kinds.get(str(d.get("kind")), ""), "amount": _euros(d)}
    return what, _("Value date %(day)s.") % {"day": _iso(d.get("value_on"))}


def _uncredited(d: Mapping[str, Any]) -> tuple[str, str]:
    what = _("Payment undone: %(amount)s") if d.get("kind") == "payment" else _("Credit undone: %(amount)s")
    return what % {"amount": _euros(d)}, str(d.get("note") or "")


def _held(d: Mapping[str, Any]) -> tuple[str, str]:
    return _("On hold: %(why)s") % {"why": HOLDS.get(str(d.get("kind")), d.get("kind"))}, str(d.get("reason") or "")


def _halted(d: Mapping[str, Any]) -> tuple[str, str]:
    what = _("%(what)s, since %(day)s") % {"what": capfirst(_halt(d)), "day": _iso(d.get("since"))}
    return what, " · ".join(filter(None, (d.get("source"), d.get("reference"), d.get("stands_for"))))


def _halt(d: Mapping[str, Any]) -> str:
    return str(dict(Halt.Kind.choices).get(str(d.get("event")), d.get("event", "")))


def _decided(d: Mapping[str, Any]) -> tuple[str, str]:
    choice = dict(Decision.Choice.choices).get(str(d.get("choice")), d.get("choice"))
    return _("The creditor's choice: %(choice)s") % {"choice": choice}, str(d.get("consent") or "")


def _moved(d: Mapping[str, Any]) -> tuple[str, str]:
    return _("Stage: %(stage)s") % {"stage": STAGES.get(str(d.get("now")), d.get("now"))}, ""


def _law_chosen(d: Mapping[str, Any]) -> tuple[str, str]:
    return _("Law chosen: %(law)s") % {"law": LAWS.get(str(d.get("law")), "")}, str(d.get("ground") or "")


def _action(d: Mapping[str, Any]) -> tuple[str, str]:
    act = str(ACTS.get(str(d.get("act")), d.get("act")))
    if d.get("state") == "skipped":
        return _("Left out: %(act)s") % {"act": act}, ""
    return _("Done: %(act)s") % {"act": act}, ""


def _document(d: Mapping[str, Any]) -> str:
    return str(dict(Document.Kind.choices).get(str(d.get("kind")), d.get("kind", "")))


def _letter(d: Mapping[str, Any]) -> str:
    return str(LETTERS.get(str(d.get("kind")), d.get("kind", "")))


def _euros(d: Mapping[str, Any]) -> str:
    return money(Decimal(d["amount"])) if d.get("amount") else ""


def _iso(text: Any) -> str:
    return day(date.fromisoformat(text)) if text else ""


SAID: Mapping[str, Any] = {
    "opened": _opened,
    "ordered": _ordered,
    "written": _written,
    "posted": _posted,
    "letter_withdrawn": lambda d: (_("%(letter)s withdrawn before posting") % {"letter": _letter(d)}, ""),
    "emailed": lambda d: (_("E-mail sent: %(letter)s") % {"letter": _letter(d)}, str(d.get("to") or "")),
    "texted": lambda d: (_("SMS sent: %(letter)s") % {"letter": _letter(d)}, str(d.get("to") or "")),
    "replied": lambda d: (_("Answer received"), str(d.get("text") or "")),
    "undelivered": lambda d: (_("Not delivered: %(letter)s") % {"letter": _letter(d)}, str(d.get("to") or "")),
    "not_sent": lambda d: (_("Not sent: %(letter)s") % {"letter": _letter(d)}, str(d.get("reason") or "")),
    "credited": _credited,
    "uncredited": _uncredited,
    "held": _held,
    "released": lambda d: (_("Hold ended: %(why)s") % {"why": HOLDS.get(str(d.get("kind")), d.get("kind"))}, ""),
    "kind_said": lambda d: (_("The debtor owes as: %(kind)s") % {"kind": KINDS.get(str(d.get("kind")), "")}, ""),
    "law_chosen": _law_chosen,
    "halted": _halted,
    "halt_lifted": lambda d: (_("It does not hold any more: %(what)s") % {"what": _halt(d)}, str(d.get("why") or "")),
    CHECKED: lambda d: (
        _("Looked up in a register: nothing found"),
        str(REGISTERS.get(str(d.get("register")), "")),
    ),
    "address_completed": lambda d: (_("Address completed: %(address)s") % {"address": d.get("now", "")}, ""),
    "decision_asked": lambda d: (_("What comes next? The creditor was asked"), ""),
    "decision_reminded": lambda d: (_("The creditor was reminded to decide"), ""),
    "decided": _decided,
    "moved": _moved,
    "cycle_begun": lambda d: (_("Cycle begun: %(cycle)s") % {"cycle": d.get("cycle", "")}, ""),
    "action_done": _action,
    "cycle_ended": lambda d: (_("The last step of the cycle is done"), ""),
    "document_added": lambda d: (_("Document added: %(kind)s") % {"kind": _document(d)}, str(d.get("name") or "")),
    "note_written": lambda d: (
        _("Message of the agency") if d.get("side") == "agency" else _("Message of the creditor"),
        "",
    ),
    "note_settled": lambda d: (_("The creditor's message needs no answer"), ""),
    "erased": lambda d: (_("Personal details erased"), ""),
    **ARRANGED,
}
BARE: Words = {
    "opened": gettext_lazy("File received"),
    "ordered": gettext_lazy("Written order given"),
    "written": gettext_lazy("Letter written"),
    "posted": gettext_lazy("Letter handed to the post"),
    "letter_withdrawn": gettext_lazy("Letter withdrawn before posting"),
    "emailed": gettext_lazy("E-mail sent"),
    "texted": gettext_lazy("SMS sent"),
    "replied": gettext_lazy("Answer received"),
    "undelivered": gettext_lazy("Message not delivered"),
    "not_sent": gettext_lazy("Message not sent"),
    "credited": gettext_lazy("Payment or credit"),
    "uncredited": gettext_lazy("Payment or credit undone"),
    "held": gettext_lazy("On hold"),
    "released": gettext_lazy("Hold ended"),
    "kind_said": gettext_lazy("Consumer or business: said"),
    "address_completed": gettext_lazy("Address completed"),
    "law_chosen": gettext_lazy("Law chosen"),
    "halted": gettext_lazy("What ends action became known"),
    "halt_lifted": gettext_lazy("It does not hold any more"),
    CHECKED: gettext_lazy("Looked up in a register"),
    "decision_asked": gettext_lazy("What comes next? The creditor was asked"),
    "decision_reminded": gettext_lazy("The creditor was reminded to decide"),
    "decided": gettext_lazy("The creditor's choice"),
    "moved": gettext_lazy("Change of stage"),
    "cycle_begun": gettext_lazy("Cycle begun"),
    "cycle_ended": gettext_lazy("The last step of the cycle is done"),
    "action_done": gettext_lazy("Task of the cycle"),
    "document_added": gettext_lazy("Document added"),
    "note_written": gettext_lazy("Message between creditor and agency"),
    "note_settled": gettext_lazy("The creditor's message needs no answer"),
    "erased": gettext_lazy("Personal details erased"),
    **BARE_ARRANGED,
}


# Stages and refusals -------------------------------------------------------------------------------------------------


def track(claim: Claim, stages: Sequence[str], note: str = "") -> list[parts.Step]:
    """Where a claim is among the stages of its agency; `note` says what comes next and when."""
    names = [*stages, Stage.CLOSED.value]
    here = names.index(claim.stage) if claim.stage in names else 0
    return [_step(claim, name, place, here, note) for place, name in enumerate(names)]


def _step(claim: Claim, name: str, place: int, here: int, note: str) -> parts.Step:
    closed = claim.stage == Stage.CLOSED
    state = "current" if place == here else "done" if place < here and not closed else "next"
    said = note if place == here else ""
    if closed and place == here and claim.closed_on:
        said = _("%(how)s on %(day)s") % {
            "how": ENDS.get(claim.closed_as, claim.closed_as),
            "day": day(claim.closed_on),
        }
    return parts.Step(str(STAGES[name]), state, name, said)  # type: ignore[arg-type]


def next_act(claim: Claim) -> str:
    """What comes next and when, in words; empty when nothing is planned."""
    if not claim.next_act or claim.closed_on:
        return ""
    act = str(ACTS.get(claim.next_act, claim.next_act))
    return _("%(act)s, on %(day)s") % {"act": act, "day": day(claim.next_on)} if claim.next_on else act


def translated(text: str) -> str:
    """A message id kept in the database (a reason, a cure, a source) in the reader's language."""
    return _(text) if text else ""


def refusal(row: Refused) -> parts.Refusal:
    """An open refusal in words: the reason with its cure, the source, the first lawful day."""
    said = " ".join(_(text) for text in (row.reason, row.cure) if text)
    return parts.Refusal(str(REFUSED_ACTS.get(row.act, row.act)), said, _(row.source), row.allowed_from)


# What a clearance looked at (law.clearance.CHECKS) and by whose law; for whoever reads why a message could leave.
CLEARED: Words = {
    "be-cons": gettext_lazy("Belgian law, consumer"),
    "be-b2b": gettext_lazy("Belgian law, business"),
    "fr-cons": gettext_lazy("French law, consumer"),
    "fr-b2b": gettext_lazy("French law, business"),
    "fr-pub": gettext_lazy("French law, public body"),
    "standing": gettext_lazy("registration and insurance"),
    "order": gettext_lazy("written order"),
    "amounts": gettext_lazy("legal caps"),
    "first-reminder": gettext_lazy("first reminder and its wait"),
    "notice": gettext_lazy("our notice and its wait"),
    "partner-letter": gettext_lazy("the partner's letter and its wait"),
    "suspensions": gettext_lazy("facilities and objections"),
    "holds": gettext_lazy("holds on the file"),
    "stops": gettext_lazy("insolvency"),
    "limitation": gettext_lazy("limitation period"),
    "people": gettext_lazy("who may be written to"),
    "wishes": gettext_lazy("what the debtor refused"),
    "frequency": gettext_lazy("number of contacts"),
    "hours": gettext_lazy("hours"),
}
