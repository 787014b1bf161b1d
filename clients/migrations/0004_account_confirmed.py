"""A change of account is confirmed by a second member; whether a contract lets invoices be taken from held sums."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from agencies.walls import Wall, append_only, key_with_agency, same_agency

KEY = {"db_constraint": False, "on_delete": django.db.models.deletion.PROTECT, "related_name": "+"}
AGENCY = {"db_index": False, "editable": False, "on_delete": django.db.models.deletion.PROTECT, "related_name": "+"}
CHANNELS = [
    ("call", "call to a number known before"),
    ("visit", "visit"),
    ("letter", "letter"),
    ("paper", "document of the bank"),
]


class Migration(migrations.Migration):
    dependencies = [("clients", "0003_accounts"), ("agencies", "0002_walls")]

    operations = [
        migrations.AddField("contract", "set_off", models.BooleanField(db_default=False, default=False)),
        *key_with_agency("clients_accountchange"),
        migrations.CreateModel(
            name="AccountConfirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(choices=CHANNELS, max_length=6)),
                ("reason", models.CharField(max_length=200)),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("agency", models.ForeignKey(**AGENCY, to="agencies.agency")),
                ("change", models.ForeignKey(**KEY, to="clients.accountchange")),
                ("member", models.ForeignKey(**KEY, to="agencies.member")),
                ("party", models.ForeignKey(**KEY, to="agencies.party")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "change"), name="clients_account_confirmed_once")
                ]
            },
            managers=[("everywhere", django.db.models.manager.Manager())],
        ),
        Wall("clients_accountconfirmation", party="party_id = {me}"),
        *same_agency(
            "clients_accountconfirmation",
            party_id="agencies_party",
            change_id="clients_accountchange",
            member_id="agencies_member",
        ),
        *append_only("clients_accountconfirmation"),
    ]
