"""When each step of a cycle is done: by the table, by the law, and in fact, each move with its rule and source.

Steps chain on planned dates. The agency's lawful notice comes first where it lacks, and later steps move by what it
takes; execution moves to the next working day without moving later steps, unless the minimum gap does.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Literal

from amicable.rules.steps import FAMILIES, LAST, WRITTEN, Step
from core.dates import add_days, next_day
from law.clearance import Sent
from law.options import DEFAULTS, Options
from law.refusals import gettext_noop as _
from law.rulesets import Country, DebtorKind
from law.waits import Wait, deadline, wait
from law.workdays import moved_to_working

HOUSE = _("House rule")
REST_SOURCES: Mapping[Country, str] = {
    "be": "C. civ. belge art. 1.7; AR du 18 avril 1974, art. 1",
    "fr": "CPC art. 642; C. trav. art. L3133-1",
}
Rule = Literal["intake", "first-reminder-wait", "notice-wait", "notice-deadline", "rest-day", "gap", "rests", "late"]


@dataclass(frozen=True, slots=True)
class Moved:
    """Why an act is not done on the day before it: by which rule, whose text, and until which first day."""

    rule: Rule
    source: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One act of a timetable. `step` is None for what the engine adds: the reminder, the notice, the closing question.

    `table_on` is the day by the table alone, `planned_on` after waits and rests, `on` the day it is done;
    `lawful_from` the first lawful day where a statute has one.
    """

    act: str
    step: Step | None
    table_on: date
    planned_on: date
    on: date
    lawful_from: date | None = None
    moved: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where a claim stands when its cycle begins on `begun_on`; `counts_from` is the day that the table counts from."""

    begun_on: date
    counts_from: date
    country: Country
    debtor: DebtorKind
    first_reminder: Sent | None = None
    notice: Sent | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What comes before the first step, and the first day on which that step may be."""

    lines: tuple[Line, ...]
    free_from: date
    lawful_from: date | None
    moved: tuple[Moved, ...]


def needs_notice(country: Country, debtor: DebtorKind) -> bool:
    """Whether the agency's own notice must come first: to Belgian consumers (CDE art. XIX.7) and in France (CPCE
    art. R124-4); between Belgian businesses no text asks for one."""
    return country == "fr" or debtor == "consumer"


def opening(start: Start, options: Options = DEFAULTS) -> Opening:
    """Step 0: the free first reminder and the notice where they lack, posted on the day they are due."""
    begun = moved_to_working(start.country, start.begun_on, options)
    late = (Moved("intake", HOUSE, begun),)
    if not needs_notice(start.country, start.debtor):
        return Opening((), begun, None, late)
    if start.notice:
        return _after_notice((), start, start.notice, begun, options)
    lines, moved, notice_on = _reminder(start, begun, options)
    notice = Line(act="notice", step=None, table_on=begun, planned_on=notice_on, on=notice_on, moved=moved)
    return _after_notice((*lines, notice), start, Sent(notice_on, "post"), begun, options)


def _reminder(start: Start, begun: date, options: Options) -> tuple[tuple[Line, ...], tuple[Moved, ...], date]:
    """The first reminder of a Belgian consumer if it lacks, why the notice waits, and the day of the notice."""
    if start.country != "be":
        return (), (), begun
    sent = start.first_reminder or Sent(begun, "post")
    opened = wait("be", "first-reminder", sent.on, sent.channel, options)
    due = max(begun, moved_to_working("be", opened.act_from, options))
    moved = (Moved("first-reminder-wait", opened.source, opened.act_from),) if opened.act_from > begun else ()
    if start.first_reminder:
        return (), moved, due
    return (Line(act="first-reminder", step=None, table_on=begun, planned_on=begun, on=begun),), moved, due


def _after_notice(lines: tuple[Line, ...], start: Start, notice: Sent, begun: date, options: Options) -> Opening:
    opened = wait(start.country, "agency-notice", notice.on, notice.channel, options)
    free = free_from(start.country, start.debtor, notice, options)
    moved = [Moved("intake", HOUSE, begun), _waited(opened)]
    if free > opened.act_from:
        moved.append(Moved("notice-deadline", HOUSE, free))
    return Opening(lines, max(begun, free), opened.act_from, tuple(moved))


def _waited(opened: Wait) -> Moved:
    return Moved("notice-wait", opened.source, opened.act_from)


def free_from(country: Country, debtor: DebtorKind, notice: Sent, options: Options = DEFAULTS) -> date:
    """The first day after a notice on which a step may be: its statute's wait is over, and the day that it gave."""
    opened = wait(country, "agency-notice", notice.on, notice.channel, options)
    return max(opened.act_from, next_day(deadline(country, debtor, notice.on, options)))


def moved_base(counts_from: date, first_day: int, free: date) -> date:
    """The day that steps count from once the first one may not be before `free`; all move together."""
    return max(counts_from, add_days(free, -first_day))


def timetable(
    steps: Sequence[Step], start: Start, *, gap: int, skipped: Collection[int] = (), options: Options = DEFAULTS
) -> tuple[Line, ...]:
    """Every act of a cycle from its beginning, in order, as it will be if nothing happens.

    `gap` is the least number of days between two messages to a debtor; `skipped` are the keys of steps that will be
    left out, which keep nothing away. Raises ValueError for a cycle without steps.
    """
    if not steps:
        raise ValueError("a cycle without a step has no dates")
    first = opening(start, options)
    base = moved_base(start.counts_from, steps[0].day, first.free_from)
    moved = first.moved if base > start.counts_from else ()
    return (
        *first.lines,
        *rest(
            steps,
            counts_from=start.counts_from,
            base=base,
            country=start.country,
            debtor=start.debtor,
            gap=gap,
            skipped=skipped,
            lawful_from=first.lawful_from,
            moved=tuple(one for one in moved if one.until > add_days(start.counts_from, steps[0].day)),
            options=options,
        ),
    )


def rest(
    steps: Sequence[Step],
    *,
    counts_from: date,
    base: date,
    country: Country,
    debtor: DebtorKind,
    gap: int,
    history: Mapping[str, date] | None = None,
    not_before: date | None = None,
    skipped: Collection[int] = (),
    lawful_from: date | None = None,
    moved: tuple[Moved, ...] = (),
    options: Options = DEFAULTS,
) -> tuple[Line, ...]:
    """The lines of the steps still to do, and the creditor's question after the last one where no step asks it.

    `history` is the last day of each family of acts towards the debtor ("" for any act); nothing is done before
    `not_before`. Steps of the same day are done together.
    """
    if not steps:
        return ()
    done, lines = dict(history or {}), []
    for day, together in groupby(steps, key=lambda step: step.day):
        group, planned = list(together), add_days(base, day)
        on, why = _execution(group, planned, country, gap, done, not_before, options)
        table = add_days(counts_from, day)
        shown = Line(
            act="",
            step=None,
            table_on=table,
            planned_on=planned,
            on=on,
            lawful_from=lawful_from,
            moved=(*moved, *why),
        )
        lines += [replace(shown, act=step.act, step=step) for step in group]
        if felt := [FAMILIES.get(step.act, "") for step in group if step.key not in skipped]:
            done |= dict.fromkeys(("", *felt), on)
    return (*lines, *_closing(lines[-1], country, debtor, options))


def _execution(
    group: Sequence[Step],
    planned: date,
    country: Country,
    gap: int,
    done: Mapping[str, date],
    not_before: date | None,
    options: Options,
) -> tuple[date, list[Moved]]:
    """The day on which steps planned together are done, and what moved them from it."""
    wanted, moved = planned, []
    if not_before and not_before > wanted:
        wanted = not_before
        moved.append(Moved("late", HOUSE, wanted))
    spaced = max((wanted, *_spaced(group, gap, done)))
    if spaced > wanted:
        moved.append(Moved("gap", HOUSE, spaced))
    on = moved_to_working(country, spaced, options)
    if on > spaced:
        moved.append(Moved("rest-day", REST_SOURCES[country], on))
    return on, moved


def _spaced(group: Sequence[Step], gap: int, done: Mapping[str, date]) -> Iterator[date]:
    """The first days that what was done before leaves free: a day for any act, the gap for one of the same family."""
    if "" in done:
        yield next_day(done[""])
    for family in {FAMILIES.get(step.act, "") for step in group} - {""}:
        if family in done:
            yield done[family] + timedelta(days=gap)


def _closing(last: Line, country: Country, debtor: DebtorKind, options: Options) -> Iterator[Line]:
    """The creditor's question, where no step asks it."""
    if last.act not in LAST:
        on = question_on(last.act, last.on, country, debtor, options)
        yield Line(act="end", step=None, table_on=on, planned_on=on, on=on)


DAYS_AFTER_LAST = 7


def question_on(
    last_act: str, last_on: date, country: Country, debtor: DebtorKind, options: Options = DEFAULTS
) -> date:
    """When the creditor is asked after the last step: once a paper's deadline, or else a week, has passed."""
    written = last_act in WRITTEN
    day = next_day(deadline(country, debtor, last_on, options)) if written else add_days(last_on, DAYS_AFTER_LAST)
    return moved_to_working(country, day, options)


def pay_by(
    posted: date, next_on: date | None, country: Country, debtor: DebtorKind, options: Options = DEFAULTS
) -> date:
    """The last day to pay printed on a reminder: that of a notice, or earlier, the day before the next step.

    Never less than four days after posting, nor on a day of rest.
    """
    usual = deadline(country, debtor, posted, options)
    if next_on is None:
        return usual
    before = max(add_days(next_on, -1), add_days(posted, LEAST_DAYS))
    return min(usual, moved_to_working(country, before, options))


LEAST_DAYS = 4
