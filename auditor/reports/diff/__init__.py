"""Renderers of ``auditor diff``: for the terminal, as JSON, Markdown and a page."""

from auditor.model.difference import Difference
from auditor.reports.to_json import one_line

__all__ = ["KINDS", "render", "schema"]

KINDS = ("text", "json", "markdown", "html")


def render(made: Difference, kind: str, *, width: int = 80, color: bool = False) -> str:
    """Write a difference as one of ``KINDS``, without a line break at the end.

    Raises:
        ValueError: there is no such kind.
    """
    if kind == "json":
        return one_line(made.model_dump_json(by_alias=True))
    if kind == "text":
        from auditor.reports.diff import text

        return text.render(made, width=width, color=color)
    if kind == "markdown":
        from auditor.reports.diff import markdown

        return markdown.render(made)
    if kind == "html":
        from auditor.reports.diff import page

        return page.render(made)
    raise ValueError(kind)


def schema() -> dict[str, object]:
    """The JSON Schema of ``auditor diff --format json``."""
    return Difference.model_json_schema(mode="serialization")
