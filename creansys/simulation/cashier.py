"""What those who keep the money do: read the bank's statements, attribute, send back, remit with four eyes."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from agencies.models import Entity
from agencies.scope import acting_for
from billing.services.setting_off import propose
from core.dates import add_days
from core.money import ZERO
from creansys.simulation.life import Life, at_hour
from creansys.simulation.statements import Entry
from files.services import read
from funds.models import BankFile, Receipt, ReceiptPart
from funds.queries.matching import verdict_on
from funds.rules.matching import Match
from funds.services.attributing import Wanted, allocate, to_return
from funds.services.importing import import_bank
from funds.services.matching import match_file
from funds.services.remitting import NOTHING, approve, hand_over
from law.refusals import Refusal
from law.rulesets import home_of
from law.workdays import is_working

NAMED = {"reference", "reference-in-text"}


def read_statements(life: Life, day: date) -> None:
    """In the morning: what the bank booked until the last working day."""
    for entity in _at_work(life, day):
        data = life.bank.statement(entity.trust_iban, _last_working(entity, day))
        with acting_for(life.agency_id, member_id=life.accountant_id):
            made = import_bank(data=data, name=f"{entity.pk}-{day}.xml", at=at_hour(day, 8))
            if not isinstance(made, BankFile) or made.state != BankFile.State.BOOKED:
                raise RuntimeError(f"{day}: the bank's statement was refused: {made.code} {made.detail}")
            match_file(bank_file=made, on=day, at=at_hour(day, 8))
        life.tally["bank statements"] += 1


def work(life: Life, day: date) -> None:
    """Attribute what is proposed, send back what is nobody's, and remit all that is held."""
    for entity in _at_work(life, day):
        with acting_for(life.agency_id, member_id=life.accountant_id):
            for receipt in Receipt.objects.filter(entity=entity, unmatched__gt=0, returned_on=None).order_by("pk"):
                _attribute(life, receipt, day)
                _send_back(life, entity, Receipt.objects.get(pk=receipt.pk), day)
        _remit(life, entity, day)
        _sweep(life, entity, day)


def _at_work(life: Life, day: date) -> list[Entity]:
    """The entities with a trust account, where `day` is a working day."""
    with acting_for(life.agency_id):
        entities = list(Entity.objects.exclude(trust_iban="").order_by("pk"))
    return [one for one in entities if is_working(home_of(one.country), day)]


def _last_working(entity: Entity, day: date) -> date:
    day = add_days(day, -1)
    return day if is_working(home_of(entity.country), day) else _last_working(entity, day)


def _attribute(life: Life, receipt: Receipt, day: date) -> None:
    parts = list(_meant(verdict_on(receipt).matches, receipt.unmatched))
    if parts:
        made = allocate(receipt_id=receipt.pk, parts=parts, on=day, at=at_hour(day, 10), note="au vu du libellé")
        if isinstance(made, Refusal):
            raise RuntimeError(f"receipt {receipt.pk} was not attributed: {made.rule}")
        life.tally["receipts attributed by hand"] += 1


def _meant(matches: Sequence[Match], left: Decimal) -> Iterator[Wanted]:
    """The claims named by a reference, one after the other; without any, the likeliest, where one is."""
    owing = [one for one in matches if one.owed > ZERO]
    named = [one for one in owing if NAMED & set(one.signs)]
    alone = len(owing) == 1 or (len(owing) > 1 and owing[0].points > owing[1].points)
    for one in named or (owing[:1] if alone else []):
        if amount := min(one.owed, left):
            left -= amount
            yield Wanted(one.claim_id, amount)


def _send_back(life: Life, entity: Entity, receipt: Receipt, day: date) -> None:
    """What is left is nobody's here: it goes back to the account that it came from."""
    amount = receipt.unmatched
    if not amount:
        return
    refusal = to_return(receipt_id=receipt.pk, amount=amount, on=day, at=at_hour(day, 10))
    if refusal:
        raise RuntimeError(f"receipt {receipt.pk} was not set aside: {refusal.rule}")
    back = Entry("repaid", -amount, receipt.payer, receipt.payer_iban, receipt.end_to_end)
    life.bank.take(entity.trust_iban, day, back)
    life.tally["receipts sent back"] += 1


def _remit(life: Life, entity: Entity, day: date) -> None:
    """One member proposes, another approves and hands the order to the bank."""
    with acting_for(life.agency_id, member_id=life.accountant_id):
        run = propose(entity_id=entity.pk, on=day, at=at_hour(day, 11))
    if isinstance(run, Refusal):
        if run.rule != NOTHING.rule:
            raise RuntimeError(f"{day}: no run was proposed: {run.rule}")
        return
    with acting_for(life.agency_id, member_id=life.manager_id):
        approved = approve(remittance_id=run.pk, on=day, at=at_hour(day, 12))
        if isinstance(approved, Refusal):
            raise RuntimeError(f"{day}: run {run.pk} was not approved: {approved.rule}")
        if approved.file:
            life.bank.execute(read(approved.file), day)
        hand_over(remittance_id=run.pk, at=at_hour(day, 12))
    life.tally["remittance runs"] += 1


def _sweep(life: Life, entity: Entity, day: date) -> None:
    """What was withheld for invoices is paid to the entity's own account."""
    with acting_for(life.agency_id, member_id=life.accountant_id):
        withheld = ReceiptPart.objects.filter(receipt__entity=entity, ended_on=None).aggregate(all=Sum("withheld"))
    if amount := withheld["all"]:
        entry = Entry("swept", -amount, entity.name, entity.own_iban, f"W{entity.pk}-{day:%Y%m%d}")
        life.bank.take(entity.trust_iban, day, entry)
        life.tally["sweeps"] += 1
