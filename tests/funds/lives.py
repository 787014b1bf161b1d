"""Random lives of money, for test_histories: two entities with two accounts each, and all that may happen to a cent.

What the bank does reaches the books by its statements alone; `Life.bank` counts on its own what each account holds.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal as D
from random import Random
from typing import Any

from django.db.models import Sum

from agencies.models import Entity
from billing.models import Invoice
from billing.queries.invoices import reference_of
from billing.services import setting_off
from claims.letters.parts import printed_reference
from claims.models import Claim
from claims.queries.statement import statement_of
from core.money import ZERO
from creansys.simulation.payers import iban
from funds.models import BankFile, Entry, Movement, Receipt, ReceiptPart, Remittance, RemittanceLine
from funds.queries.ledger import balances
from funds.queries.matching import payments_of
from funds.rules import ledger
from funds.rules.ledger import Account, Kind
from funds.services.answered import refuse
from funds.services.attributing import Wanted, allocate, move, to_return
from funds.services.by_hand import clear_cheques, deposit, take_by_hand
from funds.services.debiting import explain, is_charged
from funds.services.importing import import_bank
from funds.services.ledger import post
from funds.services.matching import match_file
from funds.services.remitting import CHANGED, NOTHING, SAME_PERSON, WAITING, approve, hand_over, withdraw
from funds.services.returning import return_payment
from law.refusals import Refusal
from tests import world
from tests.billing.make import invoice
from tests.funds.make import camt, line

NOW, ON = world.NOW, world.DAY
LAST = date(2999, 1, 1)
SILENT = {"name": "?", "iban": ""}
EXPECTED = (CHANGED, NOTHING, SAME_PERSON, WAITING)


class Life:
    """Two entities, three creditors' contracts, four files; what each account at the bank holds by our own count."""

    def __init__(self, side: world.Side) -> None:
        self.pk, self.on = side.pk, ON
        self.people = [world.member("accountant").pk, world.member("accountant").pk]
        second = {"name": "Second SRL", "country": "BE", "trust_iban": iban(3), "own_iban": iban(4)}
        Entity.objects.filter(pk=side.entity.pk).update(own_iban=iban(2))
        Entity.objects.create(**second, **world.ADDRESS, **world.STANDING)
        self.entities = list(Entity.objects.order_by("pk"))
        contracts = [world.contract(world.creditor(), entity=one, set_off=True) for one in self.entities]
        self.contracts = contracts = [*contracts, side.contract]
        claims = [world.claim(one, principal=D(5000)) for one in (*contracts, contracts[0])]
        self.claims = {one.pk: [claim.pk for claim in claims if claim.entity_id == one.pk] for one in self.entities}
        self.bank: Counter[tuple[int, bool]] = Counter()  # euros, by entity and whether it is the own account
        self.sweeping: Counter[int] = Counter()  # left the trust, not seen on the own account
        self.covering: Counter[int] = Counter()  # left the own account, not seen in the trust


class Step:
    """One thing that happens at one entity; what it moved counts only once it is committed."""

    def __init__(self, life: Life, chance: Random, *, alone: bool = True) -> None:
        self.life, self.chance, self.alone, self.on = life, chance, alone, life.on
        self.place = chance.choice(life.entities)
        self.moved: Counter[tuple[int, bool]] = Counter()
        self.after: list[Callable[[], None]] = []
        self.act = chance.choice(ACTS)

    def run(self) -> None:
        """It happens, or nothing where there is nothing to do."""
        self.act(self)

    def commit(self) -> None:
        """It is in the books: our own count follows."""
        for key, amount in self.moved.items():
            self.life.bank[key] += amount
        for change in self.after:
            change()

    def ok(self, made: Any) -> Any:
        """What a service made; None where it refused as it may."""
        if isinstance(made, Refusal):
            assert made in EXPECTED or made.rule == "cash-cap" or not self.alone, made
            return None
        return made

    def told(self, *lines: dict[str, str], own: bool = False) -> BankFile:
        """A statement of the bank, now and then handed in twice; what is sure is attributed."""
        account = self.place.own_iban if own else self.place.trust_iban
        data = camt(*lines, opening="9000000.00", iban=account.replace(" ", ""))
        for one in lines:
            data = data.replace(f">{one['ref']}E<".encode(), f">{one.get('named') or one['ref']}<".encode())
        made = import_bank(data=data, name="day.xml", at=NOW)
        assert isinstance(made, BankFile), made
        assert made.state == BankFile.State.BOOKED, made.detail
        assert self.chance.random() < 0.8 or import_bank(data=data, name="day.xml", at=NOW) == made
        match_file(bank_file=made, on=self.on, at=NOW)
        self.moved[self.place.pk, own] += sum(D(one["amount"]) for one in lines)
        return made

    def line(self, amount: Any, text: str = "", **told: str) -> dict[str, str]:
        return line(f"{amount:.2f}", text, self.on, **told)

    def any(self, rows: Any) -> Any:
        found = list(rows.order_by("pk"))
        return self.chance.choice(found) if found else None

    def some(self, most: D) -> D:
        """All of it, or a part."""
        return most if self.chance.random() < 0.5 else D(self.chance.randint(1, max(1, int(most * 100)))) / 100

    def claim(self) -> Claim:
        return Claim.objects.get(pk=self.chance.choice(self.life.claims[self.place.pk]))

    def receipts(self, **only: Any) -> Any:
        return Receipt.objects.filter(entity=self.place, returned_on=None, **only)

    def parts(self, **only: Any) -> Any:
        return ReceiptPart.objects.filter(receipt__entity=self.place, ended_on=None, **only)

    def lines(self, **only: Any) -> Any:
        return RemittanceLine.objects.filter(remittance__entity=self.place, **only)

    def lines_out(self) -> Any:
        return self.lines(state__in=["ordered", "paid"])

    def balance(self, account: Account) -> D:
        return balances(self.place.pk, LAST).get(account, ZERO)


def pays(step: Step) -> None:
    """One or two debtors pay, with or without saying for what."""
    said = [printed_reference(step.claim().reference), "", "merci"]
    many = step.chance.randint(1, 2)
    payers = [iban(step.chance.randint(100, 104)) for _ in range(many)]
    amounts = [D(step.chance.randint(1, 90000)) / 100 for _ in payers]
    step.told(*(step.line(a, step.chance.choice(said), iban=who) for a, who in zip(amounts, payers, strict=True)))


def is_attributed(step: Step) -> None:
    row, claim = step.any(step.receipts(unmatched__gt=0)), step.claim()
    most = min(row.unmatched, statement_of(claim, row.value_on).total) if row else ZERO
    if most > 0:
        step.ok(allocate(receipt_id=row.pk, parts=[Wanted(claim.pk, step.some(most))], on=step.on, at=NOW))


def is_set_aside(step: Step) -> None:
    if row := step.any(step.receipts(unmatched__gt=0)):
        step.ok(to_return(receipt_id=row.pk, amount=step.some(row.unmatched), on=step.on, at=NOW))


def goes_back(step: Step) -> None:
    """The bank books what was ordered by hand: all that was to go back to one payer."""
    if row := step.any(step.receipts(to_return__gt=0).exclude(payer_iban="")):
        step.told(step.line(-row.to_return, iban=row.payer_iban))


def is_taken_back(step: Step) -> None:
    """A chargeback that names its payment, or a cheque without cover that is still in hand."""
    row = step.any(step.receipts())
    if row is None:
        return
    if row.way != Receipt.Way.BANK:
        return_payment(receipt_id=row.pk, on=step.on, at=NOW)
        step.moved[step.place.pk, False] -= row.amount if row.deposited_on else 0
    else:
        step.told(step.line(-row.amount, iban=row.payer_iban, named=row.end_to_end, back="MD06"))


def is_taken_back_in_silence(step: Step) -> None:
    """A debit that says nothing, of the amount of a payment."""
    if row := step.any(step.receipts(way="bank")):
        step.told(step.line(-row.amount, **SILENT))


def was_anothers(step: Step) -> None:
    if part := step.any(step.parts()):
        move(part_id=part.pk, on=step.on, at=NOW, note="another's")


def is_handed_over(step: Step) -> None:
    """Cash or a cheque; the button is pressed twice at times."""
    claim, way = step.claim(), step.chance.choice(["cash", "cheque"])
    owed = statement_of(claim, step.on).total
    if owed <= 0:
        return
    given = {"claim_id": claim.pk, "way": way, "amount": min(step.some(D(800)), owed), "on": step.on, "at": NOW}
    token = f"{step.on}{step.chance.random()}"
    made = step.ok(take_by_hand(**given, token=token))
    assert made is None or take_by_hand(**given, token=token).pk == made.pk


def is_deposited(step: Step) -> None:
    waiting = list(step.receipts(way__in=["cash", "cheque"], deposited_on=None).order_by("pk")[:2])
    if waiting:
        amount = sum(one.amount for one in waiting)
        made = step.told(step.line(amount, "Dépôt", **SILENT))
        bank = Receipt.objects.get(movement__statement__source=made)
        step.ok(deposit(receipt_id=bank.pk, taken=[one.pk for one in waiting], on=step.on, at=NOW))


def cheques_are_good(step: Step) -> None:
    clear_cheques(on=step.on + timedelta(days=60), at=NOW)


def is_invoiced(step: Step) -> None:
    contract = step.chance.choice([one for one in step.life.contracts if one.entity_id == step.place.pk])
    made = invoice(contract, issued_on=step.on, due_on=step.on)
    lines = ledger.invoiced(made.party_id, made.net, made.vat)
    post(entity_id=step.place.pk, on=step.on, kind=Kind.INVOICED, source=f"invoice:{made.pk}", lines=lines)


def pays_an_invoice(step: Step) -> None:
    """Whole, in part, or too much; paid before or not."""
    if owed := step.any(Invoice.objects.filter(entity=step.place)):
        amount = step.chance.choice([owed.total, owed.total, D("20.50"), D("70.00")])
        step.told(step.line(amount, reference_of(owed)), own=True)


def is_proposed(step: Step) -> None:
    step.ok(setting_off.propose(entity_id=step.place.pk, on=step.on, at=NOW))


def is_approved(step: Step) -> None:
    """Whoever did not propose the run approves it, twice at times; what cannot be approved is withdrawn."""
    run = step.any(Remittance.objects.filter(entity=step.place, state="proposed"))
    if run is None:
        return
    made = step.ok(approve(remittance_id=run.pk, on=step.on, at=NOW))
    if made is None:
        withdraw(remittance_id=run.pk, on=step.on, at=NOW, note="again")
        return
    assert approve(remittance_id=run.pk, on=step.on, at=NOW).file == made.file
    hand_over(remittance_id=run.pk, at=NOW)
    step.moved[step.place.pk, False] -= sum(one.amount for one in made.lines.all())


def is_executed(step: Step) -> None:
    """The bank tells of an order's payment: it was booked with the approval."""
    if paid := step.any(step.lines_out().filter(debited_on=None)):
        step.told(step.line(-paid.amount, iban=paid.iban, named=paid.end_to_end))
        step.moved[step.place.pk, False] += paid.amount


def is_refused(step: Step) -> None:
    """The bank does not pay a line (pain.002); said twice, it is refused once."""
    paid = step.any(step.lines_out().filter(debited_on=None))
    if paid and paid.amount:
        for _ in range(step.chance.randint(1, 2)):
            refuse(line=paid, reason="AC04", on=step.on, at=NOW)
        step.moved[step.place.pk, False] += paid.amount


def comes_back(step: Step) -> None:
    """The creditor's bank sends the money of a line back."""
    paid = step.any(step.lines_out().exclude(debited_on=None).exclude(end_to_end=""))
    if paid and paid.amount:
        step.told(step.line(paid.amount, named=paid.end_to_end, back="AC04"))


def is_swept(step: Step) -> None:
    withheld = step.parts().aggregate(all=Sum("withheld"))["all"] or ZERO
    if withheld:
        amount, pk = step.some(withheld), step.place.pk
        step.told(step.line(-amount, "Honoraires", iban=step.place.own_iban))
        step.after.append(lambda: step.life.sweeping.update({pk: amount}))


def sweep_comes(step: Step) -> None:
    pk = step.place.pk
    if amount := step.life.sweeping[pk]:
        step.told(step.line(amount, "Honoraires", iban=step.place.trust_iban), own=True)
        step.after.append(lambda: step.life.sweeping.subtract({pk: amount}))


def bank_charges(step: Step) -> None:
    """Of the trust account or of the own one."""
    amount = D(step.chance.randint(1, 2500)) / 100
    step.told(step.line(-amount, "Frais de tenue de compte", name="", iban=""), own=step.chance.random() < 0.3)


def is_explained(step: Step) -> None:
    """Somebody says what an unexplained debit was: a payment of that amount taken back, or the bank's own charge."""
    entries = Entry.objects.filter(entity=step.place, kind=Kind.UNEXPLAINED)
    known = set(Entry.objects.filter(source__endswith=":explained").values_list("source", flat=True))
    open_ones = [int(one.source.split(":")[1]) for one in entries if f"{one.source}:explained" not in known]
    movement = step.any(Movement.objects.filter(pk__in=open_ones, amount__lt=0).select_related("statement"))
    if movement is None:
        return
    found = payments_of(step.place.pk, -movement.amount) if movement.statement.ledger == "trust" else []
    if found:
        step.ok(explain(movement_id=movement.pk, receipt_id=found[0].pk, at=NOW))
    else:
        step.ok(is_charged(movement_id=movement.pk, at=NOW))


def cover_goes(step: Step) -> None:
    """The entity puts in what it owes the trust."""
    pk, owed = step.place.pk, step.balance(Account.COVER)
    if (amount := owed - step.life.covering[pk]) > 0:
        step.told(step.line(-amount, iban=step.place.trust_iban), own=True)
        step.after.append(lambda: step.life.covering.update({pk: amount}))


def cover_comes(step: Step) -> None:
    pk = step.place.pk
    if amount := step.life.covering[pk]:
        step.told(step.line(amount, iban=step.place.own_iban))
        step.after.append(lambda: step.life.covering.subtract({pk: amount}))


OFTEN = (pays, pays, is_attributed, is_attributed, is_invoiced, is_proposed, is_approved, is_approved)
ACTS: tuple[Callable[[Step], None], ...] = (
    *OFTEN, *OFTEN,
    is_set_aside, goes_back, is_taken_back, is_taken_back_in_silence, was_anothers, is_handed_over, is_handed_over,
    is_deposited, cheques_are_good, pays_an_invoice, is_executed, is_refused, comes_back, is_swept, sweep_comes,
    bank_charges, is_explained, is_explained, cover_goes, cover_comes,
)  # fmt: skip
