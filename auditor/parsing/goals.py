"""年度总体目标: which words are 预期目标 and which 实际完成情况, and their items paired."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from auditor.model.form import Cell, Goal
from auditor.model.source import Label
from auditor.numerals import chinese_number
from auditor.parsing.flow import Flow, flow
from auditor.parsing.pieces import Gap, Piece, width

_STYLES = (
    re.compile(r"([一二三四五六七八九十]{1,3})、"),
    re.compile(r"[（(]([一二三四五六七八九十]{1,3})[）)]、?"),
    re.compile(r"目标(\d{1,2}(?![\d年月日])|[一二三四五六七八九十]{1,3})[:：.、]?"),
    re.compile(r"(\d{1,2})(?:[.．、](?!\d)|[.．](?=\d+(?:\.\d+)?[^\d.%％万亿]))"),
    re.compile(r"[（(](\d{1,2})[）)]"),
    re.compile(r"([一二三四五六七八九十])是"),
)
_TOP = 4  # styles that number items of the cell; the later ones number parts inside a text
_CHANGED = 2  # borders between 年初目标, 调整目标 and 完成情况
_END = "。；！？;.!?"
_TITLE = re.compile(r"^([^，。；！？：:（(]{2,24})[：:]")


class Item(NamedTuple):
    """A numbered item of a goal cell: number, and where label, title and text begin and end."""

    number: int
    start: int
    label: str
    title: str
    text_start: int
    end: int


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    read = chinese_number(text)
    return int(read) if read is not None else 0


def items(text: str, like: str = "", most: int = 0) -> list[Item]:
    """The items of a cell, if it begins with a number 一、 or the like and counts up from one.

    Beside a cell ``like`` it with so many items, its own may be fewer: some of their numbers, in their order.
    """
    for style in _STYLES[:_TOP]:
        if not style.match(text) or (like and not style.match(like)):
            continue
        found: list[tuple[int, int, int, str]] = []
        for m in style.finditer(text):
            before = text[m.start() - 1] if m.start() else "。"
            number, last = _number(m[1]), found[-1][0] if found else 0
            follows = last < number <= most if most else number == last + 1
            if follows and (before in _END + "：:）)”’" or not found):
                found.append((number, m.start(), m.end(), m[1]))
        if len(found) < (1 if most else 2):
            continue
        out = []
        bounds = [f[1] for f in found] + [len(text)]
        for (number, start, label_end, label), end in zip(found, bounds[1:], strict=True):
            titled = _TITLE.match(text[label_end:end])
            out.append(
                Item(
                    number, start, label, titled[1] if titled else "", label_end + (titled.end() if titled else 0), end
                )
            )
        return out
    return []


def pair(expected: list[Piece], actual: list[Piece]) -> tuple[tuple[Goal, ...], list[Label]]:
    """The goals with their items paired by number, and the labels and titles as recognised words."""
    left, right = flow(expected), flow(actual)
    promised, reported = items(left.text), items(right.text)
    if len(reported) < len(promised):
        reported = max(reported, items(right.text, left.text, len(promised)), key=len)
    elif len(promised) < len(reported):
        promised = max(promised, items(left.text, right.text, len(reported)), key=len)
    labels: list[Label] = []
    if not promised or not reported:
        if not left.text and not right.text:
            return (), labels
        goal = Goal(label=None, title=None, expected=_whole(left), actual=_whole(right))
        return (goal,), labels
    ours, theirs = {i.number: i for i in promised}, {i.number: i for i in reported}
    goals: list[Goal] = []
    for number in sorted({*ours, *theirs}):
        p, r = ours.get(number), theirs.get(number)
        labels += [lab for lab in (_label(left, p), _label(right, r)) if lab]
        goals.append(
            Goal(
                label=next(i.label for i in (p, r) if i),
                title=next((i.title for i in (p, r) if i and i.title), None),
                expected=_text(left, p),
                actual=_text(right, r),
            )
        )
    return tuple(goals), labels


def _whole(words: Flow) -> Cell | None:
    return words.cell(0, len(words.text)) if words.text else None


def _text(words: Flow, item: Item | None) -> Cell | None:
    if item is None or item.text_start >= item.end:
        return None
    return words.cell(item.text_start, item.end)


def _label(words: Flow, item: Item | None) -> Label | None:
    if item is None or item.text_start <= item.start:
        return None
    return Label(text=words.text[item.start : item.text_start], spans=words.spans(item.start, item.text_start))


def split_in_order(pieces: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """预期目标 and 实际完成情况 out of text in content order, where the one cell follows the other.

    The second begins where the numbering begins again; without numbers, where the width of the
    lines changes after the end of a sentence.
    """
    if not pieces:
        return [], []
    cut = _restart(pieces)
    if cut is None:
        cut = _by_width(pieces)
    return pieces[:cut], pieces[cut:]


def split_goals(pieces: list[Piece], columns: Sequence[str]) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """预期目标 and 实际完成情况 of a family, and what is left over.

    Where 目标 may have been changed in the year, the changed one counts and the first is left over.
    """
    if "adjusted" not in columns:
        return *split_by_cell(pieces), []
    starts = [k for k, p in enumerate(pieces) if p.gap is Gap.EDGE and k]
    if len(starts) < _CHANGED:
        first, actual = split_in_order([p for p in pieces if p.text])
        return first, actual, []
    cells = [[p for p in pieces[a:b] if p.text] for a, b in pairwise([0, *starts, len(pieces)])]
    while len(cells) > _CHANGED + 1 and not cells[0]:
        cells.pop(0)
    first, changed = cells[:2]
    actual = [p for cell in cells[2:] for p in cell]
    return (changed, actual, first) if changed else (first, actual, [])


def split_by_cell(pieces: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """预期目标 and 实际完成情况 out of delimited rows, one or one for each goal: the column of the first border divides."""
    border = next((k for k, p in enumerate(pieces) if p.gap is Gap.EDGE and k), None)
    if border is None:
        return split_in_order(pieces)
    first, column = pieces[0].column, pieces[border].column
    if column <= first:
        return pieces[:border], pieces[border:]
    rows = {p.line for p in pieces if p.gap is Gap.EDGE}
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    right = False
    for p in pieces:
        right = p.column >= column if p.line in rows else right  # a line without a border goes on with its cell
        sides[right].append(p)
    return sides


def _begins(pieces: list[Piece], at: int, style: re.Pattern[str]) -> int:
    """The number with which the text at a piece begins, 0 if with none."""
    head = "".join(p.text for p in pieces[at : at + 3])[:8]
    m = style.match(head)
    return _number(m[1]) if m else 0


def _restart(pieces: list[Piece]) -> int | None:
    for style in _STYLES[:_TOP]:
        if _begins(pieces, 0, style) != 1:
            continue
        highest = 1
        for k in range(1, len(pieces)):
            number = _begins(pieces, k, style)
            ended = pieces[k - 1].text[-1:] in (*_END, *"）)”’")
            if number == highest + 1 or (number > highest and ended):
                highest = number
            elif number == 1 and (highest > 1 or pieces[k].gap is Gap.LINE):
                return k
            elif 1 < number <= highest and ended:
                return k  # the first items are not reported
    return None


def _by_width(pieces: list[Piece]) -> int:
    starts = [k for k, p in enumerate(pieces) if p.gap is Gap.LINE or k == 0]
    if len(starts) == 1:
        return 1 if len(pieces) > 1 else 0
    lines = []
    for a, b in pairwise([*starts, len(pieces)]):
        text = "".join(p.text for p in pieces[a:b])
        lines.append((a, width(text), text[-1] in _END or (text[-1] in "）)”’" and text[-2:-1] in _END)))
    best, best_cost = starts[1], -1
    for k in range(1, len(lines)):
        cost = 0 if lines[k - 1][2] else 40
        for part in (lines[:k], lines[k:]):
            full = max(w for _, w, _ in part)
            cost += sum(20 for _, w, ended in part[:-1] if w < full - 5 and not ended)
            cost += sum(3 for _, w, ended in part[:-1] if w < full - 5 and ended)
            cost += 0 if part[-1][2] else 20
        if best_cost < 0 or cost < best_cost:
            best, best_cost = lines[k][0], cost
    return best
