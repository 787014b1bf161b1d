"""Charts: the drawing says what the table says."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web import charts

AMOUNTS = st.lists(st.decimals(0, 10**7, places=2), min_size=1, max_size=24)


@given(AMOUNTS)
def test_bars_stand_on_the_line_and_inside_the_drawing(values):
    chart = charts.chart("", [(str(i), value) for i, value in enumerate(values)])
    for bar in chart.bars:
        assert bar.y + bar.height == pytest.approx(charts.HEIGHT - charts.BOTTOM, abs=0.11)
        assert bar.y >= charts.TOP - 0.1
        assert bar.x >= charts.LEFT
        assert bar.x + bar.width <= charts.WIDTH


@given(st.decimals("0.01", 10**9, places=2))
def test_the_axis_reaches_the_highest_value_in_few_round_steps(highest):
    step = charts.nice_step(highest)
    assert step * 5 >= highest
    assert step.normalize().as_tuple().digits in {(1,), (2,), (2, 5), (5,)}


def test_heights_follow_values():
    low, high = charts.chart("", [("a", Decimal(10)), ("b", Decimal(20))]).bars
    assert high.height == pytest.approx(2 * low.height, abs=0.2)


def test_below_zero_is_refused():
    with pytest.raises(ValueError, match="starts at zero"):
        charts.chart("", [("a", Decimal(-1))])


def test_no_value_is_an_empty_drawing():
    assert charts.chart("", []).bars == []


def test_a_curve_begins_at_zero_and_ends_where_its_values_do():
    long, short = charts.curves(
        "", [("a", [Decimal(10), Decimal(20)]), ("b", [Decimal(5)])], unit="", names=("",) * 3
    ).lines
    assert long.points.split()[0] == short.points.split()[0]
    assert (len(long.points.split()), len(short.points.split())) == (3, 2)
    assert (long.x <= charts.WIDTH, short.x < long.x, short.texts) == (True, True, ["5", ""])
