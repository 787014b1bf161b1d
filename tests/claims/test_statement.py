"""What is owed on a day: the worked examples of the law, and the rules of the house on top of them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from claims.statement import Credited, Facts, Item, statement
from core.money import ZERO, cents
from law.be_consumer import Clause
from law.dated import Since
from law.rulesets import RuleSet
from law.waits import Pause, wait

ON = date(2026, 4, 30)
REMINDED = wait("be", "first-reminder", date(2026, 2, 2), "email")  # the wait ends on 2026-02-16
CAPPED = Clause(percent=D(10), minimum=D(20), rate=D("10.5"))


def business(*items, rules=RuleSet.BE_BUSINESS, **given):
    return Facts(rules=rules, items=items, **given)


def consumer(*items, clause=CAPPED, **given):
    given = {"reminder": REMINDED, "contract_on": date(2025, 1, 1)} | given
    return Facts(rules=RuleSet.BE_CONSUMER, items=items, clause=clause, **given)


def invoice(amount, due, number="F1"):
    return Item(number, date.fromisoformat(due), D(amount))


def payment(amount, on, kind="payment"):
    return Credited(kind, date.fromisoformat(on), D(amount))


def parts(owed):
    return tuple(cents(owed.of(part)) for part in ("principal", "interest", "penalty"))


@pytest.mark.parametrize(
    ("rules", "item", "on", "expected"),
    [
        ("be-b2b", ("10000.00", "2025-06-20"), "2026-03-31", (1000000, 81973, 4000)),
        ("be-b2b", ("2345.67", "2022-11-30"), "2024-03-15", (234567, 34022, 4000)),
        ("be-b2b", ("999.99", "2026-06-01"), "2026-11-20", (99999, 4948, 4000)),
        ("fr-b2b", ("4800.00", "2026-05-31"), "2026-09-30", (480000, 19796, 4000)),
        ("fr-b2b", ("1530.20", "2023-12-15"), "2024-08-31", (153020, 15707, 4000)),
        ("fr-pub", ("7000.00", "2026-05-20"), "2026-09-30", (700000, 25889, 4000)),
    ],
)
def test_business_vectors_with_the_forty(rules, item, on, expected):
    owed = statement(business(invoice(*item), rules=RuleSet(rules)), date.fromisoformat(on))
    assert parts(owed) == expected


@pytest.mark.parametrize(
    ("rules", "item", "on", "total"),
    [
        ("be-b2b", ("2345.67", "2022-11-30"), date(2024, 3, 15), 272589),
        ("fr-b2b", ("4800.00", "2026-05-31"), date(2026, 9, 30), 503796),
    ],
)
def test_the_two_totals_of_the_law(rules, item, on, total):
    assert cents(statement(business(invoice(*item), rules=RuleSet(rules)), on).total) == total


@pytest.mark.parametrize(("natural", "interest"), [(False, 7606), (True, 19110)])
def test_a_french_consumer_owes_legal_interest_from_the_notice_and_no_charge(natural, interest):
    facts = business(invoice("3000.00", "2025-10-01"), rules=RuleSet.FR_CONSUMER, clause=Clause(flat=D(50)))
    noticed = replace(facts, formal_notice_on=date(2025, 12, 10), creditor_is_natural=natural)
    assert parts(statement(noticed, date(2026, 11, 20))) == (300000, interest, 0)
    assert statement(facts, date(2026, 11, 20)).total == D("3000.00")


@pytest.mark.parametrize(("sme", "interest"), [(True, 750), (False, 630)])
def test_consumer_interest_vectors(sme, interest):
    facts = consumer(invoice("300.00", "2026-01-15"), creditor_is_sme=sme)
    assert parts(statement(facts, ON)) == (30000, interest, 3000)


@pytest.mark.parametrize(
    ("balance", "cap"),
    [("100.00", 2000), ("150.01", 3000), ("166.66", 3166), ("500.01", 6500), ("39199.99", 199999), ("50000", 200000)],
)
def test_an_old_clause_is_reduced_to_the_cap(balance, cap):
    facts = consumer(invoice(balance, "2022-01-15"), clause=Clause(percent=D(60)), contract_on=date(2021, 3, 1))
    [line] = [line for line in statement(facts, ON).lines if line.part == "penalty"]
    assert (cents(line.amount), line.rule) == (cap, "clause-reduced")


def test_a_new_clause_beyond_the_cap_is_void_with_its_interest():
    facts = consumer(invoice("400.00", "2026-01-15"), clause=Clause(percent=D(15), minimum=D(75), rate=D(8)))
    assert statement(facts, ON).total == D("400.00")


def test_a_consumer_owes_the_principal_alone_through_the_last_day_of_the_wait():
    facts = consumer(invoice("300.00", "2026-01-15"), creditor_is_sme=True)
    assert statement(facts, REMINDED.last_day).total == D("300.00")
    assert statement(facts, REMINDED.act_from).total > D("330.00")


def test_a_consumer_without_reminder_or_clause_owes_the_principal_alone():
    item = invoice("300.00", "2026-01-15")
    assert statement(consumer(item, reminder=None), ON).total == statement(consumer(item, clause=None), ON).total == 300


def test_what_a_consumer_pays_within_the_wait_bears_nothing():
    item, credit = invoice("300.00", "2026-01-15"), payment("200.00", "2026-02-16")
    facts = consumer(item, credits=(credit,), creditor_is_sme=True)
    on_the_rest = consumer(invoice("100.00", "2026-01-15"), creditor_is_sme=True)
    assert parts(statement(facts, ON))[1:] == parts(statement(on_the_rest, ON))[1:]


def test_a_part_payment_never_makes_a_lawful_clause_void():
    clause = Clause(percent=D(3), minimum=D(50))  # within the cap on 2 500.00, above it on 100.00
    facts = consumer(invoice("2500.00", "2026-01-15"), clause=clause, credits=(payment("2400.00", "2026-02-10"),))
    [line] = [line for line in statement(facts, ON).lines if line.part == "penalty"]
    assert (line.amount, line.rule, line.base) == (D("20.00"), "clause-reduced", D("100.00"))


def test_no_forty_for_what_was_paid_by_its_due_date():
    items = invoice("100.00", "2026-03-31"), invoice("100.00", "2026-04-01", "F2")
    facts = business(*items, credits=(payment("100.00", "2026-03-31"),))
    assert parts(statement(facts, date(2026, 4, 1))) == (20000, 0, 0)
    assert parts(statement(facts, date(2026, 4, 2)))[2] == 4000


def test_the_higher_of_the_clause_and_the_forties_counts():
    items = [invoice("300.00", "2026-03-01", f"F{n}") for n in range(3)]
    ten, twenty = Clause(percent=D(10)), Clause(percent=D(20))
    assert parts(statement(business(*items, clause=ten), ON))[2] == 12000
    assert parts(statement(business(*items, clause=twenty), ON))[2] == 18000


def test_a_french_clause_waits_for_the_formal_notice():
    facts = business(invoice("1000.00", "2026-03-01"), rules=RuleSet.FR_BUSINESS, clause=Clause(percent=D(15)))
    noticed = replace(facts, formal_notice_on=ON)
    assert parts(statement(noticed, ON))[2] == 4000
    assert parts(statement(noticed, ON + timedelta(days=1)))[2] == 15000


def test_without_charges_the_principal_is_all():
    facts = business(invoice("1000.00", "2020-03-01"), with_charges=False)
    assert statement(facts, ON).total == D("1000.00")
    assert statement(replace(facts, with_charges=True, rules=None), ON).total == D("1000.00")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("payment", (0, 3500, 16500)), ("credit_note", (0, 0, 20000)), ("waiver", (4000, 3500, 12500))],
)
def test_what_a_credit_serves_first(kind, expected):
    """B.8, first row: 1 000.00 and interest of 35.00; the 40 EUR stands where the law puts penalties."""
    facts = business(invoice("1000.00", "2026-01-01"), clause=Clause(rate=D("10.7353")))
    on = date(2026, 4, 30)
    assert cents(statement(facts, on).of("interest")) == 3500
    after = statement(replace(facts, credits=(Credited(kind, on, D(200)),)), date(2026, 12, 30))
    left = 100000 - expected[2]
    assert left in {cents(line.base) for line in after.lines if line.part == "interest" and line.first > on}


def test_interest_runs_on_what_a_payment_left():
    facts = business(invoice("1000.00", "2026-01-01"), credits=(payment("500.00", "2026-01-01"),))
    lines = [line for line in statement(facts, date(2026, 1, 11)).lines if line.part == "interest"]
    assert [(line.base, line.first, line.last) for line in lines] == [(D(500), date(2026, 1, 2), date(2026, 1, 11))]


def test_a_surplus_is_the_debtors():
    facts = business(invoice("500.00", "2026-04-30"), credits=(payment("700.00", "2026-04-30"),))
    assert statement(facts, date(2026, 12, 31)).total == D("-200.00")


def test_a_credit_counts_from_its_value_date():
    facts = business(invoice("500.00", "2026-04-30"), credits=(payment("100.00", "2026-05-05"),))
    assert not [line for line in statement(facts, date(2026, 5, 4)).lines if line.part == "credit"]
    assert [line.amount for line in statement(facts, date(2026, 5, 5)).lines if line.part == "credit"] == [D(-100)]


def test_insolvency_stops_interest_the_day_before():
    facts = business(invoice("1000.00", "2026-01-01"))
    stopped = replace(facts, interest_until=date(2026, 2, 9))
    assert statement(stopped, ON).of("interest") == statement(facts, date(2026, 2, 9)).of("interest") > ZERO


PAUSE = Pause(date(2026, 3, 10), date(2026, 3, 31), "CDE art. XIX.9 § 4")


def interest_days(owed):
    return sum((line.last - line.first).days + 1 for line in owed.lines if line.rule == "interest")


def test_interest_rests_while_a_dispute_waits_too_long_and_the_statement_says_why():
    facts = consumer(invoice("300.00", "2026-01-15"))
    rests, runs = statement(replace(facts, pauses=(PAUSE,)), ON), statement(facts, ON)
    assert interest_days(runs) - interest_days(rests) == 22
    [why] = [line for line in rests.lines if line.rule == "interest-paused"]
    assert (why.amount, why.source, why.first, why.last) == (ZERO, PAUSE.source, PAUSE.first, PAUSE.last)
    assert rests.of("penalty") == runs.of("penalty")


def test_interest_rests_until_somebody_decides():
    facts = consumer(invoice("300.00", "2026-01-15"), pauses=(replace(PAUSE, last=None),))
    before, later = statement(facts, date(2026, 3, 9)), statement(facts, date(2026, 12, 1))
    assert before.of("interest") == later.of("interest") > ZERO
    assert [line.last for line in later.lines if line.rule == "interest-paused"] == [date(2026, 12, 1)]
    assert not [line for line in before.lines if line.rule == "interest-paused"]


def test_a_payment_during_the_pause_counts_when_interest_runs_again():
    facts = consumer(invoice("300.00", "2026-01-15"), pauses=(PAUSE,))
    paid = replace(facts, credits=(payment("100.00", "2026-03-20"),))
    lines = [line for line in statement(paid, ON).lines if line.rule == "interest"]
    assert [(line.last, line.base) for line in lines] == [(date(2026, 3, 9), D("300.00")), (ON, D("201.81"))]


def test_a_pause_says_nothing_where_nothing_would_have_run():
    facts = consumer(invoice("300.00", "2026-01-15"), clause=None, pauses=(PAUSE,))
    assert {line.rule for line in statement(facts, ON).lines} == {"invoice"}


def test_a_missing_rate_stops_the_line_on_its_last_known_day_and_names_the_period():
    facts = business(invoice("1000.00", "2026-11-30"))
    owed = statement(facts, date(2027, 2, 1))
    assert owed.missing == ("2027H1",)
    assert max(line.last for line in owed.lines if line.part == "interest") == date(2026, 12, 31)
    assert owed.total == statement(facts, date(2026, 12, 31)).total


def test_an_override_of_the_agency_fills_the_missing_period():
    facts = business(invoice("1000.00", "2026-11-30"), overrides={"be-b2b": [Since(date(2027, 1, 1), D(11), "MB")]})
    owed = statement(facts, date(2027, 2, 1))
    assert not owed.missing
    assert owed.lines[-2].source == "MB"


def test_a_consumer_clause_without_a_rate_to_judge_it_waits_and_says_so():
    reminded = wait("be", "first-reminder", date(2026, 12, 23), "post")  # ends in 2027, whose rate is not published
    owed = statement(consumer(invoice("300.00", "2026-11-30"), reminder=reminded), date(2027, 3, 1))
    assert (owed.total, owed.missing) == (D("300.00"), ("2027H1",))


def test_every_line_names_rule_and_source():
    facts = business(invoice("2345.67", "2022-11-30"), credits=(payment("100.00", "2023-03-01"),))
    lines = statement(facts, ON).lines
    assert all(line.rule for line in lines)
    assert all(line.source for line in lines if line.part != "principal")


def test_a_returned_payment_never_was_once_it_is_back():
    paid = replace(payment("400.00", "2026-01-10"), undone_on=date(2026, 2, 1))
    facts = business(invoice("1000.00", "2026-01-01"), credits=(paid,))
    before, after = statement(facts, date(2026, 1, 31)), statement(facts, date(2026, 2, 1))
    assert before == statement(replace(facts, credits=(replace(paid, undone_on=None),)), date(2026, 1, 31))
    assert after.total == statement(replace(facts, credits=()), date(2026, 2, 1)).total
    told = [(line.rule, line.amount) for line in after.lines if line.part == "credit"]
    assert told == [("payment", D(-400)), ("returned", D(400))]


def test_a_payment_of_somebody_else_is_not_told():
    paid = replace(payment("400.00", "2026-01-10"), undone_on=date(2026, 1, 10))
    facts = business(invoice("1000.00", "2026-01-01"), credits=(paid,))
    assert statement(facts, ON) == statement(replace(facts, credits=()), ON)
