"""Searches for the address of a debtor, and what was asked in each."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
from agencies.walls import Wall, append_only, key_with_agency, same_agency
from core.roles import APP


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0006_savedview"),
        ("amicable", "0005_payers"),
        ("claims", "0012_person_request"),
        ("messaging", "0009_inbound_mail"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tracing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=core.ids.uuid7, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "searched"),
                            ("found", "found"),
                            ("not_found", "not found"),
                            ("cancelled", "no longer needed"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("post", "a letter came back"),
                            ("contact", "no contact point works"),
                            ("agent", "an agent found out"),
                        ],
                        max_length=7,
                    ),
                ),
                ("opened_on", models.DateField()),
                ("address", models.CharField(max_length=300)),
                ("cost", models.DecimalField(decimal_places=2, default=0, max_digits=10)),
                ("ended_on", models.DateField(blank=True, null=True)),
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
                        related_name="tracings",
                        to="claims.claim",
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
                    "ended_by",
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
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.party",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=20)),
                ("on", models.DateField()),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("found", "another address"),
                            ("same", "the address that we have"),
                            ("nothing", "nothing"),
                        ],
                        max_length=7,
                    ),
                ),
                ("cost", models.DecimalField(decimal_places=2, default=0, max_digits=10)),
                ("note", models.CharField(blank=True, max_length=300)),
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
                    "by",
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
                        related_name="looks",
                        to="amicable.tracing",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name="tracing",
            index=models.Index(fields=["agency", "-id"], name="amicable_tracing_latest"),
        ),
        migrations.AddIndex(
            model_name="tracing",
            index=models.Index(fields=["agency", "state", "-id"], name="amicable_tracing_by_state"),
        ),
        migrations.AddIndex(
            model_name="tracing",
            index=models.Index(fields=["agency", "claim"], name="amicable_tracing_of_claim"),
        ),
        migrations.AddConstraint(
            model_name="tracing",
            constraint=models.UniqueConstraint(fields=("agency", "uid"), name="amicable_tracing_one_uid"),
        ),
        migrations.AddConstraint(
            model_name="tracing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("agency", "debtor"), name="amicable_tracing_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="tracing",
            constraint=models.CheckConstraint(condition=models.Q(("cost__gte", 0)), name="amicable_tracing_cost"),
        ),
        migrations.AddIndex(
            model_name="look",
            index=models.Index(fields=["agency", "tracing"], name="amicable_look_of_tracing"),
        ),
        migrations.AddConstraint(
            model_name="look",
            constraint=models.CheckConstraint(condition=models.Q(("cost__gte", 0)), name="amicable_look_cost"),
        ),
        *key_with_agency("amicable_tracing", "amicable_look"),
        Wall("amicable_tracing", party="party_id = {me}"),
        Wall("amicable_look", party="party_id = {me}"),
        *same_agency(
            "amicable_tracing",
            party_id="agencies_party",
            claim_id="claims_claim",
            debtor_id="claims_debtor",
            message_id="messaging_message",
            ended_by_id="agencies_member",
        ),
        *same_agency(
            "amicable_look", party_id="agencies_party", tracing_id="amicable_tracing", by_id="agencies_member"
        ),
        *append_only("amicable_look"),
        migrations.RunSQL(
            f"GRANT UPDATE (note) ON amicable_look TO {APP}", f"REVOKE UPDATE (note) ON amicable_look FROM {APP}"
        ),
    ]
