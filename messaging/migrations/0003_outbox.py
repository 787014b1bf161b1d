"""The outbox by state, as the office lists it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0002_walls")]

    operations = [
        migrations.AddIndex(
            "message", models.Index(fields=["agency", "state", "-id"], name="messaging_message_by_state")
        ),
    ]
