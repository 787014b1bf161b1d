"""Requests to the API that name themselves, kept with what they were answered."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from agencies.walls import Wall, key_with_agency, same_agency


class Migration(migrations.Migration):
    dependencies = [("agencies", "0003_signinfailure")]

    operations = [
        migrations.CreateModel(
            name="IdempotentRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("route", models.CharField(max_length=200)),
                ("request_hash", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("response", models.JSONField(default=dict)),
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
                    "api_key",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.apikey",
                    ),
                ),
            ],
            managers=[("everywhere", django.db.models.manager.Manager())],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "api_key", "name"), name="agencies_idempotentrequest_once"
                    )
                ]
            },
        ),
        *key_with_agency("agencies_apikey"),
        Wall("agencies_idempotentrequest"),
        *same_agency("agencies_idempotentrequest", api_key_id="agencies_apikey"),
    ]
