"""What the agency earns, by data: acts charged, PAYNOW lapsed, invoices drawn, numbered, sent and reminded of; then the
reports to creditors."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from agencies.work import later
from billing.queries import due, packs
from billing.services import charging, drawing, issuing, sending
from billing.services import packs as buying
from reports.queries import due as reports
from reports.queries import months
from reports.services import activity, month, month_papers


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work: how it is counted, found, queued and done; `key` is the name of what its task is given."""

    counted: str
    find: Callable[[date, int], list[int]]
    task: str
    key: str
    do: Callable[[int, datetime], object]
    queue: str = "default"


BILLING = (
    Work("fees", due.acts_to_charge, "billing.charge_act", "action_id",
         lambda pk, at: charging.charge_act(action_id=pk, at=at)),
    Work("stock", packs.to_tell, "billing.pack", "entry_id",
         lambda pk, at: buying.tell_ending(entry_id=pk, on=localdate(at), at=at)),
    Work("drawn", due.to_draw, "billing.draw", "fee_id", lambda pk, at: drawing.draw(fee_id=pk, at=at)),
    Work("issued", due.to_issue, drawing.ISSUE, "invoice_id", lambda pk, at: issuing.issue(invoice_id=pk, at=at)),
    Work("invoices", due.to_send, issuing.SEND, "invoice_id",
         lambda pk, at: sending.send(invoice_id=pk, at=at), "letters"),
    Work("reminded", due.to_remind, "billing.remind", "invoice_id",
         lambda pk, at: sending.remind(invoice_id=pk, at=at), "letters"),
    Work("reports", reports.to_draw, "reports.draw", "contract_id",
         lambda pk, at: activity.draw_all(contract_id=pk, at=at), "letters"),
    Work("months", months.to_write, month.KEEP, "closing_id",
         lambda pk, at: month_papers.keep_papers(closing_id=pk), "letters"),
)  # fmt: skip


def queue_billing(*, on: date) -> int:
    """Queue one task for each thing that is due on `on` in the agency in force; the number queued."""
    found = [(work, pk) for work in BILLING for pk in work.find(on, 0)]
    for work, pk in found:
        ids: dict[str, Any] = {work.key: pk}
        later(work.task, queue=work.queue, **ids)
    return len(found)
