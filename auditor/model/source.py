"""Where things stand: the text as read, places in it, and quotations from it."""

from pydantic import Field

from auditor.model.base import Frozen


class Span(Frozen):
    """A half-open interval ``[start, end)`` of characters of ``Source.text``."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Source(Frozen):
    """A form's carrier as it was read.

    ``text`` is the decoded text, unchanged but for a byte order mark; every span of the review
    points into it. ``sha256`` is that of the bytes.
    """

    name: str
    media_type: str
    sha256: str
    text: str


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
