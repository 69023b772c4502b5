"""Comments and drafts into a workbook, by changing its XML: every other part stays byte for byte as it was.

openpyxl would write the whole workbook anew and lose what it does not model (shapes, some pictures, charts'
details, macros' signatures). The parts that change here are the sheet, its comments and their boxes, the
list of styles when drafts are filled in, and the three lists of what refers to what.
"""

from collections.abc import Sequence
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from lxml import etree

from auditor.annotating import vml
from auditor.annotating.locating import Locator, split
from auditor.annotating.notes import Plan
from auditor.annotating.package import Element, Package, written
from auditor.annotating.results import AGAIN, SIGNED, Annotated, Placed, placed
from auditor.annotating.xlsx_comments import Comments, empty
from auditor.annotating.xlsx_sheet import Sheet
from auditor.annotating.xlsx_styles import Styles
from auditor.annotating.xlsx_threads import reply

_MAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"


def annotate(data: bytes, plans: Sequence[Plan]) -> Annotated:
    """The workbook with the notes and drafts of the forms that are in it."""
    book = _Book(data)
    filled = [book.fill(plan) for plan in plans]
    notes = sorted((n for p, f in zip(plans, filled, strict=True) for n in placed(p, f)), key=attrgetter("table"))
    count = sum(book.comment(name, list(some)) for name, some in groupby(notes, key=attrgetter("table")))
    return Annotated(book.save(), count, sum(map(len, filled)), tuple(book.remarks))


class _Book:
    def __init__(self, data: bytes) -> None:
        self.package = Package(data)
        self.remarks: list[str] = []
        self._book = next(n for _, kind, n in self.package.related("") if kind == "officeDocument")
        targets = {i: name for i, _, name in self.package.related(self._book)}
        root = self.package.tree(self._book)
        ids = {e.get("name"): _id(e) for e in root.iter() if etree.QName(e).localname == "sheet"}
        self._parts = {name: targets[i] for name, i in ids.items() if i in targets}
        self._sheets: dict[str, Sheet] = {}
        self._styles: Styles | None = None
        if any("_xmlsignatures" in n for n in self.package.names()):
            self.remarks.append(SIGNED)

    def _sheet(self, name: str) -> Sheet:
        if name not in self._sheets:
            self._sheets[name] = Sheet(self.package.tree(self._parts[name]))
        return self._sheets[name]

    def fill(self, plan: Plan) -> list[str]:
        """Write the drafts of a form into its empty cells; gives the names of those."""
        locator = Locator(plan.review)
        done = []
        for draft in plan.fills:
            place = locator.empty(draft.name)
            if place is None or place.cell is None:
                continue
            name, row, column = split(place.cell)
            sheet = self._sheet(name)
            row, column = sheet.range(row, column)[:2]
            cell = sheet.cell(row, column)
            if not sheet.is_empty(cell, self._blanks):
                continue
            style = int(cell.get("s", 0))
            sheet.write(cell, draft.text, self._style().draft(style))
            sheet.make_room(row, column, draft.text, self._style().size(style))
            done.append(draft.name)
            if sheet.protected:
                self.remarks.append("工作表有保护，撤销保护后才能改草稿。")
        return done

    @cached_property
    def _blanks(self) -> frozenset[str]:
        """The numbers of the shared strings that are blank; other programs write an empty text as such a one."""
        part = self._related(self._book, "sharedStrings")
        held = [] if part is None else list(self.package.tree(part))
        return frozenset(str(n) for n, e in enumerate(held) if not "".join(e.itertext()).strip())

    def _style(self) -> Styles:
        if self._styles is None:
            self._styles = Styles(self.package.tree(self._related(self._book, "styles") or "xl/styles.xml"))
        return self._styles

    def _related(self, part: str, kind: str) -> str | None:
        return next((n for _, k, n in self.package.related(part) if k == kind), None)

    def comment(self, name: str, notes: Sequence[Placed]) -> int:
        """Write the comments of one sheet; gives how many cells have one."""
        part, sheet = self._parts[name], self._sheet(name)
        texts: dict[tuple[int, int], list[str]] = {}
        for note in notes:
            anchor = sheet.range(note.row, note.column)[:2]
            texts.setdefault(anchor, []).append(note.text)
        joined = {anchor: "\n\n".join(dict.fromkeys(lines)) for anchor, lines in texts.items()}
        new = self._write(part, sheet, joined)
        boxes = [
            vml.Box(*anchor, sheet.corners(*anchor, vml.WIDTH, high), high)
            for anchor in new
            for high in [vml.height(joined[anchor])]
        ]
        if boxes:
            self._draw(part, sheet, boxes)
        return len(joined)

    def _write(self, part: str, sheet: Sheet, texts: dict[tuple[int, int], str]) -> list[tuple[int, int]]:
        """Write the comments' words; gives the cells that had no comment."""
        name = self._related(part, "comments")
        if name is None:
            name = self.package.free("xl/comments{}.xml")
            self.package.relate(part, f"{_MAIN}/comments", name)
            self.package.declare(name, _COMMENTS)
            root = empty(sheet.ns)
        else:
            root = self.package.tree(name)
        if threads := reply(self.package, self._book, part, texts):
            self.remarks.append(f"原表有 {threads} 格已有会话批注，审核意见写成其下的答复。")
        comments = Comments(root)
        if comments.ours:
            self.remarks.append(AGAIN)
        new = comments.add(texts)
        self.package.put(name, written(root))
        return new

    def _draw(self, part: str, sheet: Sheet, boxes: Sequence[vml.Box]) -> None:
        held = sheet.drawing
        if held is not None:
            name = next(n for i, _, n in self.package.related(part) if i == _id(held))
            self.package.put(name, vml.extended(self.package.get(name), boxes))
            return
        name = self.package.free("xl/drawings/vmlDrawing{}.vml")
        number = 40 + sum(n.endswith(".vml") for n in self.package.names())
        self.package.put(name, vml.drawing(boxes, number))
        self.package.declare_suffix("vml", _VML)
        sheet.point_at_drawing(self.package.relate(part, f"{_MAIN}/vmlDrawing", name))

    def save(self) -> bytes:
        """The workbook's bytes."""
        for name, sheet in self._sheets.items():
            if sheet.changed:
                self.package.put(self._parts[name], written(sheet.root))
        if self._styles is not None:
            self.package.put(self._related(self._book, "styles") or "xl/styles.xml", written(self._styles.root))
        return self.package.save()


def _id(element: Element) -> str:
    """The relation that an element names."""
    return next((v for k, v in element.attrib.items() if k.startswith("{") and etree.QName(k).localname == "id"), "")
