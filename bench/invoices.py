"""Own invoices a second: drawn, numbered, set as PDF and written as UBL, against bare WeasyPrint on the same pages and
a bare write of the same bytes. Some are then held against the official rules, which no creditor waits for."""

import tempfile
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import override_settings
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from agencies.models import Entity
from agencies.scope import acting_for
from bench import place
from billing.models import Invoice
from billing.services import sending
from billing.services.drawing import draw
from billing.services.issuing import issue
from clients.models import Contract, Creditor
from files.services import read
from formats.einvoicing import validate_ubl
from messaging.letters.pdf import VARIANT, _style
from tests.billing import make
from tests.world import NOW

BLOCK = 10  # ours and bare take turns, so that a busy machine is as unfair to both
FEES = 3
JUDGED = 20
NUMBERED = {"enterprise_number": "0403170701", "vat_number": "BE0403170701", "email": "compta@bench.example"}

Spent = dict[str, float]


def run(size: int) -> dict[str, Any]:
    """Seconds of each step over `size` invoices of a few fees, invoices a second, and how near the bare steps are."""
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        local = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder)}}
        held.enter_context(override_settings(STORAGES=settings.STORAGES | {"files": local}))
        made, signed = held.enter_context(place.agency())
        with acting_for(made.pk):
            Entity.objects.update(own_iban="BE62510007547061", **NUMBERED)
            Creditor.objects.update(**NUMBERED)
            make.tariff()
        spent: Spent = defaultdict(float)
        for _block in range(max(1, size // BLOCK)):
            with acting_for(made.pk):
                _block_of(signed, folder, spent)
        with acting_for(made.pk):
            return _told(spent)


def _block_of(signed: Contract, folder: Path, spent: Spent) -> None:
    """Ten invoices through every step, then the bare steps on the same."""
    invoices = []
    for _n in range(BLOCK):
        fees = [make.fee(signed) for _ in range(FEES)]
        seconds, one = place.timed(lambda pk=fees[0].pk: draw(fee_id=pk, at=NOW))
        spent["draw"] += seconds
        invoices.append(one.pk)
    for step, work in (("number", issue), ("papers", sending.send)):
        spent[step] += place.timed(lambda do=work: [do(invoice_id=pk, at=NOW) for pk in invoices])[0]
    sent = list(Invoice.objects.filter(pk__in=invoices).select_related("file", "xml").order_by("pk"))
    pages = [sending._page(one, list(one.lines.order_by("position"))) for one in sent]
    spent["bare_pdf"] += place.timed(lambda: [_bare(page) for page in pages])[0]
    data = [read(file) for one in sent for file in (one.file, one.xml)]
    spent["bare_write"] += place.timed(lambda: [(folder / "bare").write_bytes(one) for one in data])[0]


def _bare(page: str) -> bytes:
    fonts, sheet = _style()
    document = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=["data"]))
    return document.write_pdf(font_config=fonts, stylesheets=[sheet], pdf_variant=VARIANT)


def _told(spent: Spent) -> dict[str, Any]:
    count = Invoice.objects.count()
    numbers = list(Invoice.objects.order_by("number").values_list("number", flat=True))
    some = Invoice.objects.select_related("xml").order_by("pk")[:JUDGED]
    validate_ubl(read(some[0].xml))  # the rules are loaded once
    judging, verdicts = place.timed(lambda: [validate_ubl(read(one.xml)) for one in some])
    if numbers != list(range(1, count + 1)) or any(verdicts):
        raise RuntimeError(f"gaps in {numbers[:5]}…, or against the rules: {[one for one in verdicts if one][:3]}")
    ours, bare = spent["draw"] + spent["number"] + spent["papers"], spent["bare_pdf"] + spent["bare_write"]
    return {
        "invoices": count,
        "per_second": round(count / ours, 2),
        "bare_per_second": round(count / bare, 2),
        "ratio": round(bare / ours, 2),
        "ms_each": {step: round(1000 * seconds / count, 2) for step, seconds in spent.items()},
        "judged_per_second": round(len(verdicts) / judging, 2),
    }
