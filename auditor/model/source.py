"""Where things stand: the text as read, places in it, and quotations from it."""

from pydantic import Field

from auditor.model.base import Frozen, Number


class Span(Frozen):
    """A half-open interval ``[start, end)`` of characters of ``Source.text``."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Place(Frozen):
    """Where a stretch ``[start, end)`` of ``Source.text`` stands in the carrier.

    ``cell`` is ``Sheet1!C12`` in a workbook and ``表1!R5C3`` in a Word file (row, and
    cell of the row as Word has them, from 1), ``段2`` for a paragraph outside its tables;
    ``page`` counts from 1; ``bbox`` is left, top, right, bottom in points from the page's upper left corner.
    ``confidence`` is how certain recognised characters are, from 0 to 1; None where none had to be recognised.
    """

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    page: int | None = None
    cell: str | None = None
    bbox: tuple[Number, Number, Number, Number] | None = None
    confidence: Number | None = None


class Source(Frozen):
    """A form's carrier as it was read.

    ``text`` is the text, unchanged but for a byte order mark; every span of the review points into it.
    Of a carrier with cells it is the table as a spreadsheet pastes it: a row a line, tabs between the
    cells, covered cells empty. ``places`` leads back to the carrier, in order and without overlap; empty
    for plain text. ``doubtful`` are those of them whose characters were recognised with little certainty: nothing
    is decided by them. ``sha256`` is that of the bytes. ``remarks`` are lines for the user about what was left
    out or read with doubt.
    """

    name: str
    media_type: str
    sha256: str
    text: str
    places: tuple[Place, ...] = Field(default=(), exclude=True)
    doubtful: tuple[Place, ...] = Field(default=(), exclude=True)
    remarks: tuple[str, ...] = ()


class Label(Frozen):
    """Words of the blank form that were recognised (列名, 行名, 序号); the places account for them."""

    text: str
    spans: tuple[Span, ...]


class Quote(Frozen):
    """Words of the narrative with their place; made only by ``auditor.quotes``.

    With all white space removed, ``quote`` equals the text of ``spans`` with all white space
    removed. ``goal`` is the label of the goal item it stands in, None where items have no label.
    """

    quote: str
    goal: str | None = None
    spans: tuple[Span, ...]
