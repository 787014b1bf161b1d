"""What a payment serves first may be agreed otherwise than by law: each agreement is kept."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from agencies.walls import Wall, append_only, same_agency
from core.roles import APP

GRANTED = "SELECT claim_id FROM claims_grant WHERE party_id = {me} AND until >= current_date"


def key(to: str, **options: object) -> models.ForeignKey:
    """A key between owned tables."""
    return models.ForeignKey(
        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to, **options
    )


class Migration(migrations.Migration):
    dependencies = [("agencies", "0007_team"), ("claims", "0017_debtor_by_vat")]

    operations = [
        migrations.CreateModel(
            name="Allocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.CharField(blank=True, max_length=40)),
                (
                    "agreed_by",
                    models.CharField(
                        choices=[
                            ("creditor", "the creditor"),
                            ("debtor", "the debtor"),
                            ("both", "the creditor and the debtor"),
                        ],
                        max_length=8,
                    ),
                ),
                ("agreed_on", models.DateField()),
                ("reason", models.CharField(max_length=200)),
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
                    "claim",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="claims.claim",
                    ),
                ),
                ("credit", key("claims.credit")),
                ("member", key("agencies.member", blank=True, null=True)),
                ("party", key("agencies.party")),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "claim", "id"], name="claims_allocation_of_claim")],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        Wall(
            "claims_allocation",
            party=f"(party_id = {{me}} OR claim_id IN ({GRANTED}))",
            claim="claim_id = {me}",
        ),
        *same_agency(
            "claims_allocation",
            party_id="agencies_party",
            claim_id="claims_claim",
            credit_id="claims_credit",
            member_id="agencies_member",
        ),
        *append_only("claims_allocation"),
        # What people wrote beside it is erasable; the agreement itself never changes.
        migrations.RunSQL(
            f"GRANT UPDATE (reason) ON claims_allocation TO {APP}",
            f"REVOKE UPDATE (reason) ON claims_allocation FROM {APP}",
        ),
    ]
