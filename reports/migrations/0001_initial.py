"""Activity reports and their schedules, behind their walls."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
from agencies.walls import Wall, append_only, same_agency


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0007_team"),
        ("clients", "0004_account_confirmed"),
        ("files", "0004_to_remove"),
        ("amicable", "0008_receipt"),
        ("claims", "0013_contact_marks"),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=core.ids.uuid7, editable=False)),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("weekly", "every week"),
                            ("fortnightly", "every fortnight"),
                            ("monthly", "every month"),
                        ],
                        max_length=12,
                    ),
                ),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("language", models.CharField(max_length=2)),
                ("facts", models.JSONField(default=dict)),
                ("drawn_at", models.DateTimeField()),
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
                    "contract",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.contract",
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
                    "pdf",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.file",
                    ),
                ),
                (
                    "xlsx",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.file",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "party", "-id"], name="reports_report_of_party")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "uid"), name="reports_report_one_uid"),
                    models.UniqueConstraint(fields=("agency", "contract", "last"), name="reports_report_one_a_period"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lte", models.F("last"))), name="reports_report_of_days"
                    ),
                ],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Schedule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("weekly", "every week"),
                            ("fortnightly", "every fortnight"),
                            ("monthly", "every month"),
                        ],
                        max_length=12,
                    ),
                ),
                ("since", models.DateField()),
                ("due_on", models.DateField()),
                ("columns", models.JSONField(blank=True, default=list)),
                (
                    "grouping",
                    models.CharField(
                        choices=[
                            ("none", "one list"),
                            ("stage", "by stage"),
                            ("kind", "consumers and businesses apart"),
                        ],
                        default="none",
                        max_length=5,
                    ),
                ),
                ("open_only", models.BooleanField(default=False)),
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
                    "contract",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.contract",
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
            options={
                "indexes": [models.Index(fields=["agency", "due_on", "contract"], name="reports_schedule_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "contract"), name="reports_schedule_one_a_contract")
                ],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        Wall("reports_report", party="party_id = {me}"),
        Wall("reports_schedule", party="party_id = {me}"),
        *same_agency(
            "reports_report",
            party_id="agencies_party",
            contract_id="clients_contract",
            pdf_id="files_file",
            xlsx_id="files_file",
        ),
        *same_agency("reports_schedule", party_id="agencies_party", contract_id="clients_contract"),
        *append_only("reports_report"),
        # A report reads the acts and the payments of one creditor in some days, out of everybody's.
        migrations.RunSQL(
            """CREATE INDEX reports_acts_of_party ON amicable_action (agency_id, party_id, "on") WHERE state = 'done'""",
            "DROP INDEX reports_acts_of_party",
        ),
        migrations.RunSQL(
            "CREATE INDEX reports_credits_of_party ON claims_credit (agency_id, party_id, value_on)",
            "DROP INDEX reports_credits_of_party",
        ),
    ]
