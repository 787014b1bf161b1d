"""Whatever happened before: no clearance inside a forbidden window, and every refusal that names a day is kept."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from law import clearance as law
from law.contact import COUNTED, Contact, People
from law.limitation import limitation
from law.rulesets import RuleSet, rule_set
from law.standing import Standing, Validity
from law.stops import Stop
from law.waits import Suspension, latest_end, suspension_clock, wait
from law.workdays import is_holiday

ALL = Validity(date(2000, 1, 1))
ZONES = {"1000": "Europe/Brussels", "59300": "Europe/Paris", "97411": "Indian/Reunion"}
YEAR = st.dates(date(2026, 1, 1), date(2026, 12, 31))
MOMENTS = st.integers(0, 365 * 24 * 60 - 1).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
WHO = ("debtor:1", "debtor:2", "representative:7", "relative:3")
PEOPLE = People(frozenset({"debtor:1", "debtor:2"}), {"debtor:2": "representative:7"})


@st.composite
def histories(draw):
    """A claim in order but for what its debtor, its creditor and the agency did, and a moment to ask at."""
    at = draw(MOMENTS)
    postcode = draw(st.sampled_from([*ZONES]))
    country = "be" if postcode == "1000" else "fr"
    near = st.integers(0, 45 * 24 * 60).map(lambda minutes: at - timedelta(minutes=minutes))
    causes = st.builds(Suspension, st.sampled_from(["plan", "mediation", "dispute"]), YEAR, st.none() | YEAR)
    facts = law.Facts(
        country=country,
        debtor=draw(st.sampled_from(["consumer", "business"])),
        standing=Standing(ALL, ALL, ALL, ALL),
        contract_signed=True,
        annex_accepted=True,
        amounts_lawful=True,
        limitation=limitation("be", "contract", date(2026, 1, 1), at.date()),
        first_reminder=law.Sent(date(2025, 10, 1), "post"),
        notice=draw(st.none() | st.builds(law.Sent, YEAR, st.sampled_from(["post", "email"]))),
        suspensions=tuple(draw(st.lists(causes, max_size=3))),
        holds=tuple(draw(st.lists(st.builds(law.Hold, YEAR, st.none() | YEAR), max_size=2))),
        stops=tuple(draw(st.lists(st.builds(Stop, st.just("bankruptcy"), YEAR, st.none() | YEAR), max_size=1))),
        people=PEOPLE,
        contacts=tuple(draw(st.lists(st.builds(Contact, st.sampled_from(COUNTED), near), max_size=12))),
        refused=tuple(draw(st.sets(st.sampled_from(["email", "sms", "call", "visit"]), max_size=2))),
        postcode=postcode,
    )
    return facts, draw(st.sampled_from(WHO)), at


acts = st.sampled_from(["letter", "email", "sms", "call", "visit"])


@settings(max_examples=400)
@given(histories(), acts)
def test_no_clearance_inside_a_forbidden_window(history, act):
    facts, who, at = history
    answer = law.clear(act, facts, recipient=who, claim="c", at=at)
    if isinstance(answer, law.Clearance):
        here = at.astimezone(ZoneInfo(ZONES[facts.postcode]))
        assert who in ("debtor:1", "representative:7")
        assert act not in facts.refused
        _hours(facts, act, here)
        _rest(facts, here.date())
        _waits(facts, here.date())
        _often(facts, act, at, here)
        assert answer.expires <= datetime.combine(here.date() + timedelta(days=1), time(), here.tzinfo)


def _hours(facts, act, here):
    if act in ("sms", "call", "visit"):
        assert not is_holiday(facts.country, here.date())
        if facts.country == "fr":
            assert 8 <= here.hour < 20
            assert here.weekday() != 6
        elif facts.debtor == "consumer":
            assert 8 <= here.hour < 22


def _rest(facts, day):
    for one in facts.holds:
        assert not (one.since <= day and (one.until is None or day < one.until))
    for one in facts.stops:
        assert not (one.opened <= day and (one.ended is None or day < one.ended))


def _waits(facts, day):
    if (facts.country, facts.debtor) == ("be", "business"):
        return
    opened = wait(facts.country, "agency-notice", facts.notice.on, facts.notice.channel)
    assert day >= opened.act_from
    if (facts.country, facts.debtor) == ("be", "consumer"):
        running = [c for c in facts.suspensions if c.requested <= day and (c.decided is None or c.decided > day)]
        assert "dispute" not in [c.cause for c in running]
        early = [c for c in running if c.requested <= opened.last_day]
        for one in early:  # a single cause runs its own time; several, at the latest until the 45th day
            ends = latest_end(opened.last_day) if len({c.cause for c in early}) > 1 else suspension_clock(one).last_day
            assert one.cause != "plan" or len({c.cause for c in early}) > 1
            assert day > ends


def _often(facts, act, at, here):
    zone = here.tzinfo
    past = sorted(c.at for c in facts.contacts if c.at <= at)
    if past and at - past[-1] < timedelta(hours=1):
        return  # perhaps the same message by another way; tests/law/test_contact_rules.py
    days = [moment.astimezone(zone).date() for moment in past]
    assert here.date() not in days
    assert _goes(past, zone, here.date(), 7) < 3
    assert _goes(past, zone, here.date(), 30) < 10


def _goes(past, zone, day, length):
    """Contacts more than an hour apart in the days up to `day`: at least so many goes were made."""
    first, count = None, 0
    for moment in past:
        if day - timedelta(days=length) < moment.astimezone(zone).date() and (
            first is None or moment - first >= timedelta(hours=1)
        ):
            first, count = moment, count + 1
    return count


@given(histories(), acts)
def test_a_day_named_by_a_refusal_is_right_when_it_is_the_only_one(history, act):
    facts, who, at = history
    answer = law.clear(act, facts, recipient=who, claim="c", at=at)
    if isinstance(answer, tuple) and len(answer) == 1 and answer[0].rule in ("contact-hours", "contact-frequency"):
        opens = answer[0].allowed_from
        rules = rule_set(facts.country, facts.debtor)
        assert isinstance(rules, RuleSet)
        if isinstance(opens, datetime):
            again = [refusal.rule for refusal in law.refusals(act, facts, opens, recipient=who)]
            assert answer[0].rule not in again
            assert opens > at
        else:
            assert opens > law.local(rules, at, facts.postcode).date()
