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
        self._tables = self._paragraphs = self._inside = self._boxes = 0
        self.revised = self.hidden = self.boxed = False

    def blocks(self, parent: "Element") -> Iterator[Part | WordTable]:
        """Paragraphs and tables in order."""
        for e in parent:
            name = local(e)
            if name == "p":
                self._paragraphs += not self._inside
                text = self.paragraph(e)
                if text.strip():
                    yield Part(text, cell=None if self._inside else f"段{self._paragraphs}")
                for box in _boxes(e):
                    yield from self._boxed(box)
            elif name == "tbl":
                yield self.table(e)
            elif name in _THROUGH:
                yield from self.blocks(e)

    def _boxed(self, box: "Element") -> Iterator[Part | WordTable]:
        """What stands in a text box, at the paragraph that holds it; its tables have no number."""
        self._inside += 1
        self._boxes += 1
        for block in self.blocks(box):
            self.boxed = True
            yield block
        self._inside -= 1
        self._boxes -= 1

    def table(self, e: "Element") -> WordTable:
        """A table as merged cells; cells that a merged one continues are counted to it."""
        self._tables += not self._boxes
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
                    place = None if self._boxes else f"表{number}!R{row + 1}C{n}"
                    words = (Part(text, cell=place),) if text.strip() else ()
                    regions.append(Region(row, column, 1, span, words))
                    if merge is not None:
                        still[column] = len(regions) - 1
                column += span
            open_ = still
        return WordTable(tuple(regions), row + 1, tuple(inner))

    def _cell(self, tc: "Element", inner: list[WordTable]) -> str:
        out = []
        self._inside += 1
        for block in self.blocks(tc):
            if isinstance(block, WordTable):
                inner.append(block)
            else:
                out.append(block.text)
        self._inside -= 1
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
                continue
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


def _boxes(e: "Element") -> Iterator["Element"]:
    """The text boxes that a paragraph holds, each once."""
    for child in e:
        if local(child) == "txbxContent":
            yield child
        elif local(child) not in ("Fallback", "del", "moveFrom"):
            yield from _boxes(child)


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
