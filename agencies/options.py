"""The options of an agency: each typed here with its default, set as dated rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.models import Option
from agencies.scope import once


@dataclass(frozen=True, slots=True)
class OptionType:
    """One setting: its type is that of the default."""

    default: Any
    label: Any
    help: Any = ""


OPTIONS: dict[str, OptionType] = {
    "paynow.small_residue_cents": OptionType(500, _("Residue waived after a late payment in full, in cents")),
    "be.saturday_is_working": OptionType(False, _("Saturday counts as a working day in Belgium")),
    "be.shift_calendar_day_end": OptionType(True, _("A wait in calendar days never ends on a day of rest")),
    "be.extra_safety_days": OptionType(0, _("Extra days added to every Belgian wait")),
    "silent_creditor.remind_on_days": OptionType([3, 10, 20], _("Days on which a silent creditor is reminded")),
    "stages": OptionType(["paynow", "amicable", "judicial"], _("Stages that a claim goes through, in order")),
    "payee.always_creditor": OptionType(False, _("Debtors always pay the creditor, at every stage")),
    "security.require_totp": OptionType(False, _("Managers and accountants sign in with a second step")),
    "sms.sender": OptionType("", _("Number or name that SMS come from; empty, that of the platform")),
    "sms.own_side_hours": OptionType([8, 20], _("Hours between which creditors and partners get SMS")),
    "creditor.sms_on_posting": OptionType(False, _("Creditors get an SMS when letters about their files are posted")),
    "amicable.minimum_gap_days": OptionType(3, _("Least days between two messages, or two calls, to a debtor")),
    "amicable.large_from_cents": OptionType(100_000, _("Amount from which a claim counts as large, in cents")),
    "contact.a_day": OptionType(1, _("Most contacts with a debtor in a day; 0 sets no limit")),
    "contact.a_week": OptionType(3, _("Most contacts with a debtor in seven days; 0 sets no limit")),
    "contact.a_month": OptionType(10, _("Most contacts with a debtor in thirty days; 0 sets no limit")),
    "contact.on_sunday": OptionType(False, _("Belgian debtors are contacted on Sundays too")),
    "contact.business_hours": OptionType([8, 20], _("Hours between which Belgian businesses are contacted")),
    "visits.standing_days": OptionType(
        30, _("Days after which a business is looked up in its register again before a visit")
    ),
    "promises.grace_days": OptionType(3, _("Days after which a promise not kept counts as broken")),
    "promises.longest_days": OptionType(30, _("Most days that a promise may lie ahead")),
    "plans.minimum_cents": OptionType(2_500, _("Smallest instalment of a plan, in cents, where the creditor set none")),
    "plans.longest_months": OptionType(12, _("Longest plan, in months, where the creditor set none")),
    "plans.tolerance_days": OptionType(5, _("Days after which an instalment not paid counts as missed")),
    "funds.cheque_days": OptionType(15, _("Days after which a cheque on the account counts as good")),
    "disputes.answer_days": OptionType(10, _("Days that a creditor has to answer a dispute")),
    "papers.answer_days": OptionType(5, _("Days that a creditor has to give papers that a debtor asked for")),
    "complaints.answer_days": OptionType(30, _("Days within which a complaint is answered")),
    "insurance.declare_from_months": OptionType(
        2, _("Months after the due date from which an insured claim is declared")
    ),
    "insurance.declare_until_months": OptionType(
        4, _("Months after the due date until which an insured claim is declared")
    ),
    "insurance.papers_within_days": OptionType(
        30, _("Days after a declaration within which the insurer gets all papers")
    ),
    "queue.escalated": OptionType(100, _("Points in the queue for a file put before a manager")),
    "queue.promise": OptionType(40, _("Points in the queue for a promise that was broken")),
    "queue.answer": OptionType(35, _("Points in the queue for an answer of the debtor that nobody handled")),
    "queue.decide": OptionType(30, _("Points in the queue for a plan asked for or a dispute to decide")),
    "queue.task": OptionType(20, _("Points in the queue for a call, visit or letter that is due")),
    "queue.late_a_day": OptionType(1, _("Points in the queue for each day late, twenty days at most")),
    "queue.value": OptionType(30, _("Points in the queue for a large amount with a good chance")),
    "queue.value_full_cents": OptionType(500_000, _("Amount from which the points for the amount are full, in cents")),
    "queue.clock": OptionType(20, _("Points in the queue for a limitation period that ends soon")),
    "remittance.cooling_days": OptionType(3, _("Working days before money is sent to an account that was changed")),
    "billing.payment_days": OptionType(30, _("Days that creditors have to pay the agency's own invoices")),
    "billing.remind_on_days": OptionType([7, 21], _("Days after the due date on which an own invoice is reminded of")),
    "silent_creditor.close_on_day": OptionType(60, _("Day on which a silent creditor's claim is closed as kept")),
}


def option(key: str, on: date) -> Any:
    """The value in force on `on` (inclusive); raises KeyError for an unknown option."""
    return _in_force([key], on)[key]


def options_in(*groups: str, on: date) -> dict[str, Any]:
    """The values in force on `on` of all options of these groups (what stands before the point)."""
    return _in_force([key for key in OPTIONS if key.partition(".")[0] in groups], on)


def _in_force(keys: Iterable[str], on: date) -> dict[str, Any]:
    """One query for all options, however often they are asked for in a transaction."""
    dated = once(Option, _dated)
    return {
        key: next((value for since, value in dated.get(key, ()) if since <= on), OPTIONS[key].default) for key in keys
    }


def _dated() -> dict[str, list[tuple[date, Any]]]:
    """Every value set by the agency, latest first."""
    found: dict[str, list[tuple[date, Any]]] = {}
    for key, since, value in Option.objects.order_by("-since").values_list("key", "since", "value"):
        found.setdefault(key, []).append((since, value))
    return found
