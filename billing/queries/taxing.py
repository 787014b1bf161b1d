"""Which VAT a creditor bears on what an entity invoices."""

from datetime import date

from stdnum.eu import vat as eu_vat

from agencies.models import Entity
from billing.rules.vat import Vat, vat_of
from clients.models import Creditor

OTHER_PREFIX = {"GR": "EL"}


def vat_between(entity: Entity, creditor: Creditor, on: date) -> Vat:
    """The VAT of a service by this entity to this creditor on a day."""
    valid = is_valid(creditor.vat_number, creditor.country)
    return vat_of(entity=entity.country, creditor=creditor.country, has_valid_number=valid, on=on)


def is_valid(number: str, country: str) -> bool:
    """Whether a VAT number is one of its country; that it is in use, the accountant confirms (VIES)."""
    return number[:2] == OTHER_PREFIX.get(country, country) and bool(eu_vat.is_valid(number))
