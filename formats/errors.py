"""The two refusals of this app: a file that cannot be read, a value that cannot be understood."""

Cell = object  # what a sheet holds: str, int, float, bool, date, datetime, time, timedelta or None


class Unreadable(Exception):
    """A file is refused whole. `code` is stable and short; `detail` names place and figure, never personal data.

    Codes: empty, too_large, too_many_rows, too_many_columns, archive_bomb, corrupt, encoding, binary, old_xls,
    password, pdf, xml, not_a_sheet, no_heading, cell_too_long, open_quote; of structured invoices: xml_dtd,
    xml_entity, xml_bomb, xml_broken, not_an_invoice, cii, missing_field, bad_date, bad_amount, bad_currency; of
    delivery status mails: not_a_bounce; of banks' files: not_a_statement, not_a_status, bad_record, line_too_long,
    truncated.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class BadValue(ValueError):
    """One cell is not understood. `code` is stable; `detail` is the text met, shortened."""

    def __init__(self, code: str, detail: object = "") -> None:
        self.code = code
        self.detail = str(detail)[:80]
        super().__init__(f"{code}: {self.detail}")
