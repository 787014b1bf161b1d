"""What an agency sets and what is remembered of it: options, overrides of law, counters, audit."""

from django.db import models

from agencies.models.owned import Owned, Walls, owned_key


class Option(Owned):
    """A typed, dated setting of the agency (agencies/options.py lists them)."""

    walls = Walls.SHARED

    key = models.CharField(max_length=60)
    since = models.DateField()
    value = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "key", "since"], name="agencies_option_one_a_day")]


class SavedView(Owned):
    """A list as a member likes to see it: its filters, search and order under a name. Nobody else sees it."""

    walls = Walls.PARTY

    member = owned_key("agencies.Member")
    party = owned_key("agencies.Party", null=True)  # the member's
    page = models.CharField(max_length=40)  # the name of the list
    name = models.CharField(max_length=40)
    query = models.TextField()  # as the list's own links write it
    position = models.SmallIntegerField()
    opens = models.BooleanField(default=False)  # the list opens with it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "member", "page", "name"], name="agencies_savedview_one_name"),
            models.UniqueConstraint(
                fields=["agency", "member", "page"], condition=models.Q(opens=True), name="agencies_savedview_one_opens"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LawOverride(Owned):
    """A value of a table of law that this agency replaces or adds, with its reason."""

    walls = Walls.SHARED

    table = models.CharField(max_length=60)
    since = models.DateField()
    value = models.DecimalField(max_digits=12, decimal_places=6)
    source = models.CharField(max_length=200)
    reason = models.TextField()
    set_by = owned_key("agencies.Member", null=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "table", "since"], name="agencies_lawoverride_one_a_day")
        ]


class Counter(Owned):
    """The last number given in a series."""

    walls = Walls.INNER

    series = models.CharField(max_length=60)
    last = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "series"], name="agencies_counter_one_series")]


class AuditEntry(Owned):
    """What was done to settings, permissions and doors. Rows are only ever added."""

    walls = Walls.INNER

    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    member = owned_key("agencies.Member", null=True)
    user_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=60)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["agency", "-id"], name="agencies_audit_latest")]


class IdempotentRequest(Owned):
    """A request to the API that names itself, with what it was answered: repeating it does nothing twice."""

    walls = Walls.INNER

    api_key = owned_key("agencies.ApiKey")
    name = models.CharField(max_length=100)  # the Idempotency-Key header
    route = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    response = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "api_key", "name"], name="agencies_idempotentrequest_once")
        ]
