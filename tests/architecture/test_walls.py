"""The walls as PostgreSQL has them, read from its catalogue for every model there is."""

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils.timezone import localdate

from agencies.models import Agency, Owned, OwnedManager, User, Walls
from agencies.walls import LOCAL_DATE
from core.roles import APP, BACKUP, OWNER

OWNED = [model for model in apps.get_models() if issubclass(model, Owned)]
KEYS = [
    (model, field)
    for model in OWNED
    for field in model._meta.local_fields
    if isinstance(field, models.ForeignKey) and issubclass(field.related_model, Owned)
]
EVERYBODY = "-"
POLICIES = {
    ("wall_read", "r", EVERYBODY),
    ("wall_insert", "a", EVERYBODY),
    ("wall_update", "w", EVERYBODY),
    ("wall_delete", "d", EVERYBODY),
    ("wall_owner", "*", OWNER),
    ("wall_backup", "r", BACKUP),
}
BESIDE = {  # what may be read besides: one's own seats at login, the agencies' own rows by an operator
    "agencies_member": {("my_seats", "r", EVERYBODY)},
    "agencies_agency": {("my_agencies", "r", EVERYBODY), ("for_operators", "r", EVERYBODY)},
}
UNOWNED = {
    "account_emailaddress",
    "account_emailconfirmation",
    "agencies_agency",
    "agencies_signinfailure",
    "agencies_user",
    "agencies_user_groups",
    "agencies_user_user_permissions",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "creansys_operatorentry",
    "django_admin_log",
    "django_content_type",
    "django_migrations",
    "django_session",
    "mfa_authenticator",
    "usersessions_usersession",
}
CROSSING = {  # function → what its rows are: one number, or several
    "agencies_all": "bigint",
    "any_agency_by_slug": "bigint",
    "forget_sign_in_failures": "bigint",
    "agency_by_slug": "bigint",
    "agencies_active": "bigint",
    "agencies_with_messages": "bigint",
    "agency_usage": "record",
    "agencies_health": "record",
    "agencies_mailboxes_failing": "bigint",
}
APPEND_ONLY = {  # table → what of it the service may still change: columns, or deleting
    "agencies_auditentry": set(),
    "amicable_look": {"note"},
    "billing_contracttariff": set(),
    "billing_fee": {"invoice_id"},
    "billing_invoice": {
        "year", "number", "issued_on", "due_on", "file_id", "xml_id", "sent_at", "network", "paid", "paid_on",
        "paid_by", "reminders", "reminded_on",
    },
    "billing_invoiceline": set(),
    "billing_pack": set(),
    "billing_tariffline": set(),
    "billing_tariffversion": set(),
    "claims_anchor": set(),
    "claims_claimnote": {"text", "read_at", "settled_at"},
    "claims_claimreply": set(),
    "claims_allocation": {"reason"},
    "claims_credit": {"note"},
    "claims_event": set(),
    "claims_eventdetail": {"DELETE"},
    "clients_accountchange": set(),
    "clients_accountconfirmation": set(),
    "clients_stockentry": set(),
    "funds_bankfile": {"movements", "repeated", "pending", "code", "detail"},
    "funds_bankstatement": set(),
    "funds_closedmonth": set(),
    "funds_entry": set(),
    "funds_line": set(),
    "funds_movement": set(),
    "funds_onlinepayment": {
        "state", "reference", "page", "due_at", "paid_on", "receipt_id", "settlement_id", "settled_on", "back_on",
        "kept_by_id", "detail",
    },
    "funds_receipt": {
        "unmatched", "to_return", "owner_id", "deposited_on", "due_at", "returned_on", "return_reason"
    },
    "funds_receiptpart": {"held", "withheld", "ended_on", "ended_as"},
    "funds_remittance": {
        "state", "approved_by_id", "approved_at", "file_id", "sha256", "handed_over_by_id", "handed_over_at",
        "ended_at", "note",
    },
    "funds_remittanceline": {"state", "on", "end_to_end", "reason", "debited_on"},
    "funds_remittancepart": set(),
    "funds_settlement": {"state", "due_at", "fee", "detail"},
    "messaging_deliveryreport": {"detail"},  # words become empty, nothing else: tests/messaging/test_erasure.py
    "messaging_inboundfile": {"name"},
    "messaging_inboundmessage": {"handled_at", "handled_by_id", "sender", "subject", "text"},
    "messaging_lettertext": set(),
    "messaging_message": {
        "state", "attempts", "not_before", "taken_at", "settled_at", "sent_on", "answer", "provider_id", "print_run_id",
        "address", "subject", "text", "html",
    },
    "messaging_messagefile": set(),
    "messaging_printrunpart": set(),
    "messaging_registration": {"proof_id", "proved_at"},
    "reports_pledge": set(),
    "reports_reason": set(),
    "reports_closing": {"file_id", "sha256"},
    "reports_report": set(),
    "reports_settingversion": set(),
    "paynow_notice": {"sent_on", "copied_at", "withdrawn_on"},
}  # fmt: skip

pytestmark = pytest.mark.django_db
each_model = pytest.mark.parametrize("model", OWNED, ids=lambda model: model._meta.label)
each_key = pytest.mark.parametrize(("model", "field"), KEYS, ids=[str(field) for _, field in KEYS])


def rows(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def column(sql, *params):
    return {value for (value,) in rows(sql, *params)}


@pytest.mark.parametrize("table", [*(model._meta.db_table for model in OWNED), Agency._meta.db_table])
def test_row_security_is_forced_by_the_expected_policies_alone(table):
    forced = "SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid = %s::regclass"
    assert rows(forced, table) == [(True,)]
    policies = """SELECT polname, polcmd::text, array_to_string(polroles::regrole[], ',')
                    FROM pg_policy WHERE polrelid = %s::regclass AND polpermissive"""
    assert set(rows(policies, table)) == POLICIES | BESIDE.get(table, set())


@each_model
def test_the_read_policy_is_that_of_the_declared_class(model):
    [(read,)] = rows(
        "SELECT pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polrelid = %s::regclass AND polname = 'wall_read'",
        model._meta.db_table,
    )
    everyone, nobody = read.count("OR true"), read.count("OR false")
    fits = {Walls.SHARED: (everyone, nobody) == (2, 0), Walls.INNER: (everyone, nobody) == (0, 2)}
    assert fits.get(model.walls, everyone == 0 and nobody <= 1), read
    assert read.count("creansys.agency") == 1


@each_model
def test_writing_needs_the_agency_and_a_wide_scope(model):
    policies = """SELECT coalesce(pg_get_expr(polwithcheck, polrelid), pg_get_expr(polqual, polrelid)) FROM pg_policy
                   WHERE polrelid = %s::regclass AND polname IN ('wall_insert', 'wall_update', 'wall_delete')"""
    [(write,)] = set(rows(policies, model._meta.db_table))  # the three say the same
    assert all(write.count(f"'creansys.{setting}'") == 1 for setting in ("agency", "party", "claim"))
    assert write.count("IS NULL") == 2
    assert " OR " not in write


@each_key
def test_a_key_between_owned_tables_carries_the_agency_and_only_that(model, field):
    keys = """SELECT c.conname, c.confrelid::regclass::text, array_agg(a.attname::text ORDER BY place),
                     c.confdeltype::text
                FROM pg_constraint c CROSS JOIN LATERAL unnest(c.conkey) WITH ORDINALITY AS k(num, place)
                JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num
               WHERE c.contype = 'f' AND c.convalidated AND c.conrelid = %s::regclass
               GROUP BY c.oid, c.conname, c.confrelid, c.confdeltype"""
    table, parent = model._meta.db_table, field.related_model._meta.db_table
    found = [key for key in rows(keys, table) if field.column in key[2]]
    assert found == [(f"{table}_{field.column}_same_agency", parent, ["agency_id", field.column], "a")]


def test_keys_out_of_the_walls_lead_to_the_agency_and_to_users_alone():
    found = {
        (model._meta.label, field.name, field.related_model)
        for model in OWNED
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and not issubclass(field.related_model, Owned)
    }
    assert {key for key in found if key[1] != "agency"} == {("agencies.Member", "user", User)}
    assert {key[2] for key in found if key[1] == "agency"} == {Agency}


@each_model
def test_no_model_links_many_to_many(model):
    assert not model._meta.local_many_to_many


@each_model
def test_the_manager_in_use_is_the_one_that_refuses(model):
    assert isinstance(model.objects, OwnedManager)
    assert isinstance(model._meta.pk, models.BigAutoField)
    assert model._meta.base_manager.name == "everywhere"


@each_model
def test_what_is_unique_is_unique_inside_the_agency(model):
    """A key unique across agencies would tell one of them what another holds."""
    assert not [field.name for field in model._meta.local_fields if field.unique and not field.primary_key]
    unique = [c for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]
    assert not [c.name for c in unique if c.fields[:1] != ("agency",)]
    assert not [index.name for index in model._meta.indexes if index.fields[:1] != ["agency"]]
    if any(field.name == "uid" for field in model._meta.local_fields):
        assert ("agency", "uid") in [c.fields for c in unique]


def test_no_wall_asks_for_the_date_of_another_zone(settings):
    asked = "SELECT tablename || '.' || policyname FROM pg_policies WHERE concat(qual, with_check) LIKE %s"
    assert not column(asked, "%CURRENT_DATE%")
    assert f"'{settings.TIME_ZONE}'" in LOCAL_DATE
    assert column(f"SELECT {LOCAL_DATE}") == {localdate()}


def test_unowned_tables_are_these():
    owned = {model._meta.db_table for model in OWNED}
    assert column("SELECT tablename FROM pg_tables WHERE schemaname = 'public'") - owned == UNOWNED


def test_no_view_reads_with_its_owners_eyes():
    assert not column(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')"
    )


def test_the_service_is_nobody_who_sees_through_walls():
    assert column("SELECT current_user::text") == column("SELECT session_user::text") == {APP}
    assert rows("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = %s", APP) == [(False,) * 3]
    assert not column("SELECT relname FROM pg_class WHERE relowner = %s::regrole", APP)
    assert not column("SELECT rolname FROM pg_roles WHERE rolname <> %s AND pg_has_role(%s, oid, 'MEMBER')", APP, APP)


def test_the_service_may_empty_no_table():
    """TRUNCATE asks no policy."""
    may = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
    may += " AND has_table_privilege(%s, oid, %s)"
    assert not column(may, APP, "TRUNCATE")
    assert not column(may, APP, "TRIGGER")


def test_functions_that_cross_agencies_are_these_and_return_ids_or_counts():
    crossing = """SELECT proname::text, format_type(prorettype, NULL), array_to_string(proconfig, ';'),
                         has_function_privilege('public', oid, 'EXECUTE')
                    FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"""
    found = rows(crossing)
    assert {name: returned for name, returned, *_ in found} == CROSSING
    assert {tuple(rest) for _, _, *rest in found} == {("search_path=public, pg_temp", False)}


def test_a_function_that_crosses_agencies_returns_whole_numbers_alone():
    returned = """SELECT DISTINCT format_type(kind, NULL)
                    FROM pg_proc CROSS JOIN LATERAL unnest(proallargtypes, proargmodes) AS a(kind, mode)
                   WHERE pronamespace = 'public'::regnamespace AND prosecdef AND mode <> 'i'"""
    assert column(returned) == {"bigint"}


@pytest.mark.parametrize("table", [model._meta.db_table for model in OWNED])
def test_what_is_append_only_is_so_by_privilege(table):
    kept = APPEND_ONLY.get(table)
    whole = {
        p for p in ("UPDATE", "DELETE") if rows("SELECT has_table_privilege(%s, %s, %s)", APP, table, p) == [(True,)]
    }
    columns = "SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
    columns += " AND has_column_privilege(%s, attrelid, attnum, 'UPDATE')"
    may = whole | (set() if "UPDATE" in whole else column(columns, table, APP))
    assert may == ({"UPDATE", "DELETE"} if kept is None else kept)
