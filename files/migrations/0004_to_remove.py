"""The erased files whose bytes are still to be removed."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("files", "0003_erasure")]

    operations = [
        AddIndexConcurrently(
            "file",
            models.Index(
                fields=["agency", "id"],
                condition=Q(erased_on__isnull=False, removed_at=None),
                name="files_file_to_remove",
            ),
        ),
    ]
