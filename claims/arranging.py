"""The timeline's words for what is agreed, contested and tried: promises, plans, disputes, papers, calls, visits."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.explaining import in_order
from web import parts
from web.formatting import day, money

Detail = Mapping[str, Any]
Words = Mapping[str, Any]

ARRANGED_SIGNS: Mapping[str, tuple[str, parts.Tone]] = {
    "allocated": ("euro", "quiet"),
    "hand_written": ("mail", "quiet"),
    "escalated": ("right", "attention"),
    "escalation_ended": ("undo", "quiet"),
    "called": ("phone", "quiet"),
    "visited": ("home", "quiet"),
    "acknowledged": ("file", "ok"),
    "admitted": ("person", "quiet"),
    "promised": ("euro", "attention"),
    "promise_kept": ("check", "ok"),
    "promise_broken": ("stop", "danger"),
    "promise_cancelled": ("undo", "quiet"),
    "plan_asked": ("help", "attention"),
    "plan_approval": ("help", "attention"),
    "plan_agreed": ("check", "ok"),
    "plan_refused": ("stop", "attention"),
    "plan_met": ("check", "ok"),
    "plan_defaulted": ("stop", "danger"),
    "plan_ended": ("undo", "quiet"),
    "disputed": ("stage-hold", "attention"),
    "dispute_answered": ("check", "quiet"),
    "dispute_reminded": ("help", "attention"),
    "dispute_decided": ("check", "ok"),
    "dispute_withdrawn": ("undo", "quiet"),
    "papers_asked": ("help", "attention"),
    "papers_reminded": ("help", "attention"),
    "papers_given": ("file", "ok"),
    "papers_missing": ("stop", "attention"),
    "confirmed": ("mail", "quiet"),
    "not_confirmed": ("stop", "attention"),
    "certificate_asked": ("help", "quiet"),
    "certified": ("file", "ok"),
    "call_asked": ("phone", "attention"),
    "contact_corrected": ("person", "attention"),
    "contact_marked": ("phone", "quiet"),
    "ways_wished": ("stop", "quiet"),
    "tracing_opened": ("help", "attention"),
    "traced_at": ("search", "quiet"),
    "traced": ("check", "ok"),
    "not_traced": ("stop", "attention"),
    "handed": ("file", "ok"),
    "insured": ("shield", "quiet"),
    "insurance_ended": ("shield", "quiet"),
    "insurer_told": ("shield", "ok"),
    "insurer_papers": ("file", "ok"),
    "insurer_accepted": ("shield", "ok"),
    "insurer_refused": ("shield", "attention"),
    "insurer_paid": ("euro", "ok"),
}
BY: Words = {
    "debtor": gettext_lazy("by the debtor"),
    "agent": gettext_lazy("by the agency"),
    "creditor": gettext_lazy("by the creditor"),
}
WAYS: Words = {
    "call": gettext_lazy("by telephone"),
    "email": gettext_lazy("by e-mail"),
    "sms": gettext_lazy("by SMS"),
    "letter": gettext_lazy("by letter"),
    "visit": gettext_lazy("at a visit"),
    "portal": gettext_lazy("on the debtor's page"),
}
GROUNDS: Words = {
    "not_delivered": gettext_lazy("goods or service not received"),
    "faulty": gettext_lazy("goods or service faulty"),
    "amount": gettext_lazy("the amount is wrong"),
    "paid": gettext_lazy("already paid"),
    "not_debtor": gettext_lazy("it is not my debt"),
    "no_contract": gettext_lazy("nothing was ordered, or the contract has ended"),
    "terms": gettext_lazy("the terms were never accepted"),
    "limitation": gettext_lazy("the debt is too old"),
    "other": gettext_lazy("another reason"),
}
OUTCOMES: Words = {
    "upheld": gettext_lazy("upheld"),
    "partly": gettext_lazy("upheld in part"),
    "rejected": gettext_lazy("rejected"),
}
POSITIONS: Words = {
    "accepts": gettext_lazy("the debtor is right"),
    "partly": gettext_lazy("the debtor is right in part"),
    "rejects": gettext_lazy("the debtor is wrong"),
}
CONTACT_WAYS: Words = {
    "phone": gettext_lazy("Telephone"),
    "email": gettext_lazy("E-mail"),
    "address": gettext_lazy("Address"),
}
MARKS: Words = {
    "good": gettext_lazy("good"),
    "bad": gettext_lazy("bad"),
    "unknown": gettext_lazy("not known to be good or bad"),
}
TRIED: Words = {
    "reached": gettext_lazy("reached"),
    "no_answer": gettext_lazy("no answer"),
    "wrong_number": gettext_lazy("wrong number"),
    "call_back": gettext_lazy("to be called back"),
    "refuses": gettext_lazy("refuses to pay"),
    "disputes": gettext_lazy("disputes"),
    "promises": gettext_lazy("promises to pay"),
    "says_paid": gettext_lazy("says it is paid"),
    "absent": gettext_lazy("nobody there"),
}
CONFIRMED: Words = {
    "plan_agreed": gettext_lazy("confirmation of a payment plan"),
    "plan_refused": gettext_lazy("answer to a request for a payment plan"),
    "plan_reminder": gettext_lazy("reminder of an instalment"),
    "plan_defaulted": gettext_lazy("end of a payment plan"),
    "plan_statement": gettext_lazy("yearly statement of a payment plan"),
    "dispute_received": gettext_lazy("receipt of a dispute"),
    "dispute_decided": gettext_lazy("answer to a dispute"),
    "papers": gettext_lazy("papers asked for"),
    "extinguished": gettext_lazy("notice that the debt is settled"),
    "payment_received": gettext_lazy("receipt for a payment"),
}
LEFT_OUT: Words = {
    "no-address": gettext_lazy("no address is known"),
    "no-longer": gettext_lazy("it no longer applies"),
    "by-email-only": gettext_lazy("no e-mail address is known"),
}
OWNED_UP: Words = {
    "promise": gettext_lazy("a promise to pay"),
    "plan": gettext_lazy("a request for a payment plan"),
    "admission": gettext_lazy("an admission of the debt"),
}


def _word(words: Words, d: Detail, key: str) -> str:
    found = d.get(key)
    return str(words.get(str(found), found or ""))


def _euros(d: Detail, key: str = "amount") -> str:
    return money(Decimal(d[key])) if d.get(key) else ""


def _iso(text: Any) -> str:
    return day(date.fromisoformat(text)) if text else ""


def _promised(d: Detail) -> tuple[str, str]:
    said = _("Promise to pay %(amount)s by %(day)s") % {"amount": _euros(d), "day": _iso(d.get("due_on"))}
    return said, _word(WAYS, d, "way")


def _promise(said: str) -> Any:
    def worded(d: Detail) -> tuple[str, str]:
        why = _("%(amount)s by %(day)s") % {"amount": _euros(d), "day": _iso(d.get("due_on"))}
        return str(BARE_ARRANGED[said]), why

    return worded


def _plan_agreed(d: Detail) -> tuple[str, str]:
    count = int(d.get("parts") or 0)
    parts_said = ngettext("%(n)d instalment", "%(n)d instalments", count) % {"n": count}
    said = _("Payment plan agreed: %(amount)s in %(parts)s") % {"amount": _euros(d, "total"), "parts": parts_said}
    given = Decimal(d.get("discount") or 0)
    return said, _("With a discount of %(amount)s.") % {"amount": money(given)} if given else ""


def _plan_approval(d: Detail) -> tuple[str, str]:
    why = _("Discount of %(amount)s, %(left)s to be paid.")
    return str(BARE_ARRANGED["plan_approval"]), why % {"amount": _euros(d, "discount"), "left": _euros(d, "total")}


def _disputed(d: Detail) -> tuple[str, str]:
    said = _("Disputed %(by)s: %(ground)s") % {"by": _word(BY, d, "by"), "ground": _word(GROUNDS, d, "ground")}
    return said, str(d.get("said") or "")


def _decided(d: Detail) -> tuple[str, str]:
    return _("Dispute decided: %(outcome)s") % {"outcome": _word(OUTCOMES, d, "outcome")}, str(d.get("reasons") or "")


def _answered(d: Detail) -> tuple[str, str]:
    said = _("The creditor answered the dispute: %(position)s") % {"position": _word(POSITIONS, d, "position")}
    return said, str(d.get("text") or "")


def _tried(said: str) -> Any:
    def worded(d: Detail) -> tuple[str, str]:
        outcome = _word(TRIED, d, "outcome")
        what = str(BARE_ARRANGED[said])
        return (_("%(what)s: %(outcome)s") % {"what": what, "outcome": outcome} if outcome else what), str(
            d.get("note") or ""
        )

    return worded


def _handed(d: Detail) -> tuple[str, str]:
    return str(BARE_ARRANGED["handed"]), _("SHA-256 %(start)s…") % {"start": str(d.get("sha256") or "")[:16]}


def _insurer(said: str) -> Any:
    """What an insurer was told or answered: the amount, then the policy, reference or reason."""

    def worded(d: Detail) -> tuple[str, str]:
        what = str(BARE_ARRANGED[said])
        amount = _euros(d)
        note = str(d.get("reason") or d.get("reference") or d.get("policy") or "")
        return (_("%(what)s: %(amount)s") % {"what": what, "amount": amount} if amount else what), note

    return worded


def _marked(d: Detail) -> tuple[str, str]:
    said = _("%(way)s: %(mark)s") % {"way": _word(CONTACT_WAYS, d, "way"), "mark": _word(MARKS, d, "mark")}
    return said, str(d.get("value") or "")


def _confirmed(d: Detail) -> tuple[str, str]:
    return _("Written to the debtor: %(what)s") % {"what": _word(CONFIRMED, d, "kind")}, ""


def _not_confirmed(d: Detail) -> tuple[str, str]:
    return _("Not written to the debtor: %(what)s") % {"what": _word(CONFIRMED, d, "kind")}, _word(
        LEFT_OUT, d, "reason"
    )


def _plain(said: str, *keys: str) -> Any:
    """The bare words, and what a person wrote as the reason."""
    return lambda d: (str(BARE_ARRANGED[said]), next((str(d[key]) for key in keys if d.get(key)), ""))


def _looked(d: Detail) -> tuple[str, str]:
    said = _("Address looked for: %(source)s") % {"source": _(str(d.get("source") or ""))}
    return said, " · ".join(filter(None, [_word(LOOKED, d, "result"), str(d.get("note") or "")]))


LOOKED: Words = {
    "found": gettext_lazy("another address"),
    "same": gettext_lazy("the address that we have"),
    "nothing": gettext_lazy("nothing"),
}


def _allocated(d: Detail) -> tuple[str, str]:
    order = [part for part in str(d.get("order") or "").split(",") if part]
    what = _("Order agreed for a payment of %(amount)s: %(order)s") if order else str(BY_LAW)
    return what % {"amount": _euros(d, "amount"), "order": in_order(order)}, str(d.get("reason") or "")


BY_LAW = gettext_lazy("Payment of %(amount)s shared out in the law's order again")
BARE_ARRANGED: Words = {
    "allocated": gettext_lazy("Order agreed for a payment"),
    "called": gettext_lazy("Call"),
    "visited": gettext_lazy("Visit"),
    "hand_written": gettext_lazy("Written to the debtor by hand"),
    "escalated": gettext_lazy("The file was put before a manager"),
    "escalation_ended": gettext_lazy("Given back by the manager"),
    "acknowledged": gettext_lazy("Writing of the debtor, kept as evidence"),
    "admitted": gettext_lazy("The debtor owned up to the debt"),
    "promised": gettext_lazy("Promise to pay"),
    "promise_kept": gettext_lazy("Promise kept"),
    "promise_broken": gettext_lazy("Promise broken"),
    "promise_cancelled": gettext_lazy("Promise cancelled"),
    "plan_asked": gettext_lazy("Payment plan asked for"),
    "plan_approval": gettext_lazy("The creditor is asked to approve a settlement"),
    "plan_agreed": gettext_lazy("Payment plan agreed"),
    "plan_refused": gettext_lazy("Payment plan refused"),
    "plan_met": gettext_lazy("Payment plan paid in full"),
    "plan_defaulted": gettext_lazy("Payment plan not kept: it has ended"),
    "plan_ended": gettext_lazy("Payment plan ended"),
    "disputed": gettext_lazy("Disputed"),
    "dispute_answered": gettext_lazy("The creditor answered the dispute"),
    "dispute_reminded": gettext_lazy("The creditor was reminded to answer the dispute"),
    "dispute_decided": gettext_lazy("Dispute decided"),
    "dispute_withdrawn": gettext_lazy("Dispute withdrawn"),
    "papers_asked": gettext_lazy("Papers asked of the creditor"),
    "papers_reminded": gettext_lazy("The creditor was reminded of papers"),
    "papers_given": gettext_lazy("Papers given"),
    "papers_missing": gettext_lazy("Papers that cannot be given"),
    "confirmed": gettext_lazy("Written to the debtor"),
    "not_confirmed": gettext_lazy("Not written to the debtor"),
    "certificate_asked": gettext_lazy("Certificate of non-recovery asked for"),
    "certified": gettext_lazy("Certificate of non-recovery written"),
    "call_asked": gettext_lazy("The debtor asks to be called"),
    "contact_corrected": gettext_lazy("How the debtor is reached was corrected"),
    "contact_marked": gettext_lazy("Number or address marked"),
    "ways_wished": gettext_lazy("The debtor said by which ways not to be contacted"),
    "tracing_opened": gettext_lazy("The address is no good: another one is looked for"),
    "traced_at": gettext_lazy("Address looked for"),
    "traced": gettext_lazy("Another address was found: the notice is written again, free of charge"),
    "not_traced": gettext_lazy("No address was found: the creditor decides"),
    "handed": gettext_lazy("Document of the visit handed over"),
    "insured": gettext_lazy("Covered by a credit insurance"),
    "insurance_ended": gettext_lazy("No longer covered by the credit insurance"),
    "insurer_told": gettext_lazy("Declared to the credit insurer"),
    "insurer_papers": gettext_lazy("Papers handed to the credit insurer"),
    "insurer_accepted": gettext_lazy("The credit insurer covers the claim"),
    "insurer_refused": gettext_lazy("The credit insurer refuses the claim"),
    "insurer_paid": gettext_lazy("The credit insurer paid the creditor"),
}
ARRANGED: Mapping[str, Any] = {
    "called": _tried("called"),
    "visited": _tried("visited"),
    "hand_written": _plain("hand_written", "text"),
    "escalated": _plain("escalated", "reason"),
    "escalation_ended": _plain("escalation_ended", "answer"),
    "allocated": _allocated,
    "acknowledged": lambda d: (str(BARE_ARRANGED["acknowledged"]), _word(OWNED_UP, d, "what")),
    "admitted": lambda d: (str(BARE_ARRANGED["admitted"]), _word(OWNED_UP, d, "what")),
    "promised": _promised,
    "promise_kept": _promise("promise_kept"),
    "promise_broken": _promise("promise_broken"),
    "promise_cancelled": _promise("promise_cancelled"),
    "plan_asked": _plain("plan_asked", "said"),
    "plan_approval": _plan_approval,
    "plan_agreed": _plan_agreed,
    "plan_refused": _plain("plan_refused", "reason"),
    "plan_met": _plain("plan_met"),
    "plan_defaulted": _plain("plan_defaulted"),
    "plan_ended": _plain("plan_ended", "reason"),
    "disputed": _disputed,
    "dispute_answered": _answered,
    "dispute_reminded": _plain("dispute_reminded"),
    "dispute_decided": _decided,
    "dispute_withdrawn": _plain("dispute_withdrawn"),
    "papers_asked": _plain("papers_asked", "what"),
    "papers_reminded": _plain("papers_reminded", "what"),
    "papers_given": _plain("papers_given", "what"),
    "papers_missing": _plain("papers_missing", "reason"),
    "confirmed": _confirmed,
    "not_confirmed": _not_confirmed,
    "certificate_asked": _plain("certificate_asked"),
    "certified": _plain("certified"),
    "call_asked": _plain("call_asked", "when"),
    "contact_corrected": _plain("contact_corrected", "now"),
    "contact_marked": _marked,
    "ways_wished": _plain("ways_wished", "closed"),
    "tracing_opened": _plain("tracing_opened", "address"),
    "traced_at": _looked,
    "traced": _plain("traced", "address"),
    "not_traced": _plain("not_traced"),
    "handed": _handed,
    **{kind: _insurer(kind) for kind in BARE_ARRANGED if kind.startswith("insur")},
}
