"""Advice at the end of the amicable stage in the creditor's words. Shared by its mail and its pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.rules import Advice, Reason

Words = Mapping[str, Any]

ADVISED: Words = {
    "judicial": gettext_lazy("Our advice: the judicial stage."),
    "keep": gettext_lazy("Our advice: keep the file yourself."),
    "abandon": gettext_lazy("Our advice: give the claim up."),
}
SIGNS: Words = {
    "insolvent": gettext_lazy("the debtor is insolvent"),
    "barred": gettext_lazy("the limitation period is over"),
    "small": gettext_lazy("a procedure would cost more than what is owed"),
    "amount": gettext_lazy("the amount is worth a procedure"),
    "large": gettext_lazy("the amount is large"),
    "old": gettext_lazy("the debt is more than two years old"),
    "paid": gettext_lazy("the debtor has paid a part"),
    "spoke": gettext_lazy("the debtor can be reached and has answered"),
    "silent": gettext_lazy("the debtor has never answered"),
    "unknown": gettext_lazy("the debtor's address is not known"),
    "soon": gettext_lazy("the limitation period ends soon"),
}


def advised(advice: Advice) -> str:
    """Advice with its reasons, as a few sentences."""
    grouped = {weight: _listed(advice.reasons, weight) for weight in ("decides", "for", "against")}
    said = [str(ADVISED[advice.choice])]
    if grouped["decides"]:
        said.append(_("Reason: %(reasons)s.") % {"reasons": grouped["decides"]})
    if grouped["for"]:
        said.append(_("For a procedure: %(reasons)s.") % {"reasons": grouped["for"]})
    if grouped["against"]:
        said.append(_("Against it: %(reasons)s.") % {"reasons": grouped["against"]})
    return " ".join(said)


def _listed(reasons: Sequence[Reason], weight: str) -> str:
    return ", ".join(str(SIGNS[one.sign]) for one in reasons if one.weight == weight)
