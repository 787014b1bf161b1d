"""A credit may be undone by a second row, for the same amount taken back."""

import django.db.models.deletion
from django.db import migrations, models

from agencies.walls import key_with_agency, same_agency


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial"), ("claims", "0010_partner_letter")]

    operations = [
        migrations.AddField(
            model_name="credit",
            name="reverses",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="claims.credit",
            ),
        ),
        migrations.RemoveConstraint(model_name="credit", name="claims_credit_positive"),
        migrations.AddConstraint(
            model_name="credit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reverses__isnull", False)),
                fields=("agency", "reverses"),
                name="claims_credit_reversed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="credit",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("reverses", None))
                | models.Q(("amount__lt", 0), ("reverses__isnull", False)),
                name="claims_credit_signed",
            ),
        ),
        *key_with_agency("claims_credit"),
        *same_agency("claims_credit", reverses_id="claims_credit"),
    ]
