"""What the statutes leave open, as one value passed along. Each default is the one that favours the debtor."""

from dataclasses import dataclass
from datetime import time
from typing import Literal

MonthEndReading = Literal["add-then-end", "end-then-add"]


@dataclass(frozen=True)
class Options:
    """An agency's reading of the doubtful points; the comment names the text that is silent."""

    saturday_is_working: bool = False  # Book XIX counts "working days" without defining them
    shift_calendar_day_end: bool = True  # whether a period of calendar days ending on a weekend or holiday moves
    extra_safety_days: int = 0  # whether "begins on day X" makes X the first day
    charge_followup_reminder: bool = False  # a further reminder of the same due date of a one-off contract
    alsace_moselle: bool = False  # Good Friday and 26 December are holidays there
    french_contact_from: time = time(8)  # no French text sets hours for collection
    french_contact_until: time = time(20)
    french_contact_on_sunday: bool = False
    belgian_contact_on_sunday: bool = True  # Book XIX sets hours and no days; the agency rests on Sundays by option
    business_contact_hours: tuple[time, time] | None = None  # no Belgian text sets hours between businesses
    contact_on_holidays: bool = False  # no text in either country
    contacts_a_day: int = 1  # no text sets a number (harassment alone is forbidden); 0 sets none
    contacts_a_week: int = 3
    contacts_a_month: int = 10
    shift_due_date: bool = False  # art. 1.7 of the Belgian Civil Code on a term of payment
    month_end_reading: MonthEndReading = "add-then-end"  # "45 days end of month" is read both ways in France
    print_imposed_sentence: bool = True  # imposed on lawyers and bailiffs, harmless for an agency
    limitation_soon_days: int = 90  # when a limitation period is said to end soon


DEFAULTS = Options()
