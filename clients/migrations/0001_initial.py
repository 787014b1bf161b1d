import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0002_walls"),
        ("files", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Creditor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=160)),
                ("country", models.CharField(max_length=2)),
                ("street", models.CharField(max_length=120)),
                ("postcode", models.CharField(max_length=12)),
                ("city", models.CharField(max_length=80)),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("enterprise_number", models.CharField(blank=True, max_length=14)),
                ("vat_number", models.CharField(blank=True, max_length=14)),
                ("capacity", models.CharField(blank=True, max_length=60)),
                ("is_natural_person", models.BooleanField(default=False)),
                ("sme_since", models.DateField(blank=True, null=True)),
                ("product", models.CharField(blank=True, max_length=160)),
                ("iban", models.CharField(blank=True, max_length=34)),
                ("bic", models.CharField(blank=True, max_length=11)),
                ("language", models.CharField(default="fr", max_length=2)),
                (
                    "default_debtor_kind",
                    models.CharField(
                        choices=[("consumer", "consumer"), ("business", "business"), ("unknown", "not known")],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                ("column_mapping", models.JSONField(blank=True, default=dict)),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "profession",
                    models.CharField(
                        choices=[
                            ("bailiff", "bailiff"),
                            ("lawyer", "lawyer"),
                            ("correspondent", "foreign correspondent"),
                        ],
                        max_length=14,
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                ("country", models.CharField(max_length=2)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=30)),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="StockEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("granted", "Granted"),
                            ("reserved", "Reserved"),
                            ("given_back", "Given Back"),
                            ("lapsed", "Lapsed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("quantity", models.IntegerField()),
                ("source", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=200)),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Terms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField()),
                ("since", models.DateField()),
                ("interest_rate", models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True)),
                ("penalty_percent", models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True)),
                ("penalty_minimum", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ("penalty_flat", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ("accepted_at_signature", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name_plural": "terms",
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Contract",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "programme",
                    models.CharField(
                        choices=[("access", "ACCESS"), ("premium", "PREMIUM"), ("other", "other")], max_length=8
                    ),
                ),
                ("currency", models.CharField(default="EUR", max_length=3)),
                (
                    "report_rhythm",
                    models.CharField(
                        choices=[
                            ("weekly", "every week"),
                            ("fortnightly", "every fortnight"),
                            ("monthly", "every month"),
                        ],
                        default="monthly",
                        max_length=12,
                    ),
                ),
                ("signed_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("power_to_receive", models.BooleanField(default=False)),
                ("paynow_from_stock", models.BooleanField(default=True)),
                ("with_charges", models.BooleanField(default=True)),
                ("amicable_by_standing_instruction", models.BooleanField(default=False)),
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
            model_name="contract",
            name="document",
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
            model_name="contract",
            name="entity",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.entity"
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="creditor",
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
            model_name="creditor",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="creditor",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clients.creditor",
            ),
        ),
        migrations.AddField(
            model_name="partner",
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
            model_name="partner",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="stockentry",
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
            model_name="stockentry",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddField(
            model_name="terms",
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
            model_name="terms",
            name="creditor",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clients.creditor",
            ),
        ),
        migrations.AddField(
            model_name="terms",
            name="document",
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
            model_name="terms",
            name="party",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.party"
            ),
        ),
        migrations.AddConstraint(
            model_name="creditor",
            constraint=models.UniqueConstraint(fields=("agency", "party"), name="clients_creditor_one_per_party"),
        ),
        migrations.AddConstraint(
            model_name="creditor",
            constraint=models.UniqueConstraint(fields=("agency", "number"), name="clients_creditor_one_number"),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)),
                fields=("agency", "creditor", "entity"),
                name="clients_contract_one_running",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.UniqueConstraint(fields=("agency", "party"), name="clients_partner_one_per_party"),
        ),
        migrations.AddConstraint(
            model_name="stockentry",
            constraint=models.UniqueConstraint(fields=("agency", "party", "kind", "source"), name="clients_stock_once"),
        ),
        migrations.AddConstraint(
            model_name="stockentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["granted", "given_back"]), ("quantity__gt", 0)),
                    models.Q(("kind__in", ["reserved", "lapsed"]), ("quantity__lt", 0)),
                    _connector="OR",
                ),
                name="clients_stock_sign",
            ),
        ),
        migrations.AddConstraint(
            model_name="terms",
            constraint=models.UniqueConstraint(
                fields=("agency", "creditor", "version"), name="clients_terms_one_version"
            ),
        ),
    ]
