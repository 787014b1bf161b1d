"""Two versions of a cycle on trial: who takes which, and what the difference is worth. Pure."""

from dataclasses import dataclass
from hashlib import sha256
from math import sqrt

Z95 = 1.959963984540054  # the normal quantile of a 95 % confidence


def takes_challenger(policy: int, debtor: str, share: int) -> bool:
    """Whether a debtor's claims under a policy take the challenger, which has `share` per cent of them.

    The answer never changes for a debtor and a share, and a growing share only adds debtors: whoever was in stays in.
    """
    drawn = int.from_bytes(sha256(f"{policy}:{debtor}".encode()).digest()[:8], "big")
    return drawn % 100 < share


@dataclass(frozen=True, slots=True)
class Interval:
    """A share with the bounds of its confidence interval, all between 0 and 1 (between -1 and 1 for a difference)."""

    value: float
    low: float
    high: float


def wilson(successes: int, trials: int, z: float = Z95) -> Interval:
    """The share of successes with Wilson's score interval (1927). ValueError without trials, or for a share above 1."""
    if not 0 <= successes <= trials or not trials:
        raise ValueError(f"{successes} of {trials}")
    share, square = successes / trials, z * z / trials
    middle = (share + square / 2) / (1 + square)
    half = z * sqrt(share * (1 - share) / trials + square / (4 * trials)) / (1 + square)
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half))


@dataclass(frozen=True, slots=True)
class Arm:
    """What one version did: the runs that ended, and those of them that ended paid."""

    ended: int
    paid: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Challenger against champion; `difference` is challenger minus champion, `clear` that it is not chance."""

    champion: Interval
    challenger: Interval
    difference: Interval

    @property
    def clear(self) -> bool:
        """Whether zero lies outside the interval of the difference."""
        return self.difference.low > 0 or self.difference.high < 0


def compared(champion: Arm, challenger: Arm, z: float = Z95) -> Comparison | None:
    """The two shares of paid runs and their difference by Newcombe's hybrid score (1998, method 10).

    None while one of them has no run that ended.
    """
    if not champion.ended or not challenger.ended:
        return None
    old, new = wilson(champion.paid, champion.ended, z), wilson(challenger.paid, challenger.ended, z)
    difference = new.value - old.value
    low = difference - sqrt((new.value - new.low) ** 2 + (old.high - old.value) ** 2)
    high = difference + sqrt((new.high - new.value) ** 2 + (old.value - old.low) ** 2)
    return Comparison(old, new, Interval(difference, max(-1.0, low), min(1.0, high)))
