"""An agency with the tariff of a preset, a creditor under contract, and days that pass."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from agencies.models import Agency, Entity
from agencies.scope import acting_for
from billing.models import Fee, Invoice
from claims.models import Claim, Credit
from claims.services import lifecycle
from clients.models import Contract, Creditor
from clients.services import sign_contract
from creansys import presets
from creansys.tick import tick
from files.services import read
from formats.einvoicing import validate_ubl
from tests import world

SIGNED = date(2026, 1, 5)
BELGIAN = {"enterprise_number": "0403170701", "vat_number": "BE0403170701", "email": "compta@creditor.example"}
FRENCH = {"country": "FR", "enterprise_number": "732829320", "vat_number": "FR44732829320", "email": "c@fr.example"}


def noon(day: date) -> datetime:
    return datetime.combine(day, time(11), UTC)


@dataclass
class Books:
    """What happens between an agency and its creditors, day by day."""

    agency: Agency

    def sign(self, *, entity: str = "", on: date = SIGNED, **creditor: Any) -> Contract:
        """A contract with a new creditor, Belgian with a VAT number unless told otherwise."""
        with acting_for(self.agency.pk):
            house = Entity.objects.get(name=entity) if entity else Entity.objects.order_by("pk")[0]
            return sign_contract(
                creditor=world.creditor(**BELGIAN | creditor),
                entity=house,
                signed_on=on,
                at=noon(on),
                programme="access",
                power_to_receive=True,
            )

    def claim(self, contract: Contract, stage: str = "amicable", *, owed: str = "10000.00", on: date = SIGNED) -> Claim:
        """A file that is in a stage from the day on which it was opened."""
        with acting_for(self.agency.pk):
            return world.claim(contract, stage=stage, principal=Decimal(owed), opened_on=on, with_charges=False)

    def pays(self, claim: Claim, amount: str, on: date) -> Credit:
        """A sum is received on the claim."""
        with acting_for(self.agency.pk):
            source = f"receipt:{Credit.objects.count()}"
            given = {"kind": "payment", "value_on": on, "amount": Decimal(amount), "source": source, "at": noon(on)}
            return lifecycle.credit(claim_id=claim.pk, **given)

    def moves(self, claim: Claim, to: str, on: date) -> None:
        """The creditor chose the next stage."""
        with acting_for(self.agency.pk):
            held = lifecycle.locked(claim.pk)
            lifecycle.move(held, to, at=noon(on), **({"closed_on": on} if to == "closed" else {}))

    def fees(self, **of: Any) -> list[Decimal]:
        """The fees, as they came."""
        with acting_for(self.agency.pk):
            return list(Fee.objects.filter(**of).order_by("pk").values_list("amount", flat=True))

    def day(self, on: date) -> dict[str, int]:
        """All that is due is done."""
        return tick(self.agency.pk, on)

    def invoices(self, **of: Any) -> list[Invoice]:
        """The invoices, as they came, with their creditors."""
        with acting_for(self.agency.pk):
            return list(Invoice.objects.filter(**of).select_related("creditor", "corrects").order_by("pk"))

    def creditor(self, contract: Contract) -> Creditor:
        """The creditor of a contract, as it is now."""
        with acting_for(self.agency.pk):
            return Creditor.objects.get(pk=contract.creditor_id)


@pytest.fixture
def books(db: None, settings, tmp_path) -> Iterator[Books]:
    """Whatever was invoiced in a test passes the official rules at its end."""
    settings.STORAGES = settings.STORAGES | {
        "files": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    made = presets.create(name="creansys", at=noon(SIGNED))
    assert isinstance(made, Agency)
    yield Books(made)
    with acting_for(made.pk):
        sent = [read(one.xml) for one in Invoice.objects.filter(xml__isnull=False).select_related("xml")]
    assert [violation for data in sent for violation in validate_ubl(data)] == []


@pytest.fixture
def straight(db: None) -> Books:
    """The agency that never touches the money (preset directe)."""
    made = presets.create(name="directe", at=noon(SIGNED))
    assert isinstance(made, Agency)
    return Books(made)
