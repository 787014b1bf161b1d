"""Summary tables behind the manager's figures: what each file counts for, and the sums of it by month."""

from django.db import models
from django.db.models import Q

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from clients.models import DebtorKind


class Segment(Owned):
    """Files alike in all that figures are narrowed by: their contract (with creditor, entity and programme), the
    debtor's country and kind."""

    walls = Walls.INNER

    contract = owned_key("clients.Contract", db_index=False)
    country = models.CharField(max_length=2)
    debtor_kind = models.CharField(max_length=8, choices=DebtorKind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "contract", "country", "debtor_kind"], name="reports_segment_one_of_a_kind"
            )
        ]


class Figure(Owned):
    """A sum over the files of a segment: how many, and how much in cents. All sums add up over rows."""

    walls = Walls.INNER

    facet = models.CharField(max_length=9)  # rules.figures.Facet
    month = models.DateField()  # its first day
    segment = owned_key(Segment, db_index=False)
    bucket = models.BigIntegerField(default=0)
    count = models.BigIntegerField()
    cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "facet", "month", "segment", "bucket"],
                include=["count", "cents"],
                name="reports_figure_one_sum",
            )
        ]
        indexes = [
            models.Index(fields=["agency"], condition=Q(count=0, cents=0), name="reports_figure_nothing_left"),
        ]


class Counted(Owned):
    """What one file counts for in the sums now: a list of [facet, month, bucket, count, cents].

    It is what must be taken out of the sums before the file is counted anew.
    """

    walls = Walls.INNER

    claim = owned_key("claims.Claim", db_index=False)
    segment = owned_key(Segment, db_index=False)
    parts = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "claim"], name="reports_counted_once")]


class ClockFigure(Owned):
    """Promises in time of one kind, by the month in which they were due; `open` ones may still be kept."""

    walls = Walls.INNER

    kind = models.CharField(max_length=40)
    month = models.DateField()  # its first day
    met = models.IntegerField()  # in time
    late = models.IntegerField()  # kept after all
    missed = models.IntegerField()  # not kept until now
    open = models.IntegerField()
    stopped = models.IntegerField()  # no longer asked for

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "month", "kind"], name="reports_clocks_one_sum")]


class FiguresMark(Owned):
    """How far the figures are: all that was told to the timelines by `told_until` is in them, `at` by our own clock.

    `told_until` is the database's clock, as in the timeline; one row, whose lock keeps two counts apart.
    """

    walls = Walls.INNER

    at = models.DateTimeField(null=True)
    told_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency"], name="reports_mark_one")]
