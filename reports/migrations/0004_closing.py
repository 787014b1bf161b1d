"""Months of the books as they were closed, behind their wall."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
from agencies.walls import Wall, append_only, same_agency
from core.roles import APP

KEY = {"db_constraint": False, "on_delete": django.db.models.deletion.PROTECT, "related_name": "+"}
ONCE = "file_id, sha256"  # what a worker writes after the closing


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_team"),
        ("files", "0004_to_remove"),
        ("funds", "0008_closed_months"),
        ("reports", "0003_chart"),
    ]

    operations = [
        migrations.CreateModel(
            name="Closing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=core.ids.uuid7, editable=False)),
                ("month", models.DateField()),
                ("closed_at", models.DateTimeField()),
                ("figures", models.JSONField(default=dict)),
                ("warnings", models.JSONField(default=list)),
                ("sha256", models.CharField(blank=True, db_default="", default="", max_length=64)),
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
                ("closed_by", models.ForeignKey(blank=True, null=True, to="agencies.member", **KEY)),
                ("entity", models.ForeignKey(to="agencies.entity", **KEY)),
                ("file", models.ForeignKey(blank=True, null=True, to="files.file", **KEY)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("file", None)), fields=["agency", "id"], name="reports_closing_to_write"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "uid"), name="reports_closing_one_uid"),
                    models.UniqueConstraint(fields=("agency", "entity", "month"), name="reports_closing_once"),
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="reports_closing_first_day"),
                ],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        Wall("reports_closing"),
        *same_agency(
            "reports_closing", entity_id="agencies_entity", closed_by_id="agencies_member", file_id="files_file"
        ),
        *append_only("reports_closing"),
        migrations.RunSQL(
            f"GRANT UPDATE ({ONCE}) ON reports_closing TO {APP}",
            f"REVOKE UPDATE ({ONCE}) ON reports_closing FROM {APP}",
        ),
    ]
