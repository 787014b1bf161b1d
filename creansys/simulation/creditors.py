"""What creditors do: hand over their lists, choose what comes next, answer disputes, give papers."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from agencies.models import Entity, Member, User
from agencies.rules import Role
from agencies.services import seat
from amicable.models import Dispute, PaperRequest
from amicable.services import disputing, supporting
from billing.models import TariffLine
from billing.queries.packs import claims_without_paynow, on_sale
from billing.rules.prices import pack_price
from billing.services.packs import Order, buy
from claims.models import Claim, Decision, Document
from claims.services import bordereau
from claims.services.certifying import certify
from claims.services.intake import Refused, import_file
from claims.services.lifecycle import accept_import, decide
from clients.models import Contract
from clients.queries import paynow_left
from clients.services import record_terms, sign_contract, take_on
from creansys.simulation.life import Life, at_hour
from creansys.simulation.people import person, sheet
from law.refusals import Refusal

SHORT = 3  # PAYNOW in stock: a creditor buys more
CLAIMS_EACH = 60  # claims of a creditor, about
CHOICES = {"paynow": {"amicable": 70, "judicial": 10, "keep": 12, "": 8}}  # "" never answers
LATER = {"judicial": 40, "keep": 30, "abandon": 20, "": 10}
POSITIONS = {"accepts": 20, "partly": 25, "rejects": 45, "": 10}
INVOICE = b"%PDF-1.7\n% an invoice, as the simulation writes it\n%%EOF\n"


@dataclass(slots=True)
class Client:
    """A creditor with its contract and the debtors that it has handed over."""

    contract: Contract
    member: Member
    known: list[str] = field(default_factory=list)


def signed(number: int, on: date) -> Client:
    """A new creditor: one in four works with the last of the agency's entities."""
    entities = list(Entity.objects.order_by("pk"))
    entity = entities[-1] if number % 4 == 3 else entities[0]
    at = at_hour(on, 8)
    place = {"street": "Rue du Commerce 1", "postcode": "7000", "city": "Mons", "iban": "BE71096123456769"}
    creditor = take_on(
        at=at, name=f"Créancier {number}", country="BE", email=f"creditor{number}@example.test",
        default_debtor_kind="unknown", **place,
    )  # fmt: skip
    contract = sign_contract(
        creditor=creditor, entity=entity, signed_on=on - timedelta(days=1), at=at,
        programme=Contract.Programme.PREMIUM, power_to_receive=True,
        paynow_from_stock=number % 3 == 1 and _sold(), set_off=number % 2 == 0,
    )  # fmt: skip
    terms = {"interest_rate": 8, "penalty_percent": 5, "accepted_at_signature": True}
    record_terms(creditor=creditor, since=on - timedelta(days=2000), at=at, fields=terms)
    user = User.objects.create_user(f"simulated-{creditor.party_id}@example.test")
    member = seat(user=user, role=Role.CREDITOR, since=on, at=at, party=creditor.party)
    return Client(contract, member)


def _sold() -> bool:
    """Whether the agency's tariff has PAYNOW to order."""
    return TariffLine.objects.filter(due=TariffLine.Due.ORDER).exists()


def buy_when_short(life: Life, client: Client, day: date) -> None:
    """A creditor whose stock runs low, or whose claims wait for one, orders a pack; now and then singles."""
    contract = client.contract
    waiting = claims_without_paynow(contract.party_id)
    if not contract.paynow_from_stock or not (waiting or paynow_left(contract.party_id) < SHORT):
        return
    offers = on_sale(contract, day)
    line = offers[0] if 0 < waiting < SHORT else offers[min(1, len(offers) - 1)]
    many = max(waiting, 1) if (line.quantity or 1) == 1 else line.quantity or 1
    order = Order(line.code, many, pack_price(line.price, many), f"simulated:{contract.pk}:{day}")
    made = buy(contract=contract, order=order, on=day, at=at_hour(day, 16))
    if isinstance(made, Refusal):
        raise RuntimeError(f"{contract.creditor} could not buy {line.code}: {made.rule}")
    life.tally[f"bought: {line.code}"] += 1


def hand_over_list(life: Life, client: Client, chance: Random, count: int, day: date) -> None:
    """A creditor hands over a list and signs it."""
    at = at_hour(day, 8)
    data = sheet(chance, life.tally["invoices handed over"] + 1, count, day, client.known)
    life.tally["invoices handed over"] += count
    made = import_file(data=data, name="liste.csv", contract=client.contract, on=day, at=at)
    if isinstance(made, Refused):
        raise RuntimeError(f"the list of {client.contract.creditor} was refused: {made.code} {made.detail}")
    life.tally["rows refused at intake"] += made.refused
    life.handed_over += made.claims
    if not made.claims:
        return
    bordereau.draw_up(import_id=made.pk)
    accept_import(import_id=made.pk, name=client.contract.creditor.name, on=day, at=at)
    for claim in Claim.objects.filter(source=made).order_by("number"):
        life.people[claim.pk] = person(life.seed, claim.number)


def answer(life: Life, day: date) -> None:
    """Creditors answer what they were asked some days ago."""
    for one in Decision.objects.filter(decided_at=None, asked_on__lt=day).select_related("claim").order_by("pk"):
        _choose(life, one, day)
    for made in Dispute.objects.filter(state=Dispute.State.OPEN, raised_on__lt=day).order_by("pk"):
        _say(life, made, day)
    for request in PaperRequest.objects.filter(state=PaperRequest.State.OPEN, asked_on__lt=day).order_by("pk"):
        _give(life, request, day)


def _planned(life: Life, claim_id: int, key: str, asked_on: date, choices: dict[str, int]) -> tuple[str, date]:
    """What a creditor will answer to a question, and when: the same each day it is looked at."""
    chance = Random(f"{life.seed}:{claim_id}:{key}")
    return chance.choices(list(choices), list(choices.values()))[0], asked_on + timedelta(days=chance.randint(1, 25))


def _choose(life: Life, one: Decision, day: date) -> None:
    choices = CHOICES.get(one.stage_ended, LATER)
    choice, on = _planned(life, one.claim_id, f"decision:{one.stage_ended}", one.asked_on, choices)
    if choice and on <= day:
        decide(decision_id=one.pk, choice=choice, channel="portal", on=day, at=at_hour(day, 16), consent="oui")
        life.tally[f"creditor after {one.stage_ended}: {choice}"] += 1
        if choice == Decision.Choice.ABANDON and isinstance(
            certify(claim_id=one.claim_id, at=at_hour(day, 16)), Document
        ):
            life.tally["certificates"] += 1


def _say(life: Life, made: Dispute, day: date) -> None:
    position, on = _planned(life, made.claim_id, f"dispute:{made.raised_on}", made.raised_on, POSITIONS)
    if position and on <= day:
        disputing.answer(dispute_id=made.pk, position=position, text="Notre réponse.", at=at_hour(day, 16))


def _give(life: Life, request: PaperRequest, day: date) -> None:
    position, on = _planned(life, request.claim_id, "papers", request.asked_on, POSITIONS)
    if not position or on > day:
        return
    if position == "accepts":
        supporting.cannot_give(request_id=request.pk, reason="Introuvable.", on=day, at=at_hour(day, 16))
    else:
        supporting.give_papers(
            request_id=request.pk, data=INVOICE, name="facture.pdf", kind="invoice", on=day, at=at_hour(day, 16)
        )
