"""The difference for a terminal, and as plain text for a pipe."""

import io
from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from auditor.model.difference import Difference
from auditor.reports import view
from auditor.reports.diff import told
from auditor.reports.folding import Prose

_STYLES = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan", "change": "bold"}
_LEAST = 60


def render(made: Difference, *, width: int = 80, color: bool = False) -> str:
    """Write a difference as text; without ``color`` there is no control sequence."""
    width = max(width, _LEAST)
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=color, color_system="standard" if color else None,
        no_color=not color, markup=False, emoji=False, highlight=False, legacy_windows=False,
    )  # fmt: skip
    console.print(_prose(f"{told.TITLE}　{view.clean(made.new.project)}", "bold"), Text(), _head(made), Text())
    style = "bold green" if told.answered(made) else "bold"
    console.print(_prose(told.summary(made), style))
    for n, part in enumerate(told.parts(made), start=1):
        console.print(Text(), _prose(view.heading(n, part.title), "bold"))
        console.print(Text("-" * width, style="dim", no_wrap=True))
        console.print(_lines(part.lines))
    written = out.getvalue()
    return (written if color else "\n".join(line.rstrip() for line in written.split("\n"))).rstrip("\n")


def _prose(text: str, style: str = "") -> Prose:
    return Prose(view.clean(text), style)


def _head(made: Difference) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_column(ratio=1)
    grid.add_row("", _prose("上次", "bold"), _prose("本次", "bold"))
    for label, old, new in told.head(made):
        grid.add_row(Text(label, style="dim"), _prose(old), _prose(new))
    return grid


def _lines(lines: Iterable[told.Line]) -> RenderableType:
    grid = Table.grid(padding=(0, 1, 0, 0), expand=True)
    grid.add_column(justify="right", no_wrap=True, style="dim")
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    for n, line in enumerate(lines, start=1):
        grid.add_row(str(n), Text(line.tag, style=_STYLES[line.severity]), _prose(told.plain(line.words)))
        for note in line.notes:
            grid.add_row("", "", Padding(_prose(note, "dim"), (0, 0, 0, 2)))
    return grid
