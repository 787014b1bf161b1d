"""The composition root: wires the table of reactions once models are loaded."""

from importlib import import_module

from django.apps import AppConfig

from core.events import connect


class CreansysConfig(AppConfig):
    name = "creansys"

    def ready(self) -> None:
        """Connect who reacts to which fact. The table imports models, which exist only now."""
        connect(import_module("creansys.reactions").REACTIONS)
