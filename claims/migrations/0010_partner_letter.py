"""The day of the judicial partner's own letter, whose wait binds everybody (CDE art. XIX.9 § 1)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0009_debtor_page")]

    operations = [
        migrations.AddField(
            model_name="claim", name="partner_letter_on", field=models.DateField(blank=True, null=True)
        ),
    ]
