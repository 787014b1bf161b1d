"""What an envelope, a printer and a reader need of the PDF itself; millimetres from the page's top left corner."""

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from law.mentions import IMPOSED_SENTENCE
from messaging.letters.fit import LIMITS, Fit, fit
from messaging.letters.letter import Note, Recipient
from messaging.letters.pdf import render, set_page
from messaging.letters.words import WORDS, words
from tests.messaging.letters import CHARGES, CREDITOR, PRIVACY, invoice, letter, payment

MM = 72 / 25.4
PAGE_HEIGHT = 297
WINDOW = {"left": 119, "right": 190, "top": 59, "bottom": 85}  # what shows in a C5/6 and in a DL, however it slides
NAME = "Société coopérative des Établissements Vanderstraeten-Delacroix & Fils"  # 70 characters
LONG = (
    "Société coopérative des Établissements Vanderstraeten-Delacroix et Fils",
    "À l’attention de Madame Marie-Antoinette de Saint-Exupéry",
    "Résidence Les Grands Chênes, bâtiment C",
    "Chaussée de la Libération 1234 boîte 56",
    "7972 Beloeil-Quevaucamps",
)


def read(it):
    return PdfReader(io.BytesIO(render(it)))


def placed(page):
    """(x, y of the baseline, text) of each piece of text."""
    found = []

    def visit(text, cm, tm, font, size):
        if text.strip():
            x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((x / MM, PAGE_HEIGHT - y / MM, text.strip()))

    page.extract_text(visitor_text=visit)
    return found


def words_of(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split()).replace("’", "'")


def font_names(reader):
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    return {font.get_object()["/BaseFont"].split("+")[-1] for font in fonts}


@pytest.mark.parametrize("lines", [("Madame Zoé Dupont", "Rue Basse 1", "7000 Mons"), LONG, ("X",) * 6])
def test_the_address_and_nothing_else_shows_in_the_window(lines):
    page = read(letter(recipient=Recipient(address=lines))).pages[0]
    seen = [(x, y, text) for x, y, text in placed(page) if x > WINDOW["left"] - 10 and 44 < y < 90]
    assert "".join("".join(text for *_, text in seen).split()) == "".join("".join(lines).split())
    assert all(WINDOW["left"] <= x and WINDOW["top"] < y - 3 and y < WINDOW["bottom"] for x, y, _ in seen)


@pytest.mark.parametrize("language", LIMITS["paynow", "be_consumer"])
@pytest.mark.parametrize(("notice", "audience"), LIMITS)
@pytest.mark.parametrize("count", [1, 8])
def test_up_to_eight_invoices_make_one_page_in_every_language(count, notice, audience, language):
    first = notice == "first_reminder"
    due, later = ((), CHARGES[1:]) if first else (CHARGES, ())
    it = letter(count, audience, notice, charges=due, later_charges=later, language=language)
    reader = read(it)
    assert not fit(it).annex
    assert len(reader.pages) == 1
    assert "1/1" in words_of(reader)


@pytest.mark.parametrize("audience", ["be_consumer", "be_business", "fr_consumer", "fr_business"])
def test_a_letter_of_the_principal_alone_makes_one_page(audience):
    assert len(read(letter(8, audience, charges=())).pages) == 1


@pytest.mark.parametrize("language", WORDS)
def test_every_glyph_of_a_language_is_in_the_embedded_fonts(language):
    it = letter(2, "fr_business", language=language, recipient=Recipient(address=("Ĳsbrand Groß-Ëlçin", "Œuvre 1")))
    reader = read(it)
    assert "Groß-Ëlçin" in words_of(reader)
    assert all(name.startswith("Letter") or "Source" in name for name in font_names(reader))  # no other stepped in


@pytest.mark.parametrize(("count", "pages"), [(9, 2), (60, 3)])
def test_more_invoices_go_to_an_annex_and_the_first_page_says_so(count, pages):
    reader = read(letter(count))
    assert len(reader.pages) == pages
    assert f"{count} factures échues du 01/09/2026" in words_of(reader)


@pytest.mark.parametrize("later", [(), CHARGES])
def test_a_first_reminder_makes_one_page(later):
    it = letter(8, "be_consumer", "first_reminder", charges=(), later_charges=later)
    assert len(read(it).pages) == 1 + fit(it).annex


def test_a_letter_too_full_for_one_page_gives_its_invoices_to_the_annex():
    it = letter(8, notes=(PRIVACY,) * 3, charges=CHARGES * 4)
    assert fit(it).annex
    assert len(read(it).pages) == 2


def test_a_page_fuller_than_estimated_is_set_again_tighter():
    name = "Établissements Vandevelde & Fils"  # stands in every sentence
    it = letter(8, "fr_consumer", language="nl", creditor=replace(CREDITOR, name=name))
    assert fit(it) == Fit(annex=False, dense=True)
    assert len(read(it).pages) == 1


def test_a_page_fuller_than_any_setting_is_set_again_with_an_annex():
    it = letter(8, "fr_consumer", language="nl", creditor=replace(CREDITOR, name=NAME), charges=CHARGES * 2)
    reader = read(replace(it, notes=(Note(key="privacy", text=f"{it.notes[0].text} {NAME}"),)))
    assert not fit(it).annex
    assert len(reader.pages) == 2
    assert "8 facturen, vervallen van" in " ".join(reader.pages[0].extract_text().split())


@pytest.mark.parametrize("language", LIMITS["paynow", "be_consumer"])
@pytest.mark.parametrize(("notice", "audience"), LIMITS)
def test_long_names_addresses_and_numbers_still_make_one_page_of_eight_invoices(notice, audience, language):
    first = notice == "first_reminder"
    due, later = ((), CHARGES[1:]) if first else (CHARGES, ())
    rows = tuple(invoice(number, number=f"FACTURE-2026/NOV/{number:08}") for number in range(1, 9))
    fields = {"charges": due, "later_charges": later, "invoices": rows, "language": language}
    it = letter(8, audience, notice, creditor=replace(CREDITOR, name=NAME), **fields)
    note = replace(it.notes[0], text=it.notes[0].text.replace(CREDITOR.name, NAME))
    it = replace(it, recipient=Recipient(address=LONG), notes=(note,), payment=payment(it.total, NAME))
    text = words_of(read(it))
    assert "1/1" in text
    assert all(row.number in text for row in rows)


@given(
    count=st.integers(1, 14),
    name=st.integers(1, 70),
    number=st.integers(4, 60),
    notice=st.sampled_from(list(LIMITS)),
    language=st.sampled_from(list(WORDS)),
)
@settings(max_examples=12, deadline=None)
def test_the_first_page_is_one_page_whatever_it_is_filled_with(count, name, number, notice, language):
    rows = tuple(invoice(at, number=f"{at}/".ljust(number, "7")) for at in range(1, count + 1))
    creditor = replace(CREDITOR, name=NAME[:name].strip())
    it = letter(count, notice[1], notice[0], invoices=rows, creditor=creditor, language=language)
    pages = [" ".join(page.extract_text().split()) for page in read(it).pages]
    assert words(language).object_title in pages[0]
    assert it.authenticity.code in pages[0]
    assert all(words(language).annex in page for page in pages[1:2])
    assert len(pages) == 1 or count > 1


def test_what_matters_is_in_the_text_of_the_page():
    text = words_of(read(letter(9)))
    for said in ("Mise en demeure de payer", "+++202/6000/12320+++", "BE71 0961 2345 6769", "annexe", IMPOSED_SENTENCE):
        assert said in text


def test_no_text_is_smaller_than_nine_points_nor_outside_the_paper():
    sizes = []
    for page in read(letter(9)).pages:
        page.extract_text(
            visitor_text=lambda text, cm, tm, font, size: sizes.append(size * cm[0]) if text.strip() else None
        )
        assert all(10 < x < 200 and 8 < y < 292 for x, y, _ in placed(page))
    assert sizes
    assert min(map(abs, sizes)) >= 8.99 * 0.99


def test_the_file_is_archivable_and_carries_its_fonts():
    reader = read(letter(9))
    root = reader.trailer["/Root"]
    said = root["/Metadata"].get_data()
    assert b'pdfaid:part="3"' in said
    assert b'pdfaid:conformance="A"' in said
    assert [intent.get_object()["/S"] for intent in root["/OutputIntents"]] == ["/GTS_PDFA1"]
    used = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert all("/FontFile2" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in used)
    assert all(name.startswith("Letter") or "Source" in name for name in font_names(reader))


@pytest.mark.parametrize(("language", "title"), [("fr", "Mise en demeure de payer"), ("nl", "Ingebrekestelling")])
def test_the_file_tells_a_reader_aloud_what_it_is_and_in_which_language(language, title):
    reader = read(letter(language=language))
    root = reader.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, language)
    assert {"/Table", "/TH", "/H1", "/Figure"} <= tags(root["/StructTreeRoot"])
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert title in reader.metadata.title
    assert title in root["/Metadata"].get_data().decode()


def tags(node):
    """The kinds of elements of a tagged file."""
    found = node.get_object()
    kids = found.get("/K", []) if hasattr(found, "get") else []
    kids = kids if isinstance(kids, list) else [kids]
    return {found.get("/S")} | set().union(*(tags(kid) for kid in kids)) if hasattr(found, "get") else set()


def test_a_page_can_load_nothing_from_disk_or_network():
    page = '<html lang="fr"><title>x</title><link rel="attachment" href="file:///etc/hostname"><p>x</p>'
    assert not PdfReader(io.BytesIO(set_page(page))).attachments
