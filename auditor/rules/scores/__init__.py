"""S 分值与得分: every score recomputed, every sum checked."""

from auditor.rules.scores.deserved import (
    score_above_deserved,
    score_above_points,
    score_below_deserved,
    score_outside_tier,
)
from auditor.rules.scores.execution import execution_rate_wrong, execution_score_wrong
from auditor.rules.scores.sums import grade_wrong, level_points_wrong, points_do_not_sum, total_score_wrong
from auditor.rules.scores.weights import indicator_dominates, weights_unusual

__all__ = [
    "execution_rate_wrong",
    "execution_score_wrong",
    "grade_wrong",
    "indicator_dominates",
    "level_points_wrong",
    "points_do_not_sum",
    "score_above_deserved",
    "score_above_points",
    "score_below_deserved",
    "score_outside_tier",
    "total_score_wrong",
    "weights_unusual",
]
