"""The final report: once, when a contract has ended, over its whole life."""

from datetime import date, datetime

from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from clients.models import Contract
from reports import wording
from reports.columns import lists, parted
from reports.models import Report
from reports.queries.charter import measured
from reports.queries.files import files
from reports.queries.final import life_of
from reports.rules.choosing import Choice
from reports.services.papers import Paper, language_of, publish
from web.formatting import day


def draw_final(*, contract: Contract, at: datetime) -> Report | None:
    """Draw and mail the final report on a contract that has ended; None when it runs, or has its final report.

    Call it in a wide scope.
    """
    on = localdate(at)
    if contract.ended_on is None or contract.ended_on > on:
        return None
    Contract.objects.select_for_update().get(pk=contract.pk)
    if Report.objects.filter(contract=contract, final=True).exists():
        return None
    with translation.override(language_of(contract)):
        return publish(paper=_paper(contract, on), at=at)


def _paper(contract: Contract, on: date) -> Paper:
    life, choice = life_of(contract, on), Choice()
    charter = measured(contract, contract.signed_on, on)
    return Paper(
        contract=contract,
        first=contract.signed_on,
        last=on,
        rhythm=contract.report_rhythm,
        title=_("Final report"),
        lead=_("The contract ended on %(day)s.") % {"day": day(contract.ended_on)},
        note=_("Files that are still open go on to their end, and you are told of them as before."),
        tables=[*wording.life_tables(life), *wording.charter_tables(charter)],
        lists=lists(parted(files(contract, contract.signed_on, on, choice), choice), choice),
        facts=wording.stored(life.during)
        | {"charter": wording.charter_facts(charter), "life": wording.life_facts(life)},
        final=True,
    )
