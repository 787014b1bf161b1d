"""A creditor with claims ready to be written, in an agency with real commits, a mailbox and a store of its own."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest

from agencies.models import Agency
from agencies.scope import acting_for
from claims.models import Claim, Import
from claims.services.bordereau import draw_up
from claims.services.intake import import_file
from claims.services.lifecycle import accept_import, credit
from clients.models import Contract
from creansys.tick import tick
from messaging.models import PrintRun
from messaging.services import hand_over
from paynow.models import Notice
from tests import world

DAY = date(2026, 3, 2)  # a Monday
HEAD = "facture;nom;qualité;rue;code postal;ville;pays;e-mail;date;échéance;total;solde;premier rappel;canal"


def row(number: str = "F1", **values: str) -> str:
    """One line of a file: a Belgian business that owes 1 000.00 EUR since 31 January."""
    given = {"name": "Débiteur SRL", "kind": "société", "country": "BE", "email": "debtor@example.test"} | values
    due, amount = given.get("due", "31/01/2026"), given.get("amount", "1000,00")
    reminded, channel = given.get("reminded", ""), given.get("channel", "")
    place = f"Rue Haute 1;{given.get('postcode', '1000')};Bruxelles;{given['country']};{given['email']}"
    return f"{number};{given['name']};{given['kind']};{place};01/01/2026;{due};{amount};{amount};{reminded};{channel}"


@dataclass
class Desk:
    """An agency at work: days pass, letters are posted, debtors pay."""

    agency: Agency
    contract: Contract

    def take(self, *rows: str, on: date = DAY, accept: bool = True) -> Import:
        """The creditor hands over rows, and signs the list."""
        data = "\n".join([HEAD, *rows]).encode()
        with acting_for(self.agency.pk):
            made = import_file(data=data, name="f.csv", contract=self.contract, on=on, at=noon(on))
            assert isinstance(made, Import), made
            if accept:
                draw_up(import_id=made.pk)
                accept_import(import_id=made.pk, name="Le gérant", on=on, at=noon(on))
        return made

    def day(self, on: date) -> dict[str, int]:
        """All that is due on a day."""
        return tick(self.agency.pk, on)

    def post(self, on: date) -> int:
        """Hand every open print run to the post; the number of letters."""
        with acting_for(self.agency.pk):
            runs = PrintRun.objects.filter(handed_over_on=None)
            return sum(len(hand_over(print_run=run, on=on, at=noon(on)).message_ids) for run in runs)

    def pay(self, amount: str, on: date, source: str = "declared:1") -> None:
        """The creditor declares a payment on the only claim."""
        claim = self.claim()
        with acting_for(self.agency.pk):
            credit(
                claim_id=claim.pk, kind="payment", value_on=on, amount=world.Decimal(amount), source=source, at=noon(on)
            )

    def claim(self) -> Claim:
        """The only claim, as it is now."""
        with acting_for(self.agency.pk):
            return Claim.objects.select_related("debtor").get()

    def notices(self) -> list[Notice]:
        """All notices, oldest first."""
        with acting_for(self.agency.pk):
            return list(Notice.objects.select_related("message", "file").order_by("pk"))


def noon(day: date) -> datetime:
    return datetime.combine(day, time(11), UTC)


@pytest.fixture
def desk(db: None, settings, tmp_path) -> Desk:
    settings.STORAGES = settings.STORAGES | {
        "files": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    agency = world.agency()
    with acting_for(agency.pk):
        signed = world.contract(
            world.creditor(enterprise_number="0403170701", phone="+32 2 555 00 00", email="creditor@example.test"),
            paynow_from_stock=False,
        )
        world.terms(signed.creditor, penalty_percent=5, interest_rate=8)
    return Desk(agency, signed)


def days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(count)]
