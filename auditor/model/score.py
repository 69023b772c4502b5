"""What a form claims and what its numbers deserve, with the derivation of every figure."""

from enum import StrEnum

from pydantic import Field

from auditor.model.base import Frozen, Number


class Outcome(StrEnum):
    """How an actual value stands to its target. Every row ends in one of these."""

    MET = "met"
    SHORT = "short"
    OVER = "over"
    NOT_APPLICABLE = "not_applicable"
    UNDECIDED = "undecided"


class Direction(StrEnum):
    """Which way an indicator is better."""

    HIGHER = "higher"
    LOWER = "lower"
    EXACT = "exact"


class Interval(Frozen):
    """The admissible scores, both ends included, in points."""

    low: Number
    high: Number


class OtherRule(Frozen):
    """A rule that the rule set does not admit and that gives the score which a form claims.

    ``words`` is what it computes, ``source`` where it stands.
    """

    formula: str
    words: str
    score: Number
    source: str


class IndicatorScore(Frozen):
    """One indicator's part of its group.

    ``share`` is its part of the group's points; ``completion`` the fraction of the target reached (1 is
    100%), None where it cannot be computed. ``outcome`` says how the row ended and ``why`` in Chinese
    where it could not be compared. ``inferred`` marks a direction taken from the name, not the operator.
    ``coefficient`` is the printed 得分系数 as a fraction.
    """

    indicator: str
    share: Number
    completion: Number | None
    deserved: Interval | None
    outcome: Outcome
    direction: Direction | None = None
    inferred: bool = False
    method: str = ""
    why: str | None = None
    coefficient: Number | None = Field(default=None, title="得分系数")


class GroupScore(Frozen):
    """A group of indicators that share one pair of 分值/得分 cells."""

    group: str
    points: Number | None = Field(title="分值")
    claimed: Number | None = Field(title="自评得分")
    deserved: Interval | None = Field(title="应得分")
    difference: Number | None = Field(title="差额")
    method: str
    indicators: tuple[IndicatorScore, ...]
    other_rule: OtherRule | None = Field(default=None, title="另一算法")


class ExecutionScore(Frozen):
    """预算执行率: ``rate`` is executed / annual budget, a fraction.

    Where a rule set admits only single scores, ``difference`` is to the nearest of them.
    """

    rate: Number | None
    points: Number | None
    claimed: Number | None
    deserved: Interval | None
    difference: Number | None
    method: str = ""
    other_rule: OtherRule | None = Field(default=None, title="另一算法")


class TotalScore(Frozen):
    """总分: what is printed, what the printed parts add up to, and what is deserved."""

    points: Number | None
    claimed: Number | None
    sum_of_points: Number | None
    sum_of_claimed: Number | None
    deserved: Interval | None
    difference: Number | None
    grade: str | None
    deserved_grade: str | None = Field(default=None, title="测算等级")


class DeviationKind(StrEnum):
    """What deviates (偏差)."""

    SHORTFALL = "shortfall"
    OVERFULFILMENT = "overfulfilment"
    EXECUTION = "execution"
    BUDGET_CHANGE = "budget_change"
    CONTENT_CHANGE = "content_change"


class Deviation(Frozen):
    """Something that an 偏差原因分析 has to explain; ``indicator`` is None for the fund block.

    ``gap`` is how far it is off, without sign: in 元 for the fund block, else in the base of the row's
    unit (1.8万份 is 18000); None where it is no number.
    """

    indicator: str | None
    kind: DeviationKind
    gap: Number | None = None


class ScoreSheet(Frozen):
    """All scores of a form under one rule set, and what deviates."""

    ruleset: str
    execution: ExecutionScore
    groups: tuple[GroupScore, ...]
    total: TotalScore
    deviations: tuple[Deviation, ...] = ()
