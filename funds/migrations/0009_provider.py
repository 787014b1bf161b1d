"""Payments through a provider, behind their walls, and the accounts that they pass."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
from agencies.walls import Wall, append_only, key_with_agency, same_agency
from core.roles import APP

MAY_CHANGE = {
    "settlement": ("state", "due_at", "fee", "detail"),
    "onlinepayment": (
        *("state", "reference", "page", "due_at", "paid_on", "receipt_id"),
        *("settlement_id", "settled_on", "back_on", "kept_by_id", "detail"),
    ),
}


def may_change(table: str, columns: tuple[str, ...]) -> migrations.RunSQL:
    """What of an append-only table still moves."""
    named = ", ".join(columns)
    return migrations.RunSQL(
        f"GRANT UPDATE ({named}) ON funds_{table} TO {APP}", f"REVOKE UPDATE ({named}) ON funds_{table} FROM {APP}"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_team"),
        ("claims", "0017_debtor_by_vat"),
        ("funds", "0008_closed_months"),
    ]

    operations = [
        migrations.AlterField(
            model_name="entry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("received", "received"),
                    ("attributed", "attributed"),
                    ("surplus", "surplus"),
                    ("detached", "detached"),
                    ("returned", "returned"),
                    ("repaid", "repaid"),
                    ("withheld", "withheld"),
                    ("swept", "swept"),
                    ("remitted", "remitted"),
                    ("deposited", "deposited"),
                    ("settled", "settled"),
                    ("unexplained", "unexplained"),
                    ("explained", "explained"),
                    ("covered", "covered"),
                    ("invoiced", "invoiced"),
                    ("paid", "paid"),
                    ("set_off", "set_off"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="line",
            name="account",
            field=models.CharField(
                choices=[
                    ("trust.bank", "trust.bank"),
                    ("trust.in_hand", "trust.in_hand"),
                    ("trust.at_provider", "trust.at_provider"),
                    ("trust.cover", "trust.cover"),
                    ("trust.unmatched", "trust.unmatched"),
                    ("trust.held", "trust.held"),
                    ("trust.withheld", "trust.withheld"),
                    ("trust.to_return", "trust.to_return"),
                    ("own.bank", "own.bank"),
                    ("own.unexplained", "own.unexplained"),
                    ("own.receivable", "own.receivable"),
                    ("own.owed_to_trust", "own.owed_to_trust"),
                    ("own.invoices", "own.invoices"),
                    ("own.fees", "own.fees"),
                    ("own.vat", "own.vat"),
                    ("own.due_from_trust", "own.due_from_trust"),
                    ("own.charges", "own.charges"),
                ],
                max_length=18,
            ),
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "to be read"), ("differs", "does not agree"), ("settled", "counted")],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                ("seen_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("fee", models.DecimalField(decimal_places=2, default=0, max_digits=10)),
                ("detail", models.CharField(blank=True, max_length=100)),
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
                    "receipt",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funds.receipt",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="OnlinePayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=core.ids.uuid7, editable=False)),
                ("method", models.CharField(choices=[("card", "card"), ("bancontact", "Bancontact")], max_length=10)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "at the provider's page"),
                            ("paid", "paid"),
                            ("failed", "not gone through"),
                            ("back", "taken back"),
                        ],
                        default="open",
                        max_length=6,
                    ),
                ),
                ("token", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=2)),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("page", models.CharField(blank=True, max_length=500)),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("paid_on", models.DateField(blank=True, null=True)),
                ("settled_on", models.DateField(blank=True, null=True)),
                ("back_on", models.DateField(blank=True, null=True)),
                ("detail", models.CharField(blank=True, max_length=100)),
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
                    "entity",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.entity",
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
                    "receipt",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funds.receipt",
                    ),
                ),
                (
                    "kept_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept",
                        to="funds.settlement",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="funds.settlement",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name="settlement",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)),
                fields=["agency", "due_at", "id"],
                name="funds_settlement_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.UniqueConstraint(fields=("agency", "receipt"), name="funds_settlement_one_a_receipt"),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "settled")), fields=("agency", "number"), name="funds_settlement_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(condition=models.Q(("fee__gte", 0)), name="funds_settlement_fee"),
        ),
        migrations.AddIndex(
            model_name="onlinepayment",
            index=models.Index(fields=["agency", "-id"], name="funds_onlinepayment_latest"),
        ),
        migrations.AddIndex(
            model_name="onlinepayment",
            index=models.Index(fields=["agency", "state", "-id"], name="funds_onlinepayment_by_state"),
        ),
        migrations.AddIndex(
            model_name="onlinepayment",
            index=models.Index(
                condition=models.Q(("settled_on", None), ("state", "paid")),
                fields=["agency", "-id"],
                name="funds_online_at_provider",
            ),
        ),
        migrations.AddIndex(
            model_name="onlinepayment",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)),
                fields=["agency", "due_at", "id"],
                name="funds_onlinepayment_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="onlinepayment",
            constraint=models.UniqueConstraint(fields=("agency", "uid"), name="funds_onlinepayment_one_uid"),
        ),
        migrations.AddConstraint(
            model_name="onlinepayment",
            constraint=models.UniqueConstraint(
                fields=("agency", "claim", "token"), name="funds_onlinepayment_one_a_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="onlinepayment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reference", ""), _negated=True),
                fields=("agency", "reference"),
                name="funds_onlinepayment_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="onlinepayment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("receipt__isnull", False)),
                fields=("agency", "receipt"),
                name="funds_onlinepayment_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="onlinepayment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="funds_onlinepayment_of_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="onlinepayment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "paid"), _negated=True), ("receipt__isnull", False), _connector="OR"
                ),
                name="funds_onlinepayment_paid_is_booked",
            ),
        ),
        *key_with_agency("funds_settlement", "funds_onlinepayment"),
        Wall("funds_settlement"),
        Wall("funds_onlinepayment", party="party_id = {me}", claim="claim_id = {me}"),
        *same_agency("funds_settlement", receipt_id="funds_receipt"),
        *same_agency(
            "funds_onlinepayment",
            party_id="agencies_party",
            claim_id="claims_claim",
            entity_id="agencies_entity",
            receipt_id="funds_receipt",
            settlement_id="funds_settlement",
            kept_by_id="funds_settlement",
        ),
        *append_only("funds_settlement", "funds_onlinepayment"),
        *[may_change(table, columns) for table, columns in MAY_CHANGE.items()],
    ]
