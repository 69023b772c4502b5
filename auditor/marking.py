"""At which cells of a form a finding is marked; the cells have names, so that a drawing and a carrier agree."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from auditor.model.finding import Finding, Section
from auditor.model.form import Cell, Form
from auditor.model.source import Span

MOST = 12  # a finding about more cells than this is marked once, at the heading of its part
FUNDS = ("name", "initial_budget", "annual_budget", "executed", "points", "rate", "score")
GOALS = ("expected", "actual")
INDICATORS = ("name", "target", "actual", "explanation")
HEAD = ("project_name", "year", "department", "unit")


class Named(NamedTuple):
    """A cell of the form: its name in a drawing, its part of the form, its places."""

    name: str
    part: Section
    spans: Sequence[Span]


def cells(form: Form) -> Iterator[Named]:
    """All cells of the form."""
    named: list[tuple[str, Section, Cell | None]] = [("title", Section.HEADER, form.title)]
    named += [(f"head-{n}", Section.HEADER, getattr(form, n)) for n in HEAD]
    for n, fund in enumerate(form.funds):
        named += [(f"fund-{n}-{c}", Section.FUNDS, getattr(fund, c)) for c in FUNDS]
    for n, goal in enumerate(form.goals):
        named += [(f"goal-{n}-{c}", Section.GOALS, getattr(goal, c)) for c in GOALS]
    for i in form.indicators:
        named += [(f"{i.id}-{c}", Section.INDICATORS, getattr(i, c)) for c in INDICATORS]
    for g in form.groups:
        named += [(f"{g.id}-{c}", Section.INDICATORS, getattr(g, c)) for c in ("points", "score")]
    for c in ("points", "score", "grade"):
        named.append((f"total-{c}", Section.TOTALS, getattr(form.total, c)))
    yield from (Named(name, part, cell.spans) for name, part, cell in named if cell is not None)
    yield from (Named(f"level1-{v.name}", Section.INDICATORS, v.spans) for v in form.level1)


class Marker:
    """Says at which cells of one form a finding is marked."""

    def __init__(self, form: Form) -> None:
        self._cells = tuple(cells(form))

    @cached_property
    def _there(self) -> dict[int, list[int]]:
        """The cells that each character of the text belongs to."""
        there: dict[int, list[int]] = {}
        for n, cell in enumerate(self._cells):
            for at in _offsets(cell.spans):
                there.setdefault(at, []).append(n)
        return there

    def touched(self, spans: Sequence[Span]) -> list[Named]:
        """The cells that spans lie in, in the order of the form."""
        return [self._cells[n] for n in sorted({n for at in _offsets(spans) for n in self._there.get(at, ())})]

    def names(self, found: Finding) -> list[str]:
        """The cells at which a finding is marked.

        Those that it points at in its own part of the form, else any that it points at, else its rows,
        else the heading of its part.
        """
        touched = self.touched(found.spans)
        own = [cell.name for cell in touched if cell.part is found.section]
        names = _last_of_row(own or [cell.name for cell in touched])
        names = names or [f"{i}-name" for i in found.indicators]
        return names if 0 < len(names) <= MOST else [f"part-{found.section.value}"]


def _offsets(spans: Sequence[Span]) -> Iterator[int]:
    return (at for s in spans for at in range(s.start, s.end))


def _last_of_row(names: Sequence[str]) -> list[str]:
    """One cell of each row is marked, the rightmost: 实际完成值 rather than 年度指标值."""
    return list({name.rpartition("-")[0]: name for name in names}.values())
