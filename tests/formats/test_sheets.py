import io
import zipfile

import pytest
from openpyxl import Workbook

from formats.errors import Unreadable
from formats.sheets import MAX_BYTES, read_sheet
from tests.formats.make import HEADINGS, ROWS, csv_file, saved, with_member, xlsx_file


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_csv_is_read_whatever_its_delimiter_and_encoding(delimiter, encoding):
    sheet = read_sheet(csv_file(delimiter=delimiter, encoding=encoding))
    assert sheet.heading == HEADINGS
    assert [tuple(row) for _, row in sheet.rows()] == list(ROWS)


def test_rows_keep_the_numbers_of_the_file():
    data = csv_file(("titre",), ()) + b"\r\n\r\n" + csv_file() + b"\r\n\r\nF3;X;01/01/2026;5\r\n"
    sheet = read_sheet(data)
    assert sheet.heading_row == 3
    assert [number for number, _ in sheet.rows()] == [4, 5, 7]


def test_a_line_break_inside_quotes_stays_in_its_cell():
    sheet = read_sheet('Numéro;Partenaire;Échéance\nF1;"Rue\nBasse";1/1/2026\n'.encode())
    assert list(sheet.rows()) == [(2, ["F1", "Rue\nBasse", "1/1/2026"])]


def test_a_workbook_keeps_types_and_row_numbers():
    sheet = read_sheet(
        xlsx_file([HEADINGS, ("F1", "A", 46022, 12.5)], before=[["Balance âgée"], [], ["Au 21/11/2026"]])
    )
    assert (sheet.kind, sheet.heading_row) == ("xlsx", 4)
    assert list(sheet.rows()) == [(5, ["F1", "A", 46022.0, 12.5])]


def test_the_sheet_that_holds_the_table_is_found_and_hidden_ones_are_not_read():
    book = Workbook()
    book.active.append(["Notice", "à lire"])
    for title, state in (("Cachée", "hidden"), ("Impayés", "visible")):
        page = book.create_sheet(title)
        page.sheet_state = state
        page.append(list(HEADINGS))
    assert read_sheet(saved(book)).dialect == "Impayés"


def test_a_report_that_repeats_its_headings_is_one_table():
    rows = [HEADINGS, ROWS[0], (), ("Client B",), HEADINGS, ROWS[1]]
    assert [row[0] for _, row in read_sheet(xlsx_file(rows)).rows()] == ["F1", "Client B", "F2"]


def test_unknown_headings_are_still_headings():
    sheet = read_sheet(b"Rapport;;\nfoo;bar;baz\n1;2;3\n")
    assert (sheet.heading_row, sheet.heading) == (2, ("foo", "bar", "baz"))


XLSX = xlsx_file([HEADINGS, *ROWS])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
NOT_SHEETS = [
    (b"", "empty"),
    (b" \r\n", "empty"),
    (b"1;2\n3;4\n", "no_heading"),
    (b"bonjour", "no_heading"),
    (OLE, "old_xls"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    (b"%PDF-1.7", "pdf"),
    (b'<?xml version="1.0"?><Invoice/>', "xml"),
    (b"\x89PNG\r\n", "not_a_sheet"),
    (b"a;b\n\x01\x02;c", "binary"),
    (b"a;b\x00\x00\x00;c", "binary"),
    (b"a\x81;b", "encoding"),
    (b"\xff\xfe\x00\x00a", "encoding"),
    (XLSX[:200], "corrupt"),
    (";".join(f"c{n}" for n in range(300)).encode(), "too_many_columns"),
    (b"Client;Date\n" + b"x" * 200_000 + b";1", "cell_too_long"),
]


@pytest.mark.parametrize(("data", "code"), NOT_SHEETS)
def test_what_is_no_sheet_is_refused_with_its_reason(data, code):
    with pytest.raises(Unreadable) as refused:
        list(read_sheet(data).rows())
    assert refused.value.code == code


def test_a_quote_that_never_closes_is_told_not_swallowed():
    data = b'Client;Date\n"A;1\n' + b"B;2\n" * 500
    with pytest.raises(Unreadable, match="open_quote"):
        list(read_sheet(data).rows())


def test_too_many_bytes_are_refused_before_reading():
    with pytest.raises(Unreadable, match="too_large"):
        read_sheet(b"a" * (MAX_BYTES + 1))


def sheet_xml(cells: bytes) -> bytes:
    return with_member(
        XLSX, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData>" + cells + b"</sheetData></worksheet>"
    )


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (b'<row r="1"><c r="XFD1"><v>1</v></c></row>', "too_many_columns"),
        (b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>', "too_many_rows"),
        (b'<row r="1048576"><c><v>1</v></c></row>', "too_many_rows"),
        (b'<row r="400000"><c r="GA400000"><v>1</v></c></row>', "too_many_rows"),
        (b'<row r="1"><c r="XFD1" x="/>"><v>1</v></c></row>', "corrupt"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]>", "corrupt"),
    ],
)
def test_a_workbook_that_would_fill_the_memory_is_refused(cells, code):
    with pytest.raises(Unreadable) as refused:
        read_sheet(sheet_xml(cells))
    assert refused.value.code == code


def test_formatted_empty_cells_to_the_last_column_do_no_harm():
    row = b'<row r="1"><c r="A1" t="str"><v>Client</v></c><c r="B1" t="str"><v>Ville</v></c><c r="XFD1" s="0"/></row>'
    assert read_sheet(sheet_xml(row)).heading == ("Client", "Ville")


def test_a_zip_bomb_is_refused_even_when_its_headers_lie():
    bomb = bytearray(with_member(XLSX, "xl/media/a.bin", bytes(700 * 2**20)))
    at = bomb.rfind(b"xl/media/a.bin") - 46
    bomb[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises(Unreadable, match="archive_bomb"):
        read_sheet(bytes(bomb))


def test_one_long_text_used_by_every_cell_is_refused():
    cells = b'<row r="1">' + b'<c t="s"><v>0</v></c>' * 100_000 + b"</row>"
    data = with_member(sheet_xml(cells), "xl/sharedStrings.xml", b"<sst><si><t>" + b"x" * 30_000 + b"</t></si></sst>")
    with pytest.raises(Unreadable, match="cell_too_long"):
        read_sheet(data)


def test_a_zip_without_a_workbook_is_no_sheet():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("lisez-moi.txt", "bonjour")
    with pytest.raises(Unreadable, match="not_a_sheet"):
        read_sheet(stream.getvalue())
