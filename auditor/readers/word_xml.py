"""The words of a .docx body as they are seen: paragraphs, and tables as merged cells."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from auditor.readers.numbering import Numbering
from auditor.readers.table import Part, Region

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NO = ("0", "false", "off", "none")
_UNSEEN = (
    "del",
    "moveFrom",
    "pPr",
    "rPr",
    "instrText",
    "delText",
    "Fallback",
    "txbxContent",
    "pict",
    "drawing",
    "object",
)
_BREAKS = {"br": "\n", "cr": "\n", "tab": " ", "ptab": " ", "noBreakHyphen": "-", "softHyphen": ""}
_THROUGH = ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "AlternateContent", "Choice")
_MOST = 2_000  # columns or rows that a cell may be said to cover


class WordTable(NamedTuple):
    """A table: its cells with their extents, and how many rows it has. Tables inside cells follow it."""

    regions: tuple[Region, ...]
    rows: int
    inner: tuple["WordTable", ...]


class Body:
    """Walks the body of a document and numbers the tables."""

    def __init__(self, numbering: Numbering) -> None:
        """``numbering`` gives the numbers that paragraphs have but do not hold."""
        self._numbering = numbering
        self._tables = 0
        self.revised = self.hidden = self.boxed = False

    def blocks(self, parent: "Element") -> Iterator[Part | WordTable]:
        """Paragraphs and tables in order."""
        for e in parent:
            name = local(e)
            if name == "p":
                text = self.paragraph(e)
                if text.strip():
                    yield Part(text)
            elif name == "tbl":
                yield self.table(e)
            elif name in _THROUGH:
                yield from self.blocks(e)

    def table(self, e: "Element") -> WordTable:
        """A table as merged cells; cells that a merged one continues are counted to it."""
        self._tables += 1
        number = self._tables
        open_: dict[int, int] = {}
        regions: list[Region] = []
        inner: list[WordTable] = []
        row = -1
        for tr in _rows(e):
            row += 1
            column = _int(_below(tr, "trPr", "gridBefore"))
            still: dict[int, int] = {}
            for n, tc in enumerate(_cells(tr), 1):
                span = min(max(_int(_below(tc, "tcPr", "gridSpan"), 1), 1), _MOST)
                merge = _find(tc, "tcPr", "vMerge")
                if merge is not None and _value(merge) != "restart" and column in open_:
                    index = open_[column]
                    regions[index] = regions[index]._replace(rows=regions[index].rows + 1)
                    still[column] = index
                else:
                    text = self._cell(tc, inner)
                    words = (Part(text, cell=f"表{number}!R{row + 1}C{n}"),) if text.strip() else ()
                    regions.append(Region(row, column, 1, span, words))
                    if merge is not None:
                        still[column] = len(regions) - 1
                column += span
            open_ = still
        return WordTable(tuple(regions), row + 1, tuple(inner))

    def _cell(self, tc: "Element", inner: list[WordTable]) -> str:
        out = []
        for block in self.blocks(tc):
            if isinstance(block, WordTable):
                inner.append(block)
            else:
                out.append(block.text)
        return "\n".join(out)

    def paragraph(self, p: "Element") -> str:
        """The words of a paragraph with the number that is printed before them."""
        words = "".join(self._words(p))
        return self._numbering.before(p) + words if words.strip() else ""

    def _words(self, parent: "Element") -> Iterator[str]:
        for e in parent:
            name = local(e)
            if name == "t":
                yield e.text or ""
            elif name in _BREAKS:
                yield _BREAKS[name]
            elif name in ("del", "moveFrom"):
                self.revised = True
            elif name in _UNSEEN:
                self.boxed = self.boxed or any(local(x) == "txbxContent" for x in e.iter())
            elif name == "r":
                if _on(_find(e, "rPr", "vanish")):
                    self.hidden = self.hidden or any(local(x) == "t" and (x.text or "").strip() for x in e)
                else:
                    yield from self._words(e)
            else:
                self.revised = self.revised or name in ("ins", "moveTo")
                yield from self._words(e)


def local(e: "Element") -> str:
    """The name of an element without its namespace."""
    return e.tag.rpartition("}")[2] if isinstance(e.tag, str) else ""


def _rows(table: "Element") -> Iterator["Element"]:
    for e in table:
        if local(e) == "tr":
            deleted = _find(e, "trPr", "del")
            if deleted is None and not _on(_find(e, "trPr", "hidden")):
                yield e
        elif local(e) in _THROUGH:
            yield from _rows(e)


def _cells(row: "Element") -> Iterator["Element"]:
    for e in row:
        if local(e) == "tc":
            yield e
        elif local(e) in _THROUGH:
            yield from _cells(e)


def _find(e: "Element", *path: str) -> "Element | None":
    """The first child along a path of names."""
    at: Element | None = e
    for name in path:
        if at is None:
            return None
        at = next((c for c in at if local(c) == name), None)
    return at


def _value(e: "Element | None") -> str | None:
    """The attribute ``val`` of an element."""
    return None if e is None else next((v for k, v in e.attrib.items() if k.rpartition("}")[2] == "val"), None)


def _below(e: "Element", *path: str) -> str | None:
    return _value(_find(e, *path))


def _on(e: "Element | None") -> bool:
    return e is not None and (_value(e) or "1") not in _NO


def _int(text: str | None, default: int = 0) -> int:
    return min(int(text), _MOST) if text and text.isdecimal() else default
