"""Whatever claim, terms and dates: nothing leaves too early, nobody is charged too much, no refusal is bare."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from claims.statement import Credited, Facts, Item, statement
from core.money import ZERO
from law import clearance as law
from law.be_consumer import Clause, cap
from law.limitation import USUAL_KIND, limitation
from law.refusals import Refusal
from law.rulesets import RuleSet, rule_set
from law.standing import Standing, Validity
from law.stops import Stop
from law.waits import deadline, wait
from paynow.rules import FIRST_REMINDER, PAYNOW, after_reminder, first_act, follow_up, settles

days = st.dates(date(2023, 1, 1), date(2026, 12, 31))
capped_days = st.dates(date(2023, 9, 1), date(2026, 12, 31))  # since the caps of CDE art. XIX.4 are in force
kinds = st.sampled_from(["consumer", "business", "unknown"])
countries = st.sampled_from(["BE", "FR"])
channels = st.sampled_from(["post", "email"])
amounts = st.decimals("0.01", "20000", places=2)
acts = st.sampled_from(law.ACTS)
sent = st.none() | st.builds(law.Sent, days, channels)
since = st.none() | st.builds(Validity, days, st.none() | days)
standings = st.builds(Standing, since, since, since, since)
ALL = Validity(date(2000, 1, 1))
IN_ORDER = Standing(ALL, ALL, ALL, ALL)
items = st.lists(st.builds(Item, st.sampled_from(["A", "B"]), days, amounts), min_size=1, max_size=4).map(tuple)
credits = st.lists(st.builds(Credited, st.sampled_from(["payment", "credit_note"]), days, amounts), max_size=2)
clauses = st.builds(
    Clause,
    percent=st.decimals(0, 40, places=2),
    minimum=st.decimals(0, 200, places=2),
    flat=st.decimals(0, 100, places=2),
    rate=st.none() | st.decimals(0, 20, places=2),
)


@st.composite
def cases(draw):
    """A claim as the law sees it, and the day on which something is asked about it."""
    country, debtor, on = draw(countries).lower(), draw(kinds), draw(days)
    known = rule_set(country, debtor)
    usual = USUAL_KIND[known] if isinstance(known, RuleSet) else USUAL_KIND[RuleSet(f"{country}-cons")]
    facts = law.Facts(
        country=country,
        debtor=debtor,
        standing=draw(standings),
        contract_signed=draw(st.booleans()),
        annex_accepted=draw(st.booleans()),
        amounts_lawful=draw(st.booleans()),
        limitation=limitation(country, usual, draw(days), on),
        first_reminder=draw(sent),
        notice=draw(sent),
        holds=tuple(draw(st.lists(st.builds(law.Hold, days, st.none() | days), max_size=2))),
        stops=tuple(draw(st.lists(st.builds(Stop, st.just("insolvency"), days, st.none() | days), max_size=1))),
    )
    return facts, datetime.combine(on, time(draw(st.integers(0, 23))), UTC)


def in_order(facts):
    """The same claim with everything in order but its waits: those alone decide."""
    papers = {"standing": IN_ORDER, "contract_signed": True, "annex_accepted": True, "amounts_lawful": True}
    return replace(facts, limitation_accepted=True, holds=(), stops=(), **papers)


@given(cases(), acts)
def test_every_refusal_names_rule_source_and_reason(case, act):
    facts, at = case
    answer = law.clear(act, facts, recipient="debtor:1", claim="c", at=at)
    assert isinstance(answer, law.Clearance) or answer
    for refusal in answer if isinstance(answer, tuple) else ():
        assert isinstance(refusal, Refusal)
        assert refusal.rule
        assert str(refusal.source).strip()
        assert str(refusal.reason).strip()


@given(cases())
def test_no_paynow_leaves_to_a_belgian_consumer_before_the_wait_of_its_reminder(case):
    facts, at = in_order(case[0]), case[1]
    answer = law.clear("notice", facts, recipient="debtor:1", claim="c", at=at)
    if isinstance(answer, law.Clearance) and (facts.country, facts.debtor) == ("be", "consumer"):
        reminder = facts.first_reminder
        assert reminder is not None
        assert law.local(RuleSet.BE_CONSUMER, at).date() >= after_reminder(reminder.on, reminder.channel)
        assert law.local(RuleSet.BE_CONSUMER, at).date() - reminder.on > timedelta(days=14)


@given(cases(), st.sampled_from(["letter", "email", "sms", "call", "visit"]))
def test_nothing_follows_the_notice_before_its_wait(case, act):
    facts, at = in_order(case[0]), case[1]
    answer = law.clear(act, facts, recipient="debtor:1", claim="c", at=at)
    if isinstance(answer, law.Clearance) and (facts.country, facts.debtor) != ("be", "business"):
        rules = rule_set(facts.country, facts.debtor)
        opened = wait(facts.country, "agency-notice", facts.notice.on, facts.notice.channel)
        assert law.local(rules, at).date() >= opened.act_from


@given(kinds, countries, st.none() | days, channels, days)
def test_the_first_act_is_never_planned_before_its_wait(kind, country, reminded_on, channel, on):
    planned = first_act(kind=kind, country=country, reminded_on=reminded_on, reminder_channel=channel, on=on)
    assert planned.on is None or planned.on >= on
    if (kind, country, planned.act) == ("consumer", "BE", PAYNOW):
        assert planned.on >= after_reminder(reminded_on, channel)
    if (kind, country, reminded_on) == ("consumer", "BE", None):
        assert planned.act == FIRST_REMINDER


@given(countries, st.sampled_from(["consumer", "business"]), days)
def test_a_debtor_has_at_least_the_days_promised(country, kind, posted_on):
    last = deadline(country.lower(), kind, posted_on)
    assert (last - posted_on).days >= (8 if kind == "business" else 15)
    if (country, kind) == ("BE", "consumer"):
        assert last >= wait("be", "agency-notice", posted_on, "post").last_day


@given(items, credits, clauses, capped_days, channels, days, days)
def test_no_consumer_is_charged_above_the_cap(found, paid, clause, reminded_on, channel, contract_on, on):
    given_facts = {"items": found, "credits": tuple(paid), "clause": clause, "contract_on": contract_on}
    reminder = wait("be", "first-reminder", reminded_on, channel)
    belgian = statement(Facts(rules=RuleSet.BE_CONSUMER, reminder=reminder, **given_facts), on)
    most = cap(sum((item.balance for item in found), ZERO), reminder.last_day)
    assert belgian.of("penalty") + belgian.of("costs") <= most
    french = statement(Facts(rules=RuleSet.FR_CONSUMER, formal_notice_on=reminded_on, **given_facts), on)
    assert french.of("penalty") + french.of("costs") == 0


@given(items, clauses, days, channels, days)
def test_before_the_wait_of_the_reminder_a_consumer_owes_the_principal_alone(found, clause, reminded_on, channel, on):
    reminder = wait("be", "first-reminder", reminded_on, channel)
    owed = statement(Facts(rules=RuleSet.BE_CONSUMER, items=found, clause=clause, reminder=reminder), on)
    if on <= reminder.last_day:
        assert owed.total == sum((item.balance for item in found), ZERO)


@given(items, credits, clauses, days, st.sampled_from([*RuleSet]))
def test_every_charge_names_its_source(found, paid, clause, on, rules):
    facts = Facts(rules=rules, items=found, credits=tuple(paid), clause=clause, formal_notice_on=on)
    charged = [line for line in statement(facts, on + timedelta(days=90)).lines if line.part not in ("principal",)]
    assert all(line.source and line.rule for line in charged)


@given(days, st.sets(st.integers(1, 59), max_size=5), days)
def test_a_silent_creditor_is_written_to_later_and_never_after_the_close(asked_on, reminders, after):
    next_on = follow_up(asked_on, remind_on_days=sorted(reminders), close_on_day=60, after=after)
    assert next_on > after or next_on == asked_on + timedelta(days=60)
    assert asked_on < next_on <= asked_on + timedelta(days=60)


@given(amounts, amounts, st.booleans())
def test_more_paid_never_unsettles(owed, paid, late):
    asked = {"demanded": Decimal("100.00"), "late": late, "residue": Decimal("5.00")}
    if settles(owed=owed, paid_in_time=paid, **asked):
        assert settles(owed=max(owed - 1, ZERO), paid_in_time=paid + 1, **asked)
