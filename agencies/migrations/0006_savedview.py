"""Views of lists that members keep, behind their walls."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from agencies.walls import Wall, same_agency


def key(to: str, **options: bool) -> models.ForeignKey:
    """A key between owned tables; the constraint is the composite one."""
    return models.ForeignKey(
        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to, **options
    )


class Migration(migrations.Migration):
    dependencies = [("agencies", "0005_suspended_too")]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=40)),
                ("query", models.TextField()),
                ("position", models.SmallIntegerField()),
                ("opens", models.BooleanField(default=False)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                ("member", key("agencies.member")),
                ("party", key("agencies.party", null=True)),
            ],
            managers=[("everywhere", django.db.models.manager.Manager())],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "member", "page", "name"), name="agencies_savedview_one_name"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("opens", True)),
                        fields=("agency", "member", "page"),
                        name="agencies_savedview_one_opens",
                    ),
                ]
            },
        ),
        Wall("agencies_savedview", party="party_id = {me}"),
        *same_agency("agencies_savedview", member_id="agencies_member", party_id="agencies_party"),
    ]
