"""Tariffs in versions, packs, fees and invoices, behind their walls."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
from agencies.walls import Wall, append_only, key_with_agency, same_agency
from core.roles import APP

TARIFFS = ("billing_tariff", "billing_tariffversion", "billing_tariffline")
OF_A_PARTY = ("billing_contracttariff", "billing_fee", "billing_pack", "billing_invoice", "billing_invoiceline")
ISSUED = "year, number, issued_on, due_on, file_id, xml_id, sent_at, network, paid_on, paid_by, reminders, reminded_on"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0006_savedview"),
        ("amicable", "0004_queue"),
        ("claims", "0010_partner_letter"),
        ("clients", "0003_accounts"),
        ("files", "0004_to_remove"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=core.ids.uuid7, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("invoice", "invoice"), ("credit_note", "credit note")],
                        default="invoice",
                        max_length=11,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("drawn_at", models.DateTimeField()),
                ("language", models.CharField(default="fr", max_length=2)),
                ("seller", models.JSONField(default=dict)),
                ("buyer", models.JSONField(default=dict)),
                ("net", models.DecimalField(decimal_places=2, max_digits=14)),
                ("vat_category", models.CharField(max_length=2)),
                ("vat_rate", models.DecimalField(decimal_places=2, max_digits=5)),
                ("vat", models.DecimalField(decimal_places=2, max_digits=14)),
                ("vat_source", models.CharField(max_length=160)),
                ("total", models.DecimalField(decimal_places=2, max_digits=14)),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("number", models.PositiveIntegerField(blank=True, null=True)),
                ("issued_on", models.DateField(blank=True, null=True)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("network", models.CharField(blank=True, db_default="", default="", max_length=80)),
                ("paid_on", models.DateField(blank=True, null=True)),
                (
                    "paid_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("bank", "by bank transfer"),
                            ("set_off", "by set-off"),
                            ("credit_note", "by credit note"),
                        ],
                        db_default="",
                        default="",
                        max_length=11,
                    ),
                ),
                ("reminders", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("reminded_on", models.DateField(blank=True, null=True)),
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
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.invoice",
                    ),
                ),
                (
                    "creditor",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.creditor",
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
                    "file",
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
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.party",
                    ),
                ),
                (
                    "xml",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.file",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="InvoiceLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=40)),
                ("text", models.CharField(max_length=200)),
                ("why", models.CharField(blank=True, max_length=400)),
                ("quantity", models.IntegerField()),
                ("price", models.DecimalField(decimal_places=2, max_digits=12)),
                ("net", models.DecimalField(decimal_places=2, max_digits=14)),
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
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="billing.invoice",
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
            name="Tariff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30)),
                ("name", models.CharField(max_length=80)),
                ("is_default", models.BooleanField(default=False)),
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
                        blank=True,
                        db_constraint=False,
                        null=True,
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
            name="TariffLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=40)),
                ("label", models.CharField(blank=True, max_length=80)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("contract", "contract"),
                            ("paynow", "PAYNOW"),
                            ("amicable", "amicable stage"),
                            ("judicial", "judicial stage"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("fixed", "fixed price"),
                            ("percent", "share of the sums received"),
                            ("cost", "at cost"),
                        ],
                        max_length=7,
                    ),
                ),
                ("value", models.DecimalField(decimal_places=2, max_digits=12)),
                (
                    "due",
                    models.CharField(
                        choices=[
                            ("signature", "when the contract is signed"),
                            ("order", "when ordered"),
                            ("opening", "when a file is opened"),
                            ("reminder", "for each reminder"),
                            ("call", "for each call"),
                            ("act", "for each act"),
                            ("recovery", "only on sums received"),
                            ("request", "on request"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "bearer",
                    models.CharField(
                        choices=[
                            ("creditor", "the creditor"),
                            ("agency", "the agency"),
                            ("debtor", "the debtor, where the law allows"),
                        ],
                        default="creditor",
                        max_length=8,
                    ),
                ),
                ("cap", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ("minimum", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ("bands", models.JSONField(blank=True, default=list)),
                ("quantity", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("valid_months", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("advised_from", models.PositiveIntegerField(blank=True, null=True)),
                ("advised_to", models.PositiveIntegerField(blank=True, null=True)),
                ("passed_on", models.BooleanField(default=False)),
                ("why", models.CharField(blank=True, max_length=160)),
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
                        blank=True,
                        db_constraint=False,
                        null=True,
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
            name="Pack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.PositiveIntegerField()),
                ("price", models.DecimalField(decimal_places=2, max_digits=12)),
                ("bought_on", models.DateField()),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("bought_at", models.DateTimeField()),
                ("token", models.CharField(max_length=40)),
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
                    "bought_by",
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
                    "contract",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.contract",
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
                    "line",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.tariffline",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Fee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("contract", "contract"),
                            ("paynow", "PAYNOW"),
                            ("amicable", "amicable stage"),
                            ("judicial", "judicial stage"),
                        ],
                        max_length=8,
                    ),
                ),
                ("on", models.DateField()),
                ("bill_on", models.DateField()),
                ("quantity", models.PositiveIntegerField(default=1)),
                ("base", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("source", models.CharField(max_length=80)),
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
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="claims.claim",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.contract",
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
                    "invoice",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fees",
                        to="billing.invoice",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.tariffline",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="TariffVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("since", models.DateField()),
                ("reason", models.CharField(blank=True, max_length=200)),
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
                    "made_by",
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
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.party",
                    ),
                ),
                (
                    "tariff",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="billing.tariff",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="tariffline",
            name="version",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="billing.tariffversion",
            ),
        ),
        migrations.CreateModel(
            name="ContractTariff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField()),
                ("reason", models.CharField(blank=True, max_length=200)),
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
                    "contract",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.contract",
                    ),
                ),
                (
                    "made_by",
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
                    "version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.tariffversion",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["agency", "-id"], name="billing_invoice_latest"),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["agency", "party", "-id"], name="billing_invoice_of_party"),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                condition=models.Q(("number", None)), fields=["agency", "id"], name="billing_invoice_to_issue"
            ),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                condition=models.Q(("sent_at", None)), fields=["agency", "id"], name="billing_invoice_to_send"
            ),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                condition=models.Q(("kind", "invoice"), ("paid_on", None)),
                fields=["agency", "due_on", "id"],
                name="billing_invoice_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(fields=("agency", "uid"), name="billing_invoice_one_uid"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(
                fields=("agency", "entity", "kind", "year", "number"), name="billing_invoice_one_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("issued_on", None), ("number", None)),
                    models.Q(("issued_on__isnull", False), ("number__isnull", False)),
                    _connector="OR",
                ),
                name="billing_invoice_issued_with_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("net__gt", 0), ("total__gt", 0)), name="billing_invoice_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoiceline",
            constraint=models.UniqueConstraint(
                fields=("agency", "invoice", "position"), name="billing_invoice_line_one_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="tariff",
            constraint=models.UniqueConstraint(fields=("agency", "code"), name="billing_tariff_one_code"),
        ),
        migrations.AddConstraint(
            model_name="tariff",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_default", True)),
                fields=("agency", "is_default"),
                name="billing_tariff_one_default",
            ),
        ),
        migrations.AddConstraint(
            model_name="pack",
            constraint=models.UniqueConstraint(fields=("agency", "party", "token"), name="billing_pack_once"),
        ),
        migrations.AddIndex(
            model_name="fee",
            index=models.Index(
                condition=models.Q(("invoice", None)), fields=["agency", "bill_on", "id"], name="billing_fee_to_invoice"
            ),
        ),
        migrations.AddIndex(
            model_name="fee",
            index=models.Index(fields=["agency", "claim"], name="billing_fee_of_claim"),
        ),
        migrations.AddIndex(
            model_name="fee",
            index=models.Index(fields=["agency", "party", "-id"], name="billing_fee_of_party"),
        ),
        migrations.AddIndex(
            model_name="fee",
            index=models.Index(fields=["agency", "-id"], name="billing_fee_latest"),
        ),
        migrations.AddIndex(
            model_name="fee",
            index=models.Index(fields=["agency", "invoice"], name="billing_fee_of_invoice"),
        ),
        migrations.AddConstraint(
            model_name="fee",
            constraint=models.UniqueConstraint(fields=("agency", "source"), name="billing_fee_once"),
        ),
        migrations.AddConstraint(
            model_name="fee",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", 0), _negated=True), name="billing_fee_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="tariffversion",
            constraint=models.UniqueConstraint(
                fields=("agency", "tariff", "number"), name="billing_version_one_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="tariffline",
            constraint=models.UniqueConstraint(fields=("agency", "version", "code"), name="billing_line_one_code"),
        ),
        migrations.AddConstraint(
            model_name="tariffline",
            constraint=models.UniqueConstraint(fields=("agency", "version", "position"), name="billing_line_one_place"),
        ),
        migrations.AddIndex(
            model_name="contracttariff",
            index=models.Index(fields=["agency", "contract", "-since", "-id"], name="billing_of_contract"),
        ),
        *(Wall(table, party="(party_id = {me} OR party_id IS NULL)") for table in TARIFFS),
        *(Wall(table, party="party_id = {me}") for table in OF_A_PARTY),
        *key_with_agency(*TARIFFS, "billing_invoice"),
        *same_agency("billing_tariff", party_id="agencies_party"),
        *same_agency(
            "billing_tariffversion",
            party_id="agencies_party",
            tariff_id="billing_tariff",
            made_by_id="agencies_member",
        ),
        *same_agency("billing_tariffline", party_id="agencies_party", version_id="billing_tariffversion"),
        *same_agency(
            "billing_contracttariff",
            party_id="agencies_party",
            contract_id="clients_contract",
            version_id="billing_tariffversion",
            made_by_id="agencies_member",
        ),
        *same_agency(
            "billing_fee",
            party_id="agencies_party",
            contract_id="clients_contract",
            entity_id="agencies_entity",
            claim_id="claims_claim",
            line_id="billing_tariffline",
            invoice_id="billing_invoice",
        ),
        *same_agency(
            "billing_pack",
            party_id="agencies_party",
            contract_id="clients_contract",
            line_id="billing_tariffline",
            bought_by_id="agencies_member",
        ),
        *same_agency(
            "billing_invoice",
            party_id="agencies_party",
            creditor_id="clients_creditor",
            entity_id="agencies_entity",
            corrects_id="billing_invoice",
            file_id="files_file",
            xml_id="files_file",
        ),
        *same_agency("billing_invoiceline", party_id="agencies_party", invoice_id="billing_invoice"),
        *append_only(
            "billing_tariffversion",
            "billing_tariffline",
            "billing_contracttariff",
            "billing_fee",
            "billing_pack",
            "billing_invoice",
            "billing_invoiceline",
        ),
        # Acts to charge are few among those done; nobody else looks for them.
        migrations.RunSQL(
            """CREATE INDEX billing_acts_with_a_price ON amicable_action (agency_id, "on", id) WHERE fee <> ''""",
            "DROP INDEX billing_acts_with_a_price",
        ),
        # A fee learns its invoice; an invoice its number, its papers and how it was paid. What they say never changes.
        migrations.RunSQL(
            f"GRANT UPDATE (invoice_id) ON billing_fee TO {APP}",
            f"REVOKE UPDATE (invoice_id) ON billing_fee FROM {APP}",
        ),
        migrations.RunSQL(
            f"GRANT UPDATE ({ISSUED}) ON billing_invoice TO {APP}",
            f"REVOKE UPDATE ({ISSUED}) ON billing_invoice FROM {APP}",
        ),
    ]
