"""A year in the life of an agency (creansys/simulation), in a database and a store thrown away at the end."""

import gc
import hashlib
import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.db import connections
from django.test.utils import override_settings

import amicable.services.confirming
import amicable.services.writing
import claims.services.bordereau
import claims.services.certifying
import paynow.services.writing
import reports.services.papers
from creansys.simulation.days import simulate
from messaging.letters.content import html
from messaging.letters.letter import Letter
from tests.database import clone

RENDERING = (amicable.services.writing, paynow.services.writing)
SETTING = (
    amicable.services.confirming,
    claims.services.bordereau,
    claims.services.certifying,
    reports.services.papers,
)


def run(
    *, preset: str, claims: int, first: date, days: int, seed: int, render: bool, say: Callable[[str], None]
) -> dict[str, Any]:
    """What came of it; without `render`, letters are composed in full and kept as stand-ins of their PDF."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        for place in (_without_waiting(), clone("year"), _quietly(), _as_in_production(folder), _stand_ins(render)):
            stack.enter_context(place)
        told = simulate(preset=preset, claims=claims, first=first, days=days, seed=seed, say=say)
    return {"letters_rendered": render, **told}


@contextmanager
def _without_waiting() -> Iterator[None]:
    """What is thrown away need not reach the disk before the next act."""
    known = connections["default"].settings_dict
    before = known.get("OPTIONS", {})
    known["OPTIONS"] = {**before, "options": f"{before.get('options', '')} -c synchronous_commit=off".strip()}
    try:
        yield
    finally:
        known["OPTIONS"] = before


@contextmanager
def _quietly() -> Iterator[None]:
    """Each message says that it left: thousands of lines."""
    before = logging.root.manager.disable
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(before)


@contextmanager
def _as_in_production(folder: str) -> Iterator[None]:
    """A store of its own; no query is written down, and little is collected: each row read is garbage soon."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, *before[1:])
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    with override_settings(DEBUG=False, STORAGES=settings.STORAGES | {"files": store}):
        yield
    gc.set_threshold(*before)
    gc.unfreeze()


@contextmanager
def _stand_ins(render: bool) -> Iterator[None]:
    with ExitStack() as patched:
        if not render:
            for module in RENDERING:
                patched.enter_context(patch.object(module, "render", _letter))
            for module in SETTING:
                patched.enter_context(patch.object(module, "set_page", _page))
        yield


def _letter(letter: Letter) -> bytes:
    return _page(html(letter))


def _page(page: str, **_more: Any) -> bytes:
    return f"%PDF-1.7\n% stand-in of {hashlib.sha256(page.encode()).hexdigest()}\n%%EOF\n".encode()
