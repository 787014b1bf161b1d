"""The chart of accounts of each entity, behind its wall."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from agencies.walls import Wall, same_agency


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_team"),
        ("reports", "0002_settings"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChartAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("account", models.CharField(max_length=24)),
                ("number", models.CharField(max_length=10)),
                ("label", models.CharField(max_length=60)),
                ("set_at", models.DateTimeField()),
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
                    "entity",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.entity",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "entity", "account"), name="reports_chartaccount_one"),
                    models.UniqueConstraint(
                        fields=("agency", "entity", "number"), name="reports_chartaccount_one_number"
                    ),
                ],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        Wall("reports_chartaccount"),
        *same_agency("reports_chartaccount", entity_id="agencies_entity"),
    ]
