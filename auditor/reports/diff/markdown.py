"""The difference as a Markdown document."""

from collections.abc import Iterator

from auditor.model.difference import Difference
from auditor.reports import view
from auditor.reports.diff import told
from auditor.reports.to_markdown import md


def render(made: Difference) -> str:
    """Write a difference as Markdown; the form's words never become markup."""
    head = ["| | 上次 | 本次 |", "| --- | --- | --- |"]
    head += [f"| {label} | {md(old)} | {md(new)} |" for label, old, new in told.head(made)]
    blocks = [f"# {told.TITLE}　{md(made.new.project)}", f"**{md(told.summary(made))}**", "\n".join(head)]
    for n, part in enumerate(told.parts(made), start=1):
        blocks += [f"## {view.heading(n, part.title)}", "\n".join(_lines(part))]
    return "\n\n".join(blocks)


def _lines(part: told.Part) -> Iterator[str]:
    for n, line in enumerate(part.lines, start=1):
        words = "".join(_piece(p) for p in line.words if p.how != "mark")
        yield "<br>\n   ".join([f"{n}. **{line.tag}** {words}", *map(md, line.notes)])


def _piece(piece: told.Piece) -> str:
    tag = {"old": "del", "new": "ins"}.get(piece.how)
    shown = md(piece.text) if piece.text.strip() == piece.text else f" {md(piece.text)} "
    return f"<{tag}>{shown}</{tag}>" if tag else shown
