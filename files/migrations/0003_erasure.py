"""A file can be erased: its name and bytes go, its hash and size stay as proof of what there was."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0002_walls")]

    operations = [
        migrations.AddField("file", "erased_on", models.DateField(null=True, blank=True)),
        migrations.AddField("file", "removed_at", models.DateTimeField(null=True, blank=True)),
    ]
