"""The text as it was read, with a mark around every place that a finding, claim or draft rests on."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from auditor.model.review import Review
from auditor.model.source import Span
from auditor.reports import rows, view
from auditor.reports.html_tags import Html, el, join

Places = dict[str, tuple[Span, ...]]


def places(review: Review) -> Places:
    """The spans of the text that each finding, claim and draft points at, by its key."""
    found: list[tuple[str, Iterable[Span]]] = [(item.key, item.finding.spans) for item in view.numbered(review)]
    for row in rows.claim_rows(review):
        quotes = row.claim.evidence or row.claim.searched
        found.append((row.key, [s for q in quotes for s in q.spans]))
    for n, draft in enumerate(review.drafts, start=1):
        found.append((f"d{n}", [s for q in draft.evidence for s in q.spans]))
    end = len(review.document.text)
    out = {key: tuple(s for s in spans if s.start < s.end <= end) for key, spans in found}
    return {key: spans for key, spans in out.items() if spans}


def marked(words: str, where: Places) -> Html:
    """The text cut at every border of a span; each piece says in ``data-k`` what it belongs to."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for key, spans in where.items():
        for s in _merged(spans):
            opening.setdefault(s.start, []).append(key)
            closing.setdefault(s.end, []).append(key)
    borders = sorted({0, len(words), *opening, *closing})
    current: list[str] = []
    seen: set[str] = set()
    out: list[Html] = []
    for start, end in pairwise(borders):
        current = [k for k in current if k not in closing.get(start, ())]
        current += [k for k in opening.get(start, ()) if k not in current]
        out.append(_piece(words[start:end], current, [k for k in current if k not in seen]))
        seen.update(current)
    return join(*out)


def _merged(spans: Sequence[Span]) -> list[Span]:
    out: list[Span] = []
    for s in sorted(spans, key=lambda s: s.start):
        if out and s.start <= out[-1].end:
            out[-1] = Span(start=out[-1].start, end=max(out[-1].end, s.end))
        else:
            out.append(s)
    return out


def _piece(words: str, keys: Sequence[str], new: Sequence[str]) -> Html:
    """A piece of the text; the first piece of a key is where links without a script lead."""
    if not keys:
        return join(words)
    piece = el("mark", words, data_k=" ".join(keys))
    for key in new:
        piece = el("span", piece, id=f"s-{key}")
    return piece
