"""The review as one JSON document, as the contract fixes it."""

from auditor.model.review import Review

_LINE_BREAKS = {"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"}


def render(review: Review, *, indent: int | None = None) -> str:
    """Write a review as JSON: on one line, so that several make JSON Lines, unless indented.

    The three line breaks that JSON allows raw in a string are escaped: many readers cut lines there.
    """
    written = review.model_dump_json(by_alias=True, indent=indent)
    for raw, escaped in _LINE_BREAKS.items():
        written = written.replace(raw, escaped)
    return written
