"""Comments and drafts into a Word file, by changing its XML: every other part stays byte for byte as it was.

python-docx can add comments too, but writes styles, settings, numbering, headers and footers anew.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import chain
from typing import TYPE_CHECKING

from lxml import etree

from auditor.annotating.docx_tables import Tables, W, own_paragraphs, text
from auditor.annotating.locating import Locator, split
from auditor.annotating.notes import AUTHOR, INITIALS, Plan
from auditor.annotating.package import Element, Package, written
from auditor.annotating.results import AGAIN, SIGNED, Annotated, Placed, placed

if TYPE_CHECKING:
    from auditor.model.source import Place

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_NS = {"w": W[1:-1]}
_RED, _GROUND = "C00000", "FFF2CC"
# What stands in a run's look after colour and shading, by the order that Word wants.
_AFTER_COLOUR = {
    "spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText",
    "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange",
}  # fmt: skip
_AFTER_SHADING = {
    "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange",
}  # fmt: skip


def annotate(data: bytes, plans: Sequence[Plan]) -> Annotated:
    """The Word file with the notes and drafts of the forms that are in it."""
    file = _File(data)
    filled = [file.fill(plan) for plan in plans]
    count = sum(file.comment(p, f) for p, f in zip(plans, filled, strict=True))
    return Annotated(file.save(), count, sum(map(len, filled)), file.remarks())


class _File:
    def __init__(self, data: bytes) -> None:
        self.package = Package(data)
        self._main = next(n for _, kind, n in self.package.related("") if kind == "officeDocument")
        self._root = self.package.tree(self._main)
        self._body = self._root.find(W + "body")
        self._tables = Tables(self._body)
        name = next((n for _, kind, n in self.package.related(self._main) if kind == "comments"), None)
        self._comments_part = name
        self._comments = self.package.tree(name) if name else etree.Element(W + "comments", nsmap=_NS)
        self._again = any(c.get(W + "author") == AUTHOR for c in self._comments)
        self._next = 1 + max((int(c.get(W + "id")) for c in self._comments), default=-1)

    def remarks(self) -> tuple[str, ...]:
        """What the user must know of the copy."""
        signed = any("_xmlsignatures" in n for n in self.package.names())
        return (*([SIGNED] if signed else []), *([AGAIN] if self._again else []))

    def fill(self, plan: Plan) -> list[str]:
        """Write the drafts of a form into its empty cells; gives the names of those."""
        locator = Locator(plan.review, self._meet)
        done = []
        for draft in plan.fills:
            place = locator.empty(draft.name)
            cell = self._cell(*split(place.cell)) if place is not None and place.cell else None
            if place is None or place.cell is None or cell is None or text(cell) or not own_paragraphs(cell):
                continue
            name, row, _ = split(place.cell)
            _write(cell, draft.text, self._look(cell, name, row))
            done.append(draft.name)
        return done

    def _meet(self, head: "Place", row: "Place") -> "Place | None":
        """The cell where a column meets a row, by the grid of their table."""
        if not head.cell or not row.cell or split(head.cell)[0] != split(row.cell)[0]:
            return None
        name, line, _ = split(row.cell)
        table = self._tables.get(name)
        found = table.meeting(split(head.cell)[1:], line) if table is not None else None
        return row.model_copy(update={"cell": f"{name}!R{found[0]}C{found[1]}", "end": row.start}) if found else None

    def _look(self, cell: Element, table: str, row: int) -> Element:
        """How the letters of a draft look: as the empty cell says, else as those of its row."""
        own = cell.find(f"{W}p/{W}pPr/{W}rPr")
        held = self._tables.get(table)
        near = (c.find(f".//{W}r/{W}rPr") for c in reversed(held.row(row) if held else []))
        found = own if own is not None else next((r for r in near if r is not None), None)
        return etree.Element(W + "rPr") if found is None else deepcopy(found)

    def _cell(self, table: str, row: int, column: int) -> Element | None:
        held = self._tables.get(table)
        return held.cell(row, column) if held is not None else None

    def comment(self, plan: Plan, filled: Sequence[str]) -> int:
        """Write the comments of one form; gives how many places have some."""
        places = set()
        for note in placed(plan, filled, self._meet):
            cell = self._cell(note.table, note.row, note.column)
            paragraphs = own_paragraphs(cell) if cell is not None else []
            paragraphs = paragraphs or [self._title(plan)]
            self._add(paragraphs, note)
            places.add(paragraphs[0])
        return len(places)

    def _title(self, plan: Plan) -> Element:
        """The paragraph of the form's title, else the first that has words."""
        wanted = "".join(plan.review.form.title.text.split()) if plan.review.form.title else ""
        known = [(p, text(p)) for p in self._body.iter(W + "p")]
        exact = (p for p, words in known if wanted and wanted in words)
        part = (p for p, words in known if words and words in wanted)
        any_words = (p for p, words in known if words)
        return next(chain(exact, part, any_words, (known[0][0],)))

    def _add(self, paragraphs: Sequence[Element], note: Placed) -> None:
        """A comment that spans paragraphs."""
        number = str(self._next)
        self._next += 1
        first, last = paragraphs[0], paragraphs[-1]
        start = etree.Element(W + "commentRangeStart", {W + "id": number})
        ahead = (n for n, e in enumerate(first) if e.tag not in (W + "pPr", W + "commentRangeStart"))
        first.insert(next(ahead, len(first)), start)
        last.append(etree.Element(W + "commentRangeEnd", {W + "id": number}))
        etree.SubElement(etree.SubElement(last, W + "r"), W + "commentReference", {W + "id": number})
        held = etree.SubElement(
            self._comments, W + "comment", {W + "id": number, W + "author": AUTHOR, W + "initials": INITIALS}
        )
        for n, line in enumerate(note.text.split("\n")):
            run = etree.SubElement(etree.SubElement(held, W + "p"), W + "r")
            if n == 0:
                etree.SubElement(etree.SubElement(run, W + "rPr"), W + "b")
            _words(run, line)

    def save(self) -> bytes:
        """The file's bytes."""
        if self._comments_part is None:
            self._comments_part = self.package.free("word/comments{}.xml") if self._taken() else "word/comments.xml"
            self.package.relate(self._main, _RELATION, self._comments_part)
            self.package.declare(self._comments_part, _TYPE)
        self.package.put(self._comments_part, written(self._comments))
        self.package.put(self._main, written(self._root))
        return self.package.save()

    def _taken(self) -> bool:
        return "word/comments.xml" in self.package


def _words(run: Element, words: str) -> None:
    made = etree.SubElement(run, W + "t")
    made.text = words
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _write(cell: Element, draft: str, look: Element) -> None:
    """Put a draft into an empty cell, a line a paragraph, in red on a coloured ground."""
    _colour(look)
    first = own_paragraphs(cell)[0]
    paragraphs = [first]
    for _ in draft.split("\n")[1:]:
        paragraphs.append(deepcopy(first))
        paragraphs[-2].addnext(paragraphs[-1])
    for paragraph, line in zip(paragraphs, draft.split("\n"), strict=True):
        for old in list(paragraph.iterchildren(W + "r")):
            paragraph.remove(old)
        run = etree.SubElement(paragraph, W + "r")
        run.append(deepcopy(look))
        _words(run, line)


def _colour(look: Element) -> None:
    for name in ("color", "shd", "highlight", "vanish"):
        for old in look.findall(W + name):
            look.remove(old)
    _insert(look, etree.Element(W + "color", {W + "val": _RED}), _AFTER_COLOUR)
    shade = etree.Element(W + "shd", {W + "val": "clear", W + "color": "auto", W + "fill": _GROUND})
    _insert(look, shade, _AFTER_SHADING)


def _insert(look: Element, made: Element, later: set[str]) -> None:
    at: Iterator[int] = (n for n, e in enumerate(look) if etree.QName(e).localname in later)
    look.insert(next(at, len(look)), made)
