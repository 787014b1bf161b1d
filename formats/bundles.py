"""Archives of our own: the same content makes the same bytes, whenever and wherever it is written."""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import date

CORE = "docProps/core.xml"
_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def bundle(files: Iterable[tuple[str, bytes]], on: date) -> bytes:
    """A ZIP of these (name, bytes), in this order, dated `on`."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            info = zipfile.ZipInfo(name, (on.year, on.month, on.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return target.getvalue()


def settled(book: bytes, on: date) -> bytes:
    """A workbook that says it was made on `on`, whatever moment the library wrote into it."""
    moment = rb"\g<1>" + f"{on.isoformat()}T00:00:00Z".encode()
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        files = [(name, archive.read(name)) for name in archive.namelist()]
    return bundle([(name, _MOMENT.sub(moment, data) if name == CORE else data) for name, data in files], on)
