"""Which row of one form is which row of another: by name, by class, and by likeness where a name was changed."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple

from auditor.model.form import Form, Indicator
from auditor.numerals import widths

_ALIKE = 0.6  # share of the pairs of characters that two names of one row have in common
_SAME_PROJECT = 0.5
_CROWD = 400  # rows that have a pair of characters: it tells nothing any more
_IDLE = re.compile(r"[\s，。；：、,.;:()“”\"'（）]")


class Pair(NamedTuple):
    """A row of the old form and what it is in the new one; None where it is not there."""

    old: Indicator | None
    new: Indicator | None


def bare(text: str) -> str:
    """A name without white space and punctuation, in one width."""
    return _IDLE.sub("", widths(text))


def alike(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1: their common pairs of neighbouring characters (Dice)."""
    a, b = _pairs(bare(one)), _pairs(bare(other))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else float(bare(one) == bare(other))


def pair(old: Sequence[Indicator], new: Sequence[Indicator]) -> tuple[Pair, ...]:
    """The rows of two forms put together: those of the new form in its order, then those that are gone."""
    left, right = dict(enumerate(old)), dict(enumerate(new))
    found: dict[int, int] = {}
    for same in (_whole, _placed, _named):
        found |= _matched(left, right, same)
    found |= _renamed(left, right)
    pairs = [Pair(old[found[n]] if n in found else None, row) for n, row in enumerate(new)]
    return (*pairs, *(Pair(row, None) for row in left.values()))


def same_project(one: Form, other: Form) -> bool:
    """Whether two forms are about one project: by its name, and by their rows where one of them has no name."""
    a, b = bare(one.project_name.text), bare(other.project_name.text)
    if a and b:
        return a == b or alike(a, b) > _SAME_PROJECT
    names, others = ({bare(i.plain_name) for i in f.indicators} for f in (one, other))
    return len(names & others) * 2 > max(len(names), len(others))


def _whole(row: Indicator) -> Hashable:
    return (*_placed(row), bare(row.target.text), bare(row.actual.text))


def _placed(row: Indicator) -> tuple[str, str]:
    return bare(row.level2), bare(row.plain_name)


def _named(row: Indicator) -> Hashable:
    return bare(row.plain_name)


def _matched(
    left: dict[int, Indicator], right: dict[int, Indicator], same: Callable[[Indicator], Hashable]
) -> dict[int, int]:
    """The rows that agree, each with the first that is left; they are taken out of both."""
    waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
    for n, row in left.items():
        waiting[same(row)].append(n)
    found = {}
    for n, row in right.items():
        if row.name.text and waiting[same(row)]:
            found[n] = waiting[same(row)].pop(0)
    _take(left, right, found)
    return found


def _renamed(left: dict[int, Indicator], right: dict[int, Indicator]) -> dict[int, int]:
    """The rows of one class whose names are alike, the most alike first."""
    ranked = sorted(_candidates(left, right), key=lambda c: (-c[0], c[1], c[2]))
    found: dict[int, int] = {}
    for _, n, m in ranked:
        if n not in found and m not in found.values():
            found[n] = m
    _take(left, right, found)
    return found


def _candidates(left: dict[int, Indicator], right: dict[int, Indicator]) -> Iterator[tuple[float, int, int]]:
    having: defaultdict[str, list[int]] = defaultdict(list)
    for m, row in left.items():
        for p in _pairs(bare(row.plain_name)):
            having[p].append(m)
    for n, row in right.items():
        near = {m for p in _pairs(bare(row.plain_name)) if len(having[p]) <= _CROWD for m in having[p]}
        for m in near:
            likeness = alike(left[m].plain_name, row.plain_name)
            if likeness >= _ALIKE and _one_class(left[m], row):
                yield likeness, n, m


def _one_class(one: Indicator, other: Indicator) -> bool:
    """Whether two rows stand in one class, or a class is not told."""
    return bare(one.level1)[:2] == bare(other.level1)[:2] or not (one.level1 and other.level1)


def _take(left: dict[int, Indicator], right: dict[int, Indicator], found: dict[int, int]) -> None:
    for n, m in found.items():
        del right[n]
        del left[m]


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
