"""The base of every table that belongs to an agency."""

from enum import StrEnum
from typing import Any, ClassVar

from django.db import models

from agencies.scope import current_agency_id


class Walls(StrEnum):
    """The three classes of owned table; tests hold each model against its policies."""

    SHARED = "shared"
    PARTY = "party"
    INNER = "inner"


class OwnedManager(models.Manager):
    """Rows of the agency in force; raises NoAgency outside `acting_for`."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(agency_id=current_agency_id())


class AgencyKey(models.ForeignKey):
    """The key to the agency, filled from the scope in force. Migrations see a plain key: they run outside any scope."""

    def __init__(self, to: Any = "agencies.Agency", **options: Any) -> None:
        given = {"on_delete": models.PROTECT, "editable": False, "db_index": False, "related_name": "+", **options}
        super().__init__(to, **{"default": current_agency_id, **given})

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        options.pop("default", None)
        return name, "django.db.models.ForeignKey", args, options


class Owned(models.Model):
    """A row of one agency, behind PostgreSQL's row security (agencies/walls.py)."""

    walls: ClassVar[Walls]

    agency = AgencyKey()

    everywhere = models.Manager()  # for Django's own machinery; the policies still hold
    objects = OwnedManager()

    class Meta:
        abstract = True
        default_manager_name = base_manager_name = "everywhere"


def owned_key(to: str | type[models.Model], **options: Any) -> models.ForeignKey:
    """A key between owned tables: the constraint is the composite one made by `walls.same_agency`."""
    return models.ForeignKey(to, on_delete=models.PROTECT, db_constraint=False, **{"related_name": "+", **options})
