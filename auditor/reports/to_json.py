"""The review as one JSON document, as the contract fixes it."""

import json
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from auditor.model.review import Review
from auditor.model.source import Place

_LINE_BREAKS = {"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"}
_SPAN = {"start", "end"}
_CARRIED = ("page", "cell", "bbox")


def render(review: Review, *, indent: int | None = None) -> str:
    """Write a review as JSON: on one line, so that several make JSON Lines, unless indented.

    Spans of a carrier with cells or pages say where they stand in it.
    """
    if review.document.places:
        plain = with_places(review.model_dump(mode="json", by_alias=True), review.document.places)
        written = json.dumps(plain, ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))
    else:
        written = review.model_dump_json(by_alias=True, indent=indent)
    return one_line(written)


def one_line(written: str) -> str:
    """JSON with the three line breaks escaped that it allows raw in a string: many readers cut lines there."""
    for raw, escaped in _LINE_BREAKS.items():
        written = written.replace(raw, escaped)
    return written


def with_places(node: object, places: Sequence[Place]) -> object:
    """A dumped review whose spans have the page, cell and box of the place that covers their start."""
    starts = [p.start for p in places]

    def walk(at: object) -> object:
        if isinstance(at, list):
            return [walk(v) for v in at]
        if not isinstance(at, dict):
            return at
        if at.keys() == _SPAN:
            n = bisect_right(starts, at["start"]) - 1
            return at | carried(places[n]) if n >= 0 and at["start"] < places[n].end else at
        return {k: walk(v) for k, v in at.items()}

    return walk(node)


def carried(place: Place) -> dict[str, Any]:
    """What a place says about the carrier, as it is written in JSON."""
    return place.model_dump(mode="json", include=set(_CARRIED), exclude_none=True)


def schema() -> dict[str, Any]:
    """The JSON Schema of the document that ``render`` writes."""
    whole = Review.model_json_schema(mode="serialization")
    known = Place.model_json_schema(mode="serialization")["properties"]
    span = whole["$defs"]["Span"]
    span["properties"] |= {name: known[name] for name in _CARRIED}
    return whole
