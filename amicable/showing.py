"""What faces show of arrangements, in the parts of `web`: shared by office and portal."""

from django.utils.translation import gettext as _

from amicable.rules.plans import Standing
from web import marks
from web.parts import Cell, Heading, Row, TableView


def instalments_table(standings: tuple[Standing, ...]) -> TableView:
    """The instalments of a plan, with what is paid of each."""
    headings = [
        Heading(_("Instalment"), "key"),
        Heading(_("To be paid by"), "day"),
        Heading(_("Amount"), "amount"),
        Heading(_("Amount paid"), "amount"),
    ]
    rows = [
        Row(
            str(one.part.position),
            "",
            [
                Cell(str(one.part.position), "key"),
                Cell(marks.day_mark(one.part.due_on), "day"),
                Cell(marks.amount(one.part.amount), "amount"),
                Cell(marks.amount(one.paid), "amount"),
            ],
        )
        for one in standings
    ]
    return TableView(_("Instalments"), headings, rows)
