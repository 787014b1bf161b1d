"""What each file counts for in the manager's figures: one statement over any number of files, whatever their past.

It reads what is true of a file now and nothing of the clock, so a file counted twice counts for the same.
"""

from django.conf import settings

from reports.rules.figures import ANSWER_DAYS, BANDS, CHANNELS, CLASSES, CREDIT_DAYS, LONGEST, SOON_MONTHS, STAGES

DAY_OF = f"AT TIME ZONE '{settings.TIME_ZONE}')::date"
BANDS_SQL = f"ARRAY{list(BANDS)}::int[]"
CLASSES_SQL = f"ARRAY{list(CLASSES)}::int[]"
CHANNELS_SQL = f"ARRAY{list(CHANNELS)}::text[]"
STAGES_SQL = f"ARRAY{list(STAGES)}::text[]"
REACTIONS = "('replied', 'promised', 'plan_asked', 'disputed')"  # links of the timeline that a debtor is behind
SPOKE = "('reached', 'call_back', 'promises', 'says_paid', 'disputes', 'refuses')"

# The files looked at; what is owed of their principal once credit notes are off.
FILES = f"""
looked AS (SELECT unnest(%(claims)s::bigint[]) AS id),
file AS (
    SELECT c.id, c.contract_id, c.country, c.debtor_kind, c.stage, c.opened_on, c.oldest_due_on,
           date_trunc('month', c.opened_on)::date AS month,
           width_bucket(c.opened_on - c.oldest_due_on, {BANDS_SQL}) AS band,
           greatest(c.principal - coalesce((SELECT sum(k.amount) FROM claims_credit k
                                             WHERE k.agency_id = %(agency)s AND k.claim_id = c.id
                                               AND k.kind = 'credit_note'), 0), 0) AS owed
      FROM claims_claim c JOIN looked ON looked.id = c.id WHERE c.agency_id = %(agency)s)
"""  # noqa: S608 - all of it is of this module

# Payments that stand: what was undone counts for nothing, on no day. `nth` and `before` go by value date.
PAYMENTS = f"""
standing AS (
    SELECT k.id, k.claim_id, k.value_on, k.amount, k.source,
           row_number() OVER past AS nth, coalesce(sum(k.amount) OVER past, 0) AS sofar
      FROM claims_credit k JOIN looked ON looked.id = k.claim_id
     WHERE k.agency_id = %(agency)s AND k.kind = 'payment' AND k.reverses_id IS NULL
       AND NOT EXISTS (SELECT FROM claims_credit u WHERE u.agency_id = %(agency)s AND u.reverses_id = k.id)
    WINDOW past AS (PARTITION BY k.claim_id ORDER BY k.value_on, k.id)),
moves AS (
    SELECT e.claim_id, jsonb_agg(jsonb_build_array((e.at {DAY_OF}, d.detail::jsonb ->> 'was', d.detail::jsonb ->> 'now')
                                 ORDER BY (e.at {DAY_OF}, e.seq) AS told
      FROM claims_event e JOIN looked ON looked.id = e.claim_id
      JOIN claims_eventdetail d ON d.agency_id = %(agency)s AND d.event_id = e.id
     WHERE e.agency_id = %(agency)s AND e.kind = 'moved' GROUP BY e.claim_id),
agreed AS (
    SELECT p.claim_id, p.agreed_stage AS stage, p.agreed_on AS first,
           CASE WHEN p.state = 'defaulted' AND p.ended_on IS NOT NULL THEN p.ended_on
                ELSE greatest(coalesce(max(i.due_on), p.agreed_on), coalesce(p.ended_on, p.agreed_on)) END AS last
      FROM amicable_plan p JOIN looked ON looked.id = p.claim_id
      LEFT JOIN amicable_instalment i ON i.agency_id = %(agency)s AND i.plan_id = p.id
     WHERE p.agency_id = %(agency)s AND p.agreed_on IS NOT NULL AND p.agreed_stage <> ''
     GROUP BY p.id),
plans AS (
    SELECT claim_id, jsonb_agg(jsonb_build_array(first, last, stage) ORDER BY first DESC) AS told
      FROM agreed GROUP BY claim_id),
payment AS (
    SELECT s.*, f.month, f.band, f.opened_on, date_trunc('month', s.value_on)::date AS paid_month,
           least(f.owed, s.sofar) - least(f.owed, s.sofar - s.amount) AS of_principal,
           width_bucket(s.value_on - f.oldest_due_on, {BANDS_SQL}) AS age,
           greatest(extract(year FROM age(s.value_on, f.opened_on)) * 12
                    + extract(month FROM age(s.value_on, f.opened_on)), 0)::int AS since,
           coalesce(
               (SELECT a ->> 2 FROM jsonb_array_elements(plans.told) WITH ORDINALITY AS p (a, n)
                 WHERE s.value_on BETWEEN (a ->> 0)::date AND (a ->> 1)::date ORDER BY n LIMIT 1),
               (SELECT m ->> 2 FROM jsonb_array_elements(moves.told) WITH ORDINALITY AS p (m, n)
                 WHERE (m ->> 0)::date < s.value_on AND m ->> 2 <> 'closed' ORDER BY n DESC LIMIT 1),
               moves.told -> 0 ->> 1, nullif(f.stage, 'closed'), 'amicable') AS stage
      FROM standing s JOIN file f ON f.id = s.claim_id
      LEFT JOIN moves ON moves.claim_id = s.claim_id LEFT JOIN plans ON plans.claim_id = s.claim_id),
paydays AS (SELECT claim_id, array_agg(value_on) AS days FROM standing GROUP BY claim_id)
"""  # noqa: S608 - all of it is of this module

# What people did about them.
WORK = f"""
act AS (
    SELECT a.id, a.claim_id, a."on" AS on_day, date_trunc('month', a."on")::date AS month, a.done_by_id AS member,
           a.outcome
      FROM amicable_action a JOIN looked ON looked.id = a.claim_id
     WHERE a.agency_id = %(agency)s AND a.state = 'done' AND a.act IN ('call', 'visit') AND a.done_by_id IS NOT NULL),
promise AS (
    SELECT p.claim_id, date_trunc('month', p.made_on)::date AS month, p.recorded_by_id AS member, p.state, p.amount
      FROM amicable_promise p JOIN looked ON looked.id = p.claim_id
     WHERE p.agency_id = %(agency)s AND p.recorded_by_id IS NOT NULL),
acts AS (
    SELECT claim_id, jsonb_agg(jsonb_build_array(on_day, member) ORDER BY on_day DESC, id DESC) AS told
      FROM act GROUP BY claim_id),
brought AS (
    SELECT p.claim_id, p.paid_month AS month, p.amount, (
               SELECT (a ->> 1)::bigint FROM jsonb_array_elements(acts.told) WITH ORDINALITY AS t (a, n)
                WHERE (a ->> 0)::date BETWEEN p.value_on - {CREDIT_DAYS} AND p.value_on ORDER BY n LIMIT 1) AS member
      FROM payment p JOIN acts ON acts.claim_id = p.claim_id),
sent AS (
    SELECT l.claim_id, m.id, date_trunc('month', m.sent_on)::date AS month,
           array_position({CHANNELS_SQL}, m.channel::text) - 1 AS channel,
           EXISTS (SELECT FROM messaging_deliveryreport r WHERE r.agency_id = %(agency)s AND r.message_id = m.id
                      AND r.status = 'delivered') AS delivered,
           EXISTS (SELECT FROM messaging_deliveryreport r WHERE r.agency_id = %(agency)s AND r.message_id = m.id
                      AND r.status = ANY(%(returned)s)) AS returned,
           EXISTS (SELECT FROM claims_event e WHERE e.agency_id = %(agency)s AND e.claim_id = l.claim_id
                      AND e.kind IN {REACTIONS}
                      AND (e.at {DAY_OF} BETWEEN m.sent_on AND m.sent_on + {ANSWER_DAYS}) AS answered,
           EXISTS (SELECT FROM unnest(paydays.days) AS d (day)
                    WHERE d.day BETWEEN m.sent_on AND m.sent_on + {ANSWER_DAYS}) AS paid
      FROM claims_claimmessage l JOIN looked ON looked.id = l.claim_id
      JOIN messaging_message m ON m.agency_id = %(agency)s AND m.id = l.message_id
      LEFT JOIN paydays ON paydays.claim_id = l.claim_id
     WHERE l.agency_id = %(agency)s AND m.state = 'sent' AND m.channel = ANY({CHANNELS_SQL})
       AND (m.recipient LIKE 'debtor:%%' OR m.recipient LIKE 'representative:%%')),
run AS (
    SELECT r.claim_id, date_trunc('month', r.started_on)::date AS month, r.version_id, f.owed, r.ended_on, r.outcome
      FROM amicable_run r JOIN file f ON f.id = r.claim_id WHERE r.agency_id = %(agency)s)
"""  # noqa: S608 - all of it is of this module

# (file, facet, month, bucket, count, euros), several rows of a kind where a file has several.
PARTS = f"""
part (claim_id, facet, month, bucket, n, euros) AS (
    SELECT id, 'handed', month, band, 1, owed FROM file
    UNION ALL SELECT claim_id, 'vintage', month, least(since, {LONGEST}), 1, of_principal FROM payment
    UNION ALL SELECT claim_id, 'band', month, band, (nth = 1)::int, of_principal FROM payment
    UNION ALL SELECT claim_id, 'stage', paid_month, coalesce(array_position({STAGES_SQL}, stage::text), 2) - 1, 1,
                     amount FROM payment
    UNION ALL SELECT claim_id, 'age', paid_month, age, 1, amount FROM payment
    UNION ALL SELECT claim_id, 'soon', paid_month, (since < {SOON_MONTHS})::int, 1, amount FROM payment
    UNION ALL SELECT claim_id, 'first', paid_month,
                     width_bucket(greatest(value_on - opened_on, 0), {CLASSES_SQL}), 1, 0 FROM payment WHERE nth = 1
    UNION ALL SELECT claim_id, 'called', month, member, 1, 0 FROM act
    UNION ALL SELECT claim_id, 'spoke', month, member, 1, 0 FROM act WHERE outcome IN {SPOKE}
    UNION ALL SELECT claim_id, 'promised', month, member, 1, amount FROM promise
    UNION ALL SELECT claim_id, state, month, member, 1, amount FROM promise WHERE state IN ('kept', 'broken')
    UNION ALL SELECT claim_id, 'brought', month, member, 1, amount FROM brought WHERE member IS NOT NULL
    UNION ALL SELECT claim_id, 'sent', month, channel, 1, 0 FROM sent
    UNION ALL SELECT claim_id, 'delivered', month, channel, 1, 0 FROM sent WHERE delivered
    UNION ALL SELECT claim_id, 'returned', month, channel, 1, 0 FROM sent WHERE returned
    UNION ALL SELECT claim_id, 'answered', month, channel, 1, 0 FROM sent WHERE answered
    UNION ALL SELECT claim_id, 'paid', month, channel, 1, 0 FROM sent WHERE paid
    UNION ALL SELECT claim_id, 'run', month, version_id, 1, owed FROM run
    UNION ALL SELECT claim_id, 'ended', month, version_id, 1, 0 FROM run WHERE ended_on IS NOT NULL
    UNION ALL SELECT claim_id, 'won', month, version_id, 1, 0 FROM run WHERE outcome = 'paid'),
summed AS (
    SELECT claim_id, facet, month, bucket, sum(n) AS n, (sum(euros) * 100)::bigint AS cents
      FROM part GROUP BY claim_id, facet, month, bucket)
"""  # noqa: S608 - all of it is of this module

SEGMENTS = f"""
WITH {FILES}
INSERT INTO reports_segment (agency_id, contract_id, country, debtor_kind)
SELECT DISTINCT %(agency)s, contract_id, country, debtor_kind FROM file
    ON CONFLICT (agency_id, contract_id, country, debtor_kind) DO NOTHING
"""  # noqa: S608 - all of it is of this module

# Each file with its segment and its parts, in one order, so that they can be compared.
FACTS = f"""
WITH {FILES}, {PAYMENTS}, {WORK}, {PARTS},
listed AS (
    SELECT claim_id, jsonb_agg(jsonb_build_array(facet, month, bucket, n, cents) ORDER BY facet, month, bucket) AS parts
      FROM summed GROUP BY claim_id)
SELECT f.id AS claim_id, g.id AS segment_id, coalesce(l.parts, '[]') AS parts
  FROM file f LEFT JOIN listed l ON l.claim_id = f.id JOIN reports_segment g ON g.agency_id = %(agency)s
   AND (g.contract_id, g.country, g.debtor_kind) = (f.contract_id, f.country, f.debtor_kind)
"""  # noqa: S608 - all of it is of this module
