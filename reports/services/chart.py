"""The numbers that an accountant gives to the accounts of an entity."""

from datetime import datetime

from agencies import audit
from agencies.models import Entity
from agencies.scope import widened
from reports.models import ChartAccount
from reports.queries.entries import chart_of
from reports.rules.chart import Wrong, wrong


def number_account(*, entity: Entity, account: str, number: str, label: str, at: datetime) -> ChartAccount | Wrong:
    """Keep an account of the entity's ledgers under this number and label from now on; what forbids it otherwise.

    Files already made keep theirs. KeyError for an account that no ledger has.
    """
    number, label = number.replace(" ", ""), " ".join(label.split())
    with widened("number_account"):
        held = Entity.objects.select_for_update(of=("self",)).get(pk=entity.pk)
        chart = chart_of(held)
        before = chart[account].number
        fault = wrong(held.country, account, number, label, {name: known.number for name, known in chart.items()})
        if fault:
            return fault
        given = {"number": number, "label": label, "set_at": at}
        row: ChartAccount = ChartAccount.objects.update_or_create(entity=held, account=account, defaults=given)[0]
        audit.record("chart.numbered", at=at, code=account, before=before, value=number)
    return row
