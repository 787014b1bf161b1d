"""Mail that comes in by e-mail: its subject, its files, and how far each mailbox was read."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from agencies.walls import Wall, key_with_agency, same_agency
from core.roles import APP

GUARD = """
CREATE TRIGGER messaging_inboundmessage_subject_erased BEFORE UPDATE OF subject ON messaging_inboundmessage
   FOR EACH ROW WHEN (NEW.subject IS DISTINCT FROM OLD.subject AND NEW.subject <> '')
   EXECUTE FUNCTION messaging_only_erased();
CREATE TRIGGER messaging_inboundfile_only_erased BEFORE UPDATE ON messaging_inboundfile
   FOR EACH ROW WHEN (NEW.name IS DISTINCT FROM OLD.name AND NEW.name <> '')
   EXECUTE FUNCTION messaging_only_erased()
"""
UNGUARD = """
DROP TRIGGER messaging_inboundfile_only_erased ON messaging_inboundfile;
DROP TRIGGER messaging_inboundmessage_subject_erased ON messaging_inboundmessage
"""
RIGHTS = f"""
GRANT UPDATE (subject) ON messaging_inboundmessage TO {APP};
REVOKE UPDATE, DELETE, TRUNCATE ON messaging_inboundfile FROM {APP};
GRANT UPDATE (name) ON messaging_inboundfile TO {APP}
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0006_savedview"),
        ("files", "0004_to_remove"),
        ("messaging", "0008_erasure"),
    ]

    operations = [
        migrations.CreateModel(
            name="InboundFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=150)),
                ("refused", models.CharField(blank=True, max_length=20)),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=250)),
                ("validity", models.BigIntegerField(default=0)),
                ("last_number", models.BigIntegerField(default=0)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("failing_since", models.DateTimeField(blank=True, null=True)),
                ("error", models.CharField(blank=True, max_length=500)),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="inboundmessage",
            name="subject",
            field=models.CharField(blank=True, db_default="", max_length=250),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("channel", "email")),
                fields=["agency", "address", "-id"],
                name="messaging_message_mailed",
            ),
        ),
        migrations.AddField(
            model_name="inboundfile",
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
            model_name="inboundfile",
            name="file",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.file",
            ),
        ),
        migrations.AddField(
            model_name="inboundfile",
            name="inbound",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="messaging.inboundmessage",
            ),
        ),
        migrations.AddField(
            model_name="inboundfile",
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
            model_name="mailbox",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="inboundfile",
            constraint=models.UniqueConstraint(
                fields=("agency", "inbound", "position"), name="messaging_inboundfile_one_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="mailbox",
            constraint=models.UniqueConstraint(fields=("agency", "place"), name="messaging_mailbox_one"),
        ),
        *key_with_agency("messaging_inboundfile", "messaging_mailbox"),
        Wall("messaging_inboundfile", party="party_id = {me}"),
        Wall("messaging_mailbox"),
        *same_agency(
            "messaging_inboundfile",
            inbound_id="messaging_inboundmessage",
            party_id="agencies_party",
            file_id="files_file",
        ),
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
