"""The named formulas that a rule set may call for. Each gives the fraction of the points deserved.

``target`` is A and ``actual`` B in the notes of the forms; both are in the same unit. The numbers of a formula
stand in the rule set; where they are not in force, or the formula is not for such a row, it gives None.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from auditor.model.rulebook import Formula, Rulebook

ZERO = Decimal(0)
ONE = Decimal(1)
_PERCENT = ONE / 100


class Measure(NamedTuple):
    """A target and what was reached; ``lower`` is better where it says so, ``share`` marks percentages."""

    target: Decimal
    actual: Decimal
    lower: bool = False
    share: bool = False


Method = Callable[[Measure, Rulebook], Decimal | None]


def actual_over_target(m: Measure, _: Rulebook) -> Decimal:
    """B/A, at most 1: 正向指标 in 财预〔2020〕10号 and the older form notes. A must be above 0."""
    return max(ZERO, min(m.actual / m.target, ONE))


def target_over_actual(m: Measure, _: Rulebook) -> Decimal:
    """A/B, at most 1: 反向指标 in the older form notes. 1 when nothing occurred."""
    return ONE if m.actual <= m.target else max(ZERO, m.target / m.actual)


def one_minus_excess(m: Measure, _: Rulebook) -> Decimal:
    """1 − (B−A)/A, at least 0: 反向指标 in several provinces' systems. 0 for any excess over a target of 0."""
    if m.actual <= m.target:
        return ONE
    return max(ZERO, ONE - (m.actual - m.target) / m.target) if m.target > ZERO else ZERO


def gate60(m: Measure, book: Rulebook) -> Decimal | None:
    """(completion − gate)/(1 − gate), 0 below the gate: 财预〔2021〕101号."""
    gate = book.parameters.get("gate.floor")
    if gate is None or not isinstance(gate.value, Decimal) or gate.value >= ONE:
        return None
    completion = (target_over_actual if m.lower else actual_over_target)(m, book)
    return max(ZERO, (completion - gate.value) / (ONE - gate.value))


def execution_steps(m: Measure, book: Rulebook) -> Decimal | None:
    """The step of the execution rate, for a project that is not finished: 财预〔2021〕101号."""
    return _step(m.actual / m.target, book, "execution")


def satisfaction_steps(m: Measure, book: Rulebook) -> Decimal | None:
    """The step of the rate of satisfaction itself, whatever its target is: 财预〔2021〕101号."""
    return _step(m.actual * _PERCENT, book, "satisfaction") if m.share else None


def _step(rate: Decimal, book: Rulebook, what: str) -> Decimal | None:
    floors, shares = (book.parameters.get(f"{what}.steps.{name}") for name in ("floors", "shares"))
    if floors is None or shares is None or not isinstance(floors.value, tuple) or not isinstance(shares.value, tuple):
        return None
    steps = zip(map(Decimal, floors.value), map(Decimal, shares.value), strict=True)
    return next((share for floor, share in steps if rate >= floor), ZERO)


METHODS: dict[str, Method] = {
    Formula.RATE_TIMES_POINTS: actual_over_target,
    Formula.EXECUTION_STEPS: execution_steps,
    Formula.ACTUAL_OVER_TARGET: actual_over_target,
    Formula.TARGET_OVER_ACTUAL: target_over_actual,
    Formula.ONE_MINUS_EXCESS: one_minus_excess,
    Formula.GATE60: gate60,
    Formula.SATISFACTION_STEPS: satisfaction_steps,
}
SOURCES = {
    Formula.GATE60: "gate.floor",
    Formula.EXECUTION_STEPS: "execution.steps.shares",
    Formula.SATISFACTION_STEPS: "satisfaction.steps.shares",
}
"""The parameter whose source is that of a formula; of the others it is the parameter that names it."""

WORDS: dict[str, str] = {
    Formula.RATE_TIMES_POINTS: "执行率×分值",
    Formula.EXECUTION_STEPS: "执行率分档计分",
    Formula.ACTUAL_OVER_TARGET: "实际完成值÷指标值×分值",
    Formula.TARGET_OVER_ACTUAL: "指标值÷实际完成值×分值",
    Formula.ONE_MINUS_EXCESS: "（1－超出部分÷指标值）×分值",
    Formula.GATE60: "（完成率－及格门槛）÷（1－及格门槛）×分值",
    Formula.SATISFACTION_STEPS: "满意度分档计分",
    Formula.COEFFICIENT: "权重×得分系数",
    Formula.TRUNCATED: "得分截尾取整",
    Formula.ROUNDED: "得分四舍五入到所示位数",
}
