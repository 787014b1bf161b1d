"""A seat of the agency may belong to a team: the legal person whose files its queue begins with."""

import django.db.models.deletion
from django.db import migrations, models

from agencies.walls import same_agency


class Migration(migrations.Migration):
    dependencies = [("agencies", "0006_savedview")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="team",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.entity",
            ),
        ),
        *same_agency("agencies_member", team_id="agencies_entity"),
    ]
