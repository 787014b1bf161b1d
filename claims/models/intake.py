"""A file handed in by a creditor, and the judgement of its rows."""

from django.db import models

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from core.ids import uuid7


class Import(Owned):
    """One file of unpaid invoices, read, judged and loaded as a whole or not at all."""

    walls = Walls.PARTY

    uid = models.UUIDField(default=uuid7, editable=False)
    party = owned_key("agencies.Party")
    creditor = owned_key("clients.Creditor")
    contract = owned_key("clients.Contract")
    member = owned_key("agencies.Member", null=True)
    file = owned_key("files.File")
    name = models.CharField(max_length=200)
    on = models.DateField()
    at = models.DateTimeField()
    rows = models.IntegerField()
    ready = models.IntegerField()
    warned = models.IntegerField()
    refused = models.IntegerField()
    duplicates = models.IntegerField()
    claims = models.IntegerField()
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    mapping = models.JSONField(default=dict)
    bordereau = owned_key("files.File", null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)  # the creditor's written order (CPCE R124-3)
    accepted_by = owned_key("agencies.Member", null=True, blank=True)
    accepted_as = models.CharField(max_length=160, blank=True)  # the name signed with

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "uid"], name="claims_import_one_uid")]
        indexes = [models.Index(fields=["agency", "party", "-id"], name="claims_import_of_party")]


class ImportRow(Owned):
    """A row that did not pass without a remark: what was said, and what was in it."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party")
    source = owned_key(Import)
    row = models.IntegerField()  # as numbered in the creditor's file
    verdict = models.CharField(max_length=7)  # error, warning
    findings = models.JSONField()
    values = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "source", "row"], name="claims_importrow_once")]
