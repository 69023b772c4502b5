"""Groups and their rows: what each row deserves of its share, and what the group deserves."""

from collections.abc import Sequence
from decimal import Decimal

from auditor.model.form import CellKind, Group, Indicator
from auditor.model.rulebook import Formula, Rulebook
from auditor.model.score import Direction, GroupScore, IndicatorScore, Interval, OtherRule, Outcome
from auditor.scoring.compare import Comparison, compare
from auditor.scoring.elsewhere import other_rule
from auditor.scoring.formulas import METHODS, ONE, WORDS, ZERO, Measure
from auditor.scoring.numbers import HUNDRED, gap, names, number_of, parameter, rounded

_SATISFIED = "满意"
LATE = "未按期限完成，不得满分，扣分幅度按本地规定"


def group_score(
    group: Group, members: Sequence[Indicator], book: Rulebook, year: int | None, *, one_unit: bool
) -> GroupScore:
    """A group's points shared among its rows, what each deserves, and what all deserve together."""
    points, claimed = number_of(group.points), number_of(group.score)
    compared = [compare(i, year, one_unit=one_unit) for i in members]
    counted = [c for c in compared if c.outcome is not Outcome.NOT_APPLICABLE]
    share = points / len(counted) if points is not None and counted else None
    exact = [
        None if share is None or c.outcome is Outcome.NOT_APPLICABLE else _exact(c, i, share, book)
        for c, i in zip(compared, members, strict=True)
    ]
    rows = tuple(_row(i, c, share, e, book) for i, c, e in zip(members, compared, exact, strict=True))
    if points is None or not counted:
        why = "不适用" if not counted else "没有分值，不计分"
        return GroupScore(
            group=group.id, points=points, claimed=claimed, deserved=None, difference=None, method=why, indicators=rows
        )
    step = parameter(book, "score.step")
    deserved = Interval(
        low=rounded(sum((e[0] for e in exact if e), ZERO), step),
        high=rounded(sum((e[1] for e in exact if e), ZERO), step),
    )
    most = _without_cost(group, members, points, book)
    if most is not None:
        deserved = Interval(low=ZERO, high=most)
    method = (
        f"{len(counted)}项合占{points}分，按等权测算"
        if len(counted) > 1
        else next(r.method for r in rows if r.outcome is not Outcome.NOT_APPLICABLE)
    )
    off = gap(claimed, deserved)
    return GroupScore(
        group=group.id,
        points=points,
        claimed=claimed,
        deserved=deserved,
        difference=off,
        method=method if most is None else f"未填报成本指标，得分不得超过{most}分",
        indicators=rows,
        other_rule=_other(members, compared, points, claimed, book) if off and len(counted) == 1 else None,
    )


def _without_cost(group: Group, members: Sequence[Indicator], points: Decimal, book: Rulebook) -> Decimal | None:
    """The most that a cost class may have in which nothing is filled in; None where no such rule is in force."""
    blank = (CellKind.EMPTY, CellKind.NOT_APPLICABLE)
    filled = any(i.name.kind not in blank and i.target.kind not in blank for i in members)
    if "cost.missing_most" not in book.parameters or filled or "成本" not in group.level2 + group.level1:
        return None
    return min(points, parameter(book, "cost.missing_most"))


def _other(
    members: Sequence[Indicator],
    compared: Sequence[Comparison],
    points: Decimal,
    claimed: Decimal | None,
    book: Rulebook,
) -> OtherRule | None:
    """The rule known elsewhere that gives the claim of a row scored by itself."""
    row, indicator = next(
        (c, i) for c, i in zip(compared, members, strict=True) if c.outcome is not Outcome.NOT_APPLICABLE
    )
    measure = _measure(row)
    if measure is None or row.tier is not None:
        return None
    asked = _asked(row, indicator)
    exact = [v * points for v in _fractions(row, indicator, book)] if row.outcome is Outcome.SHORT else []
    return other_rule(claimed, points, measure, exact, f"{asked}.elsewhere", book)


def _row(
    indicator: Indicator,
    compared: Comparison,
    share: Decimal | None,
    exact: tuple[Decimal, Decimal] | None,
    book: Rulebook,
) -> IndicatorScore:
    step = parameter(book, "score.step")
    deserved = Interval(low=rounded(exact[0], step), high=rounded(exact[1], step)) if exact else None
    outcome = compared.outcome
    if outcome is Outcome.MET and compared.direction is Direction.HIGHER and compared.completion is not None:
        outcome = Outcome.OVER if compared.completion >= parameter(book, "over.explain_at") else outcome
    return IndicatorScore(
        indicator=indicator.id,
        share=rounded(share, step) if share is not None and compared.outcome is not Outcome.NOT_APPLICABLE else ZERO,
        completion=compared.completion.quantize(parameter(book, "completion.step"))
        if compared.completion is not None
        else None,
        deserved=deserved,
        outcome=outcome,
        direction=compared.direction,
        inferred=compared.inferred,
        method=_method(compared, indicator, book),
        why=compared.why,
        coefficient=_coefficient(indicator),
    )


def _coefficient(indicator: Indicator) -> Decimal | None:
    """The printed 得分系数 as a fraction: 80%, 80 and 0.8 alike."""
    cell = indicator.coefficient
    number = number_of(cell)
    if cell is None or number is None:
        return None
    return number if cell.unit is None and abs(number) <= ONE else number / HUNDRED


def _exact(compared: Comparison, indicator: Indicator, share: Decimal, book: Rulebook) -> tuple[Decimal, Decimal]:
    """The least and the most that a row deserves of its share, not yet rounded."""
    reached, partly, missed = (parameter(book, f"tier.{t}") for t in ("reached", "partly", "missed"))
    step = parameter(book, "score.step")
    match compared.tier:
        case "partly":
            return partly * share, max(partly * share, reached * share - step)
        case "missed":
            top = partly * share if compared.direction is None else share  # a missed deadline has no tier
            return missed * share, max(ZERO, top - step)
        case "reached":
            return reached * share, share
    if compared.outcome is Outcome.SHORT and compared.completion is not None:
        values = [v * share for v in _fractions(compared, indicator, book)]
        return min(values), max(values)
    if compared.outcome is Outcome.UNDECIDED:
        return ZERO, share
    if compared.direction is None:
        return reached * share, share
    return _met(compared, indicator, share, book), share


def _met(compared: Comparison, indicator: Indicator, share: Decimal, book: Rulebook) -> Decimal:
    """The least that a met target deserves: all, unless the satisfaction itself has steps."""
    measure = _measure(compared)
    steps = [n for n in _formulas(compared, indicator, book) if n == Formula.SATISFACTION_STEPS]
    given = [METHODS[n](measure, book) for n in steps] if measure else []
    return min((v * share for v in given if v is not None), default=share)


def _measure(compared: Comparison) -> Measure | None:
    """The two numbers of a row; None where it has none, or nothing can be divided by its target."""
    if compared.target is None or compared.actual is None:
        return None
    lower = compared.direction is Direction.LOWER
    return Measure(compared.target, compared.actual, lower, compared.share) if lower or compared.target > ZERO else None


def _fractions(compared: Comparison, indicator: Indicator, book: Rulebook) -> list[Decimal]:
    """What every formula that the rule set admits gives for a missed quantitative target.

    Nothing where there is nothing to divide; anything where no formula has its numbers.
    """
    measure = _measure(compared)
    if measure is None:
        return [ZERO]
    given = [METHODS[name](measure, book) for name in _formulas(compared, indicator, book)]
    return [v for v in given if v is not None] or [ZERO, ONE]


def _formulas(compared: Comparison, indicator: Indicator, book: Rulebook) -> tuple[str, ...]:
    """The formulas that the rule set names for a row."""
    return names(book, f"{_asked(compared, indicator)}.formulas")


def _asked(compared: Comparison, indicator: Indicator) -> str:
    """Which formulas a row asks for: by its direction, or those of satisfaction where it is a share of the satisfied."""
    if compared.direction is Direction.LOWER:
        return "lower"
    return "satisfaction" if compared.share and _SATISFIED in indicator.level2 + indicator.name.text else "higher"


def _method(compared: Comparison, indicator: Indicator, book: Rulebook) -> str:
    if compared.outcome is Outcome.UNDECIDED:
        return f"不能比较：{compared.why}"
    if compared.outcome is Outcome.NOT_APPLICABLE:
        return "不适用"
    if compared.tier in ("partly", "reached") or (compared.tier == "missed" and compared.direction is None):
        return {"partly": "定性指标：部分达成", "reached": "定性指标：达成", "missed": "定性指标：未达成"}[
            compared.tier
        ]
    if compared.tier == "missed":
        return LATE
    if compared.outcome is Outcome.SHORT:
        return "未达指标值：" + " 或 ".join(WORDS[name] for name in _formulas(compared, indicator, book))
    return "达到指标值，得满分" if compared.direction is not None else "定性指标：达成"
