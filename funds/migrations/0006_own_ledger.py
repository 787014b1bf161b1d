"""The own ledger learns invoices, fees, VAT, and what is to be swept from the trust."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("funds", "0005_by_index"),
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
                ],
                max_length=18,
            ),
        ),
    ]
