"""What ends action against a debtor: insolvency, death, a business struck off; its holds name it."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
from agencies.walls import Wall, key_with_agency, same_agency


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_team"),
        ("claims", "0013_contact_marks"),
        ("files", "0004_to_remove"),
    ]

    operations = [
        migrations.AddField(
            model_name="hold",
            name="undone",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name="hold",
            name="kind",
            field=models.CharField(
                choices=[
                    ("dispute", "dispute"),
                    ("plan_asked", "plan_asked"),
                    ("plan", "plan"),
                    ("promise", "promise"),
                    ("mediation", "mediation"),
                    ("insolvency", "insolvency"),
                    ("death", "death"),
                    ("struck_off", "struck_off"),
                    ("unknown_address", "unknown_address"),
                    ("withdrawal", "withdrawal"),
                    ("paid_already", "paid_already"),
                    ("gdpr_objection", "gdpr_objection"),
                    ("papers_asked", "papers_asked"),
                    ("insurer", "insurer"),
                    ("creditor_asked", "creditor_asked"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Halt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=core.ids.uuid7, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("bankruptcy", "bankruptcy"),
                            ("reorganisation", "judicial reorganisation"),
                            ("collective-settlement", "collective debt settlement"),
                            ("over-indebtedness", "over-indebtedness (France)"),
                            ("insolvency", "collective proceedings (France)"),
                            ("death", "death"),
                            ("struck-off", "struck off the register"),
                        ],
                        max_length=21,
                    ),
                ),
                ("since", models.DateField()),
                ("source", models.CharField(max_length=120)),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("stands_for", models.CharField(blank=True, max_length=250)),
                ("recorded_on", models.DateField()),
                ("told_on", models.DateField(blank=True, null=True)),
                ("lifted_on", models.DateField(blank=True, null=True)),
                ("lifted_why", models.CharField(blank=True, max_length=250)),
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
                    "debtor",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="halts",
                        to="claims.debtor",
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
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="hold",
            name="halt",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="holds",
                to="claims.halt",
            ),
        ),
        migrations.AddIndex(
            model_name="halt",
            index=models.Index(fields=["agency", "-id"], name="claims_halt_latest"),
        ),
        migrations.AddIndex(
            model_name="halt",
            index=models.Index(
                condition=models.Q(("told_on", None)), fields=["agency", "id"], name="claims_halt_to_tell"
            ),
        ),
        migrations.AddConstraint(
            model_name="halt",
            constraint=models.UniqueConstraint(fields=("agency", "uid"), name="claims_halt_one_uid"),
        ),
        migrations.AddConstraint(
            model_name="halt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_on", None)),
                fields=("agency", "debtor", "kind"),
                name="claims_halt_one_standing",
            ),
        ),
        *key_with_agency("claims_halt"),
        Wall("claims_halt", party="party_id = {me}"),
        *same_agency(
            "claims_halt",
            party_id="agencies_party",
            debtor_id="claims_debtor",
            proof_id="files_file",
            recorded_by_id="agencies_member",
        ),
        *same_agency("claims_hold", halt_id="claims_halt"),
    ]
