"""Mail that comes back, addresses that are bad, and what was done with what people wrote to us."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from agencies.walls import Wall, same_agency
from core.roles import APP

HANDLED = "handled_at, handled_by_id"


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_idempotentrequest"),
        ("messaging", "0006_lettertext"),
    ]

    operations = [
        migrations.CreateModel(
            name="BadAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=10)),
                ("address", models.TextField()),
                ("since", models.DateTimeField()),
                ("detail", models.CharField(blank=True, max_length=500)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="deliveryreport",
            name="detail",
            field=models.CharField(blank=True, db_default="", max_length=500),
        ),
        migrations.AddField(
            model_name="inboundmessage",
            name="handled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="inboundmessage",
            name="handled_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.member",
            ),
        ),
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(
                condition=models.Q(("handled_at", None)), fields=["agency", "-id"], name="messaging_inbound_open"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("channel", "email")),
                fields=["agency", "provider_id"],
                name="messaging_message_by_mail_id",
            ),
        ),
        migrations.AddField(
            model_name="badaddress",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddField(
            model_name="badaddress",
            name="message",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="messaging.message",
            ),
        ),
        migrations.AddConstraint(
            model_name="badaddress",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("agency", "channel", "address"),
                name="messaging_badaddress_one_open",
            ),
        ),
        Wall("messaging_badaddress"),
        *same_agency("messaging_badaddress", message_id="messaging_message"),
        *same_agency("messaging_inboundmessage", handled_by_id="agencies_member"),
        migrations.RunSQL(
            f"GRANT UPDATE ({HANDLED}) ON messaging_inboundmessage TO {APP}",
            f"REVOKE UPDATE ({HANDLED}) ON messaging_inboundmessage FROM {APP}",
        ),
    ]
