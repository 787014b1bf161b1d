"""The two ledgers: entries and their lines, only ever added, balanced by the database."""

from django.db import models
from django.db.models import Q

from agencies.models import Owned, Walls
from agencies.models.owned import owned_key
from funds.rules.ledger import Account, Kind, Ledger


class Entry(Owned):
    """One fact in the books of an entity, on the day of the bank. The same `source` is booked once.

    What comes after its month was closed is booked on the first open day; `meant_on` then keeps the day of the bank.
    """

    walls = Walls.INNER

    entity = owned_key("agencies.Entity")
    ledger = models.CharField(max_length=5, choices=Ledger.choices())
    on = models.DateField()
    meant_on = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices())
    source = models.CharField(max_length=80)  # "movement:81", "part:12:detached"
    member = owned_key("agencies.Member", null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "source"], name="funds_entry_once"),
            models.CheckConstraint(condition=Q(ledger__in=[x.value for x in Ledger]), name="funds_entry_known_ledger"),
        ]
        indexes = [models.Index(fields=["agency", "entity", "ledger", "on", "id"], name="funds_entry_by_day")]


class Line(Owned):
    """A debit (above zero) or a credit on one account.

    Triggers hold that the lines of an entry balance, per receipt too, and are of its ledger; they keep what is left on
    the receipt and its parts, which the columns there forbid to fall below zero.
    """

    walls = Walls.INNER

    entry = owned_key(Entry, related_name="lines")
    account = models.CharField(max_length=18, choices=Account.choices())
    party = owned_key("agencies.Party", null=True, blank=True)
    receipt = owned_key("funds.Receipt", null=True, blank=True)
    part = owned_key("funds.ReceiptPart", null=True, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(receipt__isnull=False) | ~Q(account__in=["trust.unmatched", "trust.to_return"]),
                name="funds_line_of_a_receipt",
            ),
            models.CheckConstraint(
                condition=Q(receipt__isnull=False, part__isnull=False, party__isnull=False)
                | ~Q(account__in=["trust.held", "trust.withheld"]),
                name="funds_line_of_a_part",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "entry"], name="funds_line_of_entry"),
            models.Index(fields=["agency", "receipt"], name="funds_line_of_receipt"),
            models.Index(fields=["agency", "account", "party"], name="funds_line_of_account"),
        ]
