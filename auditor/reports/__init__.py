"""Renderers of a review: what people read, and the JSON document that programs read."""

from collections.abc import Callable, Sequence
from typing import TypedDict, Unpack

from auditor.model.review import Review

__all__ = ["KINDS", "Options", "render", "render_together"]


class Options(TypedDict, total=False):
    """``width``, ``color`` and ``plain`` (ASCII lines) belong to text, ``indent`` to json."""

    width: int
    color: bool
    plain: bool
    indent: int | None


# Each renderer is imported when it is used, so that JSON never loads rich.
def _text(review: Review, options: Options) -> str:
    from auditor.reports import to_terminal

    return to_terminal.render(
        review,
        width=options.get("width", 80),
        color=options.get("color", False),
        plain=options.get("plain", False),
    )


def _json(review: Review, options: Options) -> str:
    from auditor.reports import to_json

    return to_json.render(review, indent=options.get("indent"))


def _markdown(review: Review, _: Options) -> str:
    from auditor.reports import to_markdown

    return to_markdown.render(review)


def _html(review: Review, _: Options) -> str:
    from auditor.reports import to_html

    return to_html.render([review])


_RENDERERS: dict[str, Callable[[Review, Options], str]] = {
    "text": _text,
    "json": _json,
    "markdown": _markdown,
    "html": _html,
}

KINDS = tuple(_RENDERERS)


def render(review: Review, kind: str, **options: Unpack[Options]) -> str:
    """Write a review as one of ``KINDS``, without a line break at the end: the caller ends the line.

    An option that does not concern the kind is ignored, so that a command passes all it has.

    Raises:
        ValueError: there is no such kind.
    """
    if kind not in _RENDERERS:
        raise ValueError(kind)
    return _RENDERERS[kind](review, options)


def render_together(reviews: Sequence[Review], kind: str) -> bytes:
    """Write reviews as one document: a page, a Word file or a workbook.

    Raises:
        ValueError: there is no such kind.
    """
    if kind == "html":
        from auditor.reports import to_html

        return (to_html.render(reviews) + "\n").encode()
    if kind == "docx":
        from auditor.reports import to_docx

        return to_docx.render(reviews)
    if kind == "xlsx":
        from auditor.reports import to_xlsx

        return to_xlsx.render(reviews)
    raise ValueError(kind)
