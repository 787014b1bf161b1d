"""How much of an invoice is paid so far: transfers may pay a part of it."""

from decimal import Decimal

from django.db import migrations, models

from core.roles import APP


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_team"),
        ("billing", "0001_initial"),
        ("clients", "0004_account_confirmed"),
        ("files", "0004_to_remove"),
    ]

    operations = [
        migrations.AddField(
            model_name="invoice",
            name="paid",
            field=models.DecimalField(
                db_default=Decimal("0.00"), decimal_places=2, default=Decimal("0.00"), max_digits=14
            ),
        ),
        migrations.RunSQL("UPDATE billing_invoice SET paid = total WHERE paid_on IS NOT NULL", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("paid__gte", 0), ("paid__lte", models.F("total"))),
                name="billing_invoice_paid_at_most",
            ),
        ),
        migrations.RunSQL(
            f"GRANT UPDATE (paid) ON billing_invoice TO {APP}", f"REVOKE UPDATE (paid) ON billing_invoice FROM {APP}"
        ),
    ]
