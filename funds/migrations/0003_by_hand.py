"""Money that comes by hand: its numbered paper, and the day on which it was found on the bank account."""

from django.db import migrations, models

from core.roles import APP

CHANGES = "(deposited_on)"


class Migration(migrations.Migration):
    dependencies = [("funds", "0002_walls")]

    operations = [
        migrations.AddField(
            "receipt", "number", models.CharField(blank=True, db_default="", default="", max_length=20)
        ),
        migrations.AddField("receipt", "deposited_on", models.DateField(blank=True, null=True)),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(
                condition=models.Q(("deposited_on", None), ("returned_on", None), ("way__in", ["cash", "cheque"])),
                fields=["agency", "booked_on", "id"],
                name="funds_receipt_in_hand",
            ),
        ),
        migrations.RunSQL(
            f"GRANT UPDATE {CHANGES} ON funds_receipt TO {APP}", f"REVOKE UPDATE {CHANGES} ON funds_receipt FROM {APP}"
        ),
    ]
