"""Questions about amounts. All answers are in cents."""

from datetime import date
from decimal import Decimal

from core.money import ZERO, cents
from law.allocation import ORDERS, PARTS, SOURCES, Part, allocate
from law.be_consumer import Clause, cap, filter_clause, reminder_cost
from law.charges import LateInvoice, flat_compensation
from law.interest import BASES, REGIMES, Accrual, Balance, Basis, Interest, accrue, accrue_known
from law.questions.fields import Answer, Field, Misuse, Question, amount, count, day, iso, one_of, plain, rate
from law.rulesets import RuleSet
from law.waits import CHANNELS, Channel

LATEST = date.max  # tables without periods: their latest entry
TRIPLE = "3x-legal"
RULE_SETS = tuple(rules.value for rules in RuleSet)
ON = Field("on", day, help="the last day counted, inclusive")


def _rate_or_triple(text: str) -> Decimal | str:
    return TRIPLE if text == TRIPLE else rate(text)


def _interest(
    regime: str,
    principal: Decimal,
    after: date,
    on: date,
    rate: Decimal | str | None,
    served: date | None,
    basis: Basis,
    known: bool,
) -> Answer:
    if rate == TRIPLE:
        if regime != "fr-b2b":
            raise Misuse(f"{regime} knows no clause of three times the legal rate")
        regime, rate = "fr-b2b-3x-legal", None
    stipulated = rate if isinstance(rate, Decimal) else None
    accrual = Accrual(
        regime=regime, balances=(Balance(after, principal),), on=on, rate=stipulated, served=served, basis=basis
    )
    return _told(accrue_known(accrual)) if known else _told(accrue(accrual))


def _told(answer: Interest) -> Answer:
    periods = [
        {"from": iso(p.first), "to": iso(p.last), "days": p.days, "rate": plain(p.rate), "source": p.source}
        for p in answer.periods
    ]
    told: Answer = {"cents": cents(answer.amount), "periods": periods, "source": answer.source}
    if answer.missing:
        told |= {"known_until": iso(answer.known_until), "missing": answer.missing}
    return told


def _cap(principal: Decimal, on: date) -> Answer:
    return {"cents": cents(cap(principal, on)), "source": "CDE art. XIX.4"}


def _clause(
    principal: Decimal,
    contract: date,
    renewed: date | None,
    on: date | None,
    flat: Decimal,
    percent: Decimal,
    minimum: Decimal,
    maximum: Decimal | None,
    rate: Decimal | None,
) -> Answer:
    if rate is not None and on is None:
        raise Misuse("clause needs on, the day whose interest cap counts, with rate")
    clause = Clause(flat, percent, minimum, maximum, rate)
    left = filter_clause(clause, principal, contract_on=contract, renewed_on=renewed, on=on or LATEST)
    return {
        "cents": cents(left.lump_sum),
        "verdict": left.verdict,
        "flag": left.flagged,
        "cap_cents": cents(left.cap),
        "rate": plain(left.rate),
        "source": left.source,
    }


def _reminder_cost(regular: bool, missed: int, channel: Channel, postage: Decimal, followup: bool, on: date) -> Answer:
    cost = reminder_cost(
        regular_supply=regular, missed_due_date=missed, channel=channel, postage=postage, on=on, followup=followup
    )
    return {"cents": cents(cost), "source": "CDE art. XIX.2"}


def _invoice(text: str) -> LateInvoice:
    due, _, settled = text.partition(":")
    return LateInvoice(day(due), ZERO, day(settled) if settled else None)


def _forty(ruleset: str, invoice: tuple[LateInvoice, ...], on: date) -> Answer:
    charges = flat_compensation(RuleSet(ruleset), invoice, on)
    return {"cents": cents(charges.total), "each": [cents(share) for share in charges.shares], "source": charges.source}


def _order(text: str) -> tuple[Part, ...]:
    parts: tuple[Part, ...] = tuple(part for part in PARTS if part in text.split(","))  # type: ignore[misc]
    if len(parts) != len(text.split(",")):
        raise ValueError(f"{text!r} is not a list of {', '.join(PARTS)}")
    return tuple(sorted(parts, key=text.split(",").index))


def _allocation(
    paid: Decimal,
    costs: Decimal,
    interest: Decimal,
    principal: Decimal,
    penalty: Decimal,
    order: tuple[Part, ...] | None,
    ruleset: str | None,
) -> Answer:
    if (order is None) == (ruleset is None):
        raise Misuse("allocation needs either order or ruleset")
    turn, source = (ORDERS[RuleSet(ruleset)], SOURCES[RuleSet(ruleset)]) if ruleset else (order or (), "")
    owed: dict[Part, Decimal] = {"costs": costs, "interest": interest, "principal": principal, "penalty": penalty}
    answer = allocate(paid, owed, turn)
    return {
        "paid": {part: cents(share) for part, share in answer.paid.items()},
        "left": {part: cents(rest) for part, rest in answer.left.items()},
        "surplus": cents(answer.surplus),
        "order": list(turn),
        "source": source,
    }


def _sum(name: str, help: str = "") -> Field:
    return Field(name, amount, required=False, default=ZERO, help=help)


QUESTIONS = (
    Question(
        "interest",
        "late interest by period",
        (
            Field("regime", one_of(tuple(REGIMES)), help=", ".join(REGIMES)),
            Field("principal", amount, help="what is owed, such as 10000.00"),
            Field("after", day, help="the day after which interest runs, itself excluded"),
            ON,
            Field("rate", _rate_or_triple, required=False, help=f"the contract's yearly percentage, or {TRIPLE}"),
            Field("served", day, required=False, help="the day a French judgment was served"),
            Field("basis", one_of(BASES), required=False, default="act365", help="act365 or actact"),
            Field("known", flag=True, required=False, default=False, help="stop at the last day with a known rate"),
        ),
        _interest,
    ),
    Question(
        "cap",
        "the highest lump sum for a Belgian consumer",
        (Field("principal", amount), Field("on", day, required=False, default=LATEST)),
        _cap,
    ),
    Question(
        "clause",
        "what is left of a Belgian consumer's penalty clause",
        (
            Field("principal", amount),
            Field("contract", day, help="when it was agreed"),
            Field("renewed", day, required=False, help="when the contract was last amended or renewed"),
            Field("on", day, required=False),
            _sum("flat"),
            Field("percent", rate, required=False, default=Decimal(0)),
            _sum("minimum"),
            Field("maximum", amount, required=False),
            Field("rate", rate, required=False, help="the clause's yearly interest"),
        ),
        _clause,
    ),
    Question(
        "reminder-cost",
        "what a reminder may cost a Belgian consumer",
        (
            Field("regular", flag=True, required=False, default=False, help="a contract of regular supply"),
            Field("missed", count, help="number of the missed due date in the calendar year"),
            Field("channel", one_of(CHANNELS)),
            _sum("postage"),
            Field("followup", flag=True, required=False, default=False, help="the due date was reminded before"),
            Field("on", day, required=False, default=LATEST),
        ),
        _reminder_cost,
    ),
    Question(
        "forty",
        "the flat compensation of 40 EUR per late invoice",
        (
            Field("ruleset", one_of(RULE_SETS)),
            Field("invoice", _invoice, many=True, help="DUE or DUE:PAID"),
            ON,
        ),
        _forty,
    ),
    Question(
        "allocation",
        "to what a payment goes",
        (
            Field("paid", amount),
            _sum("costs"),
            _sum("interest"),
            _sum("principal"),
            _sum("penalty"),
            Field("order", _order, required=False, help="such as costs,interest,principal"),
            Field("ruleset", one_of(RULE_SETS), required=False),
        ),
        _allocation,
    ),
)
