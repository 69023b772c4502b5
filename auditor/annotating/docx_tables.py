"""The tables of a Word file as XML: which ``w:tc`` a place like ``表1!R5C3`` means."""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from auditor.annotating.package import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_THROUGH = tuple(W + n for n in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))


class _Slot(NamedTuple):
    element: Element
    column: int
    wide: int
    goes_on: bool


def text(element: Element) -> str:
    """All words in an element, without white space."""
    return "".join("".join(t.text or "" for t in element.iter(W + "t")).split())


def own_paragraphs(cell: Element) -> list[Element]:
    """The paragraphs of a cell, with those in its content controls, without those of tables and boxes inside it."""
    inner = (W + "tc", W + "txbxContent")
    every = ((p, next((a for a in p.iterancestors() if a.tag in inner), None)) for p in cell.iter(W + "p"))
    return [p for p, holder in every if holder is cell]


class Table:
    """A table: rows of cells, by their number in the row and by the column of the grid that they begin in."""

    def __init__(self, element: Element) -> None:
        self._rows = [list(_slots(row)) for row in _rows(element)]

    def cell(self, row: int, number: int) -> Element | None:
        """The cell with a number in a row, both from 1."""
        slots = self._rows[row - 1] if 0 < row <= len(self._rows) else []
        return slots[number - 1].element if 0 < number <= len(slots) else None

    def meeting(self, head: tuple[int, int], row: int) -> tuple[int, int] | None:
        """Row and number of the cell where the column of a head meets a row; the first of one merged over rows."""
        above = self._rows[head[0] - 1] if 0 < head[0] <= len(self._rows) else []
        if not 0 < head[1] <= len(above):
            return None
        column = above[head[1] - 1].column
        for line in range(min(row, len(self._rows)), 0, -1):
            slots = enumerate(self._rows[line - 1], start=1)
            found = next(((n, s) for n, s in slots if s.column <= column < s.column + s.wide), None)
            if found is None:
                return None
            if not found[1].goes_on:
                return line, found[0]
        return None

    def row(self, row: int) -> list[Element]:
        """The cells of a row."""
        return [s.element for s in self._rows[row - 1]] if 0 < row <= len(self._rows) else []


class Tables:
    """All tables of a document's body, in order, with those inside of cells; named 表1, 表2."""

    def __init__(self, body: Element) -> None:
        self._tables = [Table(e) for e in body.iter(W + "tbl") if not _boxed(e)]

    def get(self, name: str) -> Table | None:
        """A table by its name."""
        number = int(name.removeprefix("表")) if name.removeprefix("表").isdecimal() else 0
        return self._tables[number - 1] if 0 < number <= len(self._tables) else None


def _boxed(table: Element) -> bool:
    """Whether a table stands in a text box, or in what is shown where a newer thing cannot be."""
    return any(e.tag == W + "txbxContent" or etree.QName(e).localname == "Fallback" for e in table.iterancestors())


def _rows(table: Element) -> Iterator[Element]:
    """The rows that are seen."""
    for child in table:
        if child.tag == W + "tr":
            if not any(child.find(f"{W}trPr/{W}{gone}") is not None for gone in ("del", "hidden")):
                yield child
        elif child.tag in _THROUGH:
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if child.tag == W + "tc":
            yield child
        elif child.tag in _THROUGH:
            yield from _cells(child)


def _slots(row: Element) -> Iterator[_Slot]:
    before = row.find(f"{W}trPr/{W}gridBefore")
    column = int(before.get(W + "val")) if before is not None else 0
    for cell in _cells(row):
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        wide = int(span.get(W + "val")) if span is not None else 1
        yield _Slot(cell, column, wide, merge is not None and merge.get(W + "val") != "restart")
        column += wide
