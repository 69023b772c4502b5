"""T 绩效指标: each indicator is measurable, comparable, in its class, and has a source."""

from auditor.rules.indicators.classes import (
    cost_only_within_budget,
    duplicate_indicator,
    indicator_misplaced,
    not_applicable_with_points,
    required_class_missing,
    satisfaction_missing,
)
from auditor.rules.indicators.surveys import satisfaction_without_source
from auditor.rules.indicators.values import (
    actual_copies_target,
    direction_missing,
    target_not_measurable,
    unit_mismatch,
    value_impossible,
)

__all__ = [
    "actual_copies_target",
    "cost_only_within_budget",
    "direction_missing",
    "duplicate_indicator",
    "indicator_misplaced",
    "not_applicable_with_points",
    "required_class_missing",
    "satisfaction_missing",
    "satisfaction_without_source",
    "target_not_measurable",
    "unit_mismatch",
    "value_impossible",
]
