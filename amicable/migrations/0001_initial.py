"""Cycles and their runs, behind their walls; the steps of a published version never change."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from agencies.walls import Wall, key_with_agency, same_agency

GRANTED = "SELECT claim_id FROM claims_grant WHERE party_id = {me} AND until >= current_date"
OF_CLAIM = f"(party_id = {{me}} OR claim_id IN ({GRANTED}))"
# Running claims follow a version: once published, its steps stay what they were.
KEEP_PUBLISHED = """
CREATE FUNCTION amicable_keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.version_id ELSE OLD.version_id END;
BEGIN
    IF EXISTS (SELECT FROM amicable_policyversion v WHERE v.id = asked AND v.state <> 'draft') THEN
        RAISE EXCEPTION 'version % is published: its steps no longer change', asked USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$
"""
GUARD_STEPS = """
CREATE TRIGGER amicable_published_steps BEFORE INSERT OR UPDATE OR DELETE ON amicable_step
    FOR EACH ROW EXECUTE FUNCTION amicable_keep_published()
"""
WALLS = [
    *key_with_agency(
        "amicable_policy",
        "amicable_policyversion",
        "amicable_step",
        "amicable_run",
        "amicable_action",
    ),
    Wall("amicable_policy"),
    Wall("amicable_policyversion"),
    Wall("amicable_step"),
    Wall("amicable_run", party=OF_CLAIM, claim="claim_id = {me}"),
    Wall("amicable_action", party=OF_CLAIM, claim="claim_id = {me}"),
    Wall("amicable_payerprofile", party="party_id = {me}"),
    *same_agency("amicable_policyversion", policy_id="amicable_policy", made_by_id="agencies_member"),
    *same_agency("amicable_step", version_id="amicable_policyversion"),
    *same_agency(
        "amicable_run",
        party_id="agencies_party",
        claim_id="claims_claim",
        debtor_id="claims_debtor",
        version_id="amicable_policyversion",
    ),
    *same_agency(
        "amicable_action",
        party_id="agencies_party",
        claim_id="claims_claim",
        debtor_id="claims_debtor",
        run_id="amicable_run",
        step_id="amicable_step",
        message_id="messaging_message",
        proof_id="files_file",
        assigned_to_id="agencies_member",
        done_by_id="agencies_member",
    ),
    *same_agency(
        "amicable_payerprofile", party_id="agencies_party", debtor_id="claims_debtor", set_by_id="agencies_member"
    ),
    migrations.RunSQL(KEEP_PUBLISHED, "DROP FUNCTION amicable_keep_published()"),
    migrations.RunSQL(GUARD_STEPS, "DROP TRIGGER amicable_published_steps ON amicable_step"),
]


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0004_idempotentrequest"),
        ("claims", "0004_code"),
        ("files", "0002_walls"),
        ("messaging", "0006_lettertext"),
    ]

    operations = [
        migrations.CreateModel(
            name="Policy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30)),
                ("name", models.CharField(max_length=80)),
                ("rank", models.PositiveSmallIntegerField(default=0)),
                ("archived_on", models.DateField(blank=True, null=True)),
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
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("champion", "in force"),
                            ("challenger", "on trial"),
                            ("retired", "retired"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("share", models.PositiveSmallIntegerField(default=100)),
                (
                    "starts",
                    models.CharField(
                        choices=[("due-date", "from the due date"), ("stage", "from the start of the amicable stage")],
                        default="stage",
                        max_length=8,
                    ),
                ),
                (
                    "claims",
                    models.CharField(
                        choices=[("all", "every amount"), ("large", "large claims"), ("small", "small claims")],
                        default="all",
                        max_length=5,
                    ),
                ),
                (
                    "customers",
                    models.CharField(
                        choices=[
                            ("all", "every customer"),
                            ("known", "known customers"),
                            ("new-or-repeat", "new customers and repeat offenders"),
                        ],
                        default="all",
                        max_length=13,
                    ),
                ),
                ("debtors", models.CharField(blank=True, max_length=8)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("made_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
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
                    "made_by",
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
                    "policy",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="amicable.policy",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("base_on", models.DateField()),
                ("started_on", models.DateField()),
                ("next_on", models.DateField(blank=True, null=True)),
                (
                    "waits",
                    models.CharField(
                        blank=True,
                        choices=[("notice", "the agency's own notice must leave first"), ("hold", "a hold")],
                        max_length=6,
                    ),
                ),
                ("rests_since", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, max_length=12)),
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
                        related_name="runs",
                        to="claims.claim",
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
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.party",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="amicable.policyversion",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("day", models.SmallIntegerField()),
                ("act", models.CharField(max_length=20)),
                ("by", models.CharField(blank=True, max_length=20)),
                ("phase", models.CharField(blank=True, max_length=10)),
                ("template", models.CharField(blank=True, max_length=30)),
                ("tone", models.CharField(default="neutral", max_length=10)),
                ("fee", models.CharField(blank=True, max_length=40)),
                ("condition", models.JSONField(blank=True, default=dict)),
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
                    "version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="amicable.policyversion",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("act", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "to do"),
                            ("sent", "written, leaving or gone"),
                            ("done", "done"),
                            ("skipped", "left out"),
                            ("cancelled", "cancelled"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("planned_on", models.DateField()),
                ("on", models.DateField()),
                ("template", models.CharField(blank=True, max_length=30)),
                ("tone", models.CharField(blank=True, max_length=10)),
                ("fee", models.CharField(blank=True, max_length=40)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("reason", models.CharField(blank=True, max_length=120)),
                ("made_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
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
                    "assigned_to",
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
                    "claim",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="claims.claim",
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
                    "done_by",
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
                    "message",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="messaging.message",
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
                    "run",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="amicable.run",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="amicable.step",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="PayerProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("good", "good payer"),
                            ("negligent", "negligent payer"),
                            ("bad", "bad payer"),
                            ("administrative", "slow administration"),
                        ],
                        max_length=14,
                    ),
                ),
                ("is_known_customer", models.BooleanField(blank=True, null=True)),
                ("set_at", models.DateTimeField()),
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
                        related_name="+",
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
                    "set_by",
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
                "constraints": [models.UniqueConstraint(fields=("agency", "debtor"), name="amicable_profile_one")],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.UniqueConstraint(fields=("agency", "code"), name="amicable_policy_one_code"),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.UniqueConstraint(
                fields=("agency", "policy", "number"), name="amicable_version_one_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "champion", "challenger"])),
                fields=("agency", "policy", "state"),
                name="amicable_version_one_of_a_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("share__gte", 1), ("share__lte", 100)), name="amicable_version_share"
            ),
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(
                condition=models.Q(("next_on__isnull", False)),
                fields=["agency", "next_on", "id"],
                name="amicable_run_due",
            ),
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(fields=["agency", "debtor"], name="amicable_run_of_debtor"),
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(fields=["agency", "version", "ended_on"], name="amicable_run_of_version"),
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(fields=["agency", "claim"], name="amicable_run_of_claim"),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)), fields=("agency", "claim"), name="amicable_run_one_running"
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(
                fields=("agency", "version", "position"), name="amicable_step_one_position"
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["agency", "on", "id"], name="amicable_action_open"
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(fields=["agency", "claim", "on"], name="amicable_action_of_claim"),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(fields=["agency", "debtor", "on"], name="amicable_action_of_debtor"),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(fields=["agency", "message"], name="amicable_action_of_message"),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.UniqueConstraint(
                condition=models.Q(("step__isnull", False), models.Q(("state", "cancelled"), _negated=True)),
                fields=("agency", "run", "step"),
                name="amicable_action_one_a_step",
            ),
        ),
        *WALLS,
    ]
