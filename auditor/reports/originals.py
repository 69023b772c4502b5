"""Where a finding stands in the file that was handed in: pages, cells of a workbook, rows of a Word table."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from auditor.model.finding import Finding
from auditor.model.review import Review
from auditor.model.source import Place, Span

_WORD = re.compile(r"表(?P<table>\d+)!R(?P<row>\d+)C(?P<cell>\d+)")
_PARAGRAPH = re.compile(r"段(\d+)")
_MOST = 3


def original(review: Review, found: Finding) -> str:
    """The places of a finding in the original, in words; nothing for plain text, which has none."""
    places = review.document.places
    one = len({p.cell.rpartition("!")[0] for p in places if p.cell and "!" in p.cell}) <= 1
    told = list(dict.fromkeys(_words(p, one=one) for p in _covering(places, found.spans)))
    told = [t for t in told if t]
    return "、".join(told[:_MOST]) + (f"等{len(told)}处" if len(told) > _MOST else "")


def _covering(places: Sequence[Place], spans: Sequence[Span]) -> Iterator[Place]:
    """The first place that each span has a part in."""
    starts = [p.start for p in places]
    for span in spans:
        at = max(bisect_right(starts, span.start) - 1, 0)
        yield from [p for p in places[at : at + 2] if p.start < span.end and span.start < p.end][:1]


def _words(place: Place, *, one: bool) -> str:
    """A place in words; ``one`` leaves out the only sheet or table."""
    if place.page is not None:
        return f"第{place.page}页"
    cell = place.cell or ""
    word, paragraph = _WORD.fullmatch(cell), _PARAGRAPH.fullmatch(cell)
    if word:
        return ("" if one else f"表{word['table']}") + f"第{word['row']}行第{word['cell']}格"
    if paragraph:
        return f"第{paragraph[1]}段"
    return cell.rpartition("!")[2] if one else cell
