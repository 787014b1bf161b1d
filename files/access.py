"""The one door to a file."""

from uuid import UUID

from agencies.access import DoorClosed
from files.models import File


def file_for(uid: UUID) -> File:
    """The file, if the scope in force sees it (row security decides) and it is not erased; DoorClosed otherwise."""
    file = File.objects.filter(uid=uid, erased_on=None).first()
    if file is None:
        raise DoorClosed
    return file
