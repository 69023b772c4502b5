"""What comes out of an annotation, and notes with their places in a table."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from auditor.annotating.locating import Locator, Meet, split
from auditor.annotating.notes import Plan
from auditor.model.finding import Severity

SIGNED = "原文件有数字签名，加批注后签名失效。"
AGAIN = "原文件里有上次审核的批注，原样保留；要换成新的，请用没有批注的原件。"


class Annotated(NamedTuple):
    """The document with its comments: how many cells have some, how many drafts went in, what to tell before."""

    data: bytes
    cells: int
    filled: int
    remarks: tuple[str, ...] = ()


class Placed(NamedTuple):
    """A note at a cell of a sheet or table, row and column from 1."""

    table: str
    row: int
    column: int
    severity: Severity | None
    text: str


def placed(plan: Plan, filled: Collection[str], meet: Meet | None = None) -> Iterator[Placed]:
    """The notes of a form whose carrier has cells; a place without a cell is row 0 of no table."""
    locator = Locator(plan.review, meet)
    for note in plan.notes(filled):
        place = locator.place(note.name)
        at = split(place.cell) if place is not None and place.cell and "!" in place.cell else ("", 0, 0)
        yield Placed(*at, note.severity, note.text)
