"""What a form prints as points and scores, and how its figures are shown."""

from decimal import Decimal
from typing import NamedTuple

from auditor.model.case import Case
from auditor.model.form import Cell, CellKind, Group, Indicator
from auditor.model.score import GroupScore, Interval, OtherRule, Outcome
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


ASK = "请确认本地采用哪种算法；采用的，可用 --ruleset 指定规则集，未采用的请改正得分。"


def told(other: OtherRule | None) -> str:
    """The rule of elsewhere that gives a claim, to follow it; empty where there is none."""
    return f"，恰为另一种算法“{other.words}”（{other.source}）所得" if other else ""


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


class LevelScore(NamedTuple):
    """A level-1 class of a form whose rows have no points: what its label announces, and what its rows claim."""

    name: str
    points: Decimal
    claimed: Decimal | None
    groups: tuple[Group, ...]


def levels_of(case: Case) -> list[LevelScore]:
    """The classes that announce their points, where the rows have none."""
    if not case.form.lacks("points"):
        return []
    out = []
    for level in case.form.level1:
        groups = tuple(
            g
            for g in case.form.groups
            if g.level1 == level.name and not is_not_applicable(case, g) and not case.is_part(g)
        )
        scores = [number_in(g.score) for g in groups]
        known = [s for s in scores if s is not None]
        if level.points is not None and groups:
            claimed = sum(known, ZERO) if len(known) == len(scores) else None
            out.append(LevelScore(level.name, level.points, claimed, groups))
    return out


def weighs(case: Case) -> bool:
    """Whether the rule set scores rows by a printed coefficient."""
    return "coefficient.formulas" in case.book.parameters


def _weighted(case: Case, group: GroupScore) -> Decimal | None:
    """权重×得分系数 of a row; None where it has none, or shares its score."""
    first = group.indicators[0] if len(group.indicators) == 1 and weighs(case) else None
    if first is None or first.coefficient is None or group.points is None:
        return None
    return first.coefficient * group.points


def claimed_or_weighted(case: Case, group: GroupScore) -> Decimal | None:
    """What a row claims: its score, or what its coefficient gives where no score is printed."""
    return group.claimed if group.claimed is not None else _weighted(case, group)


def coefficient_gap(case: Case, group: GroupScore) -> Decimal | None:
    """How far a printed score is from 权重×得分系数; None where they agree or cannot be compared."""
    weighted = _weighted(case, group)
    if weighted is None or group.points is None or group.claimed is None or not ZERO <= group.claimed <= group.points:
        return None
    off = group.claimed - weighted
    return off if abs(off) > tolerance(case, group.points) else None
