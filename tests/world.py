"""Rows for tests: plain functions, each with defaults that keywords override.

`world()` makes two agencies, `ours` and `theirs`, alike in all: every test that shows something to one of them can
show that the other does not see it. The small functions need an agency in force (`acting_for`); `world` does not.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from agencies import services
from agencies.models import Agency, Entity, Member, Party, User
from agencies.scope import acting_for
from claims.models import Claim, ClaimItem, Debtor, Grant, Import, Liable
from clients.models import Contract, Creditor, DebtorKind, Partner, Terms
from files.models import File
from files.services import keep
from jobs.models import Job

DAY = date(2026, 3, 2)  # a Monday
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FOREVER = date(2999, 12, 31)
TRUST_IBAN, CREDITOR_IBAN = "BE68539007547034", "BE71096123456769"
ADDRESS = {"street": "Rue Haute 1", "postcode": "1000", "city": "Bruxelles"}
STANDING = {
    "fps_registration": "200001",
    "fps_registered_on": date(2020, 1, 1),
    "insurer": "Assureur SA",
    "insurance_policy": "P-1",
    "insured_from": date(2020, 1, 1),
    "insured_until": FOREVER,
    "prosecutor": "Lille",
    "declared_to_prosecutor_on": date(2020, 1, 1),
}
_next = count(1)


def agency(slug: str = "", **fields: Any) -> Agency:
    """An agency with one Belgian entity in good standing."""
    slug = slug or f"agency-{next(_next)}"
    tenant = {"slug": slug, "name": slug.title(), "preset": "creansys", "country": "BE"} | fields
    entity = {"name": f"{slug} SRL", "country": "BE", "trust_iban": TRUST_IBAN} | ADDRESS | STANDING
    return services.create_agency(agency=tenant, entities=[entity], at=NOW)


def user(email: str = "", **fields: Any) -> User:
    """A person who may sign in, without a seat and without a password."""
    return User.objects.create_user(email or f"person{next(_next)}@example.test", **fields)


def member(role: str = "agent", *, of: User | None = None, party: Party | None = None, **fields: Any) -> Member:
    """A seat in the agency in force, for a new user unless `of` names one."""
    return Member.objects.create(user=of or user(), role=role, party=party, **{"since": DAY} | fields)


def party(kind: str = "creditor", name: str = "") -> Party:
    """A place in the walls."""
    return services.make_party(kind=kind, name=name or f"Party {next(_next)}")


def creditor(**fields: Any) -> Creditor:
    """A Belgian creditor with a party of its own."""
    number = next(_next)
    given = {"number": f"C{number}", "name": f"Creditor {number}", "country": "BE", "iban": CREDITOR_IBAN} | ADDRESS
    given |= {"default_debtor_kind": DebtorKind.BUSINESS} | fields
    return Creditor.objects.create(**{"party": given.get("party") or party("creditor", given["name"])} | given)


def partner(**fields: Any) -> Partner:
    """A Belgian bailiff with a party of its own."""
    given = {"name": f"Partner {next(_next)}", "profession": Partner.Profession.BAILIFF, "country": "BE"} | fields
    return Partner.objects.create(**{"party": given.get("party") or party("partner", given["name"])} | given)


def contract(of: Creditor, **fields: Any) -> Contract:
    """A running ACCESS contract with the agency's first entity, with the power to receive."""
    given = {"entity": fields.get("entity") or Entity.objects.order_by("id").first(), "power_to_receive": True}
    given |= {"programme": Contract.Programme.ACCESS, "signed_on": date(2026, 1, 5)} | fields
    return Contract.objects.create(creditor=of, party_id=of.party_id, **given)


def terms(of: Creditor, **fields: Any) -> Terms:
    """Version 1 of the creditor's terms: 8 % a year, penalty of 10 %, accepted when signing."""
    given = {"version": 1, "since": date(2020, 1, 1), "interest_rate": 8, "penalty_percent": 10}
    return Terms.objects.create(creditor=of, party_id=of.party_id, **given | {"accepted_at_signature": True} | fields)


def debtor(of: Creditor, **fields: Any) -> Debtor:
    """A Belgian debtor of this creditor."""
    number = next(_next)
    given = {"identity": f"test:{number}", "name": f"Debtor {number}", "country": "BE"} | ADDRESS
    return Debtor.objects.create(party_id=of.party_id, **given | {"email": f"debtor{number}@example.test"} | fields)


def claim(of: Contract, **fields: Any) -> Claim:
    """A business claim of 1 000.00 EUR in PAYNOW, with one invoice and its debtor liable, due on 2026-01-31."""
    number = next(_next)
    who = fields.pop("debtor", None) or debtor(of.creditor)
    owed = fields.pop("principal", Decimal("1000.00"))
    given = {"number": number, "reference": f"{number:010d}{number % 97 or 97:02d}", "country": who.country}
    given |= {"debtor_kind": DebtorKind.BUSINESS, "opened_on": DAY, "oldest_due_on": date(2026, 1, 31)} | fields
    keys = {"party_id": of.party_id, "creditor_id": of.creditor_id, "entity_id": of.entity_id}
    made = Claim.objects.create(contract=of, debtor=who, principal=owed, **keys | given)
    item(made, total=owed, balance=owed, due_on=made.oldest_due_on)
    Liable.objects.create(party_id=of.party_id, claim=made, debtor=who)
    return made


def item(of: Claim, **fields: Any) -> ClaimItem:
    """An unpaid invoice of 1 000.00 EUR, issued on 2026-01-01, due on 2026-01-31."""
    number = fields.pop("number", f"F{next(_next)}")
    given = {"total": Decimal("1000.00"), "balance": Decimal("1000.00"), "due_on": date(2026, 1, 31)}
    given |= {"issued_on": date(2026, 1, 1), "number_key": number.lower()} | fields
    return ClaimItem.objects.create(claim=of, party_id=of.party_id, number=number, **given)


def grant(to: Partner, of: Claim, until: date = FOREVER) -> Grant:
    """The partner may see the claim until a day (inclusive)."""
    return Grant.objects.create(claim=of, party_id=to.party_id, until=until)


def file(party_id: int | None = None, **fields: Any) -> File:
    """A row about a PDF; no bytes are stored (use files.services.keep for those)."""
    given = {"sha256": f"{next(_next):064x}", "size": 4, "mime": "application/pdf", "name": "invoice.pdf"} | fields
    return File.objects.create(party_id=party_id, **given)


SHEET = "N° facture;Client;Échéance;Solde;E-mail\nA-1;Exemple SRL;31/01/2026;100,00;compta@exemple.example\n"


def handed_over(of: Contract, **fields: Any) -> Import:
    """A list of one row that the creditor handed over and has not signed; its bytes are stored."""
    kept = keep(data=SHEET.encode(), name="list.csv", party_id=of.party_id)
    given = {"name": "list.csv", "on": DAY, "at": NOW, "rows": 1, "ready": 1, "warned": 0, "refused": 0}
    given |= {"duplicates": 0, "claims": 1, "amount": Decimal("100.00"), "file": kept} | fields
    return Import.objects.create(party_id=of.party_id, creditor_id=of.creditor_id, contract=of, **given)


@dataclass(frozen=True, slots=True)
class Side:
    """One agency: its seats, two creditors with a claim each, a partner with a grant on `claim` and one without."""

    agency: Agency
    entity: Entity
    manager: Member
    agent: Member
    creditor: Creditor
    creditor_member: Member
    contract: Contract
    claim: Claim
    other: Creditor
    other_member: Member
    others_claim: Claim
    handed: Import
    job: Job
    partner: Partner
    stranger: Partner

    @property
    def pk(self) -> int:
        """The agency's id, for `acting_for`."""
        return self.agency.pk


@dataclass(frozen=True, slots=True)
class World:
    """Two agencies that must never see each other."""

    ours: Side
    theirs: Side


def side(slug: str) -> Side:
    """One agency with everything in it."""
    tenant = agency(slug)
    with acting_for(tenant.pk):
        one, other = creditor(), creditor()
        signed = contract(one)
        claims = claim(signed), claim(contract(other))
        bailiff = partner()
        grant(bailiff, claims[0])
        return Side(
            agency=tenant,
            entity=signed.entity,
            manager=member("manager"),
            agent=member("agent"),
            creditor=one,
            creditor_member=member("creditor", party=one.party),
            contract=signed,
            claim=claims[0],
            other=other,
            other_member=member("creditor", party=other.party),
            others_claim=claims[1],
            handed=handed_over(signed),
            job=Job.objects.create(party_id=one.party_id, kind="import:1", asked_at=NOW),
            partner=bailiff,
            stranger=partner(),
        )


def world() -> World:
    """Two agencies alike, `ours` and `theirs`."""
    return World(side("ours"), side("theirs"))
