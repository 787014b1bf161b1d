"""Who is simulated: debtors with a temper of their own, and the lists that their creditors hand over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

TEMPERS: Mapping[str, int] = {  # how debtors are, and how many in a hundred
    "pays": 30,
    "pays in parts": 8,
    "promises": 9,
    "breaks promises": 8,
    "keeps a plan": 8,
    "breaks a plan": 5,
    "disputes": 8,
    "says paid": 3,
    "asks papers": 4,
    "moved": 4,
    "insolvent": 2,
    "says stop": 3,
    "objects": 1,
    "silent": 7,
}
KINDS: Mapping[str, int] = {"BE société": 44, "BE particulier": 30, "FR société": 16, "FR particulier": 8, "BE ": 2}
HEADINGS = (
    "facture;n° client;nom;qualité;rue;code postal;ville;pays;e-mail;téléphone;"
    "date;échéance;total;solde;premier rappel;canal"
)
PLACES = {"BE": ("1000", "Bruxelles"), "FR": ("59300", "Valenciennes")}


@dataclass(slots=True)
class Person:
    """A debtor as the simulation knows it: how it is, and what it has done already. Its chance is its own."""

    temper: str
    chance: Random
    deeds: int = 0
    reachable: bool = True
    done: set[str] = field(default_factory=set)


def person(seed: int, number: int) -> Person:
    """The debtor of claim `number`: the same for the same seed, whatever happens to others."""
    chance = Random(f"{seed}:{number}")
    return Person(chance.choices(list(TEMPERS), list(TEMPERS.values()))[0], chance)


def sheet(chance: Random, first: int, count: int, on: date, known: list[str]) -> bytes:
    """A creditor's list of `count` unpaid invoices, numbered from `first`, handed over on `on`.

    One in eight is of a debtor whom it handed over before: `known` remembers them.
    """
    rows = []
    for number in range(first, first + count):
        again = bool(known) and chance.random() < 0.12
        who = chance.choice(known) if again else _debtor(chance, number)
        known += [] if again else [who]
        rows.append(f"F{number};{who};{_invoice(chance, on)}")
    return "\n".join([HEADINGS, *rows]).encode()


def _debtor(chance: Random, number: int) -> str:
    country, _, kind = chance.choices(list(KINDS), list(KINDS.values()))[0].partition(" ")
    postcode, city = PLACES[country]
    street = "" if chance.random() < 0.03 else f"Rue Haute {number % 300 + 1}"
    email = "" if chance.random() < 0.15 else f"debtor{number}@example.test"
    cells = [f"K{number}", f"Débiteur {number}", kind, street, postcode, city, country, email]
    return ";".join([*cells, _phone(chance, country, number)])


def _invoice(chance: Random, on: date) -> str:
    """Dates, amounts, and the proof of a first reminder in half the cases."""
    due = on - timedelta(days=chance.randint(20, 150))
    amount = f"{_amount(chance):.2f}".replace(".", ",")
    proof = [_day(due + timedelta(days=2)), "courrier"] if chance.random() < 0.5 else ["", ""]
    return ";".join([_day(due - timedelta(days=30)), _day(due), amount, amount, *proof])


def _amount(chance: Random) -> Decimal:
    """Euros: many small debts, few large ones."""
    return Decimal(round(min(max(chance.lognormvariate(6.2, 1.0), 25.0), 25_000.0) * 100)) / 100


def _phone(chance: Random, country: str, number: int) -> str:
    if chance.random() < 0.15:
        return ""
    return f"+3247{number % 10_000_000:07d}" if country == "BE" else f"+336{number % 100_000_000:08d}"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def spread(claims: int, days: Sequence[date], chance: Random) -> dict[date, int]:
    """How many claims are handed over on which of `days`; they add up to `claims`."""
    found: dict[date, int] = {}
    for _ in range(claims):
        day = chance.choice(days)
        found[day] = found.get(day, 0) + 1
    return dict(sorted(found.items()))
