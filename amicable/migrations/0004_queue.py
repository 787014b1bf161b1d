"""The queue of the agents, behind its wall, with the claims that have a task to be done."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from agencies.walls import LOCAL_DATE, Wall, same_agency

WITH_A_TASK = f"""
INSERT INTO amicable_queueentry (agency_id, claim_id, entity_id, language, why, points, parts, is_ready, look_on)
SELECT c.agency_id, c.id, c.entity_id, d.language, '', 0, '{{}}', false, {LOCAL_DATE}
  FROM claims_claim c JOIN claims_debtor d ON d.agency_id = c.agency_id AND d.id = c.debtor_id
 WHERE c.stage <> 'closed' AND (
       EXISTS (SELECT FROM amicable_action a WHERE a.agency_id = c.agency_id AND a.claim_id = c.id AND a.state = 'open')
    OR EXISTS (SELECT FROM amicable_promise p WHERE p.agency_id = c.agency_id AND p.claim_id = c.id)
    OR EXISTS (SELECT FROM amicable_plan p WHERE p.agency_id = c.agency_id AND p.claim_id = c.id)
    OR EXISTS (SELECT FROM amicable_dispute x WHERE x.agency_id = c.agency_id AND x.claim_id = c.id)
    OR EXISTS (SELECT FROM claims_claimreply r WHERE r.agency_id = c.agency_id AND r.claim_id = c.id))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0006_savedview"),
        ("amicable", "0003_confirmation"),
        ("claims", "0009_debtor_page"),
    ]

    operations = [
        migrations.CreateModel(
            name="QueueEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=2)),
                ("why", models.CharField(blank=True, max_length=10)),
                ("points", models.IntegerField(default=0)),
                ("parts", models.JSONField(blank=True, default=dict)),
                ("is_ready", models.BooleanField(default=False)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("not_before", models.DateTimeField(blank=True, null=True)),
                ("look_on", models.DateField(blank=True, null=True)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
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
                        related_name="+",
                        to="claims.claim",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.entity",
                    ),
                ),
                (
                    "leased_to",
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
                        condition=models.Q(("is_ready", True)),
                        fields=["agency", "-points", "-id"],
                        name="amicable_queue_next",
                    ),
                    models.Index(
                        condition=models.Q(("look_on__isnull", False)),
                        fields=["agency", "look_on", "id"],
                        name="amicable_queue_look",
                    ),
                    models.Index(
                        condition=models.Q(("leased_to__isnull", False)),
                        fields=["agency", "leased_to"],
                        name="amicable_queue_leased",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "claim"), name="amicable_queue_one_a_claim"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("leased_to", None), ("leased_until", None)),
                            models.Q(("leased_to__isnull", False), ("leased_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="amicable_queue_lease_has_end",
                    ),
                ],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        Wall("amicable_queueentry"),
        *same_agency(
            "amicable_queueentry",
            claim_id="claims_claim",
            entity_id="agencies_entity",
            assigned_to_id="agencies_member",
            leased_to_id="agencies_member",
        ),
        migrations.RunSQL(WITH_A_TASK, migrations.RunSQL.noop),
    ]
