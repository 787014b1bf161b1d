"""Expand, then contract: a migration must not block the service that still runs, nor break its code.

An exception is a line in ACKNOWLEDGED, which review sees: the migration and why it is safe.
"""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    DeleteModel,
    RemoveField,
    RenameField,
    RenameModel,
)
from django.db.models import CharField, Field, Index
from django.db.models.fields import NOT_PROVIDED

from deploy.local import places

ACKNOWLEDGED: dict[str, str] = {
    "amicable.0008_receipt": "one choice more: Python knows it, the column does not",
    "claims.0003_lists": "no service is in use yet: its tables are empty where it runs first",
    "claims.0004_code": "no service is in use yet: its tables are empty where it runs first",
    "claims.0006_search": "no service is in use yet: its tables are empty where it runs first",
    "claims.0007_resting": "two choices more: Python knows them, the column does not",
    "claims.0008_insurer": "one choice more: Python knows it, the column does not",
    "claims.0011_reversals": "no service is in use yet: its tables are empty where it runs first",
    "claims.0014_halts": "one choice more, two columns that the running code leaves out, a key without values",
    "billing.0002_paid_so_far": "no service is in use yet: its tables are empty where it runs first",
    "funds.0009_provider": "choices more, names within the length there is: Python knows them, the column does not",
    "funds.0006_own_ledger": "choices more, names within the length there is: Python knows them, the column does not",
    "funds.0003_by_hand": "no service is in use yet: its tables are empty where it runs first",
    "messaging.0003_outbox": "no service is in use yet: its tables are empty where it runs first",
    "messaging.0004_sms": "no service is in use yet: its tables are empty where it runs first",
    "messaging.0007_returned": "no service is in use yet: its tables are empty where it runs first",
    "reports.0002_settings": "no service is in use yet: its tables are empty where it runs first",
    "amicable.0006_tracing": "no service is in use yet: its tables are empty where it runs first",
    "messaging.0009_inbound_mail": "no service is in use yet: its tables are empty where it runs first",
    "messaging.0005_printing": "no service is in use yet: its tables are empty where it runs first",
}
INDEX = Index(fields=["stage"], name="claim_stage")
TWO_RELEASES = "stop using it in one release, remove it in a later one"


def own_migrations() -> list[Migration]:
    """Every migration of the checkout's own apps."""
    ours = {config.label for config in apps.get_app_configs() if places.ROOT.joinpath(config.name).is_dir()}
    return [found for key, found in MigrationLoader(None).disk_migrations.items() if key[0] in ours]


def complaints(migration: Migration) -> Iterator[str]:
    """What in this migration would hurt a running service."""
    born = {operation.name_lower for operation in migration.operations if isinstance(operation, CreateModel)}
    for operation in migration.operations:
        old_table = getattr(operation, "model_name", "").lower() not in born
        if isinstance(operation, AddIndex) and old_table and not harmless(operation, migration):
            yield f"index on {operation.model_name}: use AddIndexConcurrently, alone, with atomic = False"
        if isinstance(operation, AddConstraint) and old_table:
            yield f"constraint on {operation.model_name}: add it NOT VALID, validate it in the next migration"
        if isinstance(operation, RemoveField | DeleteModel):
            yield f"{operation.describe()}: {TWO_RELEASES}"
        if isinstance(operation, RenameField | RenameModel):
            yield f"{operation.describe()}: add the new one, fill it, and {TWO_RELEASES}"
        if isinstance(operation, AddField) and old_table and unfillable(operation.field):
            yield f"{operation.describe()}: the running code does not fill it; make it null or give it a db_default"
        if isinstance(operation, AlterField) and old_table:
            yield f"{operation.describe()}: it may rewrite or lock the table"


def harmless(operation: AddIndex, migration: Migration) -> bool:
    """An index that is built beside the running service."""
    alone = len(migration.operations) == 1 and not migration.atomic
    return alone and isinstance(operation, AddIndexConcurrently)


def unfillable(field: Field) -> bool:
    """A column the previous release's INSERT would leave out, and the database would refuse."""
    return not (field.null or field.many_to_many or field.db_default is not NOT_PROVIDED)


def test_migrations_expand_then_contract():
    found = [
        f"{each}: {complaint}"
        for each in own_migrations()
        if str(each) not in ACKNOWLEDGED
        for complaint in complaints(each)
    ]
    assert not found, "\n".join(found)


def test_every_acknowledged_migration_exists_and_has_a_reason():
    assert {str(each) for each in own_migrations()} >= set(ACKNOWLEDGED)
    assert all(len(reason) > 20 for reason in ACKNOWLEDGED.values())


@pytest.mark.parametrize(
    ("operation", "complaint"),
    [
        (AddIndex("claim", INDEX), "AddIndexConcurrently"),
        (RemoveField("claim", "stage"), "in a later one"),
        (RenameField("claim", "stage", "phase"), "add the new one"),
        (DeleteModel("claim"), "in a later one"),
        (AddField("claim", "stage", CharField(max_length=9)), "db_default"),
        (AlterField("claim", "stage", CharField(max_length=8)), "may rewrite"),
    ],
)
def test_the_rule_sees(operation, complaint):
    migration = Migration("0009_later", "claims")
    migration.operations = [operation]
    assert complaint in next(complaints(migration))


@pytest.mark.parametrize(("atomic", "fine"), [(False, True), (True, False)])
def test_an_index_built_concurrently_and_alone_is_fine(atomic, fine):
    migration = Migration("0009_later", "claims")
    migration.operations, migration.atomic = [AddIndexConcurrently("claim", INDEX)], atomic
    assert (not list(complaints(migration))) is fine


def test_a_table_made_in_the_same_migration_may_have_anything():
    migration = Migration("0001_initial", "claims")
    migration.operations = [CreateModel("Claim", []), AddIndex("claim", INDEX)]
    migration.operations.append(AddField("claim", "stage", CharField(max_length=9)))
    assert not list(complaints(migration))
