"""The composition root: wires the tables of reactions and answers once models are loaded."""

from importlib import import_module

from django.apps import AppConfig

from core.events import connect, connect_answers


class CreansysConfig(AppConfig):
    name = "creansys"

    def ready(self) -> None:
        """Connect who reacts to what and who answers what. The tables import models, which exist only now."""
        tables = import_module("creansys.reactions")
        connect(tables.REACTIONS)
        connect_answers(tables.ANSWERS)
