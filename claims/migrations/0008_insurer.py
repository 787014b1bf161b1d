"""One reason more why a claim rests: its insurer has taken it over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0007_resting"),
    ]

    operations = [
        migrations.AlterField(
            model_name="hold",
            name="kind",
            field=models.CharField(
                choices=[
                    ("dispute", "dispute"),
                    ("plan_asked", "plan_asked"),
                    ("plan", "plan"),
                    ("promise", "promise"),
                    ("mediation", "mediation"),
                    ("insolvency", "insolvency"),
                    ("death", "death"),
                    ("unknown_address", "unknown_address"),
                    ("withdrawal", "withdrawal"),
                    ("paid_already", "paid_already"),
                    ("gdpr_objection", "gdpr_objection"),
                    ("papers_asked", "papers_asked"),
                    ("insurer", "insurer"),
                    ("creditor_asked", "creditor_asked"),
                ],
                max_length=20,
            ),
        ),
    ]
