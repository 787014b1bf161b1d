"""Fees, VAT and invoices as pure rules, with properties that hold for any history."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.rules.fees import Agreed, Move, Receipt, base_of, bill_on, counted, stage_of, success_fee
from billing.rules.invoicing import Earned, lines_of, net_of
from billing.rules.prices import Band, Price, bands_of, faults, kept_bands, refused_to_debtor
from billing.rules.vat import vat_of
from core.money import ZERO, cents
from law.rulesets import RuleSet

DAY = date(2026, 3, 2)
AMICABLE = Price(
    code="amicable-success",
    stage="amicable",
    kind="percent",
    value=Decimal("10.00"),
    due="recovery",
    cap=Decimal("250.00"),
)
SUMS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("5000.00"), places=2)
DAYS = st.integers(0, 400).map(lambda n: DAY + timedelta(days=n))
RECEIPTS = st.lists(
    st.builds(
        Receipt,
        source=st.text("ab", min_size=1, max_size=3),
        value_on=DAYS,
        amount=SUMS,
        stage=st.sampled_from(["paynow", "amicable", "judicial"]),
    ),
    max_size=12,
)
PRICES = st.builds(
    Price,
    code=st.just("x"),
    stage=st.just("amicable"),
    kind=st.just("percent"),
    value=st.decimals(min_value=0, max_value=100, places=2),
    due=st.just("recovery"),
    cap=st.none() | SUMS,
    minimum=st.none() | st.decimals(min_value=0, max_value=50, places=2),
)


def fee(receipts, price=AMICABLE) -> Decimal:
    return success_fee(price, base_of(receipts, price.stage))


@given(RECEIPTS, PRICES)
def test_a_fee_is_never_above_its_cap_nor_what_came_in(receipts, price):
    due, base = fee(receipts, price), base_of(receipts, "amicable")
    assert ZERO <= due <= base
    assert price.cap is None or due <= price.cap
    cents(due)  # whole cents


@given(RECEIPTS, st.randoms())
def test_the_order_of_receipts_does_not_matter(receipts, chance):
    shuffled = list(receipts)
    chance.shuffle(shuffled)
    assert fee(shuffled) == fee(receipts)


@given(RECEIPTS)
def test_what_each_receipt_adds_adds_up_to_the_whole(receipts):
    steps = [fee(receipts[: n + 1]) - fee(receipts[:n]) for n in range(len(receipts))]
    assert sum(steps, ZERO) == fee(receipts)


@given(RECEIPTS, RECEIPTS)
def test_more_money_never_costs_less(before, more):
    assert fee(before + more) >= fee(before)


@given(RECEIPTS, st.none() | DAYS, SUMS)
def test_nothing_counts_from_insolvency_nor_beyond_the_debt(receipts, insolvent, overpaid):
    kept = counted(receipts, insolvent_from=insolvent, overpaid=overpaid)
    assert all(insolvent is None or one.value_on < insolvent for one in kept)
    before = sum((one.amount for one in receipts if insolvent is None or one.value_on < insolvent), ZERO)
    assert sum((one.amount for one in kept), ZERO) == max(before - overpaid, ZERO)


def test_bands_take_each_part_at_its_rate():
    bands = (Band(Decimal(1000), Decimal(10)), Band(None, Decimal(5)))
    price = Price(code="x", stage="amicable", kind="percent", value=ZERO, due="recovery", bands=bands)
    assert [success_fee(price, Decimal(base)) for base in (500, 1000, 3000)] == [50, 100, 200]
    assert bands_of(kept_bands(bands)) == bands


MOVES = [Move(DAY, "paynow", "amicable"), Move(DAY + timedelta(30), "amicable", "judicial")]


@pytest.mark.parametrize(
    ("days", "stage"), [(-5, "paynow"), (0, "paynow"), (1, "amicable"), (30, "amicable"), (31, "judicial")]
)
def test_money_counts_in_the_stage_of_its_value_date(days, stage):
    assert stage_of(DAY + timedelta(days), MOVES, [], now="judicial") == stage


def test_instalments_count_where_their_plan_was_agreed_also_after_the_claim_was_taken_back():
    plan = Agreed("amicable", DAY + timedelta(10), DAY + timedelta(100))
    moves = [*MOVES, Move(DAY + timedelta(40), "judicial", "closed")]
    told = [stage_of(DAY + timedelta(days), moves, [plan], now="closed") for days in (90, 101)]
    assert told == ["amicable", "judicial"]


EARNED = st.lists(
    st.builds(
        Earned,
        pk=st.integers(1, 10_000),
        code=st.sampled_from(["reminder", "success"]),
        kind=st.sampled_from(["fixed", "percent"]),
        stage=st.just("amicable"),
        amount=SUMS | SUMS.map(lambda amount: -amount),
        claim=st.integers(1, 50),
    ),
    max_size=20,
    unique_by=lambda fee: fee.pk,
)


@given(EARNED)
def test_lines_add_up_to_their_fees(fees):
    lines = lines_of(fees)
    assert net_of(lines) == sum((one.amount for one in fees), ZERO)
    assert sorted(one.pk for line in lines for one in line.fees) == sorted(one.pk for one in fees)
    assert all(line.price > ZERO for line in lines)
    assert net_of([line.turned() for line in lines]) == -net_of(lines)


@pytest.mark.parametrize(
    ("entity", "creditor", "valid", "expected"),
    [
        ("BE", "BE", True, ("S", "21.00")),
        ("BE", "BE", False, ("S", "21.00")),
        ("BE", "FR", True, ("AE", "0.00")),
        ("BE", "FR", False, ("S", "21.00")),
        ("FR", "FR", True, ("S", "20.00")),
        ("FR", "BE", True, ("AE", "0.00")),
        ("BE", "CH", True, ("S", "21.00")),
    ],
)
def test_vat_follows_the_entity_and_the_creditor(entity, creditor, valid, expected):
    vat = vat_of(entity=entity, creditor=creditor, has_valid_number=valid, on=DAY)
    assert (vat.category, str(vat.rate)) == expected


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"value": Decimal("101.00")}, "value"),
        ({"due": "opening"}, "due"),
        ({"minimum": Decimal(300)}, "minimum"),
        ({"bands": (Band(None, Decimal(5)), Band(Decimal(10), Decimal(4)))}, "bands"),
        ({"bearer": "debtor"}, "bearer"),
    ],
)
def test_what_is_wrong_with_a_line_is_named(wrong, field):
    given_ = {name: getattr(AMICABLE, name) for name in ("code", "stage", "kind", "value", "due", "cap")}
    assert [fault.field for fault in faults([Price(**given_ | wrong)])] == [field]


def test_two_lines_never_share_a_short_name():
    assert [fault.field for fault in faults([AMICABLE, AMICABLE])] == ["code"]


@pytest.mark.parametrize("rules", [*RuleSet, None])
def test_no_debtor_bears_a_line_but_a_belgian_business(rules):
    assert (refused_to_debtor(rules) is None) is (rules == RuleSet.BE_BUSINESS)


def test_fees_of_a_month_are_invoiced_on_the_first_of_the_next():
    assert bill_on(date(2026, 12, 31), at_once=False) == date(2027, 1, 1)
    assert bill_on(DAY, at_once=True) == DAY
