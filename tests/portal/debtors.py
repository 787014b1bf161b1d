"""A debtor on its page: the link, the number of its invoice, the visit."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from agencies.scope import acting_for
from claims.access import debtor_link
from tests.world import Side


def link_to(side: Side) -> str:
    """Where a debtor of this side gives the number."""
    until = timezone.now() + timedelta(hours=1)
    return f"/v/{side.agency.slug}/open/{debtor_link(side.agency.slug, side.claim.code, until)}/"


def invoice_of(side: Side) -> str:
    """The number of the claim's invoice."""
    with acting_for(side.pk):
        return str(side.claim.items.order_by("pk")[0].number)


def entered(client: Client, side: Side) -> str:
    """Pass the second check; the address of the file's first page."""
    answer = client.post(link_to(side), {"number": invoice_of(side)})
    assert answer.status_code == 302, answer.content
    return str(answer["Location"])
