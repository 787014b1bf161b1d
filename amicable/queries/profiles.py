"""How debtors pay, as their creditors or agents said."""

from django.db.models import QuerySet

from amicable.models import PayerProfile


def profiled() -> QuerySet[PayerProfile]:
    """Everybody whose way to pay was said, with debtor and who said it."""
    return PayerProfile.objects.exclude(kind="").select_related("debtor", "set_by__user", "party")


def stated(debtor_id: int) -> PayerProfile | None:
    """What was said of a debtor; one query."""
    return PayerProfile.objects.filter(debtor_id=debtor_id).select_related("set_by__user").first()
