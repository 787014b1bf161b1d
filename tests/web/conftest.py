"""The style guide, as a demo shows it, in French."""

import pytest


@pytest.fixture
def shown(settings, french):
    """The style guide, as a demo shows it."""
    settings.DEMO = True
