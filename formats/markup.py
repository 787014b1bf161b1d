"""XML made by strangers, parsed without document type, entities or network, in bounded time and memory.

A document type declaration is refused where it begins: without one there is no entity to expand or to fetch. Only what
the caller wants is kept; the rest is checked to be well formed and forgotten.
"""

import codecs
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, NoReturn
from xml.parsers import expat

from formats.errors import Unreadable

MAX_BYTES = 25 * 2**20
MAX_DEPTH = 60
MAX_PARTS = 300_000  # elements, attributes and namespace declarations together
MAX_TAG = 2**18  # bytes in one tag
MAX_KEPT = 20_000  # elements
MAX_TEXT = 2**20  # characters of text in what is kept

_BLANK = b" \t\r\n"
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ENCODINGS = re.compile(r"utf-8|ascii|utf-16(-[bl]e)?|iso8859-\d+|cp125\d|cp437|cp85\d|mac-roman|koi8-r")
_PIECE = 2**16
_PROLOGUE = 2**16  # bytes searched to say what a document type holds
_NESTED_ENTITY = re.compile(rb"""<!ENTITY\s[^>"']{0,200}["'][^"'>]{0,200}&""")
_SAYS_UTF_16 = re.compile(rb"""<\?xml[^>]{0,100}encoding\s*=\s*["']utf-16""", re.IGNORECASE)

Keep = Callable[[Sequence[str], str], bool]
"""Whether the element at this path of local names, in this namespace, is wanted with what is in it."""


@dataclass(slots=True)
class Node:
    """One element that was kept: its local name, attributes without a namespace, own text, and kept children."""

    name: str
    attributes: Mapping[str, str]
    children: list["Node"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own text on one line, without white space around it."""
        return " ".join("".join(self.pieces).split())

    def all(self, path: str) -> Iterator["Node"]:
        """Every descendant at a path such as `Party/PartyName`."""
        name, _, rest = path.partition("/")
        for child in self.children:
            if child.name == name:
                yield from child.all(rest) if rest else (child,)

    def texts(self, path: str) -> list[str]:
        """The texts at a path, empty ones left out."""
        return [text for node in self.all(path) if (text := node.text)]

    def said(self, *paths: str) -> str | None:
        """The first text found at the first path that has one."""
        return next((text for path in paths for text in self.texts(path)), None)


def is_markup(data: bytes) -> bool:
    """Whether these bytes begin like XML, in any encoding."""
    head = data[:200]
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return head.replace(b"\x00", b"").lstrip(_BLANK).startswith(b"<")


def refuse_document_type(file: BinaryIO) -> None:
    """Look at what stands before the root: a document type there may hold a bomb. The file is left at its start."""
    parser = expat.ParserCreate()
    seen: list[str] = []
    parser.StartDoctypeDeclHandler = lambda *_declared: seen.append("xml_dtd")
    parser.StartElementHandler = lambda *_element: seen.append("")
    try:
        while not seen and (piece := file.read(_PIECE)):
            parser.Parse(piece, False)
    except expat.ExpatError as error:
        if not seen:
            raise Unreadable("xml_broken", f"line {error.lineno}") from error
    except (LookupError, ValueError) as error:  # what the interpreter says of an encoding that it cannot map
        raise Unreadable("encoding") from error
    file.seek(0)
    if seen and seen[0]:
        raise Unreadable(seen[0])


def parse(data: bytes, keep: Keep) -> Node:
    """The root with all that `keep` wants. `keep` is asked for the root first and may raise Unreadable itself.

    Raises Unreadable: empty, too_large, encoding, xml_dtd, xml_entity, xml_bomb, xml_broken (with the line).
    """
    if not data.strip(b"\x00" + _BLANK):
        raise Unreadable("empty")
    if len(data) > MAX_BYTES:
        raise Unreadable("too_large", f"{len(data)} > {MAX_BYTES} bytes")
    data = _from_the_first_tag(data)
    builder = _Builder(keep, data)
    try:
        _feed(_parser(builder, data), data)
    except expat.ExpatError as error:
        raise _broken(error, data) from error
    except (LookupError, ValueError) as error:  # what the interpreter says of an encoding that it cannot map
        raise Unreadable("encoding") from error
    return builder.root


def _from_the_first_tag(data: bytes) -> bytes:
    """Without the blank lines that some programs write before the declaration, where none may stand."""
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    return mark + data.removeprefix(mark).lstrip(_BLANK)


def _feed(parser: expat.XMLParserType, data: bytes) -> None:
    """Piece by piece, so that a tag without end is stopped before its attributes are gathered."""
    for start in range(0, len(data), _PIECE):
        piece = data[start : start + _PIECE]
        parser.Parse(piece, False)
        if start + len(piece) - parser.CurrentByteIndex > MAX_TAG:
            raise Unreadable("xml_bomb", f"a tag of more than {MAX_TAG} bytes")
    parser.Parse(b"", True)


def _parser(builder: "_Builder", data: bytes) -> expat.XMLParserType:
    """Told to read UTF-8 where the file claims UTF-16 in plain letters: some programs write that."""
    parser = expat.ParserCreate("utf-8" if _SAYS_UTF_16.match(data) else None, namespace_separator=" ")
    parser.buffer_text = True
    parser.XmlDeclHandler = _check_encoding
    parser.StartDoctypeDeclHandler = builder.doctype
    parser.StartNamespaceDeclHandler = builder.count
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    return parser


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is None:
        return
    try:
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError) as error:
        raise Unreadable("encoding", "unknown") from error
    if not _ENCODINGS.fullmatch(name):
        raise Unreadable("encoding", name)


def _broken(error: expat.ExpatError, data: bytes) -> Unreadable:
    reason = expat.errors.messages.get(error.code, "")
    encodings = (expat.errors.XML_ERROR_UNKNOWN_ENCODING, expat.errors.XML_ERROR_INCORRECT_ENCODING)
    if reason in encodings or (reason == expat.errors.XML_ERROR_INVALID_TOKEN and not _is_utf_8(data)):
        return Unreadable("encoding", f"line {error.lineno}")
    return Unreadable("xml_broken", f"line {error.lineno}")


def _is_utf_8(data: bytes) -> bool:
    """Or claims to be something else, whose errors are not of this kind."""
    if data.startswith(_MARKS[1:]) or b"encoding" in data[:100]:
        return b"utf-8" not in data[:100].lower() or _decodes(data)
    return _decodes(data)


def _decodes(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


class _Builder:
    """What the parser tells, element by element; the limits are held here."""

    def __init__(self, keep: Keep, data: bytes) -> None:
        self.root = Node("", {})
        self._keep, self._data = keep, data
        self._open: list[Node] = []
        self._path: list[str] = []
        self._parts = self._kept = self._characters = 0
        self._skipped = 0  # depth inside an element that is not wanted

    def doctype(self, *_declared: object) -> NoReturn:
        start = self._data[:_PROLOGUE].replace(b"\x00", b"")
        if _NESTED_ENTITY.search(start):
            raise Unreadable("xml_bomb", "entities made of entities")
        raise Unreadable("xml_entity" if b"<!ENTITY" in start else "xml_dtd")

    def count(self, *attributes: str | None) -> None:
        """One part more, and one for each of its attributes."""
        self._parts += 1 + len(attributes)
        if self._parts > MAX_PARTS:
            raise Unreadable("xml_bomb", f"more than {MAX_PARTS} elements and attributes")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count(*attributes)
        if len(self._path) + self._skipped >= MAX_DEPTH:
            raise Unreadable("xml_bomb", f"deeper than {MAX_DEPTH} elements")
        space, _, name = tag.rpartition(" ")
        if self._skipped or not self._keep([*self._path, name], space):
            self._skipped += 1
            return
        self._add(Node(name, attributes))

    def _add(self, node: Node) -> None:
        self._kept += 1
        if self._kept > MAX_KEPT:
            raise Unreadable("too_large", f"more than {MAX_KEPT} elements beside the lines")
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)
        self._path.append(node.name)

    def end(self, _tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
        else:
            self._open.pop()
            self._path.pop()

    def text(self, piece: str) -> None:
        if self._skipped:
            return
        self._characters += len(piece)
        if self._characters > MAX_TEXT:
            raise Unreadable("too_large", f"more than {MAX_TEXT} characters beside the lines")
        self._open[-1].pieces.append(piece)
