"""The tables of a Word file as XML: which ``w:tc`` stands at a row and column of the grid."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from auditor.annotating.package import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class _Slot(NamedTuple):
    element: Element
    wide: int
    goes_on: bool


def text(element: Element) -> str:
    """All words in an element, without white space."""
    return "".join("".join(t.text or "" for t in element.iter(W + "t")).split())


class Table:
    """A table with the cells of each row at their first column, both from 1."""

    def __init__(self, element: Element) -> None:
        self._rows = [dict(_slots(row)) for row in _rows(element)]

    def cell(self, row: int, column: int) -> Element | None:
        """The cell that covers a place of the grid; the first one of a cell that is merged over rows."""
        for line in range(min(row, len(self._rows)), 0, -1):
            found = next(((c, s) for c, s in self._rows[line - 1].items() if c <= column < c + s.wide), None)
            if found is None:
                return None
            if not found[1].goes_on:
                return found[1].element
        return None

    def row(self, row: int) -> list[Element]:
        """The cells of a row."""
        return [s.element for s in self._rows[row - 1].values()] if row <= len(self._rows) else []


class Tables:
    """All tables of a document's body, in order, those inside of content controls too."""

    def __init__(self, body: Element) -> None:
        self._body = body

    @cached_property
    def _tables(self) -> list[Table]:
        return [Table(e) for e in self._body.iter(W + "tbl") if not _inside(e)]

    def get(self, name: str) -> Table | None:
        """A table by its name ``表1``."""
        number = int(name.removeprefix("表") or 0) if name.removeprefix("表").isdigit() else 0
        return self._tables[number - 1] if 0 < number <= len(self._tables) else None


def _inside(table: Element) -> bool:
    return any(e.tag == W + "tc" for e in table.iterancestors())


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == W + "tr":
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "ins"):
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if child.tag == W + "tc":
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent"):
            yield from _cells(child)


def _slots(row: Element) -> Iterator[tuple[int, _Slot]]:
    before = row.find(f"{W}trPr/{W}gridBefore")
    column = 1 + (int(before.get(W + "val")) if before is not None else 0)
    for cell in _cells(row):
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        wide = int(span.get(W + "val")) if span is not None else 1
        yield column, _Slot(cell, wide, merge is not None and merge.get(W + "val") != "restart")
        column += wide
