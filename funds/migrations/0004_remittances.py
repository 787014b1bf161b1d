"""Runs of remittances, behind their walls: what of them may still change, and by whom they are seen."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
from agencies.walls import Wall, append_only, key_with_agency, same_agency
from core.roles import APP

MAY_CHANGE = {
    "remittance": (
        *("state", "approved_by_id", "approved_at", "file_id", "sha256"),
        *("handed_over_by_id", "handed_over_at", "ended_at", "note"),
    ),
    "remittanceline": ("state", "on", "end_to_end", "reason", "debited_on"),
}


def may_change(table: str, columns: tuple[str, ...]) -> migrations.RunSQL:
    """What of an append-only table still moves."""
    named = ", ".join(f'"{column}"' for column in columns)
    return migrations.RunSQL(
        f"GRANT UPDATE ({named}) ON funds_{table} TO {APP}", f"REVOKE UPDATE ({named}) ON funds_{table} FROM {APP}"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_team"),
        ("files", "0004_to_remove"),
        ("funds", "0003_by_hand"),
    ]

    operations = [
        migrations.CreateModel(
            name="Remittance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=core.ids.uuid7, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "to be approved"),
                            ("approved", "approved"),
                            ("handed_over", "handed to the bank"),
                            ("done", "settled"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=11,
                    ),
                ),
                ("on", models.DateField()),
                ("proposed_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("handed_over_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.member",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.entity",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.file",
                    ),
                ),
                (
                    "handed_over_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.member",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.member",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="RemittanceLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=core.ids.uuid7, editable=False)),
                ("name", models.CharField(max_length=160)),
                ("iban", models.CharField(max_length=34)),
                ("bic", models.CharField(blank=True, max_length=11)),
                ("gross", models.DecimalField(decimal_places=2, max_digits=14)),
                ("withheld", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("deductions", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "proposed"),
                            ("ordered", "on its way"),
                            ("paid", "paid"),
                            ("refused", "refused by the bank"),
                            ("dropped", "withdrawn"),
                        ],
                        max_length=8,
                    ),
                ),
                ("on", models.DateField()),
                ("end_to_end", models.CharField(blank=True, max_length=35)),
                ("reason", models.CharField(blank=True, max_length=60)),
                ("debited_on", models.DateField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.party",
                    ),
                ),
                (
                    "remittance",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="funds.remittance",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="RemittancePart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("withheld", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="funds.remittanceline",
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funds.receiptpart",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.party",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name="remittance",
            index=models.Index(fields=["agency", "-id"], name="funds_remittance_latest"),
        ),
        migrations.AddConstraint(
            model_name="remittance",
            constraint=models.UniqueConstraint(fields=("agency", "uid"), name="funds_remittance_one_uid"),
        ),
        migrations.AddConstraint(
            model_name="remittance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")),
                fields=("agency", "entity"),
                name="funds_remittance_one_proposed",
            ),
        ),
        migrations.AddConstraint(
            model_name="remittance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="funds_remittance_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="remittance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["proposed", "withdrawn"]),
                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                    _connector="OR",
                ),
                name="funds_remittance_approved_by",
            ),
        ),
        migrations.AddIndex(
            model_name="remittanceline",
            index=models.Index(fields=["agency", "party", "-id"], name="funds_remitted_to"),
        ),
        migrations.AddIndex(
            model_name="remittanceline",
            index=models.Index(fields=["agency", "end_to_end"], name="funds_remittance_named"),
        ),
        migrations.AddIndex(
            model_name="remittanceline",
            index=models.Index(
                condition=models.Q(("debited_on", None), ("state__in", ["ordered", "paid"])),
                fields=["agency", "remittance", "id"],
                name="funds_remittance_on_its_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="remittanceline",
            constraint=models.UniqueConstraint(fields=("agency", "uid"), name="funds_remittanceline_one_uid"),
        ),
        migrations.AddConstraint(
            model_name="remittanceline",
            constraint=models.UniqueConstraint(
                fields=("agency", "remittance", "party"), name="funds_remittanceline_one_a_party"
            ),
        ),
        migrations.AddConstraint(
            model_name="remittanceline",
            constraint=models.CheckConstraint(
                condition=models.Q(("gross__gt", 0), ("withheld__gte", 0), ("withheld__lte", models.F("gross"))),
                name="funds_remittanceline_of_something",
            ),
        ),
        migrations.AddIndex(
            model_name="remittancepart",
            index=models.Index(fields=["agency", "part"], name="funds_remitted_part"),
        ),
        migrations.AddConstraint(
            model_name="remittancepart",
            constraint=models.UniqueConstraint(fields=("agency", "line", "part"), name="funds_remittancepart_once"),
        ),
        migrations.AddConstraint(
            model_name="remittancepart",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("withheld__gte", 0), ("withheld__lte", models.F("amount"))),
                name="funds_remittancepart_of_something",
            ),
        ),
        *key_with_agency("funds_remittance", "funds_remittanceline"),
        Wall("funds_remittance"),
        Wall("funds_remittanceline", party="party_id = {me}"),
        Wall("funds_remittancepart", party="party_id = {me}"),
        *same_agency(
            "funds_remittance",
            entity_id="agencies_entity",
            proposed_by_id="agencies_member",
            approved_by_id="agencies_member",
            handed_over_by_id="agencies_member",
            file_id="files_file",
        ),
        *same_agency("funds_remittanceline", remittance_id="funds_remittance", party_id="agencies_party"),
        *same_agency(
            "funds_remittancepart",
            line_id="funds_remittanceline",
            party_id="agencies_party",
            part_id="funds_receiptpart",
        ),
        *append_only("funds_remittance", "funds_remittanceline", "funds_remittancepart"),
        *[may_change(table, columns) for table, columns in MAY_CHANGE.items()],
    ]
