"""A letter as a tagged PDF/A-3. Importing this module takes a second (layout engine): only workers do.

Fonts and style sheet are read once per process; there is no image cache between letters, it would grow without end.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from io import BytesIO
from types import MappingProxyType

from weasyprint import CSS, HTML, Attachment
from weasyprint.css import ColorProfile
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from messaging.letters.content import html
from messaging.letters.fit import settings
from messaging.letters.letter import Letter

VARIANT = "pdf/a-3a"
COLOURS = "letter"
NOTHING: Mapping[str, bytes] = MappingProxyType({})
_FACES = (
    ("font_source_sans_pro", "SourceSansPro-Regular", "Letter Sans", 400, "normal"),
    ("font_source_sans_pro", "SourceSansPro-Semibold", "Letter Sans", 600, "normal"),
    ("font_source_sans_pro", "SourceSansPro-It", "Letter Sans", 400, "italic"),
    ("font_source_serif_pro", "SourceSerifPro-Bold", "Letter Serif", 700, "normal"),
)
_FACE = '@font-face {{ font-family: "{}"; font-weight: {}; font-style: {}; src: url("{}") }}\n'


def render(letter: Letter) -> bytes:
    """The PDF of a letter, on one page if it can be, its annex apart. Raises MentionsMissing, like `content.html`."""
    for setting in settings(letter):
        laid = _laid_out(html(letter, setting))
        if pages_before_annex(laid) == 1:
            break
    return _written(laid)


def set_page(page: str, *, enclosed: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of a ready page; it can load nothing but data addresses, whatever its text says.

    `enclosed` are files by name that become part of the document: PDF/A-3 holds them, and its hash covers them.
    """
    return _written(_laid_out(page), enclosed or {})


def pages_before_annex(laid: Document) -> int:
    """How many pages the letter itself takes."""
    return next((at for at, page in enumerate(laid.pages) if "annex" in page.anchors), len(laid.pages))


def _laid_out(page: str) -> Document:
    fonts, sheet = _style()
    document = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=["data"]))
    return document.render(
        font_config=fonts,
        stylesheets=[sheet],
        color_profiles={COLOURS: _colours()},
        output_intent=COLOURS,
        pdf_variant=VARIANT,
    )


def _written(laid: Document, enclosed: Mapping[str, bytes] = NOTHING) -> bytes:
    files = [Attachment(file_obj=BytesIO(data), name=name, relationship="Data") for name, data in enclosed.items()]
    return bytes(laid.write_pdf(output_intent=COLOURS, pdf_variant=VARIANT, attachments=files))


@cache
def _colours() -> ColorProfile:
    """sRGB, as PDF/A wants it declared: the engine would read its own copy for each letter and leave the file open."""
    profile = resources.files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
    return ColorProfile(BytesIO(profile), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


@cache
def _style() -> tuple[FontConfiguration, CSS]:
    fonts = FontConfiguration()
    faces = "".join(
        _FACE.format(family, weight, style, resources.files(package).joinpath("files", f"{name}.ttf").as_uri())  # type: ignore[attr-defined]
        for package, name, family, weight, style in _FACES
    )
    rules = resources.files("messaging.letters").joinpath("letter.css").read_text("utf-8")
    fetch = URLFetcher(allowed_protocols=["file"])
    return fonts, CSS(string=faces + rules, font_config=fonts, url_fetcher=fetch)
