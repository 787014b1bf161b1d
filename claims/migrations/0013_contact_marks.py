"""What is known of each number and address of a debtor: the agency's own knowledge, behind its wall."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from agencies.walls import Wall, same_agency


class Migration(migrations.Migration):
    dependencies = [("agencies", "0006_savedview"), ("claims", "0012_person_request")]

    operations = [
        migrations.CreateModel(
            name="ContactMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[("phone", "telephone"), ("email", "e-mail"), ("address", "address")], max_length=7
                    ),
                ),
                ("value", models.CharField(max_length=300)),
                (
                    "mark",
                    models.CharField(choices=[("good", "good"), ("bad", "bad"), ("unknown", "unknown")], max_length=7),
                ),
                ("source", models.CharField(max_length=7)),
                ("at", models.DateTimeField()),
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
                    "debtor",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="claims.debtor",
                    ),
                ),
                (
                    "set_by",
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
                    models.UniqueConstraint(fields=("agency", "debtor", "way", "value"), name="claims_mark_one_a_value")
                ],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        Wall("claims_contactmark"),
        *same_agency("claims_contactmark", debtor_id="claims_debtor", set_by_id="agencies_member"),
    ]
