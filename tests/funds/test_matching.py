"""For which file a sum came: what decides, what is only proposed, what is never booked by itself."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules.matching import Candidate, Paid, digits_of, judge, same_name, score

OURS = Candidate(7, 1007, "090933755493", D("100.00"), "Dubois Jean", ("f12",), frozenset({"BE71096123456769"}))
OTHER = Candidate(8, 1008, "010806817183", D("100.00"), "Peeters NV", ("g9",), frozenset())
WORDS = frozenset({"F12", "f12", "payment"})


def booked(paid, *candidates):
    return judge(paid, candidates).booked


@pytest.mark.parametrize(
    "paid",
    [
        Paid(D(60), references=("090933755493",)),
        Paid(D(60), references=("RF05090933755493",)),
        Paid(D(60), references_in_text=("090933755493",)),
    ],
)
def test_a_reference_decides_whatever_the_amount_and_the_name(paid):
    assert booked(paid, OURS, OTHER) == ((7, D(60)),)


def test_what_is_more_than_owed_is_not_booked():
    assert booked(Paid(D("130.00"), references=("090933755493",)), OURS) == ((7, D("100.00")),)


@pytest.mark.parametrize(
    ("paid", "sure"),
    [
        (Paid(D("100.00"), name="J DUBOIS", iban="BE71096123456769"), False),
        (Paid(D("100.00"), name="Jean Dubois", iban="BE71096123456769"), True),
        (Paid(D("100.00"), name="Jean Dubois", words=WORDS), True),
        (Paid(D("99.00"), name="Jean Dubois", iban="BE71096123456769"), False),
        (Paid(D("100.00"), name="Jean Dubois"), False),
        (Paid(D("100.00"), iban="BE71096123456769"), False),
    ],
)
def test_without_a_reference_three_signs_decide(paid, sure):
    assert bool(booked(paid, OURS, OTHER)) == sure
    assert judge(paid, [OURS]).matches[0].claim_id == 7


def test_two_files_that_look_alike_are_left_to_a_person():
    twin = Candidate(9, 1009, "1", D("100.00"), "Jean Dubois", (), frozenset({"BE71096123456769"}))
    paid = Paid(D("100.00"), name="Jean Dubois", iban="BE71096123456769")
    assert booked(paid, OURS, twin) == ()
    assert [match.claim_id for match in judge(paid, [OURS, twin]).matches] == [7, 9]


def test_one_payment_pays_several_files_to_the_cent_or_none():
    both = ("090933755493", "010806817183")
    assert booked(Paid(D("200.00"), references_in_text=both), OURS, OTHER) == ((7, D("100.00")), (8, D("100.00")))
    assert booked(Paid(D("150.00"), references_in_text=both), OURS, OTHER) == ()


@pytest.mark.parametrize("over", [{"closed": True}, {"owed": D("0.00")}])
def test_a_file_that_is_over_is_only_proposed(over):
    given = {"claim_id": 7, "number": 1007, "reference": "090933755493", "owed": D(100), "name": "X"} | over
    verdict = judge(Paid(D(60), references=("090933755493",)), [Candidate(**given)])
    assert (verdict.booked, [match.claim_id for match in verdict.matches]) == ((), [7])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("DUBOIS JEAN", "Jean Dubois", True),
        ("Boulangerie du Parc SRL", "Boulangerie du Parc", True),
        ("SA", "SA", False),
        ("", "Jean", False),
        ("Jean Dupont", "Jean Dubois", False),
    ],
)
def test_names(one, other, same):
    assert same_name(one, other) == same_name(other, one) == same


def test_an_iso_reference_carries_the_belgian_one():
    assert digits_of("RF05090933755493") == digits_of("090933755493") == "090933755493"


cents = st.decimals(D("0.01"), D("9999.99"), places=2)


@given(cents, st.lists(cents, max_size=4), st.data())
def test_never_more_is_booked_than_came_or_is_owed(amount, debts, data):
    candidates = [Candidate(i, i, f"{i:012}", owed, f"Name {i}") for i, owed in enumerate(debts, 1)]
    named = data.draw(st.lists(st.sampled_from([one.reference for one in candidates] or ["0"])))
    shares = booked(Paid(amount, references=tuple(named)), *candidates)
    assert sum(share for _, share in shares) <= amount
    owed = {one.claim_id: one.owed for one in candidates}
    assert all(0 < share <= owed[claim] for claim, share in shares)


@given(st.permutations([OURS, OTHER]))
def test_the_order_of_the_candidates_decides_nothing(candidates):
    paid = Paid(D("100.00"), name="Jean Dubois", iban="BE71096123456769")
    assert judge(paid, candidates) == judge(paid, [OURS, OTHER])
    assert score(paid, OURS).signs == ("account", "amount", "name")


@given(st.sampled_from([OURS, OTHER]), st.booleans(), st.booleans())
def test_a_name_and_an_amount_alone_are_never_sure(one, same_amount, same_name):
    said = Paid(one.owed if same_amount else D(1), name=one.name if same_name else "Somebody Else")
    assert booked(said, one) == ()
