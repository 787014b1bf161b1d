"""An agency's first entity with its two accounts at the bank, for stories of money."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agencies.models import Entity
from agencies.scope import acting_for
from billing.models import Invoice
from billing.queries.invoices import reference_of
from billing.services import setting_off
from claims.letters.parts import printed_reference
from claims.models import Claim
from clients.models import Contract
from funds.models import Movement, Receipt, Remittance
from funds.queries.ledger import balances, trial_balance
from funds.rules.ledger import Ledger, reconciles
from funds.services.importing import import_bank
from funds.services.matching import match_file
from funds.services.remitting import approve
from law.refusals import Refusal
from tests import world
from tests.billing.conftest import Books, noon
from tests.funds.make import camt, line

OWN = "BE62510007547061"


@dataclass
class House:
    """The first entity with its two accounts at the bank, and the days of its money."""

    books: Books
    entity: Entity

    def bank(self, *lines: dict[str, str], iban: str = world.TRUST_IBAN) -> None:
        """A statement of one of the accounts; what is sure is booked."""
        on = date.fromisoformat(lines[0]["on"])
        with acting_for(self.books.agency.pk):
            count = Movement.objects.count()
            made = import_bank(
                data=camt(*lines, iban=iban, number=count + 1, opening="10000.00"), name="day.xml", at=noon(on)
            )
            assert made.state == "booked", made.detail
            match_file(bank_file=made, on=on, at=noon(on))

    def debtor_pays(self, claim: Claim, amount: str, on: date) -> Receipt:
        """A transfer with the reference of the file."""
        self.bank(line(amount, printed_reference(claim.reference), on))
        with acting_for(self.books.agency.pk):
            return Receipt.objects.latest("pk")

    def creditor_pays(self, invoice: Invoice, amount: str, on: date) -> None:
        """A transfer to the own account with the reference of an invoice."""
        self.bank(line(amount, reference_of(invoice), on), iban=OWN)

    def proposed(self, on: date) -> Remittance:
        """A run that one member proposed."""
        with acting_for(self.books.agency.pk):
            one = world.member("accountant")
        with acting_for(self.books.agency.pk, member_id=one.pk):
            run = setting_off.propose(entity_id=self.entity.pk, on=on, at=noon(on))
        assert isinstance(run, Remittance), run
        return run

    def approved(self, run: Remittance, on: date) -> Remittance | Refusal:
        """What comes of it when another member approves."""
        with acting_for(self.books.agency.pk):
            two = world.member("manager")
        with acting_for(self.books.agency.pk, member_id=two.pk):
            return approve(remittance_id=run.pk, on=on, at=noon(on))

    def remits(self, on: date) -> Remittance:
        """A run proposed by one member and approved by another."""
        run = self.proposed(on)
        assert isinstance(self.approved(run, on), Remittance)
        return run

    def with_set_off(self) -> Contract:
        """A contract that lets invoices be taken from the money held."""
        signed = self.books.sign()
        with acting_for(self.books.agency.pk):
            Contract.objects.filter(pk=signed.pk).update(set_off=True)
        return signed

    def ends_with(self, **accounts: str) -> None:
        """The balances of both ledgers that are not zero: debits above zero, credits below."""
        with acting_for(self.books.agency.pk):
            found = balances(self.entity.pk, date(2027, 12, 31))
            for ledger in Ledger:
                assert sum(one.balance for one in trial_balance(self.entity.pk, ledger, date(2027, 12, 31))) == 0
        told = {account.value.replace(".", "_"): amount for account, amount in found.items() if amount}
        assert told == {account: Decimal(amount) for account, amount in accounts.items()}
        assert reconciles(found)


def opened(books: Books) -> House:
    """The house of an agency's books, its accounts known."""
    with acting_for(books.agency.pk):
        first = Entity.objects.order_by("pk")[0]
        Entity.objects.filter(pk=first.pk).update(trust_iban=world.TRUST_IBAN, own_iban=OWN)
        return House(books, Entity.objects.get(pk=first.pk))


def bill(house: House, n: int = -1) -> Invoice:
    return house.books.invoices()[n]
