"""How a claim ends, what it does next and as what it is owed, in the reader's words: pages and papers say it alike."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from claims.rules import ClosedAs

Words = Mapping[str, Any]

ENDS: Words = {
    ClosedAs.PAID: gettext_lazy("paid"),
    ClosedAs.KEPT: gettext_lazy("taken back by the creditor"),
    ClosedAs.ABANDONED: gettext_lazy("abandoned"),
    ClosedAs.WITHDRAWN: gettext_lazy("withdrawn"),
}
ACTS: Words = {  # what a claim does next
    "first_reminder": gettext_lazy("free first reminder"),
    "paynow": gettext_lazy("PAYNOW letter"),
    "posting": gettext_lazy("hand-over of the letter to the post"),
    "decision": gettext_lazy("the creditor's choice"),
    "answer": gettext_lazy("the creditor's choice"),
    "cycle": gettext_lazy("start of the cycle"),
    "call": gettext_lazy("call"),
    "letter": gettext_lazy("letter"),
    "email": gettext_lazy("e-mail"),
    "sms": gettext_lazy("SMS"),
    "visit": gettext_lazy("visit"),
    "formal-notice": gettext_lazy("formal notice"),
    "delivery-stop-notice": gettext_lazy("notice of stopped deliveries"),
    "partner-letter": gettext_lazy("letter of the judicial partner"),
    "wait": gettext_lazy("wait"),
    "hand-over": gettext_lazy("hand-over of the file"),
    "end": gettext_lazy("end of the amicable stage"),
}
KINDS: Words = {"consumer": gettext_lazy("consumer"), "business": gettext_lazy("business")}
