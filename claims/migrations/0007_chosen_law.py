"""The law that the contract with a business in another country chose."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0006_search")]

    operations = [
        migrations.AddField(
            "claim", "chosen_law", models.CharField(blank=True, db_default="", default="", max_length=2)
        ),
    ]
