"""What is to be written to debtors as an answer, behind its walls."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from agencies.walls import Wall, key_with_agency, same_agency

GRANTED = "SELECT claim_id FROM claims_grant WHERE party_id = {me} AND until >= current_date"


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_idempotentrequest"),
        ("amicable", "0002_arrangements"),
        ("claims", "0007_resting"),
        ("messaging", "0006_lettertext"),
    ]

    operations = [
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("plan_agreed", "confirmation of a payment plan"),
                            ("plan_refused", "answer to a request for a payment plan"),
                            ("plan_reminder", "reminder of an instalment"),
                            ("plan_defaulted", "end of a payment plan"),
                            ("plan_statement", "yearly statement of a payment plan"),
                            ("dispute_received", "receipt of a dispute"),
                            ("dispute_decided", "answer to a dispute"),
                            ("papers", "papers asked for"),
                            ("extinguished", "notice that the debt is settled"),
                        ],
                        max_length=16,
                    ),
                ),
                ("subject", models.CharField(max_length=40)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("due_on", models.DateField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("left_out", models.CharField(blank=True, max_length=20)),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="claims.claim",
                    ),
                ),
                (
                    "dispute",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="amicable.dispute",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="messaging.message",
                    ),
                ),
                (
                    "papers",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="amicable.paperrequest",
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
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="amicable.plan",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["agency", "due_on", "id"],
                        name="amicable_confirmation_due",
                    ),
                    models.Index(fields=["agency", "claim"], name="amicable_confirmation_of_claim"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "kind", "subject"), name="amicable_confirmation_once")
                ],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        *key_with_agency("amicable_paperrequest"),
        Wall("amicable_confirmation", party=f"(party_id = {{me}} OR claim_id IN ({GRANTED}))", claim="claim_id = {me}"),
        *same_agency(
            "amicable_confirmation",
            party_id="agencies_party",
            claim_id="claims_claim",
            plan_id="amicable_plan",
            dispute_id="amicable_dispute",
            papers_id="amicable_paperrequest",
            message_id="messaging_message",
        ),
    ]
