"""What creditor and agency write to each other about a claim, and what people outside wrote about it."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
from agencies.walls import Wall, append_only, same_agency
from core.roles import APP

MARKS = "text, read_at, settled_at"  # the words only for the erasure of a person


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_idempotentrequest"),
        ("claims", "0004_code"),
        ("files", "0002_walls"),
        ("messaging", "0006_lettertext"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClaimNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=core.ids.uuid7, editable=False)),
                ("side", models.CharField(choices=[("creditor", "creditor"), ("agency", "agency")], max_length=8)),
                ("author", models.CharField(max_length=40)),
                ("text", models.TextField(max_length=4000)),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
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
                    "claim",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="claims.claim",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.file",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.party",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "claim", "id"], name="claims_note_of_claim"),
                    models.Index(
                        condition=models.Q(("side", "creditor")),
                        fields=["agency", "-id"],
                        name="claims_note_of_creditors",
                    ),
                    models.Index(
                        condition=models.Q(("settled_at", None), ("side", "creditor")),
                        fields=["agency", "id"],
                        name="claims_note_to_answer",
                    ),
                    models.Index(
                        condition=models.Q(("read_at", None), ("side", "agency")),
                        fields=["agency", "party", "claim"],
                        name="claims_note_unread",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("agency", "uid"), name="claims_note_one_uid")],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ClaimReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "claim",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="claims.claim",
                    ),
                ),
                (
                    "inbound",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="messaging.inboundmessage",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.party",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "inbound"], name="claims_reply_back")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "claim", "inbound"), name="claims_reply_once")
                ],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        # Neither a granted partner nor the debtor's own page: a conversation of two.
        Wall("claims_claimnote", party="party_id = {me}"),
        Wall("claims_claimreply", party="party_id = {me}"),
        *same_agency("claims_claimnote", party_id="agencies_party", claim_id="claims_claim", file_id="files_file"),
        *same_agency(
            "claims_claimreply",
            party_id="agencies_party",
            claim_id="claims_claim",
            inbound_id="messaging_inboundmessage",
        ),
        *append_only("claims_claimnote", "claims_claimreply"),
        migrations.RunSQL(
            f"GRANT UPDATE ({MARKS}) ON claims_claimnote TO {APP}",
            f"REVOKE UPDATE ({MARKS}) ON claims_claimnote FROM {APP}",
        ),
    ]
