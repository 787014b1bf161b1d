"""Reports of a creditor's own, the charter of a contract, and the final report."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
from agencies.walls import Wall, append_only, key_with_agency, same_agency

PARTY = {"party_id": "agencies_party"}
OF_CONTRACT = {**PARTY, "contract_id": "clients_contract"}
MADE = {"made_by_id": "agencies_member"}


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_team"),
        ("clients", "0004_account_confirmed"),
        ("files", "0004_to_remove"),
        ("jobs", "0002_walls"),
        ("reports", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pledge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("paynow.24h", "PAYNOW handed to the post"),
                            ("funds.remittance", "money received handed to the bank for you"),
                            ("amicable.dispute", "disputes answered"),
                            ("insurance.declare", "claims declared to the credit insurer"),
                            ("insurance.papers", "papers handed to the credit insurer"),
                        ],
                        max_length=20,
                    ),
                ),
                ("hours", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "target",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                    ),
                ),
                ("since", models.DateField()),
                ("made_at", models.DateTimeField()),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Reason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("subject", models.CharField(max_length=80)),
                ("text", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField()),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Setting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=core.ids.uuid7, editable=False)),
                ("name", models.CharField(max_length=60)),
                ("ended_on", models.DateField(blank=True, null=True)),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="SettingVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
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
                ("content", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="report",
            name="reports_report_one_a_period",
        ),
        migrations.RemoveConstraint(
            model_name="schedule",
            name="reports_schedule_one_a_contract",
        ),
        migrations.RemoveField(
            model_name="schedule",
            name="columns",
        ),
        migrations.RemoveField(
            model_name="schedule",
            name="grouping",
        ),
        migrations.RemoveField(
            model_name="schedule",
            name="open_only",
        ),
        migrations.AddField(
            model_name="report",
            name="final",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="pledge",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="pledge",
            name="contract",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clients.contract",
            ),
        ),
        migrations.AddField(
            model_name="pledge",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.member",
            ),
        ),
        migrations.AddField(
            model_name="pledge",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="reason",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="reason",
            name="contract",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clients.contract",
            ),
        ),
        migrations.AddField(
            model_name="reason",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.member",
            ),
        ),
        migrations.AddField(
            model_name="reason",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="setting",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="setting",
            name="contract",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clients.contract",
            ),
        ),
        migrations.AddField(
            model_name="setting",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="schedule",
            name="setting",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reports.setting",
            ),
        ),
        migrations.AddIndex(
            model_name="schedule",
            index=models.Index(fields=["agency", "due_on", "id"], name="reports_schedule_by_day"),
        ),
        migrations.AddConstraint(
            model_name="schedule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("setting", None)),
                fields=("agency", "contract"),
                name="reports_schedule_one_a_contract",
            ),
        ),
        migrations.AddConstraint(
            model_name="schedule",
            constraint=models.UniqueConstraint(fields=("agency", "setting"), name="reports_schedule_one_a_setting"),
        ),
        migrations.AddField(
            model_name="settingversion",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="settingversion",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.member",
            ),
        ),
        migrations.AddField(
            model_name="settingversion",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="settingversion",
            name="setting",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="reports.setting",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="version",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reports.settingversion",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["agency", "-id"], name="reports_report_latest"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("final", False), ("version", None)),
                fields=("agency", "contract", "last"),
                name="reports_report_one_a_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=("agency", "version", "last"), name="reports_report_one_a_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("final", True)), fields=("agency", "contract"), name="reports_report_one_final"
            ),
        ),
        migrations.AddIndex(
            model_name="pledge",
            index=models.Index(fields=["agency", "contract", "kind", "-id"], name="reports_pledge_latest"),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("target", None), models.Q(("target__gte", 0), ("target__lte", 100)), _connector="OR"
                ),
                name="reports_pledge_per_cent",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours", None), ("hours__gt", 0), _connector="OR"), name="reports_pledge_hours"
            ),
        ),
        migrations.AddIndex(
            model_name="reason",
            index=models.Index(fields=["agency", "contract", "kind", "subject"], name="reports_reason_of_clock"),
        ),
        migrations.AddConstraint(
            model_name="setting",
            constraint=models.UniqueConstraint(fields=("agency", "uid"), name="reports_setting_one_uid"),
        ),
        migrations.AddConstraint(
            model_name="setting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)),
                fields=("agency", "contract", "name"),
                name="reports_setting_one_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="settingversion",
            constraint=models.UniqueConstraint(
                fields=("agency", "setting", "number"), name="reports_settingversion_one_number"
            ),
        ),
        *(
            Wall(f"reports_{table}", party="party_id = {me}")
            for table in ("setting", "settingversion", "pledge", "reason")
        ),
        *key_with_agency("reports_setting", "reports_settingversion"),
        *same_agency("reports_setting", **OF_CONTRACT),
        *same_agency("reports_settingversion", **PARTY, setting_id="reports_setting", **MADE),
        *same_agency("reports_pledge", **OF_CONTRACT, **MADE),
        *same_agency("reports_reason", **OF_CONTRACT, **MADE),
        *same_agency("reports_schedule", setting_id="reports_setting"),
        *same_agency("reports_report", version_id="reports_settingversion"),
        *append_only("reports_settingversion", "reports_pledge", "reports_reason"),
        # A charter asks which clocks of a kind were due in some days.
        migrations.RunSQL(
            "CREATE INDEX reports_clocks_by_due ON jobs_clock (agency_id, kind, due_at)",
            "DROP INDEX reports_clocks_by_due",
        ),
    ]
