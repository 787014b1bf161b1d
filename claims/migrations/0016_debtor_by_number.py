"""Firms are found by the number of the register."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("claims", "0015_debtor_by_email"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="debtor",
            index=models.Index(
                fields=["agency", "enterprise_number"],
                condition=~models.Q(enterprise_number=""),
                name="claims_debtor_by_number",
            ),
        ),
    ]
