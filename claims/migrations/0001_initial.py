import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0002_walls"),
        ("clients", "0001_initial"),
        ("files", "0001_initial"),
        ("messaging", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClaimItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("invoice", "invoice"), ("credit_note", "credit note")],
                        default="invoice",
                        max_length=11,
                    ),
                ),
                ("number", models.CharField(max_length=60)),
                ("number_key", models.CharField(max_length=60)),
                ("issued_on", models.DateField()),
                ("due_on", models.DateField()),
                ("total", models.DecimalField(decimal_places=2, max_digits=14)),
                ("balance", models.DecimalField(decimal_places=2, max_digits=14)),
                ("description", models.CharField(blank=True, max_length=200)),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ClaimMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Credit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("payment", "payment"), ("credit_note", "credit note"), ("waiver", "waiver")],
                        max_length=11,
                    ),
                ),
                ("value_on", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("source", models.CharField(max_length=80)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Debtor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=core.ids.uuid7, editable=False)),
                ("identity", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=200)),
                ("customer_number", models.CharField(blank=True, max_length=60)),
                ("language", models.CharField(default="fr", max_length=2)),
                ("country", models.CharField(max_length=2)),
                ("street", models.CharField(blank=True, max_length=160)),
                ("postcode", models.CharField(blank=True, max_length=12)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("email", models.CharField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("enterprise_number", models.CharField(blank=True, max_length=14)),
                ("vat_number", models.CharField(blank=True, max_length=16)),
                ("erased_on", models.DateField(blank=True, null=True)),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stage_ended", models.CharField(max_length=10)),
                ("asked_on", models.DateField()),
                ("reminded_on", models.DateField(blank=True, null=True)),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("amicable", "amicable stage"),
                            ("judicial", "judicial stage"),
                            ("keep", "I keep the file"),
                            ("abandon", "I abandon the claim"),
                        ],
                        max_length=8,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("channel", models.CharField(blank=True, max_length=10)),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("invoice", "invoice"),
                            ("reminder", "proof of the first reminder"),
                            ("terms", "terms of sale"),
                            ("delivery", "proof of delivery"),
                            ("letter", "letter sent"),
                            ("other", "other document"),
                        ],
                        max_length=9,
                    ),
                ),
                ("added_at", models.DateTimeField()),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.IntegerField(default=0)),
                ("kind", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(null=True)),
                ("actor", models.CharField(max_length=40)),
                ("detail_hash", models.CharField(max_length=64)),
                ("prev_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(blank=True, max_length=64)),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="EventDetail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("salt", models.CharField(max_length=32)),
                ("detail", models.TextField()),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateField()),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("dispute", "dispute"),
                            ("plan_asked", "plan_asked"),
                            ("plan", "plan"),
                            ("mediation", "mediation"),
                            ("insolvency", "insolvency"),
                            ("death", "death"),
                            ("unknown_address", "unknown_address"),
                            ("withdrawal", "withdrawal"),
                            ("paid_already", "paid_already"),
                            ("gdpr_objection", "gdpr_objection"),
                            ("creditor_asked", "creditor_asked"),
                        ],
                        max_length=20,
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("interest_stops_on", models.DateField(blank=True, null=True)),
                ("reason", models.CharField(max_length=250)),
                ("ended_on", models.DateField(blank=True, null=True)),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=core.ids.uuid7, editable=False)),
                ("name", models.CharField(max_length=200)),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("rows", models.IntegerField()),
                ("ready", models.IntegerField()),
                ("warned", models.IntegerField()),
                ("refused", models.IntegerField()),
                ("duplicates", models.IntegerField()),
                ("claims", models.IntegerField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16)),
                ("mapping", models.JSONField(default=dict)),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.IntegerField()),
                ("verdict", models.CharField(max_length=7)),
                ("findings", models.JSONField()),
                ("values", models.JSONField()),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Liable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("debtor", "debtor"),
                            ("joint", "co-debtor, jointly and severally"),
                            ("several", "co-debtor, for a share"),
                            ("guarantor", "guarantor"),
                            ("heir", "heir"),
                        ],
                        default="debtor",
                        max_length=9,
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Representative",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lawyer", "lawyer"),
                            ("mediator", "debt mediator"),
                            ("administrator", "administrator"),
                            ("trustee", "trustee in bankruptcy"),
                        ],
                        max_length=13,
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                ("address", models.CharField(blank=True, max_length=250)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("since", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Anchor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("links", models.IntegerField()),
                ("digest", models.CharField(max_length=64)),
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
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=core.ids.uuid7, editable=False)),
                ("number", models.BigIntegerField()),
                ("reference", models.CharField(max_length=12)),
                ("code", models.CharField(default=core.ids.secret_code, max_length=20)),
                (
                    "debtor_kind",
                    models.CharField(
                        choices=[("consumer", "consumer"), ("business", "business"), ("unknown", "not known")],
                        max_length=8,
                    ),
                ),
                ("country", models.CharField(max_length=2)),
                ("currency", models.CharField(default="EUR", max_length=3)),
                ("with_charges", models.BooleanField(default=True)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("paynow", "paynow"),
                            ("amicable", "amicable"),
                            ("judicial", "judicial"),
                            ("closed", "closed"),
                        ],
                        default="paynow",
                        max_length=10,
                    ),
                ),
                ("opened_on", models.DateField()),
                ("principal", models.DecimalField(decimal_places=2, max_digits=14)),
                ("oldest_due_on", models.DateField()),
                ("first_reminder_on", models.DateField(blank=True, null=True)),
                ("first_reminder_channel", models.CharField(blank=True, max_length=6)),
                ("first_reminder_by", models.CharField(blank=True, max_length=8)),
                ("notified_on", models.DateField(blank=True, null=True)),
                ("notified_by", models.CharField(blank=True, max_length=6)),
                ("next_on", models.DateField(blank=True, null=True)),
                ("next_act", models.CharField(blank=True, max_length=20)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("closed_as", models.CharField(blank=True, max_length=12)),
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
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="claim",
            name="contract",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clients.contract",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="creditor",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clients.creditor",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="entity",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.entity"
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="terms",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clients.terms",
            ),
        ),
        migrations.AddField(
            model_name="claimitem",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="claimitem",
            name="claim",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="claims.claim",
            ),
        ),
        migrations.AddField(
            model_name="claimitem",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="claimmessage",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="claimmessage",
            name="claim",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="claims.claim",
            ),
        ),
        migrations.AddField(
            model_name="claimmessage",
            name="message",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="messaging.message",
            ),
        ),
        migrations.AddField(
            model_name="claimmessage",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="credit",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="credit",
            name="claim",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credits",
                to="claims.claim",
            ),
        ),
        migrations.AddField(
            model_name="credit",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="debtor",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="debtor",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="debtor",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.debtor"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="claim",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="claims.claim",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.member",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="claim",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="claims.claim",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="file",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.file"
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="claim",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="claims.claim",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="eventdetail",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="eventdetail",
            name="claim",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.claim"
            ),
        ),
        migrations.AddField(
            model_name="eventdetail",
            name="event",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="detail_row",
                to="claims.event",
            ),
        ),
        migrations.AddField(
            model_name="eventdetail",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="claim",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.claim"
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="claim",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="holds",
                to="claims.claim",
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="bordereau",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.file",
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="contract",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clients.contract",
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="creditor",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clients.creditor",
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="file",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.file"
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="member",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.member",
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="source",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="claims.import",
            ),
        ),
        migrations.AddField(
            model_name="importrow",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="importrow",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="importrow",
            name="source",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.import"
            ),
        ),
        migrations.AddField(
            model_name="liable",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="liable",
            name="claim",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="liable",
                to="claims.claim",
            ),
        ),
        migrations.AddField(
            model_name="liable",
            name="debtor",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.debtor"
            ),
        ),
        migrations.AddField(
            model_name="liable",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="representative",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="representative",
            name="debtor",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="representatives",
                to="claims.debtor",
            ),
        ),
        migrations.AddField(
            model_name="representative",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="representative",
            name="proof",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.file"
            ),
        ),
        migrations.AddConstraint(
            model_name="anchor",
            constraint=models.UniqueConstraint(fields=("agency", "until"), name="claims_anchor_one_until"),
        ),
        migrations.AddIndex(
            model_name="claimitem",
            index=models.Index(fields=["agency", "claim"], name="claims_item_of_claim"),
        ),
        migrations.AddConstraint(
            model_name="claimitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_on", None)),
                fields=("agency", "party", "number_key", "issued_on"),
                name="claims_item_handed_over_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("balance__gt", 0)), name="claims_item_something_unpaid"
            ),
        ),
        migrations.AddIndex(
            model_name="claimmessage",
            index=models.Index(fields=["agency", "message"], name="claims_message_back"),
        ),
        migrations.AddConstraint(
            model_name="claimmessage",
            constraint=models.UniqueConstraint(fields=("agency", "claim", "message"), name="claims_message_once"),
        ),
        migrations.AddIndex(
            model_name="credit",
            index=models.Index(fields=["agency", "claim", "value_on"], name="claims_credit_of_claim"),
        ),
        migrations.AddConstraint(
            model_name="credit",
            constraint=models.UniqueConstraint(fields=("agency", "source"), name="claims_credit_once"),
        ),
        migrations.AddConstraint(
            model_name="credit",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="claims_credit_positive"),
        ),
        migrations.AddConstraint(
            model_name="debtor",
            constraint=models.UniqueConstraint(
                fields=("agency", "party", "identity"), name="claims_debtor_one_identity"
            ),
        ),
        migrations.AddConstraint(
            model_name="debtor",
            constraint=models.UniqueConstraint(fields=("agency", "uid"), name="claims_debtor_one_uid"),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                condition=models.Q(("decided_at", None)),
                fields=["agency", "party", "asked_on"],
                name="claims_decision_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at", None)), fields=("agency", "claim"), name="claims_decision_one_open"
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["agency", "claim"], name="claims_document_of_claim"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["agency", "recorded_at"], name="claims_event_recorded"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["agency", "party", "-id"], name="claims_event_of_party"),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(fields=("agency", "claim", "seq"), name="claims_event_one_seq"),
        ),
        migrations.AddIndex(
            model_name="eventdetail",
            index=models.Index(fields=["agency", "claim"], name="claims_eventdetail_of_claim"),
        ),
        migrations.AddConstraint(
            model_name="eventdetail",
            constraint=models.UniqueConstraint(fields=("agency", "event"), name="claims_eventdetail_once"),
        ),
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(fields=["agency", "party", "until"], name="claims_grant_of_party"),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.UniqueConstraint(fields=("agency", "claim", "party"), name="claims_grant_once"),
        ),
        migrations.AddIndex(
            model_name="hold",
            index=models.Index(
                condition=models.Q(("ended_on", None)), fields=["agency", "claim"], name="claims_hold_open"
            ),
        ),
        migrations.AddIndex(
            model_name="import",
            index=models.Index(fields=["agency", "party", "-id"], name="claims_import_of_party"),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.UniqueConstraint(fields=("agency", "uid"), name="claims_import_one_uid"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("next_on__isnull", False)),
                fields=["agency", "next_on", "id"],
                name="claims_claim_due",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["agency", "party", "-id"], name="claims_claim_of_party"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["agency", "-id"], name="claims_claim_latest"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["agency", "debtor"], name="claims_claim_of_debtor"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["agency", "source"], name="claims_claim_of_import"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(fields=("agency", "number"), name="claims_claim_one_number"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(fields=("agency", "uid"), name="claims_claim_one_uid"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(fields=("agency", "reference"), name="claims_claim_one_reference"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ["paynow", "amicable", "judicial", "closed"])),
                name="claims_claim_known_stage",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on__isnull", False), ("stage", "closed")),
                    models.Q(models.Q(("stage", "closed"), _negated=True), ("closed_on__isnull", True)),
                    _connector="OR",
                ),
                name="claims_claim_closed_has_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="importrow",
            constraint=models.UniqueConstraint(fields=("agency", "source", "row"), name="claims_importrow_once"),
        ),
        migrations.AddIndex(
            model_name="liable",
            index=models.Index(fields=["agency", "debtor"], name="claims_liable_of_debtor"),
        ),
        migrations.AddConstraint(
            model_name="liable",
            constraint=models.UniqueConstraint(fields=("agency", "claim", "debtor"), name="claims_liable_once"),
        ),
        migrations.AddIndex(
            model_name="representative",
            index=models.Index(fields=["agency", "debtor"], name="claims_representative_of"),
        ),
    ]
