"""Every owned table, looked at and struck from every place that must not reach it.

One world, one row of each model on our side, and raw SQL: what is open is listed by name. `count_places` tells how
many places were tried; the run prints the sum.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from agencies.models import Owned, Walls
from agencies.scope import acting_for
from claims.models import Grant
from core.errors import NoAgency
from tests.architecture.rows import Rows
from tests.architecture.test_walls import KEYS, OWNED
from tests.world import Side, World, world

REFUSED = "42501"  # insufficient_privilege: a policy, or a right that the service does not have
OF_A_CLAIM = {  # what a grant, and the page of one claim, let through
    "claims.Allocation", "claims.Claim", "claims.ClaimItem", "claims.Credit", "claims.Debtor", "claims.Decision",
    "claims.Document", "claims.Event", "claims.EventDetail", "claims.Hold", "claims.Liable", "claims.Refused",
    "claims.Representative", "claims.Grant", "paynow.Notice", "amicable.Run", "amicable.Action",
    "amicable.Promise", "amicable.Plan", "amicable.Instalment", "amicable.Dispute", "amicable.PaperRequest",
    "amicable.Confirmation",
}  # fmt: skip
OF_THE_PARTNER = {"claims.Grant", "clients.Partner"}
OF_THE_PAGE = {  # the debtor reads for whom we act, through which entity, and what became of its payments
    "clients.Creditor", "clients.Contract", "funds.OnlinePayment",
}  # fmt: skip


def scopes(made: World) -> dict[str, dict[str, int | None]]:
    """Everybody who looks at our rows, by name."""
    ours, theirs = made.ours, made.theirs
    return {
        "our agency": {"agency_id": ours.pk},
        "our creditor": {"agency_id": ours.pk, "party_id": ours.creditor.party_id},
        "our partner": {"agency_id": ours.pk, "party_id": ours.partner.party_id},
        "the claim's page": {"agency_id": ours.pk, "claim_id": ours.claim.pk},
        "another creditor": {"agency_id": ours.pk, "party_id": ours.other.party_id},
        "a partner without grant": {"agency_id": ours.pk, "party_id": ours.stranger.party_id},
        "another claim's page": {"agency_id": ours.pk, "claim_id": ours.others_claim.pk},
        "another agency": {"agency_id": theirs.pk},
        "another agency's creditor": {"agency_id": theirs.pk, "party_id": theirs.creditor.party_id},
        "another agency with our party": {"agency_id": theirs.pk, "party_id": ours.creditor.party_id},
        "another agency with our claim": {"agency_id": theirs.pk, "claim_id": ours.claim.pk},
        "nobody": {},
    }


VIEWERS = (
    "our agency", "our creditor", "our partner", "the claim's page", "another creditor", "a partner without grant",
    "another claim's page", "another agency", "another agency's creditor", "another agency with our party",
    "another agency with our claim", "nobody",
)  # fmt: skip
READERS = VIEWERS[1:]  # may read some, may write nothing
STRANGERS = ("another agency", "another agency's creditor", "nobody")


def sees(viewer: str, model: type[Owned]) -> bool:
    """Whether the row of this model that `Rows` keeps is this viewer's to read."""
    label = model._meta.label
    if viewer == "our agency":
        return True
    if viewer.startswith("another agency") or viewer == "nobody":
        return False
    own = {
        "our creditor": model.walls == Walls.PARTY and label not in OF_THE_PARTNER,
        "our partner": label in OF_A_CLAIM | OF_THE_PARTNER,
        "the claim's page": label in OF_A_CLAIM | OF_THE_PAGE,
    }
    return model.walls == Walls.SHARED or own.get(viewer, False)


@contextmanager
def seen_by(scope: dict[str, int | None]) -> Iterator[None]:
    """Inside the scope; outside any where it is empty."""
    with acting_for(**scope) if scope else nullcontext():  # type: ignore[arg-type]
        yield


def touched(sql: str, *params: object) -> int:
    """The rows that a statement reaches: none when PostgreSQL refuses it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.rowcount
    except DatabaseError as error:
        if getattr(error.__cause__, "pgcode", "") != REFUSED:
            raise
        return 0


def saved(row: Owned) -> int:
    """1 when the row could be inserted, 0 when PostgreSQL refuses it."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            return 1
    except DatabaseError as error:
        if getattr(error.__cause__, "pgcode", "") != REFUSED:
            raise
        return 0


def all_rows(side: Side) -> dict[type[Owned], Owned]:
    """One saved row of every owned model on this side."""
    with acting_for(side.pk):
        rows = Rows(side)
        return {model: rows.kept(model) for model in OWNED}


def fingerprint(owner_sql, tables) -> dict[str, object]:
    """What every table holds, as the owner sees it."""
    digest = "SELECT count(*), md5(string_agg(t::text, '|' ORDER BY id)) FROM {} t"
    return {table: owner_sql(digest.format(table))[0] for table in tables}


TABLES = [model._meta.db_table for model in OWNED]


@pytest.fixture
def count_places(record_property):
    """`count_places(n)`: so many were tried, and found shut."""
    return lambda tried: record_property("places", tried)


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.django_db
def test_raw_sql_reads_what_is_the_viewers_and_no_more(viewer, count_places):
    made = world()
    rows = all_rows(made.ours)
    with seen_by(scopes(made)[viewer]):
        found = {m: touched(f"SELECT FROM {m._meta.db_table} WHERE id = %s", row.pk) for m, row in rows.items()}
    wrong = [model._meta.label for model, seen in found.items() if seen != sees(viewer, model)]
    assert not wrong, f"{viewer}: {wrong}"
    count_places(sum(not sees(viewer, model) for model in OWNED))


@pytest.mark.parametrize("viewer", STRANGERS)
@pytest.mark.django_db
def test_a_stranger_finds_nothing_by_any_question(viewer, count_places):
    made = world()
    all_rows(made.ours)
    with seen_by(scopes(made)[viewer]):
        asked = "SELECT FROM {} WHERE agency_id = %s"
        found = [table for table in TABLES if touched(asked.format(table), made.ours.pk)]
    assert not found, f"{viewer}: {found}"
    count_places(len(TABLES))


@pytest.mark.parametrize("act", ["UPDATE {} SET agency_id = agency_id WHERE id = %s", "DELETE FROM {} WHERE id = %s"])
@pytest.mark.real_commits
def test_whoever_reads_writes_nothing(act, owner_sql, count_places):
    made = world()
    rows = all_rows(made.ours)
    before = fingerprint(owner_sql, TABLES)
    for viewer in READERS:
        with seen_by(scopes(made)[viewer]):
            reached = [m._meta.label for m, row in rows.items() if touched(act.format(m._meta.db_table), row.pk)]
        assert not reached, f"{viewer}: {reached}"
    assert fingerprint(owner_sql, TABLES) == before
    count_places(len(READERS) * len(rows))


@pytest.mark.real_commits
def test_whoever_reads_adds_nothing(owner_sql, count_places):
    made = world()
    with acting_for(made.ours.pk):
        rows = Rows(made.ours)
        new = [rows.fresh(model) for model in OWNED]
    before = fingerprint(owner_sql, TABLES)
    for viewer in READERS:
        with seen_by(scopes(made)[viewer]):
            added = [row._meta.label for row in new if saved(row)]
        assert not added, f"{viewer}: {added}"
    assert fingerprint(owner_sql, TABLES) == before
    count_places(len(READERS) * len(new))


@pytest.mark.real_commits
def test_an_agency_moves_no_row_to_another(owner_sql, count_places):
    made = world()
    rows = all_rows(made.ours)
    before = fingerprint(owner_sql, TABLES)
    with acting_for(made.ours.pk):
        moved = "UPDATE {} SET agency_id = %s WHERE id = %s"
        gone = [
            m._meta.label for m, row in rows.items() if touched(moved.format(m._meta.db_table), made.theirs.pk, row.pk)
        ]
    assert not gone
    assert fingerprint(owner_sql, TABLES) == before
    count_places(len(rows))


@pytest.mark.django_db
def test_no_key_reaches_into_another_agency(count_places):
    made = world()
    theirs = all_rows(made.theirs)
    with acting_for(made.ours.pk):
        rows = Rows(made.ours)
        for model, field in KEYS:
            row = rows.fresh(model)
            setattr(row, field.attname, theirs[field.related_model].pk)
            if str(field) == "claims.Credit.reverses":
                row.amount = -row.amount  # what undoes is below zero
            with (
                pytest.raises(IntegrityError, match=f"{model._meta.db_table}_{field.column}_same_agency"),
                transaction.atomic(),
            ):
                row.save(force_insert=True)
    count_places(len(KEYS))


@pytest.mark.parametrize("model", OWNED, ids=lambda model: model._meta.label)
@pytest.mark.django_db
def test_the_manager_refuses_outside_an_agency(model, count_places):
    with pytest.raises(NoAgency):
        model.objects.exists()
    count_places(1)


@pytest.mark.django_db
def test_the_manager_keeps_to_its_agency():
    made = world()
    rows = all_rows(made.ours)
    with acting_for(made.theirs.pk):
        assert not [model for model, row in rows.items() if model.objects.filter(pk=row.pk).exists()]
        assert not [model for model, row in rows.items() if model.everywhere.filter(pk=row.pk).exists()]


@pytest.mark.django_db
def test_a_grant_ends(count_places):
    made = world()
    rows = all_rows(made.ours)
    with acting_for(made.ours.pk):
        Grant.objects.update(until=timezone.now().date() - timedelta(days=1))
    with acting_for(made.ours.pk, party_id=made.ours.partner.party_id):
        claims = [model for model in OWNED if model._meta.label in OF_A_CLAIM - OF_THE_PARTNER]
        assert not [model for model in claims if model.objects.filter(pk=rows[model].pk).exists()]
    count_places(len(claims))
