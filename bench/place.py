"""Where measurements are taken: a database of their own, with one agency, thrown away at the end."""

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TypeVar

from django.db import connection

from agencies.models import Agency
from clients.models import Contract
from creansys import env
from creansys.database import open_connection
from tests import world
from tests.database import clone

T = TypeVar("T")
MIB = 1024


@contextmanager
def agency() -> Iterator[tuple[Agency, Contract]]:
    """An agency with a creditor under contract, alone in a database."""
    with clone("bench"):
        made = world.agency("bench")
        with world.acting_for(made.pk):
            signed = world.contract(world.creditor(), paynow_from_stock=False)
            world.terms(signed.creditor)
        yield made, signed


def settle() -> None:
    """What autovacuum does in its own time after a great load: statistics for the planner, pages marked visible."""
    name = connection.settings_dict["NAME"]
    with closing(open_connection(env.database("DATABASE_OWNER_URL"), str(name))) as owner, owner.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds that `work` took, and what it gave."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def peak_mib() -> int:
    """The most memory that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MIB


def resident_mib() -> float:
    """What this process holds now, in MiB."""
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * resource.getpagesize() / MIB / MIB
