"""The service charter of a contract: a promise given, changed or taken back; a missed one explained."""

from datetime import date, datetime
from decimal import Decimal

from agencies import audit
from agencies.scope import current_scope, widened
from clients.models import Contract
from reports.models import Pledge, Reason
from reports.queries.charter import of_contract


def pledge(
    *, contract: Contract, kind: str, hours: int | None, target: Decimal | None, since: date, at: datetime
) -> Pledge:
    """From `since` on the charter promises `kind` within so many working hours, for `target` per cent of cases.

    Without hours, the clock's own end counts; without a target, it is promised no longer.
    """
    with widened("pledge"):
        made: Pledge = Pledge.objects.create(
            party_id=contract.party_id,
            contract=contract,
            kind=Pledge.Kind(kind),
            hours=hours,
            target=target,
            since=since,
            made_by_id=current_scope().member_id,
            made_at=at,
        )
        told = None if target is None else str(target)
        audit.record("charter.pledge", at=at, contract=contract.pk, promise=kind, hours=hours, target=told)
    return made


def explain(*, contract: Contract, clock_id: int, text: str, at: datetime) -> Reason | None:
    """Say why a promise was missed; None when the clock is no promise to this contract. The latest reason is told."""
    with widened("explain"):
        kinds = Pledge.Kind.values
        found = next((one for kind in kinds if (one := of_contract(contract, kind).filter(pk=clock_id).first())), None)
        if found is None:
            return None
        made: Reason = Reason.objects.create(
            party_id=contract.party_id,
            contract=contract,
            kind=found.kind,
            subject=found.subject,
            text=text,
            made_by_id=current_scope().member_id,
            made_at=at,
        )
    return made
