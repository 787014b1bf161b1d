"""Walls around jobs and clocks."""

from django.db import migrations

from agencies.walls import Wall, same_agency


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial"), ("agencies", "0002_walls")]

    operations = [
        Wall("jobs_job", party="party_id = {me}"),
        Wall("jobs_clock"),
        *same_agency("jobs_job", party_id="agencies_party", member_id="agencies_member"),
    ]
