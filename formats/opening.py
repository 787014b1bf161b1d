"""The one way into a creditor's file, whatever it is: CSV, XLSX or a structured invoice."""

from formats.markup import is_markup
from formats.sheets import Sheet, read_sheet
from formats.ubl_sheet import read_ubl_sheet

_WEB_PAGES = (b"<html", b"<!doctype html", b"<table")  # what some programs save under the name of a spreadsheet


def open_file(data: bytes, filename: str = "") -> Sheet:
    """Open a file, told apart by content, never by name. Raises Unreadable, as its readers do."""
    if is_markup(data) and not data.removeprefix(b"\xef\xbb\xbf").lstrip()[:20].lower().startswith(_WEB_PAGES):
        return read_ubl_sheet(data, filename)
    return read_sheet(data, filename)
