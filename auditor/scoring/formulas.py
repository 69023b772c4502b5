"""The named formulas that a rule set may call for. Each gives the fraction of the points deserved.

``target`` is A and ``actual`` B in the notes of the forms; both are in the same unit.
"""

from collections.abc import Callable
from decimal import Decimal

ZERO = Decimal(0)
ONE = Decimal(1)

Formula = Callable[[Decimal, Decimal], Decimal]


def actual_over_target(target: Decimal, actual: Decimal) -> Decimal:
    """B/A, at most 1: 正向指标 in 财预〔2020〕10号 and the older form notes. A must be above 0."""
    return max(ZERO, min(actual / target, ONE))


def target_over_actual(target: Decimal, actual: Decimal) -> Decimal:
    """A/B, at most 1: 反向指标 in the older form notes. 1 when nothing occurred."""
    return ONE if actual <= target else max(ZERO, target / actual)


def one_minus_excess(target: Decimal, actual: Decimal) -> Decimal:
    """1 − (B−A)/A, at least 0: 反向指标 in several provinces' systems. 0 for any excess over a target of 0."""
    if actual <= target:
        return ONE
    return max(ZERO, ONE - (actual - target) / target) if target > ZERO else ZERO


FORMULAS: dict[str, Formula] = {f.__name__: f for f in (actual_over_target, target_over_actual, one_minus_excess)}

WORDS = {
    "actual_over_target": "实际完成值÷指标值×分值",
    "target_over_actual": "指标值÷实际完成值×分值",
    "one_minus_excess": "（1－超出部分÷指标值）×分值",
}
