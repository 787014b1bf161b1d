"""The sums behind the manager's figures, and what each file counts for in them; behind their walls."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from agencies.walls import Wall, key_with_agency, same_agency

TABLES = ("segment", "figure", "counted", "clockfigure", "figuresmark")


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_team"),
        ("claims", "0017_debtor_by_vat"),
        ("clients", "0004_account_confirmed"),
        ("reports", "0004_closing"),
        ("messaging", "0009_inbound_mail"),
    ]

    operations = [
        migrations.CreateModel(
            name="Segment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("country", models.CharField(max_length=2)),
                (
                    "debtor_kind",
                    models.CharField(
                        choices=[("consumer", "consumer"), ("business", "business"), ("unknown", "not known")],
                        max_length=8,
                    ),
                ),
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.contract",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("facet", models.CharField(max_length=9)),
                ("month", models.DateField()),
                ("bucket", models.BigIntegerField(default=0)),
                ("count", models.BigIntegerField()),
                ("cents", models.BigIntegerField()),
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
                    "segment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.segment",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Counted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("parts", models.JSONField(default=list)),
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
                    "claim",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="claims.claim",
                    ),
                ),
                (
                    "segment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.segment",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ClockFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("month", models.DateField()),
                ("met", models.IntegerField()),
                ("late", models.IntegerField()),
                ("missed", models.IntegerField()),
                ("open", models.IntegerField()),
                ("stopped", models.IntegerField()),
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "month", "kind"), name="reports_clocks_one_sum")
                ],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="FiguresMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(null=True)),
                ("told_until", models.DateTimeField(null=True)),
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
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("agency",), name="reports_mark_one")],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddConstraint(
            model_name="segment",
            constraint=models.UniqueConstraint(
                fields=("agency", "contract", "country", "debtor_kind"), name="reports_segment_one_of_a_kind"
            ),
        ),
        migrations.AddIndex(
            model_name="figure",
            index=models.Index(
                condition=models.Q(("cents", 0), ("count", 0)), fields=["agency"], name="reports_figure_nothing_left"
            ),
        ),
        migrations.AddConstraint(
            model_name="figure",
            constraint=models.UniqueConstraint(
                fields=("agency", "facet", "month", "segment", "bucket"),
                include=("count", "cents"),
                name="reports_figure_one_sum",
            ),
        ),
        migrations.AddConstraint(
            model_name="counted",
            constraint=models.UniqueConstraint(fields=("agency", "claim"), name="reports_counted_once"),
        ),
        *[Wall(f"reports_{table}") for table in TABLES],
        *key_with_agency("reports_segment"),
        *same_agency("reports_segment", contract_id="clients_contract"),
        *same_agency("reports_figure", segment_id="reports_segment"),
        *same_agency("reports_counted", claim_id="claims_claim", segment_id="reports_segment"),
        # Files are counted anew when a message about them was settled, or its provider reported on it.
        migrations.RunSQL(
            "CREATE INDEX reports_messages_settled ON messaging_message (agency_id, settled_at)",
            "DROP INDEX reports_messages_settled",
        ),
        migrations.RunSQL(
            "CREATE INDEX reports_reports_told ON messaging_deliveryreport (agency_id, at)",
            "DROP INDEX reports_reports_told",
        ),
    ]
