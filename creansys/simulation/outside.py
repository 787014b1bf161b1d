"""The world outside: where e-mails and SMS arrive. It counts what it gets, which is how a double is seen."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from messaging.channels import CHANNELS, Parcel, Sent


class Outside:
    """What has arrived, by the key under which each message is known."""

    def __init__(self) -> None:
        self.arrived: Counter[str] = Counter()

    def take(self, parcel: Parcel) -> Sent:
        """A message arrives."""
        self.arrived[parcel.key] += 1
        return Sent(f"simulated:{len(self.arrived)}:{self.arrived[parcel.key]}")

    def doubles(self) -> list[str]:
        """Keys that arrived more than once."""
        return [key for key, times in self.arrived.items() if times > 1]


class Line:
    """A channel that ends in the simulation: nothing leaves this process."""

    idempotent = False
    leaves_at_once = True

    def __init__(self, outside: Outside) -> None:
        self._outside = outside

    def send(self, parcel: Parcel) -> Sent:
        """Hand it to the simulated world."""
        return self._outside.take(parcel)

    def find(self, key: str) -> Sent | None:
        """Never asked: no attempt of the simulation ends in doubt."""
        return None


@contextmanager
def connected(outside: Outside) -> Iterator[None]:
    """E-mails and SMS of this process reach `outside` alone while inside; letters are laid into their print runs."""
    before = dict(CHANNELS)
    CHANNELS.update(email=Line(outside), sms=Line(outside))
    try:
        yield
    finally:
        CHANNELS.update(before)
