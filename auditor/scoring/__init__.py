"""The scorer: every number of a form recomputed under a rule set, with exact decimals.

It owns the numbers. A score is an interval of what the rule set admits; where it cannot be
recomputed, the row says why. Equal shares are presumed in a group that shares its points.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from auditor.model.form import Cell, CellKind, Form, FundRole, Group, Indicator
from auditor.model.rulebook import Rulebook
from auditor.model.score import (
    Deviation,
    DeviationKind,
    Direction,
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
from auditor.scoring.formulas import FORMULAS, ONE, WORDS, ZERO

__all__ = ["Comparison", "compare", "form_year", "number_of", "score"]

_HUNDRED = Decimal(100)
_MYRIAD = "万元"
_LATE = "未按期限完成，不得满分，扣分幅度按本地规定"


def form_year(form: Form) -> int | None:
    """The fiscal year that the form declares."""
    m = re.search(r"(?:19|20)\d\d", widths(form.year.text))
    return int(m[0]) if m else None


def number_of(cell: Cell | None) -> Decimal | None:
    """The plain number of a points, score or amount cell; None for blank, a dash or words."""
    return cell.value if cell is not None and cell.kind is CellKind.NUMBER else None


def _parameter(book: Rulebook, name: str) -> Decimal:
    value = book.parameters[name].value
    if not isinstance(value, Decimal):
        raise TypeError(name)
    return value


def _list(book: Rulebook, name: str) -> tuple[str, ...] | tuple[Decimal, ...]:
    value = book.parameters[name].value
    if not isinstance(value, tuple):
        raise TypeError(name)
    return value


def _round(value: Decimal, step: Decimal) -> Decimal:
    return value.quantize(step, ROUND_HALF_UP)


def _gap(claimed: Decimal | None, deserved: Interval | None) -> Decimal | None:
    """Claimed − high when above the interval, claimed − low when below, else 0."""
    if claimed is None or deserved is None:
        return None
    if claimed > deserved.high:
        return claimed - deserved.high
    if claimed < deserved.low:
        return claimed - deserved.low
    return ZERO


def score(form: Form, book: Rulebook) -> ScoreSheet:
    """Recompute the execution score, every group and the total."""
    year = form_year(form)
    execution = _execution(form, book)
    by_id = {i.id: i for i in form.indicators}
    groups = tuple(_group(g, [by_id[i] for i in g.indicators], book, year) for g in form.groups)
    total = _total(form, execution, groups, book)
    deviations = (*_fund_deviations(form, execution, book), *_row_deviations(groups, by_id, year))
    return ScoreSheet(ruleset=book.id, execution=execution, groups=groups, total=total, deviations=deviations)


def _fund_deviations(form: Form, execution: ExecutionScore, book: Rulebook) -> Iterator[Deviation]:
    """What an 偏差原因分析 has to explain of the budget: its change in the year, and its execution."""
    line = next((f for f in form.funds if f.role is FundRole.TOTAL), None)
    if line is None:
        return
    scale = _parameter(book, "budget.scale_jump") if form.currency == _MYRIAD else ONE
    initial, annual, executed = (number_of(c) for c in (line.initial_budget, line.annual_budget, line.executed))
    if initial is not None and annual is not None and initial != annual:
        yield Deviation(indicator=None, kind=DeviationKind.BUDGET_CHANGE, gap=abs(annual - initial) * scale)
    rate = execution.rate
    if (
        annual is not None
        and executed is not None
        and rate is not None
        and rate < _parameter(book, "execution.explain_below")
    ):
        yield Deviation(indicator=None, kind=DeviationKind.EXECUTION, gap=abs(annual - executed) * scale)


def _row_deviations(
    groups: Sequence[GroupScore], by_id: Mapping[str, Indicator], year: int | None
) -> Iterator[Deviation]:
    """The indicators that miss their target, or are far above it."""
    kinds = {Outcome.SHORT: DeviationKind.SHORTFALL, Outcome.OVER: DeviationKind.OVERFULFILMENT}
    for row in (r for g in groups for r in g.indicators):
        if row.outcome in kinds:
            compared = compare(by_id[row.indicator], year)
            gap = (
                abs(compared.target - compared.actual)
                if compared.target is not None and compared.actual is not None
                else None
            )
            yield Deviation(indicator=row.indicator, kind=kinds[row.outcome], gap=gap)


def _execution(form: Form, book: Rulebook) -> ExecutionScore:
    line = next((f for f in form.funds if f.role is FundRole.TOTAL), None)
    if line is None:
        return ExecutionScore(
            rate=None, points=None, claimed=None, deserved=None, difference=None, method="没有年度资金总额行"
        )
    budget, executed = number_of(line.annual_budget), number_of(line.executed)
    points, claimed = number_of(line.points), number_of(line.score)
    if budget is None or executed is None or budget <= ZERO:
        why = "全年预算数为 0，不能计算执行率" if budget == ZERO else "全年预算数或全年执行数不是数，不能计算执行率"
        return ExecutionScore(rate=None, points=points, claimed=claimed, deserved=None, difference=None, method=why)
    rate = executed / budget
    shown = rate.quantize(_parameter(book, "rate.step")) if rate != rate.to_integral() else rate.quantize(ONE)
    deserved = None
    if points is not None:
        step = _parameter(book, "score.step")
        exact = min(rate, ONE) * points
        admitted = [_round(exact, step), exact.quantize(step, ROUND_DOWN)]
        printed = number_of(line.rate)
        if printed is not None and abs(printed / _HUNDRED - rate) <= _half_unit(printed) / _HUNDRED:
            admitted.append(_round(min(printed / _HUNDRED, ONE) * points, step))
        deserved = Interval(low=min(admitted), high=max(admitted))
    return ExecutionScore(
        rate=shown,
        points=points,
        claimed=claimed,
        deserved=deserved,
        difference=_gap(claimed, deserved),
        method="全年执行数÷全年预算数×分值，最高不超过分值",
    )


def _half_unit(printed: Decimal) -> Decimal:
    """Half of the last place that is shown, and a rounding down of it: 99.7 stands for 99.65 to 99.80."""
    exponent = printed.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return ONE.scaleb(-places)


def _group(group: Group, members: Sequence[Indicator], book: Rulebook, year: int | None) -> GroupScore:
    points, claimed = number_of(group.points), number_of(group.score)
    compared = [compare(i, year) for i in members]
    counted = [c for c in compared if c.outcome is not Outcome.NOT_APPLICABLE]
    share = points / len(counted) if points is not None and counted else None
    exact = [None if share is None or c.outcome is Outcome.NOT_APPLICABLE else _exact(c, share, book) for c in compared]
    rows = tuple(_row(i, c, share, e, book) for i, c, e in zip(members, compared, exact, strict=True))
    if points is None or not counted:
        why = "不适用" if not counted else "没有分值，不计分"
        return GroupScore(
            group=group.id, points=points, claimed=claimed, deserved=None, difference=None, method=why, indicators=rows
        )
    step = _parameter(book, "score.step")
    deserved = Interval(
        low=_round(sum((e[0] for e in exact if e), ZERO), step),
        high=_round(sum((e[1] for e in exact if e), ZERO), step),
    )
    method = (
        f"{len(counted)}项合占{points}分，按等权测算"
        if len(counted) > 1
        else next(r.method for r in rows if r.outcome is not Outcome.NOT_APPLICABLE)
    )
    return GroupScore(
        group=group.id,
        points=points,
        claimed=claimed,
        deserved=deserved,
        difference=_gap(claimed, deserved),
        method=method,
        indicators=rows,
    )


def _row(
    indicator: Indicator,
    compared: Comparison,
    share: Decimal | None,
    exact: tuple[Decimal, Decimal] | None,
    book: Rulebook,
) -> IndicatorScore:
    step = _parameter(book, "score.step")
    deserved = Interval(low=_round(exact[0], step), high=_round(exact[1], step)) if exact else None
    outcome = compared.outcome
    if outcome is Outcome.MET and compared.direction is Direction.HIGHER and compared.completion is not None:
        outcome = Outcome.OVER if compared.completion >= _parameter(book, "over.explain_at") else outcome
    return IndicatorScore(
        indicator=indicator.id,
        share=_round(share, step) if share is not None and compared.outcome is not Outcome.NOT_APPLICABLE else ZERO,
        completion=compared.completion.quantize(_parameter(book, "completion.step"))
        if compared.completion is not None
        else None,
        deserved=deserved,
        outcome=outcome,
        direction=compared.direction,
        inferred=compared.inferred,
        method=_method(compared, book),
        why=compared.why,
    )


def _exact(compared: Comparison, share: Decimal, book: Rulebook) -> tuple[Decimal, Decimal]:
    """The least and the most that a row deserves of its share, not yet rounded."""
    reached, partly, missed = (_parameter(book, f"tier.{t}") for t in ("reached", "partly", "missed"))
    step = _parameter(book, "score.step")
    match compared.tier:
        case "partly":
            return partly * share, max(partly * share, reached * share - step)
        case "missed":
            top = partly * share if compared.direction is None else share  # a missed deadline has no tier
            return missed * share, max(ZERO, top - step)
        case "reached":
            return reached * share, share
    if compared.outcome is Outcome.SHORT and compared.completion is not None:
        values = [v * share for v in _fractions(compared, book)]
        return min(values), max(values)
    if compared.outcome is Outcome.UNDECIDED:
        return ZERO, share
    if compared.direction is None:
        return reached * share, share
    return share, share


def _fractions(compared: Comparison, book: Rulebook) -> list[Decimal]:
    """What every formula that the rule set admits gives for a missed quantitative target."""
    if compared.target is None or compared.actual is None:
        return [ZERO]
    return [FORMULAS[name](compared.target, compared.actual) for name in _formulas(compared, book)]


def _formulas(compared: Comparison, book: Rulebook) -> tuple[str, ...]:
    """The formulas that the rule set names for a row's direction."""
    names = _list(book, "lower.formulas" if compared.direction is Direction.LOWER else "higher.formulas")
    return tuple(str(name) for name in names)


def _method(compared: Comparison, book: Rulebook) -> str:
    if compared.outcome is Outcome.UNDECIDED:
        return f"不能比较：{compared.why}"
    if compared.outcome is Outcome.NOT_APPLICABLE:
        return "不适用"
    if compared.tier in ("partly", "reached") or (compared.tier == "missed" and compared.direction is None):
        return {"partly": "定性指标：部分达成", "reached": "定性指标：达成", "missed": "定性指标：未达成"}[
            compared.tier
        ]
    if compared.tier == "missed":
        return _LATE
    if compared.outcome is Outcome.SHORT:
        return "未达指标值：" + " 或 ".join(WORDS[name] for name in _formulas(compared, book))
    return "达到指标值，得满分" if compared.direction is not None else "定性指标：达成"


def _total(form: Form, execution: ExecutionScore, groups: Sequence[GroupScore], book: Rulebook) -> TotalScore:
    claimed = number_of(form.total.score)
    points = [p for p in (execution.points, *(g.points for g in groups)) if p is not None]
    parts = [c for c in (execution.claimed, *(g.claimed for g in groups)) if c is not None]
    complete = (
        execution.deserved is not None and all(g.deserved is not None or g.points is None for g in groups) and groups
    )
    cut = claimed is None and sum(points, ZERO) < _parameter(book, "total.points")  # the text ends before the total
    deserved = None
    if complete and not cut and execution.deserved is not None:
        intervals = [execution.deserved, *(i for g in groups if (i := _counted(g)) is not None)]
        deserved = Interval(low=sum((i.low for i in intervals), ZERO), high=sum((i.high for i in intervals), ZERO))
    return TotalScore(
        points=number_of(form.total.points),
        claimed=claimed,
        sum_of_points=sum(points, ZERO) if points else None,
        sum_of_claimed=sum(parts, ZERO) if parts else None,
        deserved=deserved,
        difference=_gap(claimed, deserved),
        grade=grade(claimed, book) if claimed is not None else None,
        deserved_grade=_grades(deserved, book) if deserved is not None else None,
    )


def _counted(group: GroupScore) -> Interval | None:
    """What a group adds to the deserved total: no rule says how much a late row loses, so it stands as it is claimed.

    Where it shares its score with others, it is counted in full.
    """
    late = [(r.share, r.deserved) for r in group.indicators if r.method == _LATE and r.deserved is not None]
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
    names = [str(name) for name in _list(book, "grade.names")]
    floors = [Decimal(floor) for floor in _list(book, "grade.floors")]
    return next((name for name, floor in zip(names, floors, strict=True) if total >= floor), names[-1])
