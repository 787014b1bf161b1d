"""What the manager's figures count: each file once, where it belongs, and the same day by day as from nothing."""

from datetime import date, datetime, timedelta
from decimal import Decimal as D
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Sum

from agencies.scope import acting_for
from amicable.models import Action, Promise
from billing.queries.receipts import moves_of, plans_of
from billing.rules.fees import stage_of
from claims.models import Claim, ClaimMessage, Credit
from claims.rules import ClosedAs
from claims.services.lifecycle import close, credit, locked, move, say_kind
from claims.services.reversing import reverse
from claims.services.timeline import tell
from core.dates import add_days
from jobs.services import meet_clock, miss_clocks, start_clock, stop_clock
from messaging.models import DeliveryReport, Message
from reports.models import ClockFigure, Counted, Figure, Segment
from reports.rules.figures import STAGES, Facet
from reports.services.figures import rebuild, refresh
from tests import world
from tests.world import DAY, NOW, claim

HISTORIES = 4


@pytest.fixture
def ours(db):
    made = world.world().ours
    with acting_for(made.pk):
        yield made


def sums() -> set[tuple]:
    """Every sum that is kept."""
    clocks = ClockFigure.objects.values_list("kind", "month", "met", "late", "missed", "open", "stopped")
    return {*Figure.objects.values_list("facet", "month", "segment", "bucket", "count", "cents"), *clocks}


def told(facet: Facet) -> dict[tuple[date, int], tuple[int, int]]:
    """The sums of one kind, by month and bucket."""
    rows = Figure.objects.filter(facet=facet).values_list("month", "bucket").annotate(Sum("count"), Sum("cents"))
    return {(month, bucket): (count, cents) for month, bucket, count, cents in rows}


def paid(of: Claim, amount: str, on: date, source: str = "") -> Credit:
    made = source or f"test:{of.pk}:{on}:{amount}"
    return credit(claim_id=of.pk, kind="payment", value_on=on, amount=D(amount), source=made, at=NOW)


def only(side) -> Claim:
    """The file of the first creditor, alone in the sums."""
    Claim.objects.filter(pk=side.others_claim.pk).update(opened_on=date(2000, 1, 1))
    return side.claim


def test_a_file_counts_where_it_was_handed_over_and_where_its_money_came(ours):
    one = only(ours)
    paid(one, "250.00", date(2026, 4, 3))
    refresh(at=NOW)
    march, april = date(2026, 3, 1), date(2026, 4, 1)
    assert told(Facet.HANDED)[march, 0] == (1, 100_000)
    assert told(Facet.VINTAGE) == {(march, 1): (1, 25_000)}
    assert told(Facet.STAGE) == {(april, 0): (1, 25_000)}
    assert told(Facet.SOON) == {(april, 1): (1, 25_000)}
    assert told(Facet.AGE) == {(april, 2): (1, 25_000)}
    assert told(Facet.FIRST) == {(april, 5): (1, 0)}


def test_a_payment_taken_back_never_came(ours):
    made = paid(only(ours), "250.00", date(2026, 4, 3))
    refresh(at=NOW)
    reverse(credit_id=made.pk, value_on=date(2026, 5, 4), source="back", at=NOW)
    refresh(at=NOW)
    assert told(Facet.STAGE) == told(Facet.VINTAGE) == told(Facet.FIRST) == {}


def test_of_the_principal_no_more_is_recovered_than_was_owed(ours):
    one = only(ours)
    credit(claim_id=one.pk, kind="credit_note", value_on=DAY, amount=D(400), source="cn", at=NOW)
    paid(one, "500.00", date(2026, 3, 5))
    paid(one, "200.00", date(2026, 3, 6))
    refresh(at=NOW)
    assert told(Facet.HANDED)[date(2026, 3, 1), 0] == (1, 60_000)
    assert told(Facet.VINTAGE) == {(date(2026, 3, 1), 0): (2, 60_000)}
    assert told(Facet.STAGE) == {(date(2026, 3, 1), 0): (2, 70_000)}


def test_a_kind_said_later_moves_the_file_whole(ours):
    Claim.objects.filter(pk=ours.claim.pk).update(debtor_kind="unknown")
    paid(ours.claim, "10.00", DAY)
    refresh(at=NOW)
    say_kind(claim_id=ours.claim.pk, kind="consumer", on=DAY, at=NOW)
    refresh(at=NOW)
    unknown = Segment.objects.get(debtor_kind="unknown")
    assert not Figure.objects.filter(segment=unknown).exists()
    assert Figure.objects.filter(segment__debtor_kind="consumer", facet=Facet.STAGE).get().cents == 1000


def test_a_second_time_counts_nothing(ours):
    paid(ours.claim, "10.00", DAY)
    assert refresh(at=NOW) == 2
    before = sums()
    assert refresh(at=NOW) == 0
    assert sums() == before


def test_calls_promises_and_what_they_brought_are_the_agent_s(ours):
    one, who = only(ours), ours.agent.pk
    done = {"state": "done", "act": "call", "planned_on": DAY, "on": DAY, "made_at": NOW, "done_by_id": who}
    given = {"claim": one, "party_id": one.party_id}
    Action.objects.create(debtor=one.debtor, outcome="promises", **done, **given)
    word = {"amount": D(40), "due_on": DAY, "grace_on": DAY, "made_on": DAY, "way": "call", "recorded_by_id": who}
    Promise.objects.create(state="kept", **word, **given)
    paid(one, "40.00", add_days(DAY, 30))
    paid(one, "60.00", add_days(DAY, 31))
    refresh(at=NOW)
    march = (date(2026, 3, 1), who)
    assert told(Facet.CALLED)[march] == told(Facet.SPOKE)[march] == (1, 0)
    assert told(Facet.PROMISED)[march] == told(Facet.KEPT)[march] == (1, 4000)
    assert told(Facet.BROUGHT) == {(date(2026, 4, 1), who): (1, 4000)}


def message(of: Claim, channel: str = "sms", **fields) -> Message:
    """A message to a debtor that left on the day."""
    left = {"state": "sent", "sent_on": DAY, "settled_at": NOW, "queued_at": NOW, "not_before": NOW}
    given = {"kind": "x", "recipient": "debtor:1", "address": "x", "party_id": of.party_id, "channel": channel}
    made = Message.objects.create(dedupe_key=f"m{Message.objects.count()}", **left | given | fields)
    ClaimMessage.objects.create(claim=of, message=made, party_id=of.party_id)
    return made


def test_a_message_is_answered_and_followed_within_a_week(ours):
    one = only(ours)
    sms = message(one)
    DeliveryReport.objects.create(message=sms, status="delivered", at=NOW, party_id=one.party_id)
    message(one, "email", recipient="creditor:1")
    tell(one, "replied", at=NOW + timedelta(days=8))
    paid(one, "1.00", add_days(DAY, 7))
    refresh(at=NOW)
    assert told(Facet.SENT) == told(Facet.DELIVERED) == told(Facet.PAID) == {(date(2026, 3, 1), 3): (1, 0)}
    assert told(Facet.ANSWERED) == told(Facet.RETURNED) == {}


def test_a_report_that_comes_later_is_counted(ours):
    sms = message(only(ours))
    refresh(at=NOW)
    later = NOW + timedelta(days=40)
    DeliveryReport.objects.create(message=sms, status="undelivered", at=later, party_id=sms.party_id)
    assert refresh(at=later) == 1
    assert told(Facet.RETURNED) == {(date(2026, 3, 1), 3): (1, 0)}


def test_promises_in_time_are_counted_in_the_month_they_were_due(ours):
    for n, days in enumerate((1, 2, 3, 4)):
        start_clock(kind="amicable.dispute:4", subject=f"claim:{n}", at=NOW, due_at=NOW + timedelta(days=days))
    meet_clock(kind="amicable.dispute:4", subject="claim:0", at=NOW)
    stop_clock(kind="amicable.dispute:4", subject="claim:3", at=NOW)
    refresh(at=NOW)
    later = NOW + timedelta(days=2, hours=1)
    miss_clocks(at=later)
    refresh(at=later)
    row = ClockFigure.objects.get(kind="amicable.dispute")
    assert (row.met, row.late, row.missed, row.open, row.stopped) == (1, 0, 1, 1, 1)


def test_an_agency_counts_its_own_alone(db):
    made = world.world()
    with acting_for(made.ours.pk):
        refresh(at=NOW)
        assert Counted.objects.count() == 2
    with acting_for(made.theirs.pk):
        assert not sums()


class Life:
    """Files to which anything happens in any order."""

    def __init__(self, side, chance):
        self.side, self.chance, self.at = side, chance, NOW
        self.acts = [self.pay, self.pay, self.pay, self.back, self.credited, self.new, self.moved, self.ends]
        self.acts += [self.says, self.calls, self.promises, self.keeps, self.writes, self.reported, self.clock]

    def step(self):
        self.at += timedelta(hours=self.chance.randint(1, 200))
        self.chance.choice(self.acts)()

    @property
    def on(self):
        return self.at.astimezone(ZoneInfo("Europe/Brussels")).date()

    def one(self, **narrowed):
        return self.chance.choice([*Claim.objects.filter(**narrowed).order_by("pk"), None])

    def pay(self):
        if one := self.one():
            day = add_days(self.on, -self.chance.randint(0, 40))
            amount = D(self.chance.randint(1, 90_000)) / 100
            given = {"kind": "payment", "value_on": day, "amount": amount, "source": f"p{self.at}"}
            credit(claim_id=one.pk, at=self.at, **given)

    def back(self):
        rows = list(Credit.objects.filter(reverses=None).order_by("pk"))
        if rows:
            made = self.chance.choice(rows)
            reverse(credit_id=made.pk, value_on=self.on, source=f"r{made.pk}", at=self.at)

    def credited(self):
        if one := self.one():
            given = {"kind": "credit_note", "value_on": self.on, "amount": D("9.99"), "source": f"c{self.at}"}
            credit(claim_id=one.pk, at=self.at, **given)

    def new(self):
        kind = self.chance.choice(["unknown", "business"])
        due = add_days(self.on, -self.chance.randint(0, 900))
        tell(claim(self.side.contract, opened_on=self.on, oldest_due_on=due, debtor_kind=kind), "opened", at=self.at)

    def moved(self):
        if one := self.one(stage="paynow"):
            move(locked(one.pk), self.chance.choice(["amicable", "judicial"]), at=self.at)

    def ends(self):
        one = self.one()
        if one and one.stage != "closed":
            close(locked(one.pk), ClosedAs.PAID, on=self.on, at=self.at)

    def says(self):
        if one := self.one(debtor_kind="unknown"):
            say_kind(claim_id=one.pk, kind=self.chance.choice(["consumer", "business"]), on=self.on, at=self.at)

    def calls(self):
        if one := self.one():
            done = {"state": "done", "act": "call", "planned_on": self.on, "on": self.on, "made_at": self.at}
            given = {"claim": one, "party_id": one.party_id, "debtor": one.debtor, "done_by": self.side.agent}
            Action.objects.create(outcome=self.chance.choice(["reached", "no_answer"]), **done, **given)
            tell(locked(one.pk), "called", at=self.at)

    def promises(self):
        one = self.one()
        if one and not Promise.objects.filter(claim=one, state="open").exists():
            word = {"amount": D(40), "due_on": self.on, "grace_on": self.on, "made_on": self.on, "way": "call"}
            Promise.objects.create(claim=one, party_id=one.party_id, recorded_by=self.side.agent, **word)
            tell(locked(one.pk), "promised", at=self.at)

    def keeps(self):
        for row in Promise.objects.filter(state="open").order_by("pk")[:1]:
            Promise.objects.filter(pk=row.pk).update(state=self.chance.choice(["kept", "broken"]))
            tell(locked(row.claim_id), "promise_kept", at=self.at)

    def writes(self):
        if one := self.one():
            channel = self.chance.choice(["sms", "email", "letter"])
            message(one, channel, sent_on=self.on, settled_at=self.at)

    def reported(self):
        for row in Message.objects.filter(channel="sms", reports=None).order_by("-pk")[:1]:
            DeliveryReport.objects.create(message=row, status="delivered", at=self.at, party_id=row.party_id)

    def clock(self):
        subject = f"claim:{self.chance.randint(1, 6)}"
        start_clock(kind="paynow.24h", subject=subject, at=self.at, due_at=self.at + timedelta(days=20))
        miss_clocks(at=self.at)
        if self.chance.random() < 0.3:
            meet_clock(kind="paynow.24h", subject=subject, at=self.at)


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_what_is_kept_up_equals_what_is_built_from_nothing(ours, seed):
    chance = Random(seed)
    life = Life(ours, chance)
    for _step in range(60):
        life.step()
        if chance.random() < 0.3:
            refresh(at=life.at)
    refresh(at=life.at)
    kept = sums()
    rebuild(at=life.at)
    assert kept == sums()
    assert len(kept) > 10


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_money_counts_in_the_stage_in_which_its_fee_does(ours, seed):
    life = Life(ours, Random(seed))
    life.acts = [life.pay, life.pay, life.back, life.new, life.moved, life.ends]
    for _step in range(40):
        life.step()
    refresh(at=life.at)
    expected = {}
    for one in Claim.objects.all():
        undone = set(Credit.objects.filter(reverses__isnull=False).values_list("reverses", flat=True))
        for row in Credit.objects.filter(claim=one, kind="payment", reverses=None).exclude(pk__in=undone):
            stage = stage_of(row.value_on, moves_of(one), plans_of(one), now=one.stage)
            key = (row.value_on.replace(day=1), STAGES.index(stage))
            expected[key] = expected.get(key, 0) + int(row.amount * 100)
    assert {key: cents for key, (_count, cents) in told(Facet.STAGE).items()} == expected


def test_the_database_tells_days_as_the_house_does(ours):
    late = datetime(2026, 4, 30, 22, 30, tzinfo=ZoneInfo("UTC"))
    start_clock(kind="x", subject="claim:1", at=NOW, due_at=late)
    refresh(at=NOW)
    assert ClockFigure.objects.get().month == date(2026, 5, 1)
