"""Belgian rates and amounts, each with its source."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from law.dated import Confidence, Since, Table

LATE_PAYMENT_ACT = "Loi du 2 août 2002, art. 5"
LEGAL_INTEREST_ACT = "Loi du 5 mai 1865, art. 2"
BOOK_XIX = "CDE art. XIX.4"


def _half_year(year: int, half: int, rate: str, confidence: Confidence = "sourced") -> Since[Decimal]:
    name = f"{'1er' if half == 1 else '2e'} semestre {year}"
    return Since(date(year, 6 * half - 5, 1), Decimal(rate), f"{LATE_PAYMENT_ACT}, {name}", confidence)


def _year(year: int, rate: str) -> Since[Decimal]:
    return Since(date(year, 1, 1), Decimal(rate), f"{LEGAL_INTEREST_ACT}, année {year}")


# ECB main refinancing rate on the first day + 8 points, up to the half point. 2027H1 waits for its publication.
LATE_PAYMENT = Table(
    "be-b2b",
    "semester",
    (
        _half_year(2018, 1, "8.0"),
        _half_year(2018, 2, "8.0"),
        _half_year(2019, 1, "8.0", "derived"),
        _half_year(2019, 2, "8.0", "derived"),
        _half_year(2020, 1, "8.0"),
        _half_year(2020, 2, "8.0"),
        _half_year(2021, 1, "8.0"),
        _half_year(2021, 2, "8.0"),
        _half_year(2022, 1, "8.0"),
        _half_year(2022, 2, "8.0"),
        _half_year(2023, 1, "10.5"),
        _half_year(2023, 2, "12.0"),
        _half_year(2024, 1, "12.5"),
        _half_year(2024, 2, "12.5"),
        _half_year(2025, 1, "11.5"),
        _half_year(2025, 2, "10.5"),
        _half_year(2026, 1, "10.5"),
        _half_year(2026, 2, "10.5", "derived"),
    ),
)

LEGAL = Table(
    "be-civil",
    "year",
    (
        _year(2018, "2.00"),
        _year(2019, "2.00"),
        _year(2020, "1.75"),
        _year(2021, "1.75"),
        _year(2022, "1.50"),
        _year(2023, "5.25"),
        _year(2024, "5.75"),
        _year(2025, "4.50"),
        _year(2026, "4.50"),
    ),
)


@dataclass(frozen=True)
class Bracket:
    """Cap `base` + `percent` of what exceeds `above`, for balances above `above`."""

    above: Decimal
    base: Decimal
    percent: Decimal


@dataclass(frozen=True)
class CapScale:
    """Brackets in rising order, and the amount that no cap exceeds."""

    brackets: tuple[Bracket, ...]
    ceiling: Decimal


BOOK_XIX_START = date(2023, 9, 1)
CAP_SCALE = Table(
    "be-consumer-cap",
    "open",
    (
        Since(
            BOOK_XIX_START,
            CapScale(
                (
                    Bracket(Decimal("0"), Decimal("20"), Decimal("0")),
                    Bracket(Decimal("150"), Decimal("30"), Decimal("10")),
                    Bracket(Decimal("500"), Decimal("65"), Decimal("5")),
                ),
                Decimal("2000"),
            ),
            BOOK_XIX,
        ),
    ),
)
REMINDER_COST = Table(
    "be-reminder-cost", "open", (Since(BOOK_XIX_START, Decimal("7.50"), "CDE art. XIX.2", "sourced"),)
)
FREE_REMINDERS = Table("be-free-reminders", "open", (Since(BOOK_XIX_START, 3, "CDE art. XIX.2"),))
FLAT_COMPENSATION = Table(
    "be-flat-compensation",
    "open",
    (Since(date(2013, 3, 16), Decimal("40.00"), "Loi du 2 août 2002, art. 6", "sourced"),),
)
