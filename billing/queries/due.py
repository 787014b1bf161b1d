"""Work found by data: what is to be charged, lapsed, drawn, issued, sent, reminded of."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Case, CharField, Exists, F, Min, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Concat

from agencies.options import option
from amicable.models import Action
from billing.models import Fee, Invoice, TariffLine
from billing.rules.prices import PER_ACT
from core.dates import add_days

LOOKED_BACK = 60  # days: a letter leaves, and a visit is told, well within
AT_A_TIME = 1000


def acts_to_charge(on: date, after: int = 0, limit: int = AT_A_TIME) -> list[int]:
    """The acts of the last weeks whose tariff line has a price, that were done or have left, and were not charged."""
    priced = TariffLine.objects.filter(due__in=PER_ACT, value__gt=0, bearer=TariffLine.Bearer.CREDITOR)
    left = Q(state=Action.State.DONE) | Q(state=Action.State.SENT, message__state="sent")
    source = Case(
        When(message=None, then=Concat(Value("act:"), Cast(F("pk"), CharField()))),
        default=Concat(Value("message:"), Cast(F("message_id"), CharField())),
        output_field=CharField(),
    )
    charged = Fee.objects.filter(source=OuterRef("source"))
    acts = Action.objects.exclude(fee="").filter(
        left, on__gte=add_days(on, -LOOKED_BACK), on__lte=on, fee__in=priced.values("code"), pk__gt=after
    )
    found = acts.annotate(source=source).filter(~Exists(charged)).order_by("pk")
    return list(found.values_list("pk", flat=True)[:limit])


def to_draw(on: date, after: int = 0, limit: int = AT_A_TIME) -> list[int]:
    """One fee of each creditor and entity with fees to be invoiced by `on`, the first of them."""
    waiting = Fee.objects.filter(invoice=None, bill_on__lte=on).order_by()
    firsts = waiting.values("party", "entity").annotate(first=Min("pk")).filter(first__gt=after)
    return list(firsts.order_by("first").values_list("first", flat=True)[:limit])


def to_issue(on: date, after: int = 0, limit: int = AT_A_TIME) -> list[int]:
    """The invoices without a number, as they were drawn."""
    return list(Invoice.objects.filter(number=None, pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit])


def to_send(on: date, after: int = 0, limit: int = AT_A_TIME) -> list[int]:
    """The invoices with a number that have not gone."""
    waiting = Invoice.objects.filter(sent_at=None, pk__gt=after).exclude(number=None)
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:limit])


def to_remind(on: date, after: int = 0, limit: int = AT_A_TIME) -> list[int]:
    """The open invoices of which a reminder is due on `on`."""
    days = option("billing.remind_on_days", on)
    late = Invoice.objects.filter(kind=Invoice.Kind.INVOICE, paid_on=None, due_on__lt=on, pk__gt=after)
    late = late.filter(reminders__lt=len(days)).order_by("pk")
    return [one.pk for one in late[:limit] if reminders_wanted(one, on, days) > one.reminders]


def reminders_wanted(invoice: Invoice, on: date, days: Sequence[int]) -> int:
    """How many reminders are due by `on`, the days counted from the due date; none of what is paid."""
    if invoice.due_on is None or invoice.paid_on is not None or invoice.kind != Invoice.Kind.INVOICE:
        return 0
    return sum(on >= add_days(invoice.due_on, day) for day in days)
