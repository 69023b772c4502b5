"""C 多表之间: the forms of one run, and the declaration or the form of an earlier year laid beside one."""

from auditor.rules.across.against import (
    indicator_added,
    indicator_dropped,
    target_below_last_year,
    target_changed,
    target_lowered,
)
from auditor.rules.across.forms import ALONE, all_full_marks, same_form_twice, text_shared

__all__ = [
    "ALONE",
    "all_full_marks",
    "indicator_added",
    "indicator_dropped",
    "same_form_twice",
    "target_below_last_year",
    "target_changed",
    "target_lowered",
    "text_shared",
]
