"""French on screen, whatever the machine: the catalogs are compiled once, into the place Django reads."""

from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override, trans_real

from web import catalog


@pytest.fixture(scope="session")
def _compiled() -> None:
    catalog.compile_all(Path(settings.LOCALE_PATHS[0]))
    trans_real._translations.clear()
    trans_real._default = None


@pytest.fixture
def french(_compiled):
    with override("fr"):
        yield


@pytest.fixture
def shown(settings, french):
    """The style guide, as a demo shows it."""
    settings.DEMO = True
