"""Promises, plans, disputes, papers asked for and complaints, behind their walls."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
from agencies.walls import Wall, key_with_agency, same_agency

GRANTED = "SELECT claim_id FROM claims_grant WHERE party_id = {me} AND until >= current_date"
OF_CLAIM = f"(party_id = {{me}} OR claim_id IN ({GRANTED}))"
HOUSE = {"party_id": "agencies_party", "claim_id": "claims_claim"}
WALLS = [
    *key_with_agency("amicable_plan", "amicable_dispute", "claims_hold", "claims_document"),
    *(
        Wall(f"amicable_{table}", party=OF_CLAIM, claim="claim_id = {me}")
        for table in ("promise", "plan", "instalment", "dispute", "paperrequest")
    ),
    Wall("amicable_planlimits", party="party_id = {me}"),
    Wall("amicable_complaint"),
    *same_agency("amicable_promise", **HOUSE, recorded_by_id="agencies_member", hold_id="claims_hold"),
    *same_agency("amicable_planlimits", party_id="agencies_party", set_by_id="agencies_member"),
    *same_agency(
        "amicable_plan",
        **HOUSE,
        hold_id="claims_hold",
        decided_by_id="agencies_member",
        approved_by_id="agencies_member",
    ),
    *same_agency("amicable_instalment", **HOUSE, plan_id="amicable_plan"),
    *same_agency(
        "amicable_dispute",
        **HOUSE,
        hold_id="claims_hold",
        answered_by_id="agencies_member",
        decided_by_id="agencies_member",
    ),
    *same_agency(
        "amicable_paperrequest",
        **HOUSE,
        hold_id="claims_hold",
        document_id="claims_document",
        answered_by_id="agencies_member",
    ),
    *same_agency(
        "amicable_complaint",
        claim_id="claims_claim",
        recorded_by_id="agencies_member",
        answered_by_id="agencies_member",
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_idempotentrequest"),
        ("amicable", "0001_initial"),
        ("claims", "0004_code"),
        ("files", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=core.ids.uuid7, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked for"),
                            ("approval", "the creditor must approve"),
                            ("agreed", "running"),
                            ("met", "paid in full"),
                            ("defaulted", "not kept"),
                            ("refused", "refused"),
                            ("ended", "ended"),
                        ],
                        default="asked",
                        max_length=9,
                    ),
                ),
                ("asked_on", models.DateField()),
                (
                    "asked_by",
                    models.CharField(
                        choices=[("debtor", "the debtor"), ("agent", "the agency"), ("creditor", "the creditor")],
                        max_length=8,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("call", "by telephone"),
                            ("email", "by e-mail"),
                            ("sms", "by SMS"),
                            ("letter", "by letter"),
                            ("visit", "at a visit"),
                            ("portal", "on the debtor's page"),
                        ],
                        max_length=6,
                    ),
                ),
                ("said", models.TextField(blank=True)),
                ("wish", models.JSONField(blank=True, default=dict)),
                ("total", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("discount", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("agreed_on", models.DateField(blank=True, null=True)),
                ("agreed_stage", models.CharField(blank=True, max_length=10)),
                ("reason", models.CharField(blank=True, max_length=250)),
                ("next_on", models.DateField(blank=True, null=True)),
                ("stated_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
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
                    "approved_by",
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
                        related_name="plans",
                        to="claims.claim",
                    ),
                ),
                (
                    "decided_by",
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
                    "hold",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="claims.hold",
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
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("due_on", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("reminded_on", models.DateField(blank=True, null=True)),
                ("met_on", models.DateField(blank=True, null=True)),
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
                        related_name="+",
                        to="claims.claim",
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
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instalments",
                        to="amicable.plan",
                    ),
                ),
            ],
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="PlanLimits",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField()),
                ("minimum", models.DecimalField(decimal_places=2, max_digits=14)),
                ("longest_months", models.PositiveSmallIntegerField()),
                ("discount_percent", models.DecimalField(decimal_places=2, max_digits=5)),
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
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("due_on", models.DateField()),
                ("grace_on", models.DateField()),
                ("made_on", models.DateField()),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("call", "by telephone"),
                            ("email", "by e-mail"),
                            ("sms", "by SMS"),
                            ("letter", "by letter"),
                            ("visit", "at a visit"),
                            ("portal", "on the debtor's page"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waited for"),
                            ("kept", "kept"),
                            ("broken", "broken"),
                            ("cancelled", "cancelled"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("next_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
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
                        related_name="promises",
                        to="claims.claim",
                    ),
                ),
                (
                    "hold",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="claims.hold",
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
        migrations.CreateModel(
            name="Complaint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=core.ids.uuid7, editable=False)),
                ("received_on", models.DateField()),
                ("name", models.CharField(max_length=160)),
                ("contact", models.CharField(blank=True, max_length=250)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("call", "by telephone"),
                            ("email", "by e-mail"),
                            ("sms", "by SMS"),
                            ("letter", "by letter"),
                            ("visit", "at a visit"),
                            ("portal", "on the debtor's page"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("conduct", "conduct of an agent"),
                            ("frequency", "too many contacts"),
                            ("hours", "contact at a wrong hour or place"),
                            ("wrong_person", "the wrong person was contacted"),
                            ("amount", "amounts or charges"),
                            ("data", "personal data"),
                            ("other", "something else"),
                        ],
                        max_length=12,
                    ),
                ),
                ("said", models.TextField()),
                ("answer_by", models.DateField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("founded", "founded"), ("partly", "founded in part"), ("unfounded", "unfounded")],
                        max_length=9,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                ("measures", models.TextField(blank=True)),
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
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="claims.claim",
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
                    models.Index(
                        condition=models.Q(("answered_on", None)),
                        fields=["agency", "answer_by", "id"],
                        name="amicable_complaint_open",
                    ),
                    models.Index(fields=["agency", "received_on", "id"], name="amicable_complaint_by_day"),
                    models.Index(fields=["agency", "claim"], name="amicable_complaint_of_claim"),
                ],
                "constraints": [models.UniqueConstraint(fields=("agency", "uid"), name="amicable_complaint_one_uid")],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=core.ids.uuid7, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "the creditor must answer"),
                            ("answered", "the agency must decide"),
                            ("upheld", "upheld"),
                            ("partly", "upheld in part"),
                            ("rejected", "rejected"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("raised_on", models.DateField()),
                (
                    "raised_by",
                    models.CharField(
                        choices=[("debtor", "the debtor"), ("agent", "the agency"), ("creditor", "the creditor")],
                        max_length=8,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("call", "by telephone"),
                            ("email", "by e-mail"),
                            ("sms", "by SMS"),
                            ("letter", "by letter"),
                            ("visit", "at a visit"),
                            ("portal", "on the debtor's page"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("not_delivered", "goods or service not received"),
                            ("faulty", "goods or service faulty"),
                            ("amount", "the amount is wrong"),
                            ("paid", "already paid"),
                            ("not_debtor", "it is not my debt"),
                            ("no_contract", "nothing was ordered, or the contract has ended"),
                            ("terms", "the terms were never accepted"),
                            ("limitation", "the debt is too old"),
                            ("other", "another reason"),
                        ],
                        max_length=13,
                    ),
                ),
                ("said", models.TextField()),
                ("amount", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("answer_by", models.DateField()),
                ("reminded_on", models.DateField(blank=True, null=True)),
                ("next_on", models.DateField(blank=True, null=True)),
                (
                    "position",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepts", "the debtor is right"),
                            ("partly", "the debtor is right in part"),
                            ("rejects", "the debtor is wrong"),
                        ],
                        max_length=7,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("reasons", models.TextField(blank=True)),
                ("reduced_by", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("decided_on", models.DateField(blank=True, null=True)),
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
                    "claim",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="claims.claim",
                    ),
                ),
                (
                    "decided_by",
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
                    "hold",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="claims.hold",
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
                    models.Index(
                        condition=models.Q(("next_on__isnull", False)),
                        fields=["agency", "next_on", "id"],
                        name="amicable_dispute_due",
                    ),
                    models.Index(fields=["agency", "claim"], name="amicable_dispute_of_claim"),
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["agency", "party", "answer_by"],
                        name="amicable_dispute_to_answer",
                    ),
                    models.Index(
                        condition=models.Q(("state", "answered")),
                        fields=["agency", "answered_at"],
                        name="amicable_dispute_to_decide",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["open", "answered"])),
                        fields=("agency", "claim"),
                        name="amicable_dispute_one_running",
                    ),
                    models.UniqueConstraint(fields=("agency", "uid"), name="amicable_dispute_one_uid"),
                ],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="PaperRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=core.ids.uuid7, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waited for"),
                            ("given", "given"),
                            ("missing", "cannot be given"),
                            ("cancelled", "no longer needed"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("asked_on", models.DateField()),
                (
                    "asked_by",
                    models.CharField(
                        choices=[("debtor", "the debtor"), ("agent", "the agency"), ("creditor", "the creditor")],
                        max_length=8,
                    ),
                ),
                ("what", models.CharField(max_length=250)),
                ("answer_by", models.DateField()),
                ("reminded_on", models.DateField(blank=True, null=True)),
                ("next_on", models.DateField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, max_length=250)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
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
                    "claim",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_requests",
                        to="claims.claim",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="claims.document",
                    ),
                ),
                (
                    "hold",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="claims.hold",
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
                    models.Index(
                        condition=models.Q(("next_on__isnull", False)),
                        fields=["agency", "next_on", "id"],
                        name="amicable_papers_due",
                    ),
                    models.Index(fields=["agency", "claim"], name="amicable_papers_of_claim"),
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["agency", "party", "answer_by"],
                        name="amicable_papers_waiting",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("agency", "uid"), name="amicable_papers_one_uid")],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name="plan",
            index=models.Index(
                condition=models.Q(("next_on__isnull", False)),
                fields=["agency", "next_on", "id"],
                name="amicable_plan_due",
            ),
        ),
        migrations.AddIndex(
            model_name="plan",
            index=models.Index(fields=["agency", "claim"], name="amicable_plan_of_claim"),
        ),
        migrations.AddIndex(
            model_name="plan",
            index=models.Index(
                condition=models.Q(("state", "approval")),
                fields=["agency", "party", "asked_on"],
                name="amicable_plan_to_approve",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["asked", "approval", "agreed"])),
                fields=("agency", "claim"),
                name="amicable_plan_one_live",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(fields=("agency", "uid"), name="amicable_plan_one_uid"),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=models.UniqueConstraint(
                fields=("agency", "plan", "position"), name="amicable_instalment_one_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="amicable_instalment_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="planlimits",
            constraint=models.UniqueConstraint(fields=("agency", "party", "since"), name="amicable_limits_one_a_day"),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=models.Q(("next_on__isnull", False)),
                fields=["agency", "next_on", "id"],
                name="amicable_promise_due",
            ),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(fields=["agency", "claim"], name="amicable_promise_of_claim"),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=models.Q(("state", "broken")),
                fields=["agency", "-ended_on", "id"],
                name="amicable_promise_broken",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("agency", "claim"), name="amicable_promise_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="amicable_promise_something"),
        ),
        *WALLS,
    ]
