"""Letters a second, against bare WeasyPrint on the same HTML, fonts and PDF variant; and whether memory stays flat."""

from datetime import date
from typing import Any

from weasyprint import HTML
from weasyprint.urls import URLFetcher

from agencies.scope import acting_for
from bench import place
from claims.models import Claim
from messaging.letters.content import html
from messaging.letters.letter import Letter
from messaging.letters.pdf import VARIANT, _style, render
from paynow.composing import compose
from tests import world

ON = date(2026, 11, 20)
BLOCK = 10  # ours and bare take turns, so that a busy machine is as unfair to both


def run(size: int) -> dict[str, Any]:
    """Both figures over `size` letters (85 % is asked), and the memory held at the start, the middle and the end."""
    letters = _letters(BLOCK)
    render(letters[0])
    pages = [html(letter) for letter in letters]
    ours = bare = 0.0
    held = [place.resident_mib()]
    rounds = max(2, size // BLOCK)
    for turn in range(rounds):
        ours += place.timed(lambda: [render(letter) for letter in letters])[0]
        bare += place.timed(lambda: [_bare(page) for page in pages])[0]
        if turn in (rounds // 2, rounds - 1):
            held.append(place.resident_mib())
    count = rounds * BLOCK
    return {
        "letters": count,
        "per_second": round(count / ours, 2),
        "bare_per_second": round(count / bare, 2),
        "ratio": round(bare / ours, 2),
        "asked_ratio": 0.85,
        "resident_mib": [round(mib) for mib in held],
    }


def _bare(page: str) -> bytes:
    fonts, sheet = _style()
    document = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=["data"]))
    return document.write_pdf(font_config=fonts, stylesheets=[sheet], pdf_variant=VARIANT)


def _letters(count: int) -> list[Letter]:
    with place.agency() as (agency, contract), acting_for(agency.pk):
        made = [world.claim(contract) for _ in range(count)]
        return [compose(Claim.objects.get(pk=claim.pk), "paynow", ON).letter for claim in made]
