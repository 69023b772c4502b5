"""One sheet of a workbook as XML: its measures, its merged cells, and writing a draft into a cell."""

import re
from collections.abc import Callable, Collection
from functools import cached_property

from lxml import etree

from auditor.annotating.locating import letters, split
from auditor.annotating.package import Element

_WIDE, _HIGH = 8.43, 15.0  # what Excel takes where a sheet says nothing
_POINTS = 5.25  # of a character's width
_MOST = 409.0  # points; Excel makes no row higher
_LINE = 1.3  # the height of a line in sizes of its font
_LATER = {
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
}  # fmt: skip


def at(ref: str) -> tuple[int, int]:
    """The row and column of ``C12``, from 1."""
    return split(f"x!{ref.replace('$', '')}")[1:]


class Sheet:
    """The tree of a worksheet part."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.changed = False
        self.ns = etree.QName(root).namespace
        self._default = next((e for e in root.iter(self.tag("sheetFormatPr"))), None)

    def tag(self, name: str) -> str:
        """A name in the sheet's own namespace."""
        return f"{{{self.ns}}}{name}"

    @cached_property
    def merged(self) -> tuple[tuple[int, int, int, int], ...]:
        """The merged ranges: first row, first column, last row, last column."""
        refs = [e.get("ref") for e in self.root.iter(self.tag("mergeCell"))]
        return tuple((*at(r.partition(":")[0]), *at(r.partition(":")[2] or r)) for r in refs)

    def range(self, row: int, column: int) -> tuple[int, int, int, int]:
        """The merged range that a cell belongs to, else the cell itself."""
        for r in self.merged:
            if r[0] <= row <= r[2] and r[1] <= column <= r[3]:
                return r
        return row, column, row, column

    @cached_property
    def _widths(self) -> dict[int, float]:
        out = {}
        for e in self.root.iter(self.tag("col")):
            for column in range(int(e.get("min")), min(int(e.get("max")), int(e.get("min")) + 400) + 1):
                out[column] = 0.0 if e.get("hidden") in ("1", "true") else float(e.get("width", _WIDE))
        return out

    def width(self, column: int) -> float:
        """The width of a column, in points."""
        usual = float(self._default.get("defaultColWidth", _WIDE)) if self._default is not None else _WIDE
        return self._widths.get(column, usual) * _POINTS

    @cached_property
    def _rows(self) -> dict[int, Element]:
        return {int(e.get("r")): e for e in self.root.iter(self.tag("row")) if e.get("r")}

    def height(self, row: int) -> float:
        """The height of a row, in points."""
        usual = float(self._default.get("defaultRowHeight", _HIGH)) if self._default is not None else _HIGH
        found = self._rows.get(row)
        return float(found.get("ht", usual)) if found is not None else usual

    def corners(self, row: int, column: int, wide: float, high: float) -> str:
        """Where a box of a size lies that is right of a cell, as Excel writes it."""
        left = self.range(row, column)[3] + 1
        right, rest_x = self._walk(left, wide, self.width)
        bottom, rest_y = self._walk(row, high, self.height)
        numbers = (left - 1, 12, row - 1, 4, right - 1, int(rest_x * 4 / 3), bottom - 1, int(rest_y * 4 / 3))
        return ", ".join(map(str, numbers))

    @staticmethod
    def _walk(first: int, length: float, size: Callable[[int], float]) -> tuple[int, float]:
        now = first
        while length > size(now) and now < first + 200:
            length -= size(now)
            now += 1
        return now, length

    def cell(self, row: int, column: int) -> Element:
        """A cell, made in its place where there is none."""
        line = self._rows.get(row)
        if line is None:
            line = etree.Element(self.tag("row"), r=str(row))
            data = next(self.root.iter(self.tag("sheetData")))
            data.insert(sum(r < row for r in self._rows), line)
            self._rows[row] = line
        ref = f"{letters(column)}{row}"
        before = 0
        for cell in line:
            if cell.get("r") == ref:
                return cell
            before += at(cell.get("r"))[1] < column
        made = etree.Element(self.tag("c"), r=ref)
        line.attrib.pop("spans", None)  # may not reach so far
        line.insert(before, made)
        return made

    def is_empty(self, cell: Element, blanks: Collection[str] = ()) -> bool:
        """Whether nothing is in a cell: no value, no formula, no text but blanks, none of the blank shared strings."""
        if cell.get("t") == "s" and "".join(cell.itertext()).strip() in blanks:
            return True
        return not any(e.tag == self.tag("f") or (e.text or "").strip() for e in cell.iter() if e is not cell)

    def write(self, cell: Element, text: str, style: int) -> None:
        """Put a text into an empty cell."""
        self.changed = True
        for child in list(cell):
            cell.remove(child)
        cell.set("t", "inlineStr")
        cell.set("s", str(style))
        words = etree.SubElement(etree.SubElement(cell, self.tag("is")), self.tag("t"))
        words.text = text
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def make_room(self, row: int, column: int, text: str, size: float) -> None:
        """Make a row with a fixed height high enough for a text; rows without one grow by themselves."""
        top, left, bottom, right = self.range(row, column)
        line = self._rows[top]
        merged = (top, left) != (bottom, right)
        if line.get("ht") is None and not merged:
            return
        wide = sum(self.width(c) for c in range(left, right + 1)) - 6
        need = sum(_lines(part, wide, size) for part in text.split("\n")) * size * _LINE + 4
        lack = need - sum(self.height(r) for r in range(top, bottom + 1))
        if lack > 0:
            line.set("ht", f"{min(self.height(top) + lack, _MOST):.1f}")
            line.set("customHeight", "1")

    def point_at_drawing(self, rel: str) -> None:
        """Name the drawing of the comments' boxes, where the order of elements wants it."""
        self.changed = True
        made = etree.Element(self.tag("legacyDrawing"))
        made.set(f"{{{self._relations()}}}id", rel)
        later = next((n for n, e in enumerate(self.root) if etree.QName(e).localname in _LATER), len(self.root))
        self.root.insert(later, made)

    def _relations(self) -> str:
        usual = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        strict = "http://purl.oclc.org/ooxml/officeDocument/relationships"
        return strict if "purl.oclc.org" in self.ns else usual

    @property
    def protected(self) -> bool:
        """Whether locked cells cannot be changed by people."""
        held = self.root.find(self.tag("sheetProtection"))
        return held is not None and held.get("sheet") in ("1", "true")

    @property
    def drawing(self) -> Element:
        """The element that names the drawing of the boxes, if there is one."""
        return self.root.find(self.tag("legacyDrawing"))


_ASCII = re.compile(r"[\x00-\xff]")


def _lines(text: str, wide: float, size: float) -> int:
    narrow = len(_ASCII.findall(text))
    return max(1, -(-int((len(text) - narrow) * size + narrow * size * 0.55) // max(int(wide - size), 1)))
