"""XML read piece by piece through a hardened parser: no tree, no entities, bounded depth and size.

docs/decisions/0024-hardened-xml-and-limits.md says why and what the limits are.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import NamedTuple, Protocol
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from evenstride.core.errors import InputError

MAX_BYTES = 128 * 1024 * 1024
"""Largest file read: a day at one sample a second takes 50 MB in the wordiest files (judgement)."""

MAX_DEPTH = 32
"""Deepest nesting; activity files have about ten levels (judgement)."""

MAX_ELEMENTS = 10_000_000
"""Most elements of a file; a day at one sample a second has some million (judgement)."""

MAX_TEXT = 100_000
"""Most characters of one text; longer ones are cut (judgement)."""

PIECE = 1 << 20
"""Characters handed to the parser at once: it looks at an unfinished word again with every piece."""

EXPORT_AGAIN = "Export the activity again"

_DECLARED = re.compile(r"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._\-]{1,40})["']""")
_KNOWN = re.compile(
    r"utf-8(-sig)?|utf-16(-[lb]e)?|ascii|iso8859-\d+|cp\d{3,4}|koi8-[rut]|gb\w+|big5\w*|shift_jis|euc_\w+"
)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ALMOST = "cp1252"


class Streamed(NamedTuple):
    """How a file was read: sentences on its encoding, and on what could not be read."""

    notes: tuple[str, ...]
    damage: tuple[str, ...]


class Taker(Protocol):
    """What is told of every element, in the order of the file; names come without their namespace."""

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        ...

    def closed(self, name: str, text: str) -> None:
        """An element ends; `text` is what stood after its last inner element, without space around it."""
        ...


def stream(data: bytes, taker: Taker) -> Streamed:
    """Tell the taker what an XML file holds, and return sentences on how it was read.

    Parameters
    ----------
    data : bytes
        The file as it is, in any encoding it declares.
    taker : Taker
        Is told everything up to the place where the file breaks off.

    Raises
    ------
    InputError
        If it is empty, too large, nested too deep, or defines entities or a document type.

    Examples
    --------
    >>> class Names:
    ...     def opened(self, name, attributes):
    ...         print("<", name, dict(attributes))
    ...     def closed(self, name, text):
    ...         print(">", name, text)
    >>> stream(b'<a><n:b x="1">two</n:b>', Names()).damage
    < a {}
    < b {'x': '1'}
    > b two
    ('The file breaks off in line 1 (no element found); everything before it is read.',)
    """
    if len(data) > MAX_BYTES:
        raise InputError(
            f"the file has {len(data) / 1e6:.0f} MB",
            why=f"At most {MAX_BYTES / 1e6:.0f} MB are read",
            remedy="Export one activity a file",
        )
    text, notes = decoded(data)
    if not text:
        raise InputError("the file is empty", remedy=f"{EXPORT_AGAIN}, or choose another file")
    parser = DefusedExpatParser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    parser.setContentHandler(_Handler(taker))
    try:
        for start in range(0, len(text), PIECE):
            parser.feed(text[start : start + PIECE])
        parser.close()
    except DefusedXmlException:
        raise InputError(
            "the file defines a document type or entities",
            why="No activity file needs them, and they can be made to exhaust a computer",
            remedy=f"{EXPORT_AGAIN} from the program or the device that holds it",
        ) from None
    except SAXParseException as problem:
        where = f"in line {problem.getLineNumber() or 0} ({problem.getMessage()})"
        return Streamed(notes, (f"The file breaks off {where}; everything before it is read.",))
    return Streamed(notes, ())


def decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    r"""Return the text of an XML file from its first mark on, and a sentence where bytes were not as declared.

    Examples
    --------
    >>> decoded('<?xml version="1.0" encoding="ISO-8859-1"?><a>Läufe</a>'.encode("latin-1"))[0][-12:]
    '<a>Läufe</a>'
    >>> decoded("  <a>ö</a>".encode("utf-16"))
    ('<a>ö</a>', ())
    """
    encoding = _encoding(data)
    try:
        text, notes = data.decode(encoding), ()
    except UnicodeDecodeError:
        text = data.decode(_ALMOST, errors="replace")
        notes = (f"Its bytes are not the {encoding} it declares; read as Windows-1252.",)
    # Space before the declaration is forbidden, and some watches write it.
    return text.removeprefix("\ufeff").strip("\0 \t\r\n"), notes


def root_name(data: bytes) -> str:
    """Return the name of the first element in the first 4 kB, "" where there is none.

    Examples
    --------
    >>> root_name(b'<?xml version="1.0"?><!-- by a watch --><g:gpx version="1.1">')
    'gpx'
    """
    head = data[:4096]
    if b"<" not in head:
        return ""
    encoding = _encoding(head)
    text = head.decode(encoding, errors="replace").removeprefix("\ufeff")
    place = 0
    while (place := text.find("<", place)) >= 0:
        if text.startswith("<!--", place):
            place = text.find("-->", place)
            if place < 0:
                return ""
        elif text[place + 1 : place + 2] in ("?", "!"):
            place += 1
        else:
            found = re.match(r"(?:[\w.\-]{1,80}:)?([\w.\-]{1,80})", text[place + 1 : place + 170])
            return found[1] if found else ""
    return ""


def _encoding(data: bytes) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding
    for start, encoding in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if data.startswith(start):
            return encoding
    declared = _DECLARED.match(data[:400].decode("latin-1"))
    if declared is None:
        return "utf-8"
    try:
        name = codecs.lookup(declared[1]).name
    except LookupError:
        return "utf-8"
    # Python knows encodings that are programs of their own; and these bytes are no UTF-16, whatever they declare.
    return name if _KNOWN.fullmatch(name) else "utf-8"


def _refused(what: str) -> InputError:
    return InputError(what, why="No activity file is built like that", remedy=EXPORT_AGAIN)


class _Handler(ContentHandler):
    def __init__(self, taker: Taker) -> None:
        super().__init__()
        self._taker = taker
        self._depth = 0
        self._count = 0
        self._text: list[str] = []
        self._plain: dict[str, str] = {}

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        self._depth += 1
        self._count += 1
        if self._depth > MAX_DEPTH:
            raise _refused(f"its elements lie more than {MAX_DEPTH} deep in each other")
        if self._count > MAX_ELEMENTS:
            raise _refused(f"it has more than {MAX_ELEMENTS} elements")
        self._text.clear()
        self._taker.opened(self._bare(name), dict(attrs.items()) if len(attrs) else {})

    def endElement(self, name: str) -> None:  # noqa: N802
        self._depth -= 1
        self._taker.closed(self._bare(name), "".join(self._text).strip()[:MAX_TEXT])
        self._text.clear()

    def characters(self, content: str) -> None:
        self._text.append(content)

    def _bare(self, name: str) -> str:
        # Names are few and come often; a file made of ever new ones must not fill the memory twice.
        found = self._plain.get(name)
        if found is None:
            found = name.rpartition(":")[2]
            if len(self._plain) < 1000:
                self._plain[name] = found
        return found
