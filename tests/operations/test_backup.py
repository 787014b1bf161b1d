"""Rehearsal: what was backed up comes back, row for row, right for right."""

import tarfile
from contextlib import closing
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, default_storage
from django.core.management import CommandError, call_command

from creansys import archive, database, dump, env
from tests import world

pytestmark = pytest.mark.real_commits

RIGHTS = "SELECT c.relname, c.relacl::text, c.relforcerowsecurity FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' ORDER BY 1"  # noqa: E501
INSERT = "INSERT INTO django_session (session_key, session_data, expire_date) SELECT n::text, '', now() FROM generate_series(1, 7) n"  # noqa: E501


@pytest.fixture
def storage(settings, tmp_path):
    """An empty folder for stored files."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        }
    }
    return default_storage


@pytest.fixture
def backup(here, owner_sql, storage, tmp_path):
    """An archive of seven sessions and one file."""
    owner_sql(INSERT)
    storage.save("1/ab/letter.pdf", ContentFile(b"%PDF-1.7 a letter"))
    call_command("backup", tmp_path / "all.tar")
    return tmp_path / "all.tar"


def in_database(sql):
    with (
        closing(database.open_connection(env.database("DATABASE_OWNER_URL"))) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
        return cursor.fetchall()


def test_every_row_and_right_comes_back(backup, owner_sql, address, empty_database):
    rights = owner_sql(RIGHTS)
    address(empty_database)
    call_command("restore", backup)
    with closing(database.open_connection(env.database("DATABASE_OWNER_URL"))) as restored:
        assert dump.counts(restored) == archive.read_manifest(backup).rows
    assert in_database(RIGHTS) == rights
    assert in_database("SELECT count(*) FROM django_session") == [(7,)]


def test_every_agency_is_in_it(here, owner_sql, storage, tmp_path):
    world.world()
    call_command("backup", tmp_path / "all.tar")
    rows = archive.read_manifest(tmp_path / "all.tar").rows
    assert rows["claims_claim"] == owner_sql("SELECT count(*) FROM claims_claim")[0][0] > 0
    assert owner_sql("SELECT count(DISTINCT agency_id) FROM claims_claim") == [(2,)]
    call_command("verify", tmp_path / "all.tar", rehearse=True)


def test_files_come_back_once(backup):
    elsewhere = InMemoryStorage()
    assert archive.restore_files(backup, elsewhere) == 1
    assert elsewhere.open("1/ab/letter.pdf").read() == b"%PDF-1.7 a letter"
    assert archive.restore_files(backup, elsewhere) == 0


def test_a_restore_needs_an_empty_database(backup, owner_sql):
    with pytest.raises(CommandError, match="is not empty"):
        call_command("restore", backup)
    assert owner_sql("SELECT count(*) FROM django_session") == [(7,)]


def test_verify_rehearses(backup, monkeypatch):
    call_command("verify", backup, rehearse=True)
    monkeypatch.setattr(archive, "VERIFIERS", [lambda: ["the chain of claim 1 is broken"]])
    with pytest.raises(CommandError, match="the chain of claim 1 is broken"):
        call_command("verify", backup, rehearse=True)


def test_verify_sees_lost_rows(backup, monkeypatch):
    whole = archive.read_manifest(backup)
    whole.rows["django_session"] = 8
    monkeypatch.setattr(archive, "read_manifest", lambda _source: whole)
    with pytest.raises(CommandError, match="django_session: 8 rows were dumped, 7 came back"):
        call_command("verify", backup, rehearse=True)


def test_a_changed_member_is_found(backup, tmp_path):
    with tarfile.open(backup, "a") as tampered:
        other = tarfile.TarInfo("files/1/ab/letter.pdf")
        other.size = 3
        tampered.addfile(other, BytesIO(b"xyz"))
    with pytest.raises(CommandError, match=r"files/1/ab/letter.pdf is not what was written"):
        call_command("verify", backup)


def test_a_table_the_backup_cannot_read_whole_is_refused(here, owner_sql, storage, tmp_path):
    owner_sql("ALTER TABLE django_session ENABLE ROW LEVEL SECURITY")
    try:
        with pytest.raises(CommandError, match="may not read every row of: django_session"):
            call_command("backup", tmp_path / "all.tar")
    finally:
        owner_sql("ALTER TABLE django_session DISABLE ROW LEVEL SECURITY")


def test_a_backup_is_never_overwritten(backup):
    with pytest.raises(CommandError, match="never overwritten"):
        call_command("backup", backup)
