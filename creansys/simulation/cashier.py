"""What those who keep the money do: read the bank's statements, attribute, send back, remit with four eyes."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.db.models import Sum

from agencies.models import Entity
from agencies.scope import acting_for
from billing.services.setting_off import propose
from claims.models import Claim
from claims.queries.statement import statement_of
from claims.rules import Stage
from core.dates import add_days
from core.money import ZERO
from creansys.simulation import hands, owning
from creansys.simulation.life import Life, at_hour
from creansys.simulation.statements import Entry, answer
from files.services import read
from funds.models import BankFile, Receipt, ReceiptPart, Remittance, RemittanceLine
from funds.queries.matching import verdict_on
from funds.rules.matching import Match
from funds.services.answered import read_status
from funds.services.attributing import Wanted, allocate, move, to_return
from funds.services.importing import import_bank
from funds.services.matching import match_file
from funds.services.remitting import NOTHING, approve, hand_over, message_id
from law.refusals import Refusal
from law.rulesets import home_of
from law.workdays import is_working

WRONG = 0.1  # of what is attributed by hand goes to the wrong file at first
REFUSED, CAME_BACK = 0.03, 0.02  # of the payments to creditors
NAMED = {"reference", "reference-in-text"}


def read_statements(life: Life, day: date) -> None:
    """In the morning: what the bank booked until the last working day, on the trust account and on the own one."""
    for entity in _at_work(life, day):
        until = _last_working(entity, day)
        _read(life, entity.trust_iban, until, day)
        if life.bank.tells(entity.own_iban, until):
            _read(life, entity.own_iban, until, day)


def _read(life: Life, iban: str, until: date, day: date) -> None:
    data = life.bank.statement(iban, until)
    with acting_for(life.agency_id, member_id=life.accountant_id):
        made = import_bank(data=data, name=f"{iban}-{day}.xml", at=at_hour(day, 8))
        if not isinstance(made, BankFile) or made.state != BankFile.State.BOOKED:
            raise RuntimeError(f"{day}: the bank's statement was refused: {made.code} {made.detail}")
        match_file(bank_file=made, on=day, at=at_hour(day, 8))
    life.tally["bank statements"] += 1


def work(life: Life, day: date) -> None:
    """Say what debits were, attribute what is proposed, send back what is nobody's, remit all that is held."""
    for entity in _at_work(life, day):
        with acting_for(life.agency_id, member_id=life.accountant_id):
            owning.explain_debits(life, entity, day)
            hands.found(life, entity, day)
            _correct(life, entity, day)
            for receipt in Receipt.objects.filter(entity=entity, unmatched__gt=0, returned_on=None).order_by("pk"):
                _attribute(life, receipt, day)
                _send_back(life, entity, Receipt.objects.get(pk=receipt.pk), day)
        _remit(life, entity, day)
        _sweep(life, entity, day)
        with acting_for(life.agency_id, member_id=life.accountant_id):
            hands.bring(life, entity, day)
            owning.charge(life, entity, day)
            owning.invoices_are_paid(life, entity, day)
            owning.put_in(life, entity, day)


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
    wrong = _mistaken(life, receipt, parts)
    parts = wrong or parts
    if parts:
        made = allocate(receipt_id=receipt.pk, parts=parts, on=day, at=at_hour(day, 10), note="au vu du libellé")
        if isinstance(made, Refusal):
            raise RuntimeError(f"receipt {receipt.pk} was not attributed: {made.rule}")
        life.tally["receipts attributed by hand"] += 1
        if wrong:
            life.mistaken[made[0].pk] = receipt.pk


def _mistaken(life: Life, receipt: Receipt, meant: Sequence[Wanted]) -> list[Wanted]:
    """Now and then the file of somebody else, which owes much more; never twice for the same sum."""
    if not meant or receipt.pk in life.put_right or Random(f"{life.seed}:wrong:{receipt.pk}").random() > WRONG:
        return []
    others = Claim.objects.filter(
        entity_id=receipt.entity_id, stage=Stage.AMICABLE, principal__gt=receipt.unmatched * 3
    )
    for claim in others.exclude(pk__in=[one.claim_id for one in meant]).order_by("pk"):
        if statement_of(claim, receipt.value_on).total > receipt.unmatched * 2:
            life.put_right.add(receipt.pk)
            return [Wanted(claim.pk, receipt.unmatched)]
    return []


def _correct(life: Life, entity: Entity, day: date) -> None:
    """The day after, whoever attributed to the wrong file is told, and takes it off again."""
    for part in ReceiptPart.objects.filter(pk__in=list(life.mistaken), receipt__entity=entity).order_by("pk"):
        del life.mistaken[part.pk]
        if part.ended_on is None:
            move(part_id=part.pk, on=day, at=at_hour(day, 9), note="versé pour un autre dossier")
            life.tally["wrong files put right"] += 1


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
            _executed(life, entity, approved, day)
    life.tally["remittance runs"] += 1


def _executed(life: Life, entity: Entity, run: Remittance, day: date) -> None:
    """The bank refuses some payments of an order, and some come back days later; the next run pays them again."""
    lines = list(run.lines.filter(state=RemittanceLine.State.ORDERED).order_by("pk"))
    fate = {one.end_to_end: Random(f"{life.seed}:{one.end_to_end}").random() for one in lines}
    refused = [name for name, chance in fate.items() if chance < REFUSED]
    life.bank.execute(read(run.file), day, refused)
    hand_over(remittance_id=run.pk, at=at_hour(day, 12))
    if refused:
        status = answer(order=message_id(run), on=day, refused=refused)
        read_status(remittance_id=run.pk, data=status, on=day, at=at_hour(day, 15))
        life.tally["payments refused by the bank"] += len(refused)
    for one in lines:
        if REFUSED <= fate[one.end_to_end] < REFUSED + CAME_BACK:
            back = Entry("came_back", one.amount, one.name, one.iban, one.end_to_end, back="AC04")
            life.bank.take(entity.trust_iban, day + timedelta(days=4), back)
            life.tally["payments sent back by the creditor's bank"] += 1


def _sweep(life: Life, entity: Entity, day: date) -> None:
    """What was withheld for invoices is paid to the entity's own account."""
    with acting_for(life.agency_id, member_id=life.accountant_id):
        withheld = ReceiptPart.objects.filter(receipt__entity=entity, ended_on=None).aggregate(all=Sum("withheld"))
    if amount := withheld["all"]:
        own, trust = (entity.own_iban, entity.name), (entity.trust_iban, entity.name)
        life.bank.transfer("swept", trust, own, amount, day)
        life.tally["sweeps"] += 1
