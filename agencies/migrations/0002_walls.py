"""Walls around the agencies' own tables, and the two questions that may cross them."""

from django.db import migrations

from agencies.walls import USER, Wall, append_only, key_with_agency, same_agency

BY_SLUG = """
CREATE FUNCTION agency_by_slug(wanted text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT id FROM agencies_agency WHERE slug = wanted AND suspended_on IS NULL $$
"""
ACTIVE = """
CREATE FUNCTION agencies_active() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT id FROM agencies_agency WHERE suspended_on IS NULL ORDER BY id $$
"""
SHARED = ("agencies_entity", "agencies_option", "agencies_lawoverride")
INNER = ("agencies_invitation", "agencies_counter", "agencies_auditentry")
MY_SEATS = f"user_id = {USER}"
MY_AGENCIES = f"id IN (SELECT agency_id FROM agencies_member WHERE user_id = {USER} AND ended_on IS NULL)"


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial")]

    operations = [
        *key_with_agency("agencies_party", "agencies_member", "agencies_entity"),
        Wall(
            "agencies_agency",
            own="id = (SELECT nullif(current_setting('creansys.agency', true), '')::bigint)",
            shared=True,
        ),
        Wall("agencies_party", party="id = {me}"),
        Wall("agencies_member", party="party_id = {me}"),
        Wall("agencies_apikey", party="party_id = {me}"),
        *[Wall(table, shared=True) for table in SHARED],
        *[Wall(table) for table in INNER],
        *same_agency("agencies_member", party_id="agencies_party"),
        *same_agency("agencies_invitation", party_id="agencies_party", invited_by_id="agencies_member"),
        *same_agency("agencies_apikey", party_id="agencies_party", made_by_id="agencies_member"),
        *same_agency("agencies_lawoverride", set_by_id="agencies_member"),
        *same_agency("agencies_auditentry", member_id="agencies_member"),
        *append_only("agencies_auditentry"),
        # At login no agency is known yet: a user reads its own seats, and the names of the agencies they are in.
        migrations.RunSQL(
            f"CREATE POLICY my_seats ON agencies_member FOR SELECT USING ({MY_SEATS})",
            "DROP POLICY my_seats ON agencies_member",
        ),
        migrations.RunSQL(
            f"CREATE POLICY my_agencies ON agencies_agency FOR SELECT USING ({MY_AGENCIES})",
            "DROP POLICY my_agencies ON agencies_agency",
        ),
        migrations.RunSQL(BY_SLUG, "DROP FUNCTION agency_by_slug(text)"),
        migrations.RunSQL(ACTIVE, "DROP FUNCTION agencies_active()"),
        migrations.RunSQL(
            "GRANT EXECUTE ON FUNCTION agency_by_slug(text), agencies_active() TO creansys_app", migrations.RunSQL.noop
        ),
    ]
