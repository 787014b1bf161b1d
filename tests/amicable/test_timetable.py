"""The dates of cycles: those of the seeds day by day, and what holds for every cycle."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amicable.rules.steps import FAMILIES, Condition, Step
from amicable.rules.timetable import HOUSE, Start, rest, timetable
from creansys.presets import load
from law.clearance import Sent
from law.workdays import is_working

DUE = date(2026, 3, 2)
GAP = 3


def steps(preset: str, code: str) -> list[Step]:
    (cycle,) = [cycle for cycle in load(preset).cycles if cycle.code == code]
    return [Step(key=n, day=step.day, act=step.act) for n, step in enumerate(cycle.steps)]


def lines(preset: str, code: str, **start):
    given = {"begun_on": DUE, "counts_from": DUE, "country": "be", "debtor": "business"} | start
    return timetable(steps(preset, code), Start(**given), gap=GAP)


def acts(found, which="on"):
    return [(line.act, getattr(line, which).strftime("%d/%m")) for line in found]


@pytest.mark.parametrize(
    ("code", "planned", "done"),
    [
        ("large-known", ["17/03", "22/03", "27/03", "01/04"], ["17/03", "23/03", "27/03", "01/04"]),
        ("large-new", ["12/03", "22/03", "27/03"], ["12/03", "23/03", "27/03"]),
        ("small-known", ["22/03", "01/04", "06/04", "11/04"], ["23/03", "01/04", "07/04", "13/04"]),
        ("small-new", ["12/03", "17/03", "22/03", "27/03"], ["12/03", "17/03", "23/03", "27/03"]),
    ],
)
def test_the_cycles_of_seed_001_for_a_belgian_business(code, planned, done):
    found = lines("directe", code)
    assert [day for _, day in acts(found, "planned_on")][:-1] == planned
    assert [day for _, day in acts(found)][:-1] == done
    assert [line.act for line in found][-2:] == ["formal-notice", "end"]


def test_moves_to_a_working_day_name_their_text():
    (letter,) = [line for line in lines("directe", "large-known") if line.planned_on == date(2026, 3, 22)]
    assert [(move.rule, move.until) for move in letter.moved] == [("rest-day", date(2026, 3, 23))]
    assert "art. 1.7" in letter.moved[0].source


def test_a_belgian_consumer_gets_reminder_notice_and_their_waits_first():
    found = lines("directe", "large-known", debtor="consumer")
    assert acts(found) == [
        ("first-reminder", "02/03"),
        ("notice", "19/03"),  # posted 2/3: from the 3rd working day, 5/3, fourteen days: last day 18/3
        ("call", "08/04"),  # posted 19/3: from 24/3 to 6/4, Easter Monday, so 7/4
        ("letter", "13/04"),
        ("letter", "20/04"),  # planned on Saturday 18/4
        ("formal-notice", "23/04"),
        ("end", "12/05"),
    ]
    call = found[2]
    assert (call.table_on, call.lawful_from) == (date(2026, 3, 17), date(2026, 4, 8))
    assert {(move.rule, move.source) for move in call.moved} == {("notice-wait", "CDE art. XIX.9 § 1")}
    assert [(move.rule, move.source) for move in found[1].moved] == [("first-reminder-wait", "CDE art. XIX.2")]


def test_a_proved_reminder_spares_a_wait():
    found = lines("directe", "large-known", debtor="consumer", first_reminder=Sent(date(2026, 2, 10), "email"))
    assert acts(found)[:2] == [("notice", "02/03"), ("call", "19/03")]


def test_in_france_the_letter_comes_first_and_its_deadline_is_left_to_the_debtor():
    found = lines("directe", "large-known", country="fr", debtor="consumer")
    assert acts(found)[:2] == [("notice", "02/03"), ("call", "18/03")]
    assert [move.rule for move in found[1].moved] == ["notice-deadline"]


def test_a_notice_that_is_out_is_not_sent_again():
    found = lines("creansys", "amicable", debtor="consumer", notice=Sent(date(2026, 1, 5), "post"))
    assert acts(found)[0] == ("call", "02/03")


def test_a_claim_handed_over_late_starts_on_its_working_day():
    found = lines("directe", "large-known", begun_on=date(2026, 5, 30))  # a Saturday
    assert acts(found, "planned_on")[:4] == [
        ("call", "01/06"),
        ("letter", "06/06"),
        ("letter", "11/06"),
        ("formal-notice", "16/06"),
    ]
    assert found[0].moved[0].rule == "intake"
    assert found[0].moved[0].source == HOUSE


def test_the_amicable_phase_of_creansys_day_by_day():
    assert acts(lines("creansys", "amicable"), "planned_on") == [
        ("call", "02/03"), ("sms", "03/03"), ("email", "03/03"), ("call", "07/03"), ("sms", "12/03"),
        ("call", "17/03"), ("visit", "22/03"), ("email", "29/03"), ("partner-letter", "03/04"), ("call", "26/04"),
        ("end", "01/05"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("preset", "code", "days"),
    [
        ("trois-phases", "amicable", [0, 5, 8, 8, 15, 20, 35, 45]),
        ("recogest", "amicable", [0, 7, 14, 21, 28, 43]),
        ("assurance", "dunning", [3, 10, 20, 30, 45]),
    ],
)
def test_the_other_seeds_day_by_day(preset, code, days):
    found = lines(preset, code)
    assert [line.planned_on for line in found] == [DUE + timedelta(days=day) for day in days]


def test_after_a_stop_a_week_of_letters_keeps_the_gap():
    daily = [Step(key=n, day=5 * n, act="letter") for n in range(4)]
    back = date(2026, 3, 23)
    found = rest(
        daily,
        counts_from=DUE,
        base=DUE,
        country="be",
        debtor="business",
        gap=GAP,
        not_before=back,
        history={"message": date(2026, 2, 20)},
    )
    assert acts(found)[:4] == [("letter", "23/03"), ("letter", "26/03"), ("letter", "30/03"), ("letter", "02/04")]


ANY_STEPS = st.lists(
    st.tuples(st.integers(0, 90), st.sampled_from(["call", "letter", "email", "sms", "visit", "formal-notice"])),
    min_size=1,
    max_size=12,
)
STARTS = st.builds(
    Start,
    begun_on=st.dates(date(2024, 1, 1), date(2027, 1, 1)),
    counts_from=st.dates(date(2024, 1, 1), date(2027, 1, 1)),
    country=st.sampled_from(["be", "fr"]),
    debtor=st.sampled_from(["consumer", "business"]),
)


def made(drawn) -> list[Step]:
    return [
        Step(key=n, day=day, act=act, condition=Condition(minimum=Decimal(1)))
        for n, (day, act) in enumerate(sorted(drawn))
    ]


@given(ANY_STEPS, STARTS, st.integers(1, 7))
def test_every_act_is_done_on_a_working_day_lawfully_and_never_before_its_plan(drawn, start, gap):
    for line in timetable(made(drawn), start, gap=gap):
        assert is_working(start.country, line.on)
        assert line.on >= line.planned_on >= line.table_on or line.step is None
        assert line.lawful_from is None or line.on >= line.lawful_from
        assert line.on >= start.begun_on


@given(ANY_STEPS, STARTS, st.integers(1, 7))
def test_two_messages_are_never_nearer_than_the_gap(drawn, start, gap):
    own = [line for line in timetable(made(drawn), start, gap=gap) if line.step]
    for family in ("message", "call", "visit"):
        days = sorted({line.on for line in own if FAMILIES[line.act] == family})
        assert all((later - earlier).days >= gap for earlier, later in pairwise(days))


@given(ANY_STEPS, STARTS)
def test_waits_move_all_steps_alike(drawn, start):
    own = [line for line in timetable(made(drawn), start, gap=GAP) if line.step]
    assert len({line.planned_on - line.table_on for line in own}) == 1
    assert [line.on for line in own] == sorted(line.on for line in own)


@given(ANY_STEPS, STARTS)
def test_every_move_says_rule_source_and_day(drawn, start):
    for line in timetable(made(drawn), start, gap=GAP):
        assert line.on == line.planned_on or line.moved
        assert all(move.source and move.until > min(start.begun_on, start.counts_from) for move in line.moved)
