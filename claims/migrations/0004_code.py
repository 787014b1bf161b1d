"""The authenticity code of a letter finds its claim."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0003_lists")]

    operations = [migrations.AddIndex("claim", models.Index(fields=["agency", "code"], name="claims_claim_by_code"))]
