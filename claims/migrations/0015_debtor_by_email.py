"""Who wrote is found by the address that the mail came from."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("claims", "0014_halts"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="debtor",
            index=models.Index(
                fields=["agency", "email"], condition=~models.Q(email=""), name="claims_debtor_by_email"
            ),
        ),
    ]
