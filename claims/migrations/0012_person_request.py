"""What people ask about their personal data: the register, for the agency alone."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
from agencies.walls import Wall, same_agency


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0006_savedview"),
        ("claims", "0011_reversals"),
        ("files", "0004_to_remove"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=core.ids.uuid7, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("access", "access, or a copy"),
                            ("rectify", "correction"),
                            ("erasure", "erasure"),
                            ("restrict", "restriction"),
                            ("portable", "portability"),
                            ("object", "objection"),
                        ],
                        max_length=8,
                    ),
                ),
                ("said", models.TextField(blank=True)),
                ("received_on", models.DateField()),
                ("answer_by", models.DateField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("granted", "granted"), ("partly", "granted in part"), ("refused", "refused")],
                        max_length=7,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                ("answered_on", models.DateField(blank=True, null=True)),
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
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.member",
                    ),
                ),
                (
                    "debtor",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="claims.debtor",
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
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.member",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "received_on", "id"], name="claims_person_request_by_day"),
                    models.Index(fields=["agency", "debtor"], name="claims_person_request_of"),
                    models.Index(
                        condition=models.Q(("answered_on", None)),
                        fields=["agency", "answer_by", "id"],
                        name="claims_person_request_open",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "uid"), name="claims_person_request_one_uid")
                ],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        Wall("claims_personrequest"),
        *same_agency(
            "claims_personrequest",
            debtor_id="claims_debtor",
            file_id="files_file",
            recorded_by_id="agencies_member",
            answered_by_id="agencies_member",
        ),
    ]
