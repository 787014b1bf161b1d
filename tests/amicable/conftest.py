"""An agency at work with the cycles of its preset, real commits, a mailbox, an SMS account and a store of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from agencies.models import Agency, Entity
from agencies.scope import acting_for
from amicable.models import Action, Run
from claims.models import Claim, Decision, Event
from claims.services.bordereau import draw_up
from claims.services.intake import import_file
from claims.services.lifecycle import accept_import, ask_decision, decide
from clients.models import Contract
from creansys import presets
from creansys.tick import tick
from messaging.models import Message, PrintRun
from messaging.services import hand_over
from tests import world
from tests.messaging.phones import phones

DAY = date(2026, 3, 2)  # a Monday
HEAD = "facture;nom;qualité;rue;code postal;ville;pays;e-mail;téléphone;date;échéance;total;solde;premier rappel;canal"


def row(number: str = "F1", **values: str) -> str:
    """One line of a file: a Belgian business that owes 1 000.00 EUR since 2 March."""
    given = {"name": "Débiteur SRL", "kind": "société", "country": "BE", "email": "debtor@example.test"} | values
    due, amount, phone = (
        given.get("due", "02/03/2026"),
        given.get("amount", "1000,00"),
        given.get("phone", "+32470123456"),
    )
    place = f"Rue Haute 1;1000;Bruxelles;{given['country']};{given['email']};{phone}"
    reminded, channel = given.get("reminded", ""), given.get("channel", "")
    return f"{number};{given['name']};{given['kind']};{place};01/01/2026;{due};{amount};{amount};{reminded};{channel}"


def nine(day: date) -> datetime:
    return datetime.combine(day, time(9), ZoneInfo("Europe/Brussels"))


@dataclass
class Desk:
    """An agency at work: days pass, letters are posted."""

    agency: Agency
    contract: Contract
    start: date = DAY

    def take(self, *rows: str) -> None:
        """The creditor hands over rows and signs the list."""
        on = self.start
        with acting_for(self.agency.pk):
            data = "\n".join([HEAD, *rows]).encode()
            made = import_file(data=data, name="f.csv", contract=self.contract, on=on, at=nine(on))
            assert made.claims, made
            draw_up(import_id=made.pk)
            accept_import(import_id=made.pk, name="Le gérant", on=on, at=nine(on))

    def amicable(self, *rows: str) -> None:
        """The same in an agency with a PAYNOW: it is over, and the creditor chooses the amicable stage."""
        on = self.start
        self.take(*rows)
        with acting_for(self.agency.pk):
            for claim in Claim.objects.filter(stage="paynow"):
                Claim.objects.filter(pk=claim.pk).update(notified_on=on - timedelta(days=40), notified_by="post")
                asked = ask_decision(claim, on=on, at=nine(on))
                decide(decision_id=asked.pk, choice="amicable", channel="portal", on=on, at=nine(on))

    def day(self, on: date) -> dict[str, int]:
        """All that is due on a day, letters posted."""
        done = tick(self.agency.pk, on)
        with acting_for(self.agency.pk):
            for run in PrintRun.objects.filter(handed_over_on=None, posting_on__lte=on):
                hand_over(print_run=run, on=on, at=nine(on))
        return done

    def until(self, last: date, first: date | None = None) -> None:
        """Every day from `first` to `last`, both inclusive."""
        first = first or self.start
        for n in range((last - first).days + 1):
            self.day(first + timedelta(days=n))

    def made(self, number: int | None = None) -> list[tuple[str, str, str]]:
        """What was made of steps: act, day, state."""
        with acting_for(self.agency.pk):
            found = Action.objects.exclude(state="cancelled").order_by("on", "pk")
            return [(one.act, f"{one.on:%d/%m}", one.state) for one in found]

    def all(self, model):
        with acting_for(self.agency.pk):
            return list(model.objects.order_by("pk"))

    def claim(self) -> Claim:
        return self.all(Claim)[-1]

    def run(self) -> Run:
        return self.all(Run)[-1]

    def messages(self) -> list[tuple[str, str]]:
        """What was sent to debtors by the cycle: channel and kind."""
        mine = [one for one in self.all(Message) if one.kind.startswith("amicable.")]
        return [(one.channel, one.kind) for one in mine]

    def kinds(self) -> list[str]:
        return [event.kind for event in self.all(Event)]

    def decisions(self) -> list[str]:
        return [one.stage_ended for one in self.all(Decision) if one.decided_at is None]


def desk_of(preset: str, tmp_path, settings, start: date = DAY) -> Desk:
    settings.STORAGES = settings.STORAGES | {
        "files": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    agency = presets.create(name=preset, at=nine(DAY), options={"security.require_totp": False})
    with acting_for(agency.pk):
        Entity.objects.update(**world.STANDING)
        creditor = world.creditor(enterprise_number="0403170701", email="creditor@example.test")
        signed = world.contract(creditor, paynow_from_stock=False)
        world.terms(creditor, penalty_percent=5, interest_rate=8)
    return Desk(agency, signed, start)


@pytest.fixture
def desk(db: None, settings, monkeypatch, tmp_path) -> Iterator[Desk]:
    """The agency of the first preset, with telephones: PAYNOW, then the amicable phase."""
    with phones(settings, monkeypatch, tmp_path / "sms"):
        yield desk_of("creansys", tmp_path, settings)


@pytest.fixture
def directe(db: None, settings, tmp_path) -> Desk:
    """An agency without PAYNOW: claims come straight into its cycles."""
    return desk_of("directe", tmp_path, settings, start=DAY + timedelta(days=1))
