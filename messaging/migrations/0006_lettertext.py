"""The agency's own words for its letters, every version kept."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from agencies.walls import Wall, append_only, same_agency


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_idempotentrequest"), ("messaging", "0005_printing")]

    operations = [
        migrations.CreateModel(
            name="LetterText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("notice", models.CharField(max_length=14)),
                ("audience", models.CharField(max_length=12)),
                ("language", models.CharField(max_length=2)),
                ("version", models.PositiveSmallIntegerField()),
                ("blocks", models.JSONField()),
                ("made_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=200)),
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
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.member",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "notice", "audience", "language", "version"),
                        name="messaging_text_one_version",
                    )
                ],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        Wall("messaging_lettertext", shared=True),
        *same_agency("messaging_lettertext", made_by_id="agencies_member"),
        *append_only("messaging_lettertext"),
    ]
