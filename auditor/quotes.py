"""Quotations: the only maker of :class:`Quote`. A quote has an interval in the source or it is none.

The words of a cell are those of its places without the white space of the extraction, so every
character of a cell leads back to the text as it was read.
"""

import re
from functools import lru_cache

from auditor.model.form import Cell
from auditor.model.source import Quote, Source, Span

_SAME = str.maketrans("，。；：？！（）【】“”‘’％／０１２３４５６７８９－～", ",.;:?!()[]\"\"''%/0123456789-~")


def fold(text: str) -> str:
    """The stated normalisation of a quotation: no white space, one width, one form of punctuation."""
    return re.sub(r"\s+", "", text).translate(_SAME)


@lru_cache(maxsize=512)
def _places(text: str, words: str, spans: tuple[tuple[int, int], ...]) -> tuple[int, ...]:
    """Where in ``text`` each character of ``words`` stands."""
    source = [i for start, end in spans for i in range(start, end) if not text[i].isspace()]
    out: list[int] = []
    at = 0
    for c in words:
        if c.isspace():
            out.append(out[-1] if out else (source[0] if source else 0))
            continue
        while at < len(source) and text[source[at]] != c:
            at += 1
        out.append(source[at] if at < len(source) else (source[-1] if source else 0))
        at += 1
    return tuple(out)


def spans_in(cell: Cell, source: Source, start: int, end: int) -> tuple[Span, ...]:
    """The places of ``cell.text[start:end]``, divided only where other words stand between."""
    text = source.text
    places = _places(text, cell.text, tuple((s.start, s.end) for s in cell.spans))[start:end]
    if not places:
        return ()
    out: list[Span] = []
    first = places[0]
    last = first + 1
    for place in places:
        if place == last or (place > last and not text[last:place].strip()):
            last = place + 1
        elif not first <= place < last:
            out.append(Span(start=first, end=last))
            first, last = place, place + 1
    return (*out, Span(start=first, end=last))


def quote(cell: Cell, source: Source, start: int, end: int, goal: str | None) -> Quote:
    """Quote ``cell.text[start:end]``, white space and stray commas at its ends aside."""
    while start < end and cell.text[start] in " ，。；、：,":
        start += 1
    while end > start and cell.text[end - 1] in " ，；、：,":
        end -= 1
    return Quote(quote=cell.text[start:end], goal=goal, spans=spans_in(cell, source, start, end))


def verify(words: str, cell: Cell, source: Source, goal: str | None) -> Quote | None:
    """The quotation that ``words`` claims to be, exact after :func:`fold`; None if the cell has no such words.

    A digit may change its width, never its value.
    """
    wanted = fold(words).strip(",.;:\"'")
    if not wanted:
        return None
    kept = [i for i, c in enumerate(cell.text) if not c.isspace()]
    folded = "".join(cell.text[i] for i in kept).translate(_SAME)
    at = folded.find(wanted)
    if at < 0:
        return None
    return quote(cell, source, kept[at], kept[at + len(wanted) - 1] + 1, goal)


def nested(text: str) -> str:
    """A text in which quotation marks within quotation marks are single; where they do not match, as it stands."""
    out, depth = [], 0
    for c in text:
        depth += c == "“"
        out.append({"“": "‘", "”": "’"}.get(c, c) if depth > 1 else c)
        depth -= c == "”"
        if depth < 0:
            return text
    return text if depth else "".join(out)


def holds(found: Quote, source: Source) -> bool:
    """Whether a quote equals the text of its spans, white space aside (the contract's condition)."""
    there = "".join(source.text[s.start : s.end] for s in found.spans)
    return re.sub(r"\s+", "", there) == re.sub(r"\s+", "", found.quote)
