"""Reads about creditors."""

from django.db.models import Sum

from clients.models import Contract, Creditor, StockEntry


def paynow_left(party_id: int) -> int:
    """How many PAYNOW the creditor still has; reserved ones are no longer counted."""
    return StockEntry.objects.filter(party_id=party_id).aggregate(all=Sum("quantity"))["all"] or 0


def creditor_named(wanted: str) -> Creditor | None:
    """The creditor of this number, or of exactly this name."""
    return Creditor.objects.filter(number=wanted).first() or Creditor.objects.filter(name__iexact=wanted).first()


def running_contract(creditor: Creditor) -> Contract | None:
    """The creditor's contract, the latest signed where several entities have one."""
    return (
        Contract.objects.filter(creditor=creditor, ended_on=None)
        .select_related("entity", "creditor")
        .order_by("-signed_on", "-id")
        .first()
    )


def is_reserved(party_id: int, source: str) -> bool:
    """Whether a PAYNOW is set aside for this source and was not given back since."""
    moves = StockEntry.objects.filter(party_id=party_id, source=source)
    return (moves.aggregate(all=Sum("quantity"))["all"] or 0) < 0
