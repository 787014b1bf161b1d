"""Stored bytes: content-addressed per agency, described by a row behind the walls."""

from django.db import models
from django.db.models import Q

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from core.ids import uuid7


class File(Owned):
    """One stored file; several rows may share the same bytes inside an agency, never across."""

    walls = Walls.PARTY

    uid = models.UUIDField(default=uuid7, editable=False)
    party = owned_key("agencies.Party", null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    mime = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(auto_now_add=True)
    erased_on = models.DateField(null=True, blank=True)  # the name is gone; hash and size stay
    removed_at = models.DateTimeField(null=True, blank=True)  # the bytes too, unless another row shares them

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "uid"], name="files_file_one_uid")]
        indexes = [
            models.Index(fields=["agency", "sha256"], name="files_file_by_content"),
            models.Index(
                fields=["agency", "id"],
                condition=Q(erased_on__isnull=False, removed_at=None),
                name="files_file_to_remove",
            ),
        ]

    @property
    def key(self) -> str:
        """Where the bytes are, in the store named `files`."""
        return f"{self.agency_id}/{self.sha256[:2]}/{self.sha256}"
