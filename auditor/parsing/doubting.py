"""A form read from a scan: cells of little certainty keep their words and lose their values."""

from collections.abc import Iterable, Sequence

from auditor.model.form import Cell, CellKind, Form, FundLine, Goal, Group, Indicator, Part, Total
from auditor.model.source import Place, Source, Span

_MOST = 0.3  # of the cells in doubt; with more no part of the form is sure
_AMOUNTS = ("initial_budget", "annual_budget", "executed", "points", "rate", "score")


def doubt(form: Form, source: Source) -> Form:
    """The form with its doubtful cells marked, the parts that rest on them unsure, and a doubt that counts them."""
    if not source.doubtful:
        return form
    marker = _Marker(source.doubtful)
    told = {
        "title": marker.cell(form.title),
        "project_name": marker.cell(form.project_name, Part.HEAD),
        "year": marker.cell(form.year, Part.HEAD),
        "department": marker.cell(form.department, Part.HEAD),
        "unit": marker.cell(form.unit, Part.HEAD),
        "funds": tuple(marker.fund(f) for f in form.funds),
        "goals": tuple(marker.goal(g) for g in form.goals),
        "indicators": tuple(marker.indicator(i) for i in form.indicators),
        "groups": tuple(marker.group(g) for g in form.groups),
        "total": marker.total(form.total),
    }
    for level in form.level1:
        marker.meets(level.spans, Part.LEVELS)
    if len(source.doubtful) > _MOST * len(source.places) > 0:
        marker.parts += list(Part)
    unsure = tuple(dict.fromkeys([*form.unsure, *marker.parts]))
    doubts = (*form.doubts, f"识别把握低的有{len(source.doubtful)}格，没有据以计分，请对照原件")
    return form.model_copy(update={**told, "unsure": unsure, "doubts": doubts})


class _Marker:
    """Marks the cells that stand in doubtful places, and collects the parts of the form that rest on them."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places
        self.parts: list[Part] = []

    def meets(self, spans: Iterable[Span], part: Part | None = None) -> bool:
        """Whether words stand in a doubtful place; the part that rests on them is then unsure."""
        met = any(p.start < s.end and s.start < p.end for s in spans for p in self._places)
        if met and part:
            self.parts.append(part)
        return met

    def cell(self, cell: Cell | None, part: Part | None = None) -> Cell | None:
        """A cell, without a value if it is doubtful."""
        if cell is None or not self.meets(cell.spans, part):
            return cell
        bare = {"kind": CellKind.QUALITATIVE, "value": None, "unit": None, "operator": None, "doubtful": True}
        return cell.model_copy(update=bare)

    def fund(self, line: FundLine) -> FundLine:
        """A row of 项目资金."""
        return line.model_copy(update={name: self.cell(getattr(line, name), Part.FUNDS) for name in _AMOUNTS})

    def goal(self, goal: Goal) -> Goal:
        """An item of 年度总体目标."""
        expected, actual = self.cell(goal.expected, Part.GOALS), self.cell(goal.actual, Part.GOALS)
        return goal.model_copy(update={"expected": expected, "actual": actual})

    def indicator(self, row: Indicator) -> Indicator:
        """A row of 绩效指标."""
        cells = {name: self.cell(getattr(row, name)) for name in ("name", "target", "actual")}
        return row.model_copy(update={**cells, "explanation": self.cell(row.explanation, Part.EXPLANATIONS)})

    def group(self, group: Group) -> Group:
        """A pair of 分值 and 得分."""
        points, score = self.cell(group.points, Part.POINTS), self.cell(group.score, Part.POINTS)
        return group.model_copy(update={"points": points, "score": score})

    def total(self, total: Total) -> Total:
        """The 总分 row."""
        cells = {name: self.cell(getattr(total, name), Part.POINTS) for name in ("points", "score", "grade")}
        return total.model_copy(update=cells)
