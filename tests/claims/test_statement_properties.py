"""What holds of every statement, whatever the facts."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from claims.statement import Credited, Facts, Item, statement
from core.money import ZERO, rounded
from law.be_consumer import Clause, cap
from law.interest import Accrual, Balance, accrue_known
from law.rulesets import RuleSet
from law.waits import Pause, wait

ONE_DAY = timedelta(days=1)
days = st.dates(date(2022, 1, 1), date(2026, 12, 31))
later_days = st.dates(date(2022, 1, 1), date(2027, 6, 30))  # past the last published rate
amounts = st.decimals("0.01", "5000", places=2)
items = st.lists(st.builds(Item, st.sampled_from(["A", "B", "C"]), days, amounts), min_size=1, max_size=4)
kinds = st.sampled_from(["payment", "payment", "credit_note", "waiver"])
credits = st.lists(st.builds(Credited, kinds, days, amounts), max_size=4)
clauses = st.none() | st.builds(
    Clause,
    percent=st.decimals(0, 30, places=2),
    minimum=st.decimals(0, 100, places=2),
    flat=st.decimals(0, 40, places=2),
    rate=st.none() | st.decimals(0, 14, places=2),
)
reminders = st.none() | st.builds(
    lambda day, channel: wait("be", "first-reminder", day, channel), days, st.sampled_from(["post", "email"])
)
pauses = st.lists(
    st.builds(
        lambda first, days: Pause(first, days and first + timedelta(days), "s"), days, st.none() | st.integers(1, 400)
    ),
    max_size=2,
)
facts = st.builds(
    Facts,
    rules=st.sampled_from([*RuleSet, None]),
    items=items.map(tuple),
    credits=credits.map(tuple),
    clause=clauses,
    contract_on=st.sampled_from([date(2021, 1, 1), date(2025, 1, 1)]),
    reminder=reminders,
    formal_notice_on=st.none() | days,
    creditor_is_sme=st.booleans(),
    interest_until=st.none() | days,
    pauses=pauses.map(tuple),
)


@given(facts, later_days)
def test_a_day_never_lowers_interest(given_facts, on):
    today, tomorrow = statement(given_facts, on), statement(given_facts, on + ONE_DAY)
    assert today.of("interest") <= tomorrow.of("interest")
    assert today.of("penalty") <= tomorrow.of("penalty")


@given(facts, later_days)
def test_a_day_never_lowers_the_total_of_an_unpaid_claim(given_facts, on):
    unpaid = replace(given_facts, credits=())
    assert statement(unpaid, on).total <= statement(unpaid, on + ONE_DAY).total


@given(facts, later_days)
def test_the_lines_add_up_to_the_total(given_facts, on):
    owed = statement(given_facts, on)
    assert sum((line.amount for line in owed.lines), ZERO) == owed.total
    assert sum((owed.of(part) for part in ("principal", "interest", "penalty", "credit")), ZERO) == owed.total
    assert all(rounded(line.amount) == line.amount for line in owed.lines)
    told = [line for line in owed.lines if line.part != "credit" and line.rule != "interest-paused"]
    assert all(line.amount > 0 for line in told)


@given(st.builds(Item, st.just("A"), days, amounts), later_days)
def test_an_invoice_bears_its_accrual_rounded_once(item, on):
    owed = statement(Facts(rules=RuleSet.BE_BUSINESS, items=(item,)), on)
    accrual = Accrual(regime="be-b2b", balances=(Balance(item.due_on, item.balance),), on=on)
    assert owed.of("interest") == accrue_known(accrual).amount


@given(facts, later_days, st.randoms(use_true_random=False))
def test_the_order_of_items_and_credits_does_not_matter(given_facts, on, chance):
    some, paid = list(given_facts.items), list(given_facts.credits)
    chance.shuffle(some)
    chance.shuffle(paid)
    assert statement(replace(given_facts, items=tuple(some), credits=tuple(paid)), on) == statement(given_facts, on)


@given(facts, st.builds(Credited, kinds, days, amounts), later_days)
def test_a_further_credit_never_raises_what_is_owed(given_facts, further, on):
    more = replace(given_facts, credits=(*given_facts.credits, further))
    assert statement(more, on).total <= statement(given_facts, on).total


@given(facts, st.data(), amounts, later_days)
def test_a_larger_payment_never_raises_what_is_owed(given_facts, data, extra, on):
    assume(given_facts.credits)
    one = data.draw(st.sampled_from(given_facts.credits))
    rest = list(given_facts.credits)
    rest.remove(one)
    more = replace(given_facts, credits=(*rest, replace(one, amount=one.amount + extra)))
    assert statement(more, on).total <= statement(given_facts, on).total


@given(facts, later_days)
def test_a_belgian_consumer_never_bears_more_than_the_caps(given_facts, on):
    consumer = replace(given_facts, rules=RuleSet.BE_CONSUMER)
    owed, principal = statement(consumer, on), sum((i.balance for i in consumer.items), ZERO)
    assert owed.of("penalty") <= cap(principal, date(2026, 4, 30))
    capped = [Accrual(regime="be-consumer", balances=(Balance(i.due_on, i.balance),), on=on) for i in consumer.items]
    assert owed.of("interest") <= sum((accrue_known(accrual).amount for accrual in capped), ZERO)
    if consumer.reminder is None or on <= consumer.reminder.last_day:
        assert owed.of("penalty") == owed.of("interest") == 0


@given(facts, later_days)
def test_a_french_consumer_bears_no_charge_and_no_interest_before_the_notice(given_facts, on):
    owed = statement(replace(given_facts, rules=RuleSet.FR_CONSUMER), on)
    assert owed.of("penalty") == 0
    noticed = given_facts.formal_notice_on is not None and given_facts.formal_notice_on < on
    assert noticed or owed.of("interest") == 0


@given(facts, st.dates(date(2027, 1, 1), date(2028, 12, 31)))
def test_a_missing_rate_stops_lines_and_lowers_nothing(given_facts, on):
    last_known, owed = statement(given_facts, date(2026, 12, 31)), statement(given_facts, on)
    assert owed.total >= last_known.total
    counted = [line for line in owed.lines if line.rule == "interest" and line.last > date(2026, 12, 31)]
    assert all(line.source == "Contrat" or given_facts.rules is RuleSet.FR_PUBLIC for line in counted)


@given(facts, days)
def test_no_day_after_an_insolvency_bears_interest(given_facts, on):
    long_after, stopped = on + 400 * ONE_DAY, replace(given_facts, interest_until=on)
    owed = statement(stopped, long_after)
    assert owed.of("interest") <= statement(replace(stopped, interest_until=None), long_after).of("interest")
    assert all(line.last <= on for line in owed.lines if line.part == "interest")


@given(facts, later_days)
def test_a_pause_never_raises_what_is_owed(given_facts, on):
    unpaid = replace(given_facts, credits=())
    assert statement(unpaid, on).total <= statement(replace(unpaid, pauses=()), on).total
