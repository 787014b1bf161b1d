"""By which ways somebody does not want to be contacted, as people tell us rather than by a reply that says stop."""

from datetime import datetime

from agencies.scope import widened
from messaging.models import BadAddress, OptOut


def close_way(*, channel: str, address: str, at: datetime) -> bool:
    """Leave this address alone on this channel from now on; False when it was left alone already.

    `address` is an e-mail address, a number, or a recipient ("debtor:31") for visits, as the guard looks it up.
    """
    with widened("close_way"):
        given = {"channel": channel, "address": address.lower() if channel == "email" else address}
        _, new = OptOut.objects.get_or_create(**given, ended_at=None, defaults={"since": at})
    return bool(new)


def open_way(*, channel: str, address: str, at: datetime) -> bool:
    """The address may be used again, its owner says; False when nothing was closed."""
    with widened("open_way"):
        given = {"channel": channel, "address": address.lower() if channel == "email" else address}
        return bool(OptOut.objects.filter(**given, ended_at=None).update(ended_at=at))


def trust(*, channel: str, address: str, at: datetime) -> bool:
    """Somebody found out that an address works that mail came back from: it is written to again; False if it was."""
    with widened("trust"):
        bad = BadAddress.objects.filter(channel=channel, address=address.lower(), ended_at=None)
        return bool(bad.update(ended_at=at))
