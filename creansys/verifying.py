"""What `manage.py verify` asks of a running service, or of a restored one: timelines whole, stored bytes unchanged."""

from collections.abc import Iterator

from agencies.crossing import all_agencies
from agencies.models import Agency
from agencies.scope import acting_for
from claims.queries.timeline import verify
from files.models import File
from files.services import read


def broken_timelines() -> Iterator[str]:
    """Every link, detail or anchor that is not what was sealed, in every agency, suspended or not."""
    for agency_id in all_agencies():
        with acting_for(agency_id):
            slug = Agency.objects.get(pk=agency_id).slug
            found = verify()
        yield from (f"{slug}: {broken.where}: {broken.why}" for broken in found)


def broken_files() -> Iterator[str]:
    """Every stored file that is missing or does not match its hash; erased ones may be gone."""
    for agency_id in all_agencies():
        with acting_for(agency_id):
            for file in File.objects.filter(erased_on=None).order_by("pk").iterator():
                try:
                    read(file)
                except (OSError, ValueError) as error:
                    yield f"file {file.uid}: {error}"
