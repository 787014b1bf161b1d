"""What is left of receipts and parts is the sum of their lines, and is written only where it differs.

Whoever makes a receipt whose money is unmatched, or a part whose money is held, says so; the lines that follow then have
nothing to change: a second version of each row, in a dozen indexes, was more than half of the work of booking a long
file. The rows are locked in the order of their keys before the sums are taken, so that two who book never wait for each
other, and each sees what the other has booked. Each table is read by its index, for the keys in an array, and what was
read is joined by hash: that holds for one line and for a hundred thousand, whatever the statistics say.
"""

from django.db import migrations

LEFT = """
CREATE OR REPLACE FUNCTION funds_lines_left() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp SET enable_seqscan = off SET enable_nestloop = off AS $$
DECLARE
    agencies bigint[] := ARRAY(SELECT DISTINCT agency_id FROM added);
    receipts bigint[] := ARRAY(SELECT DISTINCT receipt_id FROM added
                                WHERE account IN ('trust.unmatched', 'trust.to_return') ORDER BY 1);
    parts bigint[] := ARRAY(SELECT DISTINCT part_id FROM added
                             WHERE account IN ('trust.held', 'trust.withheld') ORDER BY 1);
    paid bigint[] := ARRAY(SELECT DISTINCT receipt_id FROM added
                            WHERE account IN ('trust.held', 'trust.withheld'));
    wanted bigint;
    seen bigint;
BEGIN
    PERFORM FROM funds_receipt WHERE agency_id = ANY (agencies) AND id = ANY (receipts) ORDER BY id FOR UPDATE;
    GET DIAGNOSTICS seen = ROW_COUNT;
    IF seen <> cardinality(receipts) THEN
        RAISE EXCEPTION 'a line is of no receipt that can be seen' USING ERRCODE = 'check_violation';
    END IF;
    IF seen > 0 THEN
        UPDATE funds_receipt AS r SET unmatched = l.unmatched, to_return = l.to_return
          FROM (SELECT agency_id, receipt_id,
                       -sum(CASE WHEN account = 'trust.unmatched' THEN amount ELSE 0 END) AS unmatched,
                       -sum(CASE WHEN account = 'trust.to_return' THEN amount ELSE 0 END) AS to_return
                  FROM funds_line WHERE agency_id = ANY (agencies) AND receipt_id = ANY (receipts)
                 GROUP BY agency_id, receipt_id) AS l
         WHERE r.agency_id = l.agency_id AND r.id = l.receipt_id AND r.id = ANY (receipts)
           AND (r.unmatched <> l.unmatched OR r.to_return <> l.to_return);
    END IF;

    PERFORM FROM funds_receiptpart WHERE agency_id = ANY (agencies) AND id = ANY (parts) ORDER BY id FOR UPDATE;
    SELECT count(*) INTO wanted FROM (
        SELECT DISTINCT agency_id, part_id, receipt_id, party_id FROM added
         WHERE account IN ('trust.held', 'trust.withheld')
    ) AS named;
    SELECT count(*) INTO seen FROM funds_receiptpart AS p JOIN (
        SELECT DISTINCT agency_id, part_id, receipt_id, party_id FROM added
         WHERE account IN ('trust.held', 'trust.withheld')
    ) AS l ON p.agency_id = l.agency_id AND p.id = l.part_id AND p.receipt_id = l.receipt_id AND p.party_id = l.party_id
     WHERE p.id = ANY (parts);
    IF seen <> wanted THEN
        RAISE EXCEPTION 'a line is of no part that can be seen' USING ERRCODE = 'check_violation';
    END IF;
    IF seen > 0 THEN
        UPDATE funds_receiptpart AS p SET held = l.held, withheld = l.withheld
          FROM (SELECT agency_id, part_id,
                       -sum(CASE WHEN account = 'trust.held' THEN amount ELSE 0 END) AS held,
                       -sum(CASE WHEN account = 'trust.withheld' THEN amount ELSE 0 END) AS withheld
                  FROM funds_line
                 WHERE agency_id = ANY (agencies) AND receipt_id = ANY (paid) AND part_id = ANY (parts)
                   AND account IN ('trust.held', 'trust.withheld')
                 GROUP BY agency_id, part_id) AS l
         WHERE p.agency_id = l.agency_id AND p.id = l.part_id AND p.id = ANY (parts)
           AND (p.held <> l.held OR p.withheld <> l.withheld);
    END IF;
    RETURN NULL;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("funds", "0010_charges")]

    operations = [migrations.RunSQL(LEFT, migrations.RunSQL.noop)]
