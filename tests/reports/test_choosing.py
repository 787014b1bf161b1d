"""A choice is kept as it was made, and what cannot be is named."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reports.rules.choosing import COLUMNS, GROUPINGS, SECTIONS, USUAL, Choice, faults, read, stored

AMOUNTS = st.none() | st.decimals(0, 10**9, places=2)
AGES = st.none() | st.integers(0, 5000)
CHOICES = st.builds(
    Choice,
    columns=st.lists(st.sampled_from(COLUMNS), unique=True).map(tuple),
    sections=st.lists(st.sampled_from(SECTIONS), unique=True).map(tuple),
    grouping=st.sampled_from(GROUPINGS),
    stages=st.lists(st.sampled_from(["paynow", "amicable"]), unique=True).map(tuple),
    least=AMOUNTS,
    most=AMOUNTS,
    youngest=AGES,
    oldest=AGES,
    customer=st.text(max_size=10),
    open_only=st.booleans(),
)


@given(CHOICES)
def test_what_is_stored_is_read_again(choice):
    assert read(stored(choice)) == choice


@given(CHOICES)
def test_only_crossed_bounds_are_wrong_among_known_words(choice):
    crossed = choice.least is not None and choice.most is not None and choice.least > choice.most
    assert ("most" in faults(choice)) == crossed


def test_unknown_words_are_named():
    wrong = Choice(columns=("number", "salary"), sections=("weather",), grouping="mood")
    assert faults(wrong) == ["columns", "sections", "grouping"]


def test_a_column_named_twice_is_wrong():
    assert faults(Choice(columns=("number", "number"))) == ["columns"]


def test_nothing_chosen_is_the_usual_list_of_all_files():
    assert Choice().shown == USUAL
    assert not Choice().narrow
    assert Choice(least=Decimal("0.00")).narrow
