"""Credit insurance: policies, the claims under them and what insurers paid, behind their walls."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from agencies.walls import Wall, key_with_agency, same_agency

HOUSE = {"party_id": "agencies_party", "claim_id": "claims_claim"}
WALLS = [
    *key_with_agency("amicable_insurancepolicy", "amicable_insuredclaim"),
    *(
        Wall(f"amicable_{table}", party="party_id = {me}")
        for table in ("insurancepolicy", "insuredclaim", "insurerpayment")
    ),
    *same_agency("amicable_insurancepolicy", party_id="agencies_party", set_by_id="agencies_member"),
    *same_agency("amicable_insuredclaim", **HOUSE, policy_id="amicable_insurancepolicy", hold_id="claims_hold"),
    *same_agency(
        "amicable_insurerpayment",
        **HOUSE,
        insured_id="amicable_insuredclaim",
        proof_id="files_file",
        recorded_by_id="agencies_member",
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0006_savedview"),
        ("amicable", "0006_tracing"),
        ("claims", "0012_person_request"),
        ("files", "0004_to_remove"),
    ]

    operations = [
        migrations.CreateModel(
            name="InsurancePolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("insurer", models.CharField(max_length=120)),
                ("number", models.CharField(max_length=60)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("declare_from_months", models.PositiveSmallIntegerField()),
                ("declare_until_months", models.PositiveSmallIntegerField()),
                ("papers_within_days", models.PositiveSmallIntegerField()),
                ("customers", models.JSONField(blank=True, default=list)),
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
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.party",
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
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="InsuredClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("covered", "to declare"),
                            ("declared", "papers to hand over"),
                            ("handed", "the insurer examines it"),
                            ("accepted", "covered by the insurer"),
                            ("refused", "refused by the insurer"),
                            ("ended", "no longer followed"),
                        ],
                        default="covered",
                        max_length=8,
                    ),
                ),
                ("declare_from", models.DateField()),
                ("due_on", models.DateField()),
                ("next_on", models.DateField(blank=True, null=True)),
                ("declared_on", models.DateField(blank=True, null=True)),
                ("declared_amount", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("papers_on", models.DateField(blank=True, null=True)),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=250)),
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
                        related_name="insured",
                        to="claims.claim",
                    ),
                ),
                (
                    "hold",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="claims.hold",
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
                    "policy",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="amicable.insurancepolicy",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="InsurerPayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("paid_on", models.DateField()),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("made_at", models.DateTimeField()),
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
                        related_name="+",
                        to="claims.claim",
                    ),
                ),
                (
                    "insured",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="amicable.insuredclaim",
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
                    "proof",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.file",
                    ),
                ),
                (
                    "recorded_by",
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
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddConstraint(
            model_name="insurancepolicy",
            constraint=models.UniqueConstraint(fields=("agency", "party", "number"), name="amicable_policy_one_number"),
        ),
        migrations.AddConstraint(
            model_name="insurancepolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("declare_until_months__gte", models.F("declare_from_months"))),
                name="amicable_policy_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="insuredclaim",
            index=models.Index(
                condition=models.Q(("next_on__isnull", False)),
                fields=["agency", "next_on", "id"],
                name="amicable_insured_due",
            ),
        ),
        migrations.AddIndex(
            model_name="insuredclaim",
            index=models.Index(fields=["agency", "due_on", "id"], name="amicable_insured_by_day"),
        ),
        migrations.AddIndex(
            model_name="insuredclaim",
            index=models.Index(fields=["agency", "party", "due_on", "id"], name="amicable_insured_of_party"),
        ),
        migrations.AddConstraint(
            model_name="insuredclaim",
            constraint=models.UniqueConstraint(fields=("agency", "claim"), name="amicable_insured_once"),
        ),
        migrations.AddIndex(
            model_name="insurerpayment",
            index=models.Index(fields=["agency", "insured"], name="amicable_insurer_payment_of"),
        ),
        migrations.AddConstraint(
            model_name="insurerpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="amicable_insurer_paid_something"
            ),
        ),
        *WALLS,
    ]
