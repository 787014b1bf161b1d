"""The dated tables by name, as an agency's overrides and the screens call them."""

from law.dated import Table
from law.tables import be, fr

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        be.LATE_PAYMENT,
        be.LEGAL,
        be.CAP_SCALE,
        be.REMINDER_COST,
        be.FREE_REMINDERS,
        be.FLAT_COMPENSATION,
        fr.LEGAL_INDIVIDUAL,
        fr.LEGAL_PRO,
        fr.ECB,
        fr.FLAT_COMPENSATION,
    )
}
