"""绩效指标: rows under their level labels, and the groups that share one pair of 分值/得分 cells."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from auditor.model.form import Cell, CellKind, Group, Indicator, Level1
from auditor.parsing import typical
from auditor.parsing.aims import in_unit, targets
from auditor.parsing.bands import Band, learn, read_bands
from auditor.parsing.flow import told
from auditor.parsing.pieces import Cut, Piece, cut_text, spans, to_cell
from auditor.parsing.planned import read_planned
from auditor.parsing.rows import Row, broken_early, name_width
from auditor.parsing.sections import Mark
from auditor.parsing.stretch import Stretch, read_rows
from auditor.values import read_value

_LINE = 2520  # heights are counted in such parts of a line: up to ten lines divide it exactly
_VOID = 6 * _LINE  # the price of a label without rows
_NEXT = 24  # characters of white space and borders between two labels that follow each other
_PART = "其中"
_AMBIGUOUS = ("成本指标", "满意度指标")


class Block(NamedTuple):
    """The rows under one 二级指标 label; ``pairs`` are points and score that no row carries.

    ``merged`` says that a shared pair stands in the first row of its group, as merged cells leave it;
    ``again`` are the rows before which the label is printed again, as after a page break.
    """

    level1: str
    level2: str
    rows: tuple[Row, ...]
    pairs: tuple[tuple[Cut, Cut], ...] = ()
    merged: bool = False
    again: tuple[int, ...] = ()


class Table(NamedTuple):
    """The indicator table as nouns, and the labels' points."""

    indicators: tuple[Indicator, ...]
    groups: tuple[Group, ...]
    level1: tuple[Level1, ...]


def level_names(marks: Sequence[Mark]) -> list[tuple[str, Mark]]:
    """Say of each label in order whether it is a 一级 or a 二级 label, where its words leave it open."""
    out: list[tuple[str, Mark]] = []
    for i, mark in enumerate(marks):
        part = mark.part
        if mark.name in _AMBIGUOUS:
            after = marks[i + 1] if i + 1 < len(marks) else None
            child = after is not None and (
                (typical.PARENT.get(after.name) == mark.name and after.name != mark.name)
                or (after.name == mark.name and after.cut[0].start - mark.cut[-1].end <= _NEXT)  # 满意度指标 twice
            )
            before = out[-1] if out else None
            opened = (
                before is not None
                and before[0] == "level1"
                and before[1] is marks[i - 1]
                and before[1].name == mark.name
            )
            part = "level1" if mark.points is not None or (child and not opened) else "level2"
        out.append((part, mark))
    return out


def read_in_order(entries: Sequence[Piece | Mark]) -> list[Block]:
    """Blocks out of a table in content order."""
    levels = {id(mark): part for part, mark in level_names([e for e in entries if isinstance(e, Mark)])}
    level1 = level2 = ""
    stretches: list[tuple[str, str, list[Piece]]] = []
    for entry in entries:
        if isinstance(entry, Mark):
            level1, level2 = _enter(levels[id(entry)], entry.name, level1, level2)
            stretches.append((level1, level2, []))
        elif stretches:
            stretches[-1][2].append(entry)
        else:
            stretches.append(("", "", [entry]))
    parts = [Stretch(pieces) for _, _, pieces in stretches]
    reads = [read_rows(part) for part in parts]
    full = name_width(row for read in reads for row in read.rows)
    if any(broken_early(row, full) or read.lost for read in reads for row in read.rows):
        reads = [read_rows(part, full) for part in parts]
    blocks: list[Block] = []
    for (one, two, _), read in zip(stretches, reads, strict=True):
        if not read.rows:
            continue
        if blocks and blocks[-1][:2] == (one, two or one):
            before = blocks[-1]
            blocks[-1] = before._replace(rows=before.rows + read.rows, again=(*before.again, len(before.rows)))
        else:
            blocks.append(Block(one, two or one, read.rows))
    return blocks


def read_by_cell(rows: Sequence[tuple[Mark | Row, ...]]) -> list[Block]:
    """Blocks out of rows whose cells are known."""
    parts = {id(mark): part for part, mark in level_names([e for row in rows for e in row if isinstance(e, Mark)])}
    level1 = level2 = ""
    found: list[tuple[str, str, Row]] = []
    for entries in rows:
        for entry in entries:
            if isinstance(entry, Row):
                found.append((level1, level2 or level1, entry))
            else:
                level1, level2 = _enter(parts[id(entry)], entry.name, level1, level2)
    under = groupby(found, key=itemgetter(0, 1))
    return [Block(one, two, tuple(row for _, _, row in rows), merged=True) for (one, two), rows in under]


def read_streamed(entries: Sequence[Piece | Mark], columns: Sequence[str], *, joined: bool = False) -> list[Block]:
    """Blocks out of cells in content order, for any order of columns; ``joined``: a cell may be of several pieces."""
    order = tuple(c for c in columns if c in Row._fields)
    levels = {id(mark): part for part, mark in level_names([e for e in entries if isinstance(e, Mark)])}
    level1 = level2 = ""
    stretches: list[tuple[str, str, list[Piece]]] = [("", "", [])]
    for entry in entries:
        if isinstance(entry, Mark):
            level1, level2 = _enter(levels[id(entry)], entry.name, level1, level2)
            stretches.append((level1, level2, []))
        else:
            stretches[-1][2].append(entry)
    blocks: list[Block] = []
    for one, two, pieces in stretches:
        rows = read_planned(pieces, order, joined=joined).rows
        if rows and blocks and blocks[-1][:2] == (one, two or one):
            blocks[-1] = blocks[-1]._replace(rows=blocks[-1].rows + rows)
        elif rows:
            blocks.append(Block(one, two or one, rows, merged=True))
    return blocks


def whole_rows(blocks: Sequence[Block]) -> int:
    """How many rows of a reading have a name and both values, less those that have not."""
    rows = [row for block in blocks for row in block.rows]
    return sum(1 if row.name and row.target and row.actual else -1 for row in rows)


def _enter(part: str, name: str, level1: str, level2: str) -> tuple[str, str]:
    if part == "level1":
        return (name, "") if name != level1 else (level1, level2)
    parent = typical.PARENT.get(name, "")
    return level1 or parent, name


def read_by_position(entries: Sequence[Piece | Mark]) -> list[Block]:
    """Blocks out of position-sorted text: labels and shared scores stand at the middle of their rows."""
    lines = sorted({e.line for e in entries if isinstance(e, Piece)})
    order = {line: i for i, line in enumerate(lines)}
    pieces = [e._replace(line=order[e.line]) for e in entries if isinstance(e, Piece)]
    bands = read_bands(pieces, learn(read_bands(pieces)))
    rows = [b for b in bands if not b.alone]
    named = level_names([e for e in entries if isinstance(e, Mark)])
    labels = [mark for part, mark in named if part == "level2"]
    if not labels:
        return [Block("", "", tuple(b.row for b in rows))] if rows else []
    tops, bottoms, at = _heights(rows)
    middles = [
        sum(
            at(_LINE * order[p.line] if p.line in order else _LINE * bisect_right(lines, p.line) - _LINE // 2)
            for p in m.cut
        )
        // len(m.cut)
        for m in labels
    ]
    kinds = [mark.name for mark in labels]
    strange = [[_oddness(name, b.row, kinds) for b in rows] for name in kinds]
    extents = _extents(list(zip(tops, bottoms, strict=True)), middles, strange)
    blocks: list[Block] = []
    names = [mark.name for part, mark in named if part == "level1"]
    for mark, (a, b) in zip(labels, extents, strict=True):
        members = tuple(x.row for x in rows[a:b])
        if not members:
            continue
        level1 = typical.parent(mark.name, names)
        pairs = tuple(
            (x.row.points, x.row.score) for x in bands if x.alone and rows[a].top - 1 <= x.top <= rows[b - 1].bottom + 1
        )
        if blocks and blocks[-1][:2] == (level1, mark.name):
            blocks[-1] = blocks[-1]._replace(rows=blocks[-1].rows + members, pairs=blocks[-1].pairs + pairs)
        else:
            blocks.append(Block(level1, mark.name, members, pairs))
    return blocks


def _oddness(level2: str, row: Row, labels: Sequence[str]) -> int:
    """How odd a row is under a label: by its name, and where that leaves it open, by what is counted."""
    if not row.name:
        return 0
    name, target = cut_text(row.name), read_value(cut_text(row.target)) if row.target else read_value("")
    return typical.strange(level2, name) * _LINE // 100 - typical.likely_under(level2, name, target, labels)


def _heights(rows: Sequence[Band]) -> tuple[list[int], list[int], Callable[[int], int]]:
    """Where each row begins and ends on paper, and the same for any line of the text; in parts of a line.

    A cell of two lines beside one of one line takes three lines of position-sorted text, but two on
    paper: the height of a row is that of its tallest cell.
    """
    tops: list[int] = []
    bottoms: list[int] = []
    for band in rows:
        tops.append(bottoms[-1] if bottoms else 0)
        bottoms.append(tops[-1] + _LINE * max((len({p.line for p in cut}) for cut in band.row if cut), default=1))
    starts = [_LINE * band.top for band in rows]

    def at(line: int) -> int:
        k = bisect_right(starts, line) - 1
        if k < 0:
            return 0
        if line > _LINE * rows[k].bottom:
            return bottoms[k]
        lines = rows[k].bottom - rows[k].top + 1
        return tops[k] + (line - starts[k] + _LINE // 2) * (bottoms[k] - tops[k]) // (_LINE * lines)

    return tops, bottoms, at


def _extents(
    rows: Sequence[tuple[int, int]], labels: Sequence[int], strange: Sequence[Sequence[int]]
) -> list[tuple[int, int]]:
    """Divide rows among labels in order so that each label stands nearest the middle, or top, of its own."""
    n = len(rows)
    best: list[int | None] = [0, *[None] * n]
    came: list[list[int]] = []
    for label, odd in zip(labels, strange, strict=True):
        oddness = [0, *accumulate(odd)]
        following: list[int | None] = [None] * (n + 1)
        origin = [0] * (n + 1)
        for a, cost in enumerate(best):
            if cost is None:
                continue
            for b in range(a, n + 1):
                price = cost + (_aside(label, rows[a][0], rows[b - 1][1]) + oddness[b] - oddness[a] if b > a else _VOID)
                known = following[b]
                if known is None or price < known:
                    following[b], origin[b] = price, a
        best = following
        came.append(origin)
    out: list[tuple[int, int]] = []
    b = n
    for origin in reversed(came):
        out.append((origin[b], b))
        b = origin[b]
    return out[::-1]


def _aside(label: int, top: int, bottom: int) -> int:
    """How far a label stands from the middle of its rows, or from their top."""
    return min(abs((top + bottom) // 2 - label), abs(top + _LINE // 2 - label) + _LINE)


def _shared(block: Block) -> list[list[int]]:
    """Divide a block's rows into groups by where their points stand."""
    carrying = [i for i, row in enumerate(block.rows) if row.points or row.score]
    n = len(block.rows)
    if len(carrying) == n:
        return [[i] for i in range(n)]
    if not carrying:
        return [list(range(n))]
    words = {tuple(p.text for p in (*block.rows[i].points, *block.rows[i].score)) for i in carrying}
    if len(words) == 1 and len(carrying) == 2 and n > 3 and carrying[1] > carrying[0] + 1:
        return [list(range(n))]
    halves = [sum(a <= i < b for i in carrying) for a, b in pairwise((0, *block.again, n))]
    if len(words) == 1 and block.again and set(halves) == {1}:
        return [list(range(n))]
    groups: list[list[int]] = []
    for i in range(n):
        if cut_text(block.rows[i].name).startswith(_PART) and i not in carrying:
            groups.append([i])  # 其中: a part of the row before, without points of its own
            continue
        carried = bool(groups) and any(k in carrying for k in groups[-1])
        if not groups or (i in carrying and (carried or block.merged)):
            groups.append([])
        groups[-1].append(i)
    return groups


def build(blocks: Iterable[Block], marks: Sequence[tuple[str, Mark]], *, scored: bool = True) -> Table:
    """Number the indicators I01… and the groups G01…, and gather the level-1 labels.

    Where the table has neither points nor scores, or no levels, nothing is shared, and each row is a group.
    """
    indicators: list[Indicator] = []
    groups: list[Group] = []
    for block in blocks:
        parts = _shared(block) if scored else [[i] for i in range(len(block.rows))]
        for at, members in enumerate(parts):
            group_id = f"G{len(groups) + 1:02d}"
            ids = []
            pairs = [
                (block.rows[i].points, block.rows[i].score)
                for i in members
                if block.rows[i].points or block.rows[i].score
            ]
            if len(parts) == 1 or not pairs:
                pairs += block.pairs if len(parts) == 1 else block.pairs[at : at + 1]
            for i in members:
                row = block.rows[i]
                indicator_id = f"I{len(indicators) + 1:02d}"
                ids.append(indicator_id)
                explanation = told(row.explanation)
                target, initial = targets(row)
                indicators.append(
                    Indicator(
                        id=indicator_id,
                        level1=block.level1,
                        level2=block.level2,
                        name=to_cell(row.name),
                        target=target,
                        actual=in_unit(to_cell(row.actual), row),
                        group=group_id,
                        explanation=None if explanation.kind is CellKind.EMPTY else explanation,
                        initial_target=initial,
                        coefficient=to_cell(row.coefficient) if row.coefficient else None,
                        core=to_cell(row.core) if row.core else None,
                        others=tuple(map(to_cell, row.others)),
                    )
                )
            groups.append(
                Group(
                    id=group_id,
                    level1=block.level1,
                    level2=block.level2,
                    points=_once([p for p, _ in pairs]),
                    score=_once([s for _, s in pairs]),
                    indicators=tuple(ids),
                )
            )
    return Table(tuple(indicators), tuple(groups), _level1(marks, [b.level1 for b in blocks]))


def _once(cuts: Sequence[Cut]) -> Cell | None:
    """A cell that a page break may have printed again: read once, with all its places."""
    printed = [cut for cut in cuts if cut]
    if not printed:
        return None
    cell = to_cell(printed[0])
    same = [cut for cut in printed[1:] if cut_text(cut) == cell.text]
    return cell.model_copy(update={"spans": cell.spans + tuple(s for cut in same for s in spans(cut))})


def _level1(marks: Sequence[tuple[str, Mark]], names: list[str]) -> tuple[Level1, ...]:
    """The 一级 labels. One printed twice with the same points is one; with different points, its parts add up."""
    printed: dict[str, dict[Decimal | None, Mark]] = {}
    for part, mark in marks:
        if part == "level1":
            points = Decimal(mark.points) if mark.points is not None else None
            printed.setdefault(mark.name, {}).setdefault(points, mark)
    out: dict[str, Level1] = {}
    for name, by_points in printed.items():
        announced = {p: mark for p, mark in by_points.items() if p is not None}
        shown = (announced or by_points).values()
        whole = sum(announced, Decimal(0)) if announced else None
        out[name] = Level1(name=name, points=whole, spans=tuple(s for mark in shown for s in spans(mark.cut)))
    for name in names:
        if name and name not in out:
            out[name] = Level1(name=name, points=None)
    return tuple(out.values())
