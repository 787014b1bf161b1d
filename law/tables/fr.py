"""French rates and amounts, each with its source."""

from datetime import date
from decimal import Decimal

from law.dated import Confidence, Since, Table

COMMERCE = "C. com. art. L441-10"
# Half-year: legal rate of individuals, legal rate of other creditors, ECB main refinancing rate on its first day.
RATES: tuple[tuple[int, int, str, str, str], ...] = (
    (2018, 1, "3.73", "0.89", "0.00"),
    (2018, 2, "3.60", "0.88", "0.00"),
    (2019, 1, "3.40", "0.86", "0.00"),
    (2019, 2, "3.26", "0.87", "0.00"),
    (2020, 1, "3.15", "0.87", "0.00"),
    (2020, 2, "3.11", "0.84", "0.00"),
    (2021, 1, "3.14", "0.79", "0.00"),
    (2021, 2, "3.12", "0.76", "0.00"),
    (2022, 1, "3.13", "0.76", "0.00"),
    (2022, 2, "3.15", "0.77", "0.00"),
    (2023, 1, "4.47", "2.06", "2.50"),
    (2023, 2, "6.82", "4.22", "4.00"),
    (2024, 1, "8.01", "5.07", "4.50"),
    (2024, 2, "8.16", "4.92", "4.25"),
    (2025, 1, "7.21", "3.71", "3.15"),
    (2025, 2, "6.65", "2.76", "2.15"),
    (2026, 1, "6.67", "2.62", "2.15"),
    (2026, 2, "6.84", "2.75", "2.40"),
)
DECREE_NOT_SEEN = (2026, 2)  # the legal rates of this half-year come from two agreeing public files


def _entries(column: int, source: str) -> tuple[Since[Decimal], ...]:
    return tuple(_entry(row, column, source) for row in RATES)


def _entry(row: tuple[int, int, str, str, str], column: int, source: str) -> Since[Decimal]:
    year, half, name = row[0], row[1], f"{'1er' if row[1] == 1 else '2e'} semestre {row[0]}"
    confidence: Confidence = "unsure" if row[:2] == DECREE_NOT_SEEN and column != 4 else "sourced"
    return Since(date(year, 6 * half - 5, 1), Decimal(str(row[column])), f"{source}, {name}", confidence)


LEGAL_INDIVIDUAL = Table("fr-legal-individual", "semester", _entries(2, "CMF art. L313-2 (particuliers)"))
LEGAL_PRO = Table("fr-legal-pro", "semester", _entries(3, "CMF art. L313-2 (autres cas)"))
ECB = Table("ecb-refinancing", "semester", _entries(4, "Taux de refinancement BCE"))
FLAT_COMPENSATION = Table(
    "fr-flat-compensation", "open", (Since(date(2013, 1, 1), Decimal("40.00"), "C. com. art. D441-5"),)
)
