"""What comes back: delivery reports, replies, and who asked us to stop."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from agencies.walls import Wall, append_only, key_with_agency, same_agency


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_walls"),
        ("messaging", "0003_outbox"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeliveryReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("status", models.CharField(max_length=20)),
                ("code", models.CharField(blank=True, max_length=10)),
                ("at", models.DateTimeField()),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="InboundMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=10)),
                ("provider_id", models.CharField(max_length=200)),
                ("sender", models.TextField()),
                ("text", models.TextField(blank=True)),
                ("received_at", models.DateTimeField()),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="OptOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=10)),
                ("address", models.TextField()),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("channel", "sms")),
                fields=["agency", "address", "-id"],
                name="messaging_message_texted",
            ),
        ),
        migrations.AddField(
            model_name="deliveryreport",
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
            model_name="deliveryreport",
            name="message",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="messaging.message",
            ),
        ),
        migrations.AddField(
            model_name="deliveryreport",
            name="party",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.party",
            ),
        ),
        migrations.AddField(
            model_name="inboundmessage",
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
            model_name="inboundmessage",
            name="answers",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replies",
                to="messaging.message",
            ),
        ),
        migrations.AddField(
            model_name="inboundmessage",
            name="party",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.party",
            ),
        ),
        migrations.AddField(
            model_name="optout",
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
            model_name="optout",
            name="asked_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="messaging.inboundmessage",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliveryreport",
            constraint=models.UniqueConstraint(fields=("agency", "message", "status"), name="messaging_report_once"),
        ),
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(fields=["agency", "-id"], name="messaging_inbound_latest"),
        ),
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(fields=["agency", "answers"], name="messaging_inbound_answers"),
        ),
        migrations.AddConstraint(
            model_name="inboundmessage",
            constraint=models.UniqueConstraint(
                fields=("agency", "channel", "provider_id"), name="messaging_inbound_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="optout",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("agency", "channel", "address"),
                name="messaging_optout_one_open",
            ),
        ),
        *key_with_agency("messaging_inboundmessage"),
        Wall("messaging_deliveryreport", party="party_id = {me}"),
        Wall("messaging_inboundmessage", party="party_id = {me}"),
        Wall("messaging_optout"),
        *same_agency("messaging_deliveryreport", message_id="messaging_message", party_id="agencies_party"),
        *same_agency("messaging_inboundmessage", answers_id="messaging_message", party_id="agencies_party"),
        *same_agency("messaging_optout", asked_by_id="messaging_inboundmessage"),
        *append_only("messaging_deliveryreport", "messaging_inboundmessage"),
    ]
