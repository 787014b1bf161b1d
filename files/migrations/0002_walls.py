"""Walls around stored files."""

from django.db import migrations

from agencies.walls import Wall, key_with_agency, same_agency


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial"), ("agencies", "0002_walls")]

    operations = [
        *key_with_agency("files_file"),
        Wall("files_file", party="party_id = {me}"),
        *same_agency("files_file", party_id="agencies_party"),
    ]
