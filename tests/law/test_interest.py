"""Late interest: every vector of the fact sheet (B.1, B.3, B.4, C.2, C.3) and what must hold for any debt."""

from datetime import date, timedelta
from decimal import Decimal as D
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import cents, rounded, rounded_down
from law.dated import MissingPeriod, Since
from law.interest import REGIMES, Accrual, Balance, accrue, accrue_known, clause_floor, interest

VECTORS = [
    ("V-BE-B2B-1", "be-b2b", "10000.00", "2025-06-20", "2026-03-31", {}, "10 11.5; 274 10.5", 81973),
    ("V-BE-B2B-2", "be-b2b", "2345.67", "2022-11-30", "2024-03-15", {}, "31 8; 181 10.5; 184 12; 75 12.5", 34022),
    (
        "V-BE-B2B-2a",
        "be-b2b",
        "2345.67",
        "2022-11-30",
        "2024-03-15",
        {"basis": "actact"},
        "31 8; 181 10.5; 184 12; 75 12.5",
        34005,
    ),
    ("V-BE-B2B-3", "be-b2b", "999.99", "2026-06-01", "2026-11-20", {}, "172 10.5", 4948),
    ("V-BE-B2B-4", "be-b2b", "50000.00", "2024-12-31", "2025-12-31", {}, "181 11.5; 184 10.5", 549795),
    ("V-BE-CIV-1", "be-civil", "5000.00", "2022-11-15", "2024-02-29", {}, "46 1.5; 365 5.25; 60 5.75", 31921),
    ("V-BE-CIV-2", "be-civil", "1200.00", "2024-12-01", "2026-11-20", {}, "30 5.75; 689 4.5", 10761),
    ("V-BE-CIV-3", "be-civil", "750.50", "2026-01-15", "2026-11-20", {}, "309 4.5", 2859),
    ("V-BE-CONS-1", "be-consumer", "300.00", "2026-02-02", "2026-04-30", {}, "87 10.5", 750),
    ("V-BE-CONS-2", "be-consumer", "300.00", "2026-02-16", "2026-04-30", {}, "73 10.5", 630),
    ("V-BE-CONS-3", "be-consumer", "1250.00", "2025-05-12", "2025-09-30", {}, "49 11.5; 92 10.5", 5238),
    ("V-BE-CONS-4", "be-consumer", "850.00", "2026-03-10", "2026-11-20", {"rate": D(8)}, "255 8", 4750),
    ("V-FR-B2B-1", "fr-b2b", "10000.00", "2025-05-31", "2025-09-30", {}, "30 13.15; 92 12.15", 41433),
    ("V-FR-B2B-2", "fr-b2b", "4800.00", "2026-05-31", "2026-09-30", {}, "30 12.15; 92 12.4", 19796),
    ("V-FR-B2B-3", "fr-b2b", "1530.20", "2023-12-15", "2024-08-31", {}, "16 14; 182 14.5; 62 14.25", 15707),
    ("V-FR-B2B-4", "fr-b2b-3x-legal", "2600.00", "2026-06-15", "2026-11-20", {}, "15 7.86; 143 8.25", 9244),
    ("V-FR-PUB-1", "fr-pub", "7000.00", "2026-05-20", "2026-09-30", {}, "133 10.15", 25889),
    ("V-FR-LEG-1", "fr-legal-pro", "3000.00", "2025-12-10", "2026-11-20", {}, "21 2.76; 181 2.62; 143 2.75", 7606),
    (
        "V-FR-LEG-2",
        "fr-legal-individual",
        "3000.00",
        "2025-12-10",
        "2026-11-20",
        {},
        "21 6.65; 181 6.67; 143 6.84",
        19110,
    ),
    (
        "V-FR-LEG-3",
        "fr-legal-pro",
        "6000.00",
        "2026-01-31",
        "2026-11-20",
        {"served": date(2026, 3, 10)},
        "99 2.62; 51 7.62; 143 7.75",
        28870,
    ),
    (
        "V-FR-LEG-4",
        "fr-legal-pro",
        "900.00",
        "2025-10-01",
        "2026-02-28",
        {"served": date(2025, 10, 1)},
        "61 2.76; 30 7.76; 59 7.62",
        2098,
    ),
    (
        "V-FR-LEG-5",
        "fr-legal-individual",
        "15000.00",
        "2026-06-30",
        "2026-10-31",
        {"served": date(2026, 7, 15)},
        "77 6.84; 46 11.84",
        44027,
    ),
]


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("regime", "principal", "after", "on", "extra", "segments", "expected"),
    [pytest.param(*vector[1:], id=vector[0]) for vector in VECTORS],
)
def test_vector(regime, principal, after, on, extra, segments, expected):
    answer = interest(regime, D(principal), day(after), day(on), **extra)
    assert "; ".join(f"{p.days} {p.rate.normalize():f}" for p in answer.periods) == segments
    assert cents(answer.amount) == expected
    assert answer.source


def test_total_of_v_be_b2b_2_with_one_flat_compensation():
    late = interest("be-b2b", D("2345.67"), day("2022-11-30"), day("2024-03-15")).amount
    assert cents(D("2345.67") + late + 40) == 272589


def test_total_of_v_fr_b2b_2_with_one_flat_compensation():
    assert cents(D("4800") + interest("fr-b2b", D("4800"), day("2026-05-31"), day("2026-09-30")).amount + 40) == 503796


@pytest.mark.parametrize(
    ("regime", "on", "period"),
    [
        ("be-b2b", "2027-01-01", "2027H1"),
        ("be-consumer", "2027-03-01", "2027H1"),
        ("fr-b2b", "2027-02-01", "2027H1"),
        ("fr-legal-pro", "2027-01-01", "2027H1"),
        ("be-civil", "2027-01-01", "2027"),
    ],
)
def test_a_period_without_rate_is_an_error_that_names_it(regime, on, period):
    with pytest.raises(MissingPeriod, match=rf"{period}$") as refused:
        interest(regime, D(100), day("2026-12-01"), day(on))
    assert refused.value.period == period


def test_the_statement_stops_on_the_last_known_day_and_says_so():
    balances = (Balance(day("2026-12-01"), D("1000.00")),)
    answer = accrue_known(Accrual(regime="be-b2b", balances=balances, on=day("2027-02-15")))
    assert (answer.known_until, answer.missing) == (day("2026-12-31"), "2027H1")
    assert answer.amount == interest("be-b2b", D(1000), day("2026-12-01"), day("2026-12-31")).amount


def test_an_agency_fills_a_period_before_the_platform_does():
    published = {"be-b2b": [Since(day("2027-01-01"), D("11.0"), "Moniteur belge")]}
    answer = interest("be-b2b", D(1000), day("2026-12-31"), day("2027-01-31"), overrides=published)
    assert [(p.days, p.rate, p.source) for p in answer.periods] == [(31, D("11.0"), "Moniteur belge")]


def test_an_override_in_mid_period_is_a_mistake():
    with pytest.raises(ValueError, match="first day of a semester"):
        interest(
            "be-b2b",
            D(1000),
            day("2026-12-31"),
            day("2027-01-31"),
            overrides={"be-b2b": [Since(day("2027-02-01"), D("11.0"), "-")]},
        )


def test_a_consumer_clause_above_the_cap_earns_the_cap():
    above = interest("be-consumer", D(300), day("2026-02-02"), day("2026-04-30"), rate=D(15))
    assert cents(above.amount) == 750


def test_a_business_clause_replaces_the_rate_in_periods_without_one_too():
    answer = interest("be-b2b", D(1000), day("2026-12-31"), day("2027-12-31"), rate=D(6))
    assert answer.amount == D("60.00")


@pytest.mark.parametrize(
    ("regime", "extra"),
    [
        ("be-civil", {"rate": D(8)}),
        ("contract", {}),
        ("be-b2b", {"served": date(2026, 1, 1)}),
        ("be-b2b", {"rate": D(-1)}),
    ],
)
def test_a_question_without_sense_is_an_error(regime, extra):
    with pytest.raises(ValueError, match=r"rate|increase"):
        interest(regime, D(100), day("2026-01-01"), day("2026-02-01"), **extra)


def test_the_french_clause_floor():
    assert clause_floor(day("2024-07-01")) == D("14.76")


days = st.dates(date(2018, 1, 1), date(2026, 12, 30))
principals = st.integers(0, 10_000_000).map(lambda n: D(n) / 100)
tabled = st.sampled_from(sorted(set(REGIMES) - {"contract"}))


@given(tabled, principals, days, days, st.sampled_from(["act365", "actact"]))
def test_adding_a_day_never_lowers_interest(regime, principal, after, on, basis):
    today = interest(regime, principal, after, on, basis=basis).amount
    assert 0 <= today <= interest(regime, principal, after, on + timedelta(days=1), basis=basis).amount


@given(tabled, principals, days, days)
def test_periods_follow_each_other_and_cover_every_day(regime, principal, after, on):
    periods = interest(regime, principal, after, on).periods
    assert sum(p.days for p in periods) == (max(0, (on - after).days) if principal else 0)
    assert all(b.first == a.last + timedelta(days=1) for a, b in pairwise(periods))


@given(principals, days, days, days)
def test_a_payment_only_lowers_what_follows_it(principal, one, two, three):
    after, paid, on = sorted([one, two, three])
    balances = (Balance(after, principal), Balance(paid, principal / 2))
    part = accrue(Accrual(regime="be-b2b", balances=balances, on=on)).amount
    before = interest("be-b2b", principal, after, paid).amount
    assert before <= part <= interest("be-b2b", principal, after, on).amount


@given(principals, days, days)
def test_the_consumer_never_owes_more_than_the_exact_cap(principal, after, on):
    answer = interest("be-consumer", principal, after, on)
    exact = sum((p.principal * p.rate * p.days for p in answer.periods), D(0)) / 36500
    assert answer.amount == rounded_down(exact) <= exact
    assert interest("be-b2b", principal, after, on).amount == rounded(exact)
