"""Shares, quartiles and curves, as the manager's figures are read."""

from collections import Counter
from datetime import date
from decimal import Decimal as D
from math import ceil

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.rules.figures import CLASSES, Vintage, class_of, months_over, quantile, share, together

QUIET = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
DAYS = st.lists(st.integers(0, 1400), min_size=1, max_size=60)


@QUIET
@given(DAYS, st.sampled_from([D("0.25"), D("0.5"), D("0.75")]))
def test_a_quartile_lies_in_the_class_of_the_true_one(days, part):
    ordered = sorted(days)
    true = ordered[ceil(part * len(days)) - 1]
    found = quantile(Counter(map(class_of, days)), part)
    assert class_of(found) == class_of(true)


def test_classes_begin_at_their_bounds():
    assert [class_of(bound) for bound in CLASSES] == list(range(1, len(CLASSES) + 1))
    assert [class_of(bound - 1) for bound in CLASSES] == list(range(len(CLASSES)))


def test_a_share_of_nothing_is_none():
    assert share(D(1), D(0)) is None
    assert share(D(1), D(3)) == D("33.3")
    assert quantile({}, D("0.5")) is None


def test_a_month_is_over_when_it_is_for_the_last_file_of_its_month():
    march = date(2026, 3, 1)
    assert [months_over(march, date(2026, *day)) for day in ((3, 31), (4, 29), (4, 30), (5, 31))] == [0, 0, 1, 2]


def test_a_curve_adds_up_and_ends_where_nobody_can_know():
    march = Vintage("", date(2026, 3, 1), 2, D(200), {0: D(50), 1: D(50), 5: D(10)})
    assert march.curve(date(2026, 6, 15)) == [D(25), D(50)]
    both = together("T1", [march, Vintage("", date(2026, 2, 1), 1, D(200), {0: D(100)})])
    assert (both.month, both.files, both.curve(date(2026, 4, 30))) == (date(2026, 3, 1), 3, [D("37.5")])
