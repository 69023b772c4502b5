"""The scorer: every number of a form recomputed under a rule set, with exact decimals.

It owns the numbers. A score is an interval of what the rule set admits; where it cannot be
recomputed, the row says why. Equal shares are presumed in a group that shares its points.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.model.form import Form, FundRole
from auditor.model.rulebook import Rulebook
from auditor.model.score import (
    Deviation,
    DeviationKind,
    ExecutionScore,
    GroupScore,
    IndicatorScore,
    Interval,
    Outcome,
    ScoreSheet,
    TotalScore,
)
from auditor.numerals import widths
from auditor.scoring.compare import Comparison, compare
from auditor.scoring.execution import execution_score
from auditor.scoring.formulas import ONE, ZERO
from auditor.scoring.numbers import gap, listed, number_of, parameter
from auditor.scoring.rows import LATE, group_score

__all__ = ["Comparison", "compare", "form_year", "number_of", "score"]

_MYRIAD = "万元"
_NOT_COVERED = "表式不在所指定规则集的适用范围，没有计分"


def form_year(form: Form) -> int | None:
    """The fiscal year that the form declares."""
    m = re.search(r"(?:19|20)\d\d", widths(form.year.text))
    return int(m[0]) if m else None


def score(form: Form, book: Rulebook) -> ScoreSheet:
    """Recompute the execution score, every group and the total."""
    year = form_year(form)
    execution = execution_score(form, book)
    by_id = {i.id: i for i in form.indicators}
    groups = tuple(
        group_score(g, [by_id[i] for i in g.indicators], book, year, one_unit=form.one_unit) for g in form.groups
    )
    total = _total(form, execution, groups, book)
    deviations = (*_fund_deviations(form, execution, book), *_row_deviations(form, groups, year))
    sheet = ScoreSheet(ruleset=book.id, execution=execution, groups=groups, total=total, deviations=deviations)
    return sheet if book.covered else _withheld(sheet)


def _withheld(sheet: ScoreSheet) -> ScoreSheet:
    """The sheet of a form that the rule set asked for does not cover: what is claimed, and nothing that is deserved."""
    none = {"deserved": None, "difference": None}
    groups = tuple(
        g.model_copy(update={**none, "method": _NOT_COVERED, "indicators": tuple(_bare(i) for i in g.indicators)})
        for g in sheet.groups
    )
    return sheet.model_copy(
        update={
            "execution": sheet.execution.model_copy(update={**none, "method": _NOT_COVERED}),
            "groups": groups,
            "total": sheet.total.model_copy(update={**none, "deserved_grade": None, "grade": None}),
        }
    )


def _bare(row: IndicatorScore) -> IndicatorScore:
    return row.model_copy(update={"deserved": None, "method": _NOT_COVERED})


def _fund_deviations(form: Form, execution: ExecutionScore, book: Rulebook) -> Iterator[Deviation]:
    """What an 偏差原因分析 has to explain of the budget: its change in the year, and its execution."""
    line = next((f for f in form.funds if f.role is FundRole.TOTAL), None)
    if line is None:
        return
    scale = parameter(book, "budget.scale_jump") if form.currency == _MYRIAD else ONE
    initial, annual, executed = (number_of(c) for c in (line.initial_budget, line.annual_budget, line.executed))
    if initial is not None and annual is not None and initial != annual:
        yield Deviation(indicator=None, kind=DeviationKind.BUDGET_CHANGE, gap=abs(annual - initial) * scale)
    rate = execution.rate
    if (
        annual is not None
        and executed is not None
        and rate is not None
        and rate < parameter(book, "execution.explain_below")
    ):
        yield Deviation(indicator=None, kind=DeviationKind.EXECUTION, gap=abs(annual - executed) * scale)


def _row_deviations(form: Form, groups: Sequence[GroupScore], year: int | None) -> Iterator[Deviation]:
    """The indicators that miss their target, or are far above it."""
    by_id = {i.id: i for i in form.indicators}
    kinds = {Outcome.SHORT: DeviationKind.SHORTFALL, Outcome.OVER: DeviationKind.OVERFULFILMENT}
    for row in (r for g in groups for r in g.indicators):
        if row.outcome in kinds:
            compared = compare(by_id[row.indicator], year, one_unit=form.one_unit)
            gap = (
                abs(compared.target - compared.actual)
                if compared.target is not None and compared.actual is not None
                else None
            )
            yield Deviation(indicator=row.indicator, kind=kinds[row.outcome], gap=gap)


def _total(form: Form, execution: ExecutionScore, groups: Sequence[GroupScore], book: Rulebook) -> TotalScore:
    claimed = number_of(form.total.score)
    points = [p for p in (execution.points, *(g.points for g in groups)) if p is not None]
    weighed = any(g.points is not None for g in groups)
    parts = [c for c in (execution.claimed, *(g.claimed for g in groups)) if c is not None]
    complete = (
        execution.deserved is not None and all(g.deserved is not None or g.points is None for g in groups) and weighed
    )
    cut = claimed is None and sum(points, ZERO) < parameter(book, "total.points")  # the text ends before the total
    deserved = None
    if complete and not cut and execution.deserved is not None:
        intervals = [execution.deserved, *(i for g in groups if (i := _counted(g)) is not None)]
        deserved = Interval(low=sum((i.low for i in intervals), ZERO), high=sum((i.high for i in intervals), ZERO))
    return TotalScore(
        points=number_of(form.total.points),
        claimed=claimed,
        sum_of_points=_sum_of_points(form, execution, points),
        sum_of_claimed=sum(parts, ZERO) if parts else None,
        deserved=deserved,
        difference=gap(claimed, deserved),
        grade=grade(claimed, book) if claimed is not None else None,
        deserved_grade=_grades(deserved, book) if deserved is not None else None,
    )


def _sum_of_points(form: Form, execution: ExecutionScore, points: Sequence[Decimal]) -> Decimal | None:
    """The sum of 分值; of what the level-1 labels announce where the rows have no such column."""
    if not form.lacks("points"):
        return sum(points, ZERO) if points else None
    levels = announced(form)
    if levels is None or execution.points is None:
        return None
    return sum(levels.values(), execution.points)


def announced(form: Form) -> dict[str, Decimal] | None:
    """The points that the labels of the rows' level-1 classes announce; None where one announces none."""
    points = {level.name: level.points for level in form.level1}
    levels = {g.level1: points.get(g.level1) for g in form.groups}
    known = {name: p for name, p in levels.items() if p is not None}
    return known if known and len(known) == len(levels) else None


def _counted(group: GroupScore) -> Interval | None:
    """What a group adds to the deserved total: no rule says how much a late row loses, so it stands as it is claimed.

    Where it shares its score with others, it is counted in full.
    """
    late = [(r.share, r.deserved) for r in group.indicators if r.method == LATE and r.deserved is not None]
    if not late or group.deserved is None:
        return group.deserved
    low = group.deserved.low + sum((share - i.low for share, i in late), ZERO)
    high = group.deserved.high + sum((share - i.high for share, i in late), ZERO)
    if group.claimed is not None and len(late) == len(group.indicators):
        low = high = max(ZERO, min(group.claimed, high))
    return Interval(low=low, high=high)


def _grades(deserved: Interval, book: Rulebook) -> str:
    """The grade of a deserved total, two where the interval spans them."""
    low, high = grade(deserved.low, book), grade(deserved.high, book)
    return low if low == high else f"{low}至{high}"


def grade(total: Decimal, book: Rulebook) -> str:
    """优/良/中/差 for a total, by the rule set's floors."""
    names = [str(name) for name in listed(book, "grade.names")]
    floors = [Decimal(floor) for floor in listed(book, "grade.floors")]
    return next((name for name, floor in zip(names, floors, strict=True) if total >= floor), names[-1])
