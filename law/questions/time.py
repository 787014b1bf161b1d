"""Questions about days and hours."""

from datetime import date, datetime
from typing import Any

from law.contact import ZONES, contact_refusal, window
from law.due_dates import DueDate, belgian_due_date, french_due_date, french_month_end_due_date
from law.limitation import EVENT_KINDS, RULES, Event, EventKind, intake, limitation
from law.options import MonthEndReading, Options
from law.questions.fields import (
    COUNTRY,
    OPTION_FIELDS,
    Answer,
    Field,
    Misuse,
    Question,
    count,
    day,
    iso,
    moment,
    one_of,
    options,
)
from law.rulesets import DEBTOR_KINDS, GOVERNING, Country, DebtorKind
from law.waits import (
    CAUSES,
    CHANNELS,
    NOTICE_KINDS,
    Cause,
    Channel,
    NoticeKind,
    Suspension,
    deadline,
    suspension_clock,
    wait,
)

KINDS = tuple(sorted({kind for _, kind in RULES}))
READINGS = ("add-then-end", "end-then-add")
KNOWN_KINDS = tuple(kind for kind in DEBTOR_KINDS if kind != "unknown")


def _wait(country: Country, kind: NoticeKind, sent: date, channel: Channel, **chosen: Any) -> Answer:
    answer = wait(country, kind, sent, channel, options(**chosen))
    return {
        "first_day": iso(answer.first_day),
        "last_day": iso(answer.last_day),
        "act_from": iso(answer.act_from),
        "source": answer.source,
    }


def _deadline(country: Country, debtor: DebtorKind, posted: date, **chosen: Any) -> Answer:
    return {"last_day": iso(deadline(country, debtor, posted, options(**chosen)))}


def _suspension(cause: Cause, requested: date, **chosen: Any) -> Answer:
    clock = suspension_clock(Suspension(cause, requested), options(**chosen))
    return {
        "starts": iso(clock.starts),
        "last_day": iso(clock.last_day),
        "no_interest_from": iso(clock.no_interest_from),
        "source": clock.source,
    }


def _window(country: Country, debtor: DebtorKind, at: datetime) -> Answer:
    rules = GOVERNING[country, debtor]
    here = at if at.tzinfo else at.replace(tzinfo=ZONES[country])
    refusal, hours = contact_refusal(rules, here), window(rules)
    return {
        "allowed": refusal is None,
        "allowed_from": iso(refusal.allowed_from) if refusal else None,
        "rule": refusal.rule if refusal else None,
        "source": hours.source if hours else "",
    }


def _due_date(
    country: Country,
    received: date | None,
    invoiced: date | None,
    term: int | None,
    month_end: MonthEndReading | None,
    shift: bool,
) -> Answer:
    if country == "be":
        if received is None or month_end:
            raise Misuse("a Belgian due date needs received, and knows no month_end")
        return _due(belgian_due_date(received, term, Options(shift_due_date=shift)))
    if month_end:
        if invoiced is None or term is not None:
            raise Misuse("month_end needs invoiced, and no term")
        return _due(french_month_end_due_date(invoiced, Options(month_end_reading=month_end)))
    if (start := invoiced or received) is None or (term is not None and invoiced is None):
        raise Misuse("a French due date needs received, or invoiced with its term")
    return _due(french_due_date(start, received, term))


def _due(answer: DueDate) -> Answer:
    return {
        "due": iso(answer.due),
        "interest_from": iso(answer.interest_from),
        "flag": answer.flag,
        "source": answer.source,
    }


def _event(text: str) -> Event:
    kind, _, days = text.partition(":")
    on, _, until = days.partition(":")
    checked: EventKind = one_of(EVENT_KINDS)(kind)  # type: ignore[assignment]
    return Event(checked, day(on), day(until) if until else None)


def _limitation(
    country: Country, kind: str, due: date, on: date, event: tuple[Event, ...], debtor: DebtorKind | None
) -> Answer:
    if (country, kind) not in RULES:
        raise Misuse(f"{country} knows {', '.join(k for c, k in RULES if c == country)}, not {kind}")
    answer = limitation(country, kind, due, on, event)
    return {
        "verdict": answer.verdict,
        "last_day": iso(answer.last_day),
        "presumption": answer.presumption,
        "intake": intake(country, debtor or ("consumer" if kind == "consumer" else "business"), answer),
        "source": answer.source,
    }


QUESTIONS = (
    Question(
        "wait",
        "the wait after a notice to a consumer",
        (
            COUNTRY,
            Field("kind", one_of(NOTICE_KINDS), help=" or ".join(NOTICE_KINDS)),
            Field("sent", day),
            Field("channel", one_of(CHANNELS), help=" or ".join(CHANNELS)),
            *OPTION_FIELDS,
        ),
        _wait,
    ),
    Question(
        "deadline",
        "the last day to pay, printed on a notice",
        (COUNTRY, Field("debtor", one_of(DEBTOR_KINDS)), Field("posted", day), *OPTION_FIELDS),
        _deadline,
    ),
    Question(
        "suspension",
        "the clock that a Belgian consumer's request starts",
        (Field("cause", one_of(CAUSES)), Field("requested", day), *OPTION_FIELDS),
        _suspension,
    ),
    Question(
        "window",
        "whether a debtor may be called, texted or visited now",
        (COUNTRY, Field("debtor", one_of(KNOWN_KINDS)), Field("at", moment, help="local time without an offset")),
        _window,
    ),
    Question(
        "due-date",
        "when an invoice between businesses falls due",
        (
            COUNTRY,
            Field("received", day, required=False, help="the invoice (Belgium), the goods (France)"),
            Field("invoiced", day, required=False),
            Field("term", count, required=False, help="agreed calendar days"),
            Field("month_end", one_of(READINGS), required=False, help="45 days end of month, in one of two readings"),
            Field("shift", flag=True, required=False, default=False, help="move to a working day (Belgium)"),
        ),
        _due_date,
    ),
    Question(
        "limitation",
        "where a claim stands towards its limitation",
        (
            COUNTRY,
            Field("kind", one_of(KINDS), help=", ".join(KINDS)),
            Field("due", day, help="the due date; the day of care for care"),
            Field("on", day),
            Field("event", _event, required=False, default=(), many=True, help="KIND:DATE or mediation:DATE:DATE"),
            Field("debtor", one_of(DEBTOR_KINDS), required=False),
        ),
        _limitation,
    ),
)
