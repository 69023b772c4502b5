"""What a form prints as points and scores, and how its figures are shown."""

from decimal import Decimal

from auditor.model.case import Case
from auditor.model.form import Cell, CellKind, Group, Indicator
from auditor.model.score import Interval, Outcome
from auditor.rules.registry import plain, where

ZERO = Decimal(0)
HUNDRED = Decimal(100)
HUNDREDTH = Decimal(1) / HUNDRED  # 0.01: a product with it keeps the places that a percentage shows


def number_in(cell: Cell | None) -> Decimal | None:
    """The number of a cell; None where it holds none."""
    return cell.value if cell is not None and cell.kind is CellKind.NUMBER else None


def tolerance(case: Case, points: Decimal) -> Decimal:
    """How far a printed score may lie from the recomputed one: rounding is no error."""
    return max(case.number("score.tolerance"), case.number("score.tolerance_share") * points)


def in_words(interval: Interval) -> str:
    """An interval as it is printed: both ends with the same places, as in the table of scores."""
    if interval.low == interval.high:
        return plain(interval.high)
    return f"{interval.low.quantize(HUNDREDTH)}～{interval.high.quantize(HUNDREDTH)}"


def members_of(case: Case, group: Group) -> list[Indicator]:
    """The indicators of a group."""
    return [case.indicators[i] for i in group.indicators]


def place_of(case: Case, group: Group) -> str:
    """A group named by its indicator, or by its block."""
    members = members_of(case, group)
    return where(members[0]) if len(members) == 1 else f"{group.level2}（{len(members)}项合用一个得分）"


def is_not_applicable(case: Case, group: Group) -> bool:
    """Whether nothing of a group is applicable."""
    return all(case.rows[i].outcome is Outcome.NOT_APPLICABLE for i in group.indicators)
