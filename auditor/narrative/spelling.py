"""L701: words of the list of confusable characters."""

from collections.abc import Iterator

from auditor.model.claim import Note, NoteKind
from auditor.model.form import Cell, Indicator
from auditor.model.source import Quote
from auditor.narrative.confusables import CONFUSABLE, suspicious
from auditor.narrative.context import Context
from auditor.quotes import quote

_STOPS = "，。；：、"


def wrong_characters(ctx: Context) -> Iterator[Note]:
    """L701: words of the list of confusable characters, wherever they stand."""
    form = ctx.narrative.form
    cells: list[tuple[Cell | None, str, str | None, Indicator | None]] = []
    for goal in form.goals:
        cells += [(goal.expected, "预期目标", goal.label, None), (goal.actual, "实际完成情况", goal.label, None)]
    for i in form.indicators:
        cells += [(i.name, "", None, i), (i.target, "指标值", None, i)]
        cells += [(i.actual, "实际完成值", None, i), (i.explanation, "偏差说明", None, i)]
    seen: set[str] = set()
    for cell, title, label, indicator in cells:
        if cell is None or not suspicious(cell.text):
            continue
        for pattern, right in CONFUSABLE:
            m = pattern.search(cell.text)
            if m is None or m[0] in seen:
                continue
            seen.add(m[0])
            said = _around(ctx, cell, m.start(), len(m[0]), label)
            yield Note(
                kind=NoteKind.WRONG_CHARACTER,
                quotes=(said,),
                indicators=(indicator.id,) if indicator else (),
                correction=right,
                message=f"{_place(indicator, title)}“{said.quote}”中“{m[0]}”疑为“{right}”。",
            )


def _place(indicator: Indicator | None, title: str) -> str:
    return f"“{indicator.name.text}”的{title}" if indicator and title else title or "指标名称"


def _around(ctx: Context, cell: Cell, at: int, length: int, label: str | None) -> Quote:
    """A wrong word with a few characters on each side."""
    start, end = max(0, at - 6), min(len(cell.text), at + length + 6)
    for i in range(at, start, -1):
        if cell.text[i - 1] in _STOPS:
            start = i
            break
    for i in range(at + length, end):
        if cell.text[i] in _STOPS:
            end = i
            break
    return quote(cell, ctx.source, start, end, label)
