"""Firms are found by their VAT number."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("claims", "0016_debtor_by_number"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="debtor",
            index=models.Index(
                fields=["agency", "vat_number"], condition=~models.Q(vat_number=""), name="claims_debtor_by_vat"
            ),
        ),
    ]
