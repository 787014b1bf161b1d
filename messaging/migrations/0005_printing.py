"""What the printer gets of a run, and what the post says of a registered letter."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from agencies.walls import Wall, append_only, same_agency
from core.roles import APP

WAITING = """
CREATE OR REPLACE FUNCTION agencies_with_messages(moment timestamptz) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT agency_id FROM messaging_message WHERE state = 'queued' AND not_before <= moment
   UNION SELECT agency_id FROM messaging_message WHERE state = 'sending'
   UNION SELECT agency_id FROM messaging_printrun WHERE closed_at IS NOT NULL AND manifest_id IS NULL $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_walls"),
        ("files", "0002_walls"),
        ("messaging", "0004_sms"),
    ]

    operations = [
        migrations.CreateModel(
            name="PrintRunPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("pages", models.JSONField()),
                ("made_at", models.DateTimeField()),
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
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.file",
                    ),
                ),
                (
                    "print_run",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="messaging.printrun",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "print_run", "number"), name="messaging_part_one_place")
                ],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40)),
                ("recorded_at", models.DateTimeField()),
                ("proved_at", models.DateTimeField(blank=True, null=True)),
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
                (
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registration",
                        to="messaging.message",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.party",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.file",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "message"), name="messaging_registration_one"),
                    models.UniqueConstraint(fields=("agency", "number"), name="messaging_registration_number"),
                ],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            "printrun",
            models.Index(fields=["agency"], condition=models.Q(manifest=None), name="messaging_printrun_unprinted"),
        ),
        Wall("messaging_printrunpart"),
        Wall("messaging_registration", party="party_id = {me}"),
        *same_agency("messaging_printrunpart", print_run_id="messaging_printrun", file_id="files_file"),
        *same_agency(
            "messaging_registration", message_id="messaging_message", party_id="agencies_party", proof_id="files_file"
        ),
        *append_only("messaging_printrunpart", "messaging_registration"),
        migrations.RunSQL(
            f"GRANT UPDATE (proof_id, proved_at) ON messaging_registration TO {APP}",
            f"REVOKE UPDATE (proof_id, proved_at) ON messaging_registration FROM {APP}",
        ),
        migrations.RunSQL(WAITING, migrations.RunSQL.noop),
    ]
