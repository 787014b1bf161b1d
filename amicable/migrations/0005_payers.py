"""Debtors are listed by the way in which they pay, the latest said first."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("amicable", "0004_queue")]

    operations = [
        AddIndexConcurrently(
            model_name="payerprofile",
            index=models.Index(fields=["agency", "set_at", "id"], name="amicable_profile_by_day"),
        ),
    ]
