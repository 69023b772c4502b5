"""Where in its carrier each named cell of a form stands."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from decimal import Decimal

from auditor.marking import cells
from auditor.model.review import Review
from auditor.model.source import Label, Place, Span

_PARTS = {
    "part-funds": "项目资金", "part-goals": "总体目标", "part-indicators": "绩效指标", "part-totals": "总分",
    "part-header": "", "part-document": "",
}  # fmt: skip
_EXPLAINS = re.compile("偏差|原因分析|改进措施")
_CELL = re.compile(r"(?P<sheet>.+)!(?:R(?P<row>\d+)C(?P<column>\d+)|(?P<letters>[A-Z]+)(?P<line>\d+))")

Meet = Callable[[Place, Place], "Place | None"]
Box = tuple[Decimal, Decimal, Decimal, Decimal]


def split(cell: str) -> tuple[str, int, int]:
    """The sheet or table, the row and the column (from 1) of ``Sheet1!C12`` or ``表1!R5C3``."""
    found = _CELL.fullmatch(cell)
    if found is None:
        raise ValueError(cell)
    sheet = found["sheet"]
    if found["row"]:
        return sheet, int(found["row"]), int(found["column"])
    column = 0
    for letter in found["letters"]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return sheet, int(found["line"]), column


class Locator:
    """Finds the cells of one review in its carrier, by their names."""

    def __init__(self, review: Review, meet: Meet | None = None) -> None:
        """``meet`` finds the cell where the column of one place meets the row of another."""
        self._meet = meet or _meet
        self._form = review.form
        self._places: Sequence[Place] = review.document.places
        self._starts = [p.start for p in self._places]
        self._spans = {cell.name: cell.spans for cell in cells(review.form)}

    def place(self, name: str) -> Place | None:
        """Where a named cell stands; a cell that is not there gives way to its row, its part, the title."""
        spans = self._spans.get(name, ())
        found = self._of(spans)
        if found is None and name.endswith("-explanation"):
            found = self._beside(name.removesuffix("-explanation"))
        if found is None and "-" in name:
            found = self._of(self._spans.get(f"{name.rpartition('-')[0]}-name", ()))
        if found is None and name in _PARTS:
            found = self._of(self._label(_PARTS[name]))
        return found or self._first()

    def empty(self, name: str) -> Place | None:
        """The cell for the explanation of a row that has none, where the form has such a column."""
        if self._of(self._spans.get(name, ())) is not None:
            return None
        return self._beside(name.removesuffix("-explanation"))

    def _of(self, spans: Sequence[Span]) -> Place | None:
        for span in spans:
            at = max(bisect_right(self._starts, span.start) - 1, 0)
            for place in self._places[at : at + 2]:
                if place.start < span.end and span.start < place.end:
                    return place
        return None

    def _label(self, words: str) -> Sequence[Span]:
        return next((label.spans for label in self._form.labels if words and words in label.text), ())

    def _first(self) -> Place | None:
        """The title, else the first words of a form without one."""
        title = self._spans.get("title", ())
        if title:  # above the table it may stand in no cell
            return self._of(title)
        labels: list[Label] = sorted(self._form.labels, key=lambda label: label.spans[0].start)
        return next((p for label in labels if (p := self._of(label.spans))), None)

    def _beside(self, indicator: str) -> Place | None:
        """The cell where the column of explanations meets a row."""
        row = next(
            (p for c in ("actual", "target", "name") if (p := self._of(self._spans.get(f"{indicator}-{c}", ())))), None
        )
        if row is None or self._form.lacks("explanation"):
            return None
        own = {h.text for h in self._form.headings if h.field == "explanation"}
        named = [label for label in self._form.labels if label.text in own or _EXPLAINS.search(label.text)]
        heads = [p for label in named for p in [self._of(label.spans)] if p]
        above = [p for p in heads if p.start <= row.start and _same(p, row)] or heads
        return self._meet(above[-1], row) if above else None


def _same(head: Place, row: Place) -> bool:
    """Whether two places are in one table, or on one page."""
    if head.cell and row.cell:
        return split(head.cell)[0] == split(row.cell)[0]
    return head.page == row.page


def _meet(head: Place, row: Place) -> Place | None:
    if head.cell and row.cell:
        table, line, _ = split(row.cell)
        column = letters(split(head.cell)[2])
        return Place(start=row.start, end=row.start, page=row.page, cell=f"{table}!{column}{line}")
    if head.bbox and row.bbox:
        return Place(
            start=row.start, end=row.start, page=row.page, bbox=(head.bbox[0], row.bbox[1], head.bbox[2], row.bbox[3])
        )
    return None


def letters(column: int) -> str:
    """A column's letters: 3 is C, 28 is AB."""
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(ord("A") + rest) + out
    return out
