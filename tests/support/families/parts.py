"""What the layouts of the families share: cells, pages, the indicator table, the goals."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import NamedTuple

from support.families.truth import Line, Note, Truth


class C(NamedTuple):
    """A cell and how far it reaches."""

    text: str
    columns: int = 1
    rows: int = 1


Rows = list[list[C]]


class Page(NamedTuple):
    """A form: lines above, the table with its width, lines below."""

    above: tuple[str, ...]
    rows: Rows
    width: int
    below: tuple[str, ...] = ()


def line(*cells: C | str) -> list[C]:
    """A row; words alone are a cell of one column."""
    return [c if isinstance(c, C) else C(c) for c in cells]


def level(truth: Truth, name: str, printed: str = "", width: str = "（{}分）") -> str:
    """A class as it is printed."""
    points = dict(truth.levels).get(name, "")
    return (printed or name) + (width.format(points) if points else "")


class _Slot(NamedTuple):
    level1: str
    level2: str
    line: Line | None


def _slots(truth: Truth) -> list[_Slot]:
    """The rows with the classes that are printed without an indicator."""
    out = [_Slot(r.level1, r.level2, r) for r in truth.rows]
    for level1, level2 in truth.empty:
        at = max((n for n, s in enumerate(out) if s.level1 == level1), default=len(out) - 1) + 1
        out.insert(at, _Slot(level1, level2, None))
    return out


def table(
    truth: Truth, head: Rows, cells: Callable[[Line], Sequence[str]], *, left: str, shared: Sequence[int] = (),
    show: Callable[[str], str] | None = None,
) -> Rows:  # fmt: skip
    """The indicator table; ``cells`` are those after the classes, ``shared`` the places of 分值 and 得分 among them."""
    slots = _slots(truth)
    show = show or (lambda name: level(truth, name))
    out = [list(row) for row in head]
    if left:
        out[0].insert(0, C(left, rows=len(head) + len(slots)))
    size = len(cells(truth.rows[0]))
    ends = {n: _group(truth, n) for n in range(len(truth.rows))}
    place = {r: n for n, r in enumerate(truth.rows)}
    for level1, many in groupby(slots, key=lambda s: s.level1):
        inside = list(many)
        first = True
        for level2, block in groupby(inside, key=lambda s: s.level2):
            within = list(block)
            for k, slot in enumerate(within):
                row = [C(show(level1), rows=len(inside))] if first else []
                row += [C(level2, rows=len(within))] if k == 0 else []
                first = False
                if slot.line is None:
                    out.append([*row, *[C("")] * size])
                    continue
                reach = ends[place[slot.line]]
                for n, text in enumerate(cells(slot.line)):
                    if n not in shared:
                        row.append(C(text))
                    elif reach:
                        row.append(C(text, rows=reach))
                out.append(row)
    return out


def _group(truth: Truth, n: int) -> int:
    """Over how many rows the points of a row reach; 0 where they stand at a row above."""
    row = truth.rows[n]
    if row.first != n + 1:
        return 0
    end = n + 1
    while end < len(truth.rows) and truth.rows[end].first == n + 1:
        end += 1
    return end - n


def sides(truth: Truth) -> tuple[str, str]:
    """What was promised and what is reported, an item a line."""
    pairs = [g.printed for g in truth.goals]
    return "\n".join(one for one, _ in pairs if one), "\n".join(two for _, two in pairs if two)


def goals(truth: Truth, names: tuple[str, str], widths: tuple[int, int], left: C) -> Rows:
    """年度总体目标 with its two cells."""
    one, two = sides(truth)
    heads = [C(n, w) for n, w in zip(names, widths, strict=True)]
    return [[left, *heads], [C(one, widths[0]), C(two, widths[1])]]


def year_line(truth: Truth, form: str = "（{}年度）") -> tuple[str, ...]:
    return (form.format(truth.year),) if truth.year else ()


def dated(truth: Truth) -> str:
    """The title with a year."""
    return truth.title if truth.title[:4].isdigit() or not truth.year else f"{truth.year}年度{truth.title}"


def prose(notes: Sequence[Note], name: int, width: int) -> Rows:
    return [line(C(n.name, name), C(n.text, width - name)) for n in notes]


def shown_text(value: str | None) -> str:
    return value or ""


def national_funds(truth: Truth, left: str, name: int) -> Rows:
    heads = ["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
    rows = [line(C(left, rows=1 + len(truth.funds)), C("", name), *heads)]
    for f in truth.funds:
        told = (f.initial, f.annual, f.executed, f.points, f.rate, f.score)
        rows.append(line(C(f.name, name), *map(shown_text, told)))
    return rows
