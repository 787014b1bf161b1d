"""Where a request comes from. Limits on signing in and the list of sessions stand on this address."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address


def client_address(remote: str, forwarded: str, trusted: Sequence[IPv4Network | IPv6Network]) -> str | None:
    """The client's own address; None where none can be told.

    `forwarded` (X-Forwarded-For, nearest last) counts only as far as trusted proxies wrote it: it is read backwards
    from `remote`, and the first address that is not a trusted proxy's is the client. What stands before it was
    written by the client, who may write anything.
    """
    hops = [remote, *reversed([hop for hop in forwarded.split(",") if hop.strip()])]
    nearest: str | None = None
    for hop in hops:
        address = _address(hop)
        if address is None:
            break
        nearest = address
        if not any(ip_address(address) in network for network in trusted):
            break
    return nearest


def _address(hop: str) -> str | None:
    try:
        address = ip_address(hop.strip())
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)
