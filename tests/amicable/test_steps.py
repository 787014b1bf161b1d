"""Conditions, the choice of a cycle, what makes a cycle wrong, and trials: pure rules."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amicable.rules.checking import faults
from amicable.rules.steps import (
    TONES,
    Case,
    Condition,
    Cycle,
    Step,
    chosen,
    condition_of,
    customer_of,
    left_out,
    stored_condition,
    tone_for,
    unmet,
)
from amicable.rules.trial import Arm, compared, takes_challenger, wilson
from amicable.services.policies import toned
from amicable.speaking import SPEECH, TEMPLATES
from amicable.speaking.vocabulary import WORDINGS, Speech
from creansys.presets import NAMES, load, wanted_cycles
from law.conduct import warned
from law.rulesets import RuleSet

LARGE = Decimal("1000.00")
OPENED = date(2026, 3, 2)


def case(owed: str = "1000.00", **given) -> Case:
    return Case(owed=Decimal(owed), **given)


@pytest.mark.parametrize(
    ("condition", "given", "reason"),
    [
        (Condition(minimum=Decimal("500.00")), {"owed": "499.99"}, "minimum"),
        (Condition(minimum=Decimal("500.00")), {"owed": "500.00"}, ""),
        (Condition(maximum=Decimal("500.00")), {"owed": "500.01"}, "maximum"),
        (Condition(customers=("known",)), {"customer": "repeat"}, "customers"),
        (Condition(profiles=("bad",)), {"profile": "good"}, "profiles"),
        (Condition(debtor="consumer"), {"debtor": "business"}, "debtor"),
        (Condition(country="FR"), {"country": "BE"}, "country"),
        (Condition(needs=("address",)), {"contacts": frozenset(("phone",))}, "needs"),
        (Condition(answered=False), {"answered": True}, "answered"),
        (Condition(), {}, ""),
    ],
)
def test_a_condition_names_the_first_thing_that_it_lacks(condition, given, reason):
    assert unmet(condition, case(**given)) == reason


def test_an_act_without_a_way_to_the_debtor_is_left_out():
    assert left_out(Step(key=1, day=0, act="sms"), case(contacts=frozenset(("phone",)))) == "no-mobile"


CONDITIONS = st.builds(
    Condition,
    minimum=st.none() | st.decimals(0, 10_000, places=2),
    maximum=st.none() | st.decimals(0, 10_000, places=2),
    customers=st.sets(st.sampled_from(["known", "new", "repeat"])).map(tuple),
    debtor=st.sampled_from(["", "consumer"]),
    needs=st.sampled_from([(), ("address",)]),
    answered=st.none() | st.booleans(),
)


@given(CONDITIONS)
def test_a_condition_is_kept_as_it_was_written(condition):
    assert condition_of(stored_condition(condition)) == condition


@pytest.mark.parametrize("stored", [{"minimun": "1"}, {"minimum": "much"}])
def test_a_condition_that_says_nothing_known_is_refused(stored):
    with pytest.raises(ValueError, match=r"."):
        condition_of(stored)


@pytest.mark.parametrize(
    ("stated", "paid", "others", "customer"),
    [
        (None, False, [], "new"),
        (True, False, [], "known"),
        (None, True, [date(2020, 1, 1)], "known"),
        (False, True, [date(2020, 1, 1)], "new"),
        (True, True, [date(2025, 6, 1)], "repeat"),
        (None, False, [date(2024, 3, 2)], "repeat"),  # 24 months to the day
        (None, False, [date(2024, 3, 1)], "new"),
    ],
)
def test_what_kind_of_customer_owes(stated, paid, others, customer):
    assert customer_of(stated_known=stated, paid_before=paid, opened=OPENED, others=others) == customer


@pytest.mark.parametrize(
    ("owed", "customer", "code"),
    [
        ("1000.00", "known", "large-known"),
        ("999.99", "known", "small-known"),
        ("1000.00", "repeat", "large-new"),
        ("10.00", "new", "small-new"),
    ],
)
def test_seed_001_chooses_by_amount_and_customer(owed, customer, code):
    found = wanted_cycles(load("directe"))
    cycles = [Cycle(key=n, rank=one.rank, claims=one.claims, customers=one.customers) for n, one in enumerate(found)]
    taken = chosen(cycles, case(owed, customer=customer), LARGE)
    assert found[taken.key].code == code


def wrong(*steps: Step, starts: str = "stage", **cycle) -> set[tuple[str, int]]:
    found = faults(Cycle(key=1, rank=1, **cycle), steps, starts=starts, gap=3, large_from=LARGE, templates=TEMPLATES)
    return {(fault.code, fault.position) for fault in found}


def step(day: int, act: str = "call", **given) -> Step:
    usual = next(iter(TEMPLATES.get(act, ())), "")
    return Step(key=day, day=day, act=act, **{"template": usual} | given)


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ((), {("no_steps", 0)}),
        ((step(0), step(1)), {("too_close", 2)}),
        ((step(0), step(1, "email"), step(1, "sms")), set()),
        ((step(2, "end"), step(9)), {("after_end", 2)}),
        ((step(2, "end"), step(2)), {("end_with_others", 2)}),
        ((step(0, "letter", template="poem"),), {("missing_template", 1)}),
        ((step(0, condition=Condition(minimum=Decimal(9), maximum=Decimal(8))),), {("never_met", 1)}),
        ((step(0, "partner-letter"), step(17)), {("within_wait", 2)}),
        ((step(0, "partner-letter"), step(18)), set()),
        ((step(400),), {("too_long", 1)}),
    ],
)
def test_what_is_wrong_with_a_cycle(steps, found):
    assert wrong(*steps) == found


def test_a_condition_against_the_cycle_s_own_claims_is_never_met():
    assert wrong(step(0, condition=Condition(minimum=LARGE)), claims="small") == {("never_met", 1)}
    assert wrong(step(0, condition=Condition(debtor="business")), debtors="consumer") == {("never_met", 1)}


def test_counted_from_the_due_date_nothing_is_done_on_it():
    assert wrong(step(0), starts="due-date") == {("negative_day", 1)}


@pytest.mark.parametrize("name", NAMES)
def test_every_preset_may_be_published(name):
    for cycle in wanted_cycles(load(name)):
        written = [one if one.template else step(one.day, one.act) for one in cycle.steps]
        assert wrong(*written, starts=cycle.starts, claims=cycle.claims, customers=cycle.customers) == set()


def test_tones_grow_firm():
    said = toned([step(n, "letter") for n in range(6)])
    assert [one.tone for one in said] == ["friendly", "neutral", "neutral", "neutral", "firm", "firm"]


# Trials --------------------------------------------------------------------------------------------------------------


@given(st.integers(1, 10**6), st.uuids().map(str), st.integers(1, 99))
def test_a_debtor_keeps_its_arm_and_a_growing_share_only_adds(policy, debtor, share):
    taken = takes_challenger(policy, debtor, share)
    assert taken == takes_challenger(policy, debtor, share)
    assert not taken or takes_challenger(policy, debtor, share + 1)


def test_the_share_is_about_what_was_asked():
    taken = sum(takes_challenger(7, f"debtor {n}", 20) for n in range(10_000))
    assert 1_850 <= taken <= 2_150


def test_wilson_and_newcombe_give_the_published_figures():
    """Newcombe 1998, table II, method 10: 56/70 against 48/80 is 0.2000, from 0.0524 to 0.3339."""
    assert wilson(81, 263).low == pytest.approx(0.2553, abs=1e-4)
    found = compared(champion=Arm(80, 48), challenger=Arm(70, 56)).difference
    assert (found.value, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)


@given(st.integers(1, 500), st.integers(1, 500), st.data())
def test_an_interval_holds_its_share_and_stays_within_bounds(first, second, data):
    arms = [Arm(n, data.draw(st.integers(0, n))) for n in (first, second)]
    found = compared(*arms)
    for one, least in ((found.champion, 0), (found.challenger, 0), (found.difference, -1)):
        assert least <= one.low <= one.value + 1e-9
        assert one.value - 1e-9 <= one.high <= 1


def test_without_an_ended_run_there_is_no_comparison():
    assert compared(Arm(0, 0), Arm(5, 1)) is None


# Words ---------------------------------------------------------------------------------------------------------------


def blanks(said: Speech) -> dict[str, set[str]]:
    found = {}
    for name in Speech.__slots__:
        value = getattr(said, name)
        for key, text in (value if isinstance(value, dict) else {"": value}).items():
            found[f"{name}.{key}"] = {part.split("}")[0] for part in text.split("{")[1:]}
    return found


@pytest.mark.parametrize("language", SPEECH)
def test_every_language_says_everything_with_the_same_blanks(language):
    assert blanks(SPEECH[language]) == blanks(SPEECH["fr"])
    assert set(SPEECH[language].openings) == set(WORDINGS)


@pytest.mark.parametrize("rules", [RuleSet.BE_CONSUMER, RuleSet.FR_CONSUMER])
@pytest.mark.parametrize("language", SPEECH)
def test_no_words_of_ours_look_judicial_threaten_or_shame(language, rules):
    said = SPEECH[language]
    texts = [*said.headings.values(), *said.openings.values(), *said.closings.values(), *said.sms.values()]
    assert [found for text in texts for found in warned(text, rules)] == []


@pytest.mark.parametrize(
    ("profile", "tones"),
    [
        ("", ["friendly", "neutral", "firm"]),
        ("administrative", ["friendly", "neutral", "firm"]),
        ("good", ["friendly", "friendly", "friendly"]),
        ("negligent", ["friendly", "friendly", "neutral"]),
        ("bad", ["firm", "firm", "firm"]),
    ],
)
def test_how_a_debtor_pays_steers_the_tone(profile, tones):
    assert [tone_for(tone, profile) for tone in TONES] == tones
