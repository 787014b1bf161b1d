"""What a provider of addresses was asked, and what it proposes."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
from agencies.walls import Wall, same_agency


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_team"),
        ("amicable", "0008_receipt"),
    ]

    operations = [
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=core.ids.uuid7, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for an answer"),
                            ("proposed", "an address is proposed"),
                            ("nothing", "nothing new"),
                            ("failed", "not answered"),
                            ("dropped", "no longer needed"),
                            ("accepted", "proposal kept"),
                            ("refused", "proposal refused"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("detail", models.CharField(blank=True, max_length=100)),
                ("street", models.CharField(blank=True, max_length=160)),
                ("postcode", models.CharField(blank=True, max_length=12)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("source", models.CharField(blank=True, max_length=100)),
                ("cost", models.DecimalField(decimal_places=2, default=0, max_digits=10)),
                ("decided_on", models.DateField(blank=True, null=True)),
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
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.member",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.member",
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
                    "tracing",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enquiries",
                        to="amicable.tracing",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["agency", "due_at", "id"],
                        name="amicable_enquiry_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "tracing"), name="amicable_enquiry_once"),
                    models.UniqueConstraint(fields=("agency", "uid"), name="amicable_enquiry_one_uid"),
                    models.CheckConstraint(condition=models.Q(("cost__gte", 0)), name="amicable_enquiry_cost"),
                ],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        Wall("amicable_enquiry", party="party_id = {me}"),
        *same_agency(
            "amicable_enquiry",
            party_id="agencies_party",
            tracing_id="amicable_tracing",
            asked_by_id="agencies_member",
            decided_by_id="agencies_member",
        ),
    ]
