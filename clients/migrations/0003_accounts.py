"""Changes of a creditor's account, behind their walls; the end of a contract; how a creditor wants to be written to."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from agencies.walls import Wall, append_only, same_agency

KEY = {"db_constraint": False, "on_delete": django.db.models.deletion.PROTECT, "related_name": "+"}
AGENCY = {"db_index": False, "editable": False, "on_delete": django.db.models.deletion.PROTECT, "related_name": "+"}


class Migration(migrations.Migration):
    dependencies = [("clients", "0002_walls"), ("agencies", "0002_walls")]

    operations = [
        migrations.AddField("creditor", "wants_sms", models.BooleanField(db_default=True, default=True)),
        migrations.AddField(
            "contract", "end_reason", models.CharField(blank=True, db_default="", default="", max_length=200)
        ),
        migrations.CreateModel(
            name="AccountChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.CharField(blank=True, max_length=34)),
                ("iban", models.CharField(max_length=34)),
                ("bic", models.CharField(blank=True, max_length=11)),
                ("since", models.DateField()),
                ("reason", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField()),
                ("agency", models.ForeignKey(**AGENCY, to="agencies.agency")),
                ("creditor", models.ForeignKey(**KEY, to="clients.creditor")),
                ("made_by", models.ForeignKey(**KEY, blank=True, null=True, to="agencies.member")),
                ("party", models.ForeignKey(**KEY, to="agencies.party")),
            ],
            options={"indexes": [models.Index(fields=["agency", "creditor", "-id"], name="clients_account_latest")]},
            managers=[("everywhere", django.db.models.manager.Manager())],
        ),
        Wall("clients_accountchange", party="party_id = {me}"),
        *same_agency(
            "clients_accountchange",
            party_id="agencies_party",
            creditor_id="clients_creditor",
            made_by_id="agencies_member",
        ),
        *append_only("clients_accountchange"),
    ]
