"""One kind of letter more: the receipt for a payment."""

from django.db import migrations, models

KINDS = [
    ("plan_agreed", "confirmation of a payment plan"),
    ("plan_refused", "answer to a request for a payment plan"),
    ("plan_reminder", "reminder of an instalment"),
    ("plan_defaulted", "end of a payment plan"),
    ("plan_statement", "yearly statement of a payment plan"),
    ("dispute_received", "receipt of a dispute"),
    ("dispute_decided", "answer to a dispute"),
    ("papers", "papers asked for"),
    ("extinguished", "notice that the debt is settled"),
    ("payment_received", "receipt for a payment"),
]


class Migration(migrations.Migration):
    dependencies = [("amicable", "0007_insurance")]

    operations = [
        migrations.AlterField("confirmation", "kind", models.CharField(choices=KINDS, max_length=16)),
    ]
