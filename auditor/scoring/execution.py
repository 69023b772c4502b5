"""预算执行率: the rate, what its formula gives, and what is claimed."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from auditor.model.form import Form, FundLine, FundRole
from auditor.model.rulebook import Formula, Rulebook
from auditor.model.score import ExecutionScore, Interval
from auditor.scoring.elsewhere import other_rule
from auditor.scoring.formulas import METHODS, ONE, ZERO, Measure
from auditor.scoring.numbers import HUNDRED, half_unit, names, number_of, parameter, rounded

_BY_RATE = "全年执行数÷全年预算数×分值，最高不超过分值"
_BY_STEPS = "执行率分档计分；项目已完成且支出不超预算的得满分"


def execution_score(form: Form, book: Rulebook) -> ExecutionScore:
    """The execution score of the total row; 分值 from the rule set where the layout has no such column."""
    line = next((f for f in form.funds if f.role is FundRole.TOTAL), None)
    if line is None:
        return ExecutionScore(
            rate=None, points=None, claimed=None, deserved=None, difference=None, method="没有年度资金总额行"
        )
    budget, executed = number_of(line.annual_budget), number_of(line.executed)
    points, claimed = number_of(line.points), number_of(line.score)
    assumed = points is None and claimed is not None and form.lacks("points")
    if assumed:
        points = parameter(book, "execution.points")
    if budget is None or executed is None or budget <= ZERO:
        why = "全年预算数为 0，不能计算执行率" if budget == ZERO else "全年预算数或全年执行数不是数，不能计算执行率"
        return ExecutionScore(rate=None, points=points, claimed=claimed, deserved=None, difference=None, method=why)
    rate = executed / budget
    shown = rate.quantize(parameter(book, "rate.step")) if rate != rate.to_integral() else rate.quantize(ONE)
    by_steps = Formula.EXECUTION_STEPS in names(book, "execution.formula")
    method = (_BY_STEPS if by_steps else _BY_RATE) + ("；表上没有分值一栏，分值按规则集" if assumed else "")
    if points is None:
        return ExecutionScore(rate=shown, points=None, claimed=claimed, deserved=None, difference=None, method=method)
    measure = Measure(budget, executed)
    exact = _exact(measure, points, book, done=by_steps and rate <= ONE)
    admitted = _admitted(exact, line, rate, points, book)
    deserved = Interval(low=min(i.low for i in admitted), high=max(i.high for i in admitted))
    off = _nearest(claimed, admitted)
    return ExecutionScore(
        rate=shown,
        points=points,
        claimed=claimed,
        deserved=deserved,
        difference=off,
        method=method,
        other_rule=other_rule(claimed, points, measure, exact, "execution.elsewhere", book) if off else None,
    )


def _exact(measure: Measure, points: Decimal, book: Rulebook, *, done: bool) -> list[Decimal]:
    """What the admitted formulas give; with steps, a finished project has full points."""
    given = (METHODS[name](measure, book) for name in names(book, "execution.formula"))
    exact = [fraction * points for fraction in given if fraction is not None]
    return [*exact, points] if done and exact else exact


def _admitted(
    exact: Sequence[Decimal], line: FundLine, rate: Decimal, points: Decimal, book: Rulebook
) -> list[Interval]:
    """Each score rounded or cut; by the rate as printed too, where that is the rate."""
    step = parameter(book, "score.step")
    out = []
    for value in exact:
        near = [rounded(value, step), value.quantize(step, ROUND_DOWN)]
        printed = number_of(line.rate)
        by_rate = value == min(rate, ONE) * points
        if by_rate and printed is not None and abs(printed / HUNDRED - rate) <= half_unit(printed) / HUNDRED:
            near.append(rounded(min(printed / HUNDRED, ONE) * points, step))
        out.append(Interval(low=min(near), high=max(near)))
    return out or [Interval(low=ZERO, high=points)]


def _nearest(claimed: Decimal | None, admitted: Sequence[Interval]) -> Decimal | None:
    """How far a claim is from the nearest admitted score: above it, or negative below it."""
    if claimed is None:
        return None
    gaps = [claimed - i.high if claimed > i.high else min(ZERO, claimed - i.low) for i in admitted]
    return min(gaps, key=abs)
