"""What banks told, what came in for creditors, and the two ledgers."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.manager
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0006_savedview"),
        ("claims", "0011_reversals"),
        ("files", "0004_to_remove"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=core.ids.uuid7, editable=False)),
                ("sha256", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=200)),
                ("format", models.CharField(blank=True, max_length=30)),
                ("state", models.CharField(choices=[("booked", "booked"), ("refused", "refused")], max_length=7)),
                ("code", models.CharField(blank=True, max_length=30)),
                ("detail", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                ("movements", models.PositiveIntegerField(default=0)),
                ("repeated", models.PositiveIntegerField(default=0)),
                ("pending", models.PositiveIntegerField(default=0)),
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
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.file",
                    ),
                ),
                (
                    "member",
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
            name="BankStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ledger", models.CharField(choices=[("trust", "trust"), ("own", "own")], max_length=5)),
                ("account", models.CharField(max_length=34)),
                ("number", models.CharField(blank=True, max_length=40)),
                ("opening", models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                ("opening_on", models.DateField(blank=True, null=True)),
                ("closing", models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                ("closing_on", models.DateField(blank=True, null=True)),
                ("finding", models.CharField(blank=True, max_length=20)),
                ("detail", models.CharField(blank=True, max_length=200)),
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
                    "entity",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.entity",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="funds.bankfile",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ledger", models.CharField(choices=[("trust", "trust"), ("own", "own")], max_length=5)),
                ("on", models.DateField()),
                (
                    "kind",
                    models.CharField(
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
                            ("unexplained", "unexplained"),
                            ("explained", "explained"),
                            ("covered", "covered"),
                        ],
                        max_length=12,
                    ),
                ),
                ("source", models.CharField(max_length=80)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
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
                    "entity",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.entity",
                    ),
                ),
                (
                    "member",
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
            name="Movement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(max_length=64)),
                ("account", models.CharField(max_length=34)),
                ("booked_on", models.DateField()),
                ("value_on", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("bank_reference", models.CharField(blank=True, max_length=60)),
                ("end_to_end", models.CharField(blank=True, max_length=40)),
                ("reference", models.CharField(blank=True, max_length=40)),
                ("text", models.CharField(blank=True, max_length=300)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("iban", models.CharField(blank=True, max_length=34)),
                ("return_reason", models.CharField(blank=True, max_length=20)),
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
                    "statement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="funds.bankstatement",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=core.ids.uuid7, editable=False)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("bank", "bank transfer"),
                            ("cheque", "cheque"),
                            ("cash", "cash"),
                            ("online", "online payment"),
                        ],
                        max_length=6,
                    ),
                ),
                ("source", models.CharField(max_length=80)),
                ("booked_on", models.DateField()),
                ("value_on", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("unmatched", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("to_return", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("payer", models.CharField(blank=True, max_length=120)),
                ("payer_iban", models.CharField(blank=True, max_length=34)),
                ("reference", models.CharField(blank=True, max_length=40)),
                ("end_to_end", models.CharField(blank=True, max_length=40)),
                ("text", models.CharField(blank=True, max_length=300)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("returned_on", models.DateField(blank=True, null=True)),
                ("return_reason", models.CharField(blank=True, max_length=60)),
                (
                    "sought",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            django.db.models.functions.text.Lower("payer"),
                            models.Value("ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿ"),
                            models.Value("aaaaaaceeeeiiiinooooouuuuyaaaaaaceeeeiiiinooooouuuuyy"),
                            function="translate",
                        ),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
                (
                    "amount_cents",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Cast(
                            django.db.models.expressions.CombinedExpression(models.F("amount"), "*", models.Value(100)),
                            models.BigIntegerField(),
                        ),
                        output_field=models.BigIntegerField(),
                    ),
                ),
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
                    "entity",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.entity",
                    ),
                ),
                (
                    "movement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funds.movement",
                    ),
                ),
                (
                    "owner",
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
            name="ReceiptPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stage", models.CharField(max_length=10)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("bank", "bank transfer"),
                            ("cheque", "cheque"),
                            ("cash", "cash"),
                            ("online", "online payment"),
                        ],
                        max_length=6,
                    ),
                ),
                ("booked_on", models.DateField()),
                ("value_on", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("held", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("withheld", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("reasons", models.JSONField(default=list)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "ended_as",
                    models.CharField(
                        blank=True,
                        choices=[("returned", "returned by the bank"), ("moved", "belonged elsewhere")],
                        max_length=8,
                    ),
                ),
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
                    "credit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="claims.credit",
                    ),
                ),
                (
                    "member",
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
                    "receipt",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="funds.receipt",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.CharField(
                        choices=[
                            ("trust.bank", "trust.bank"),
                            ("trust.in_hand", "trust.in_hand"),
                            ("trust.cover", "trust.cover"),
                            ("trust.unmatched", "trust.unmatched"),
                            ("trust.held", "trust.held"),
                            ("trust.withheld", "trust.withheld"),
                            ("trust.to_return", "trust.to_return"),
                            ("own.bank", "own.bank"),
                            ("own.unexplained", "own.unexplained"),
                            ("own.receivable", "own.receivable"),
                            ("own.owed_to_trust", "own.owed_to_trust"),
                        ],
                        max_length=18,
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
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
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="funds.entry",
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
                    "part",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funds.receiptpart",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name="bankfile",
            index=models.Index(fields=["agency", "-id"], name="funds_bankfile_latest"),
        ),
        migrations.AddConstraint(
            model_name="bankfile",
            constraint=models.UniqueConstraint(fields=("agency", "uid"), name="funds_bankfile_one_uid"),
        ),
        migrations.AddConstraint(
            model_name="bankfile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "booked")), fields=("agency", "sha256"), name="funds_bankfile_booked_once"
            ),
        ),
        migrations.AddIndex(
            model_name="bankstatement",
            index=models.Index(fields=["agency", "source"], name="funds_statement_of_file"),
        ),
        migrations.AddIndex(
            model_name="bankstatement",
            index=models.Index(fields=["agency", "account", "closing_on", "id"], name="funds_statement_by_day"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["agency", "entity", "ledger", "on", "id"], name="funds_entry_by_day"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("agency", "source"), name="funds_entry_once"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("ledger__in", ["trust", "own"])), name="funds_entry_known_ledger"
            ),
        ),
        migrations.AddIndex(
            model_name="movement",
            index=models.Index(fields=["agency", "statement", "id"], name="funds_movement_of_statement"),
        ),
        migrations.AddIndex(
            model_name="movement",
            index=models.Index(fields=["agency", "account", "booked_on", "id"], name="funds_movement_by_day"),
        ),
        migrations.AddConstraint(
            model_name="movement",
            constraint=models.UniqueConstraint(
                fields=("agency", "account", "fingerprint"), name="funds_movement_booked_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="movement",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", 0), _negated=True), name="funds_movement_of_something"
            ),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["agency", "booked_on", "id"], name="funds_receipt_by_day"),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["agency", "amount_cents", "id"], name="funds_receipt_by_amount"),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["agency", "sought", "id"], name="funds_receipt_sought"),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["agency", "payer_iban"], name="funds_receipt_by_iban"),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(
                condition=models.Q(("unmatched__gt", 0)),
                fields=["agency", "booked_on", "id"],
                name="funds_receipt_to_attribute",
            ),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(
                condition=models.Q(("to_return__gt", 0)),
                fields=["agency", "booked_on", "id"],
                name="funds_receipt_to_return",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(fields=("agency", "uid"), name="funds_receipt_one_uid"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(fields=("agency", "source"), name="funds_receipt_once"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="funds_receipt_of_something"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_return__gte", 0), ("unmatched__gte", 0)), name="funds_receipt_not_below_zero"
            ),
        ),
        migrations.AddIndex(
            model_name="receiptpart",
            index=models.Index(fields=["agency", "receipt"], name="funds_part_of_receipt"),
        ),
        migrations.AddIndex(
            model_name="receiptpart",
            index=models.Index(fields=["agency", "claim", "-id"], name="funds_part_of_claim"),
        ),
        migrations.AddIndex(
            model_name="receiptpart",
            index=models.Index(fields=["agency", "party", "-id"], name="funds_part_of_party"),
        ),
        migrations.AddIndex(
            model_name="receiptpart",
            index=models.Index(
                condition=models.Q(("held__gt", 0)), fields=["agency", "party", "id"], name="funds_part_to_remit"
            ),
        ),
        migrations.AddConstraint(
            model_name="receiptpart",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="funds_part_of_something"),
        ),
        migrations.AddConstraint(
            model_name="receiptpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("held__gte", 0), ("withheld__gte", 0)), name="funds_part_not_below_zero"
            ),
        ),
        migrations.AddConstraint(
            model_name="receiptpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_as", ""), ("ended_on", None)),
                    models.Q(("ended_on__isnull", False), models.Q(("ended_as", ""), _negated=True)),
                    _connector="OR",
                ),
                name="funds_part_ended_somehow",
            ),
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(fields=["agency", "entry"], name="funds_line_of_entry"),
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(fields=["agency", "receipt"], name="funds_line_of_receipt"),
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(fields=["agency", "account", "party"], name="funds_line_of_account"),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("receipt__isnull", False),
                    models.Q(("account__in", ["trust.unmatched", "trust.to_return"]), _negated=True),
                    _connector="OR",
                ),
                name="funds_line_of_a_receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("part__isnull", False), ("party__isnull", False), ("receipt__isnull", False)),
                    models.Q(("account__in", ["trust.held", "trust.withheld"]), _negated=True),
                    _connector="OR",
                ),
                name="funds_line_of_a_part",
            ),
        ),
    ]
