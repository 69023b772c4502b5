"""Whether the prose supports the table: verdicts on claims, reasons, and remarks, each with verified quotes."""

from collections.abc import Sequence
from typing import Protocol

from auditor.model.claim import Reading
from auditor.model.form import Form
from auditor.model.score import Deviation
from auditor.model.source import Source
from auditor.narrative.offline import OfflineReviewer

_NONE = "表式没有年度总体目标和实际完成情况，无从核对"


class Reviewer(Protocol):
    """An engine that judges a form's narrative."""

    def read(self, form: Form, source: Source, year: int | None, deviations: Sequence[Deviation]) -> Reading:
        """Verdicts on all claims of a form, the reasons for its deviations, and remarks about its prose."""
        ...


def review(
    form: Form, source: Source, year: int | None, deviations: Sequence[Deviation] = (), reviewer: Reviewer | None = None
) -> Reading:
    """Have an engine, the embedded one by default, judge a form's narrative.

    A layout without 年度总体目标 and 实际完成情况 has nothing to judge: no model is asked.
    """
    if not form.goals and "goals" not in form.asks:
        read = OfflineReviewer().read(form, source, year, deviations)
        return read.model_copy(update={"claims": tuple(c.model_copy(update={"reason": _NONE}) for c in read.claims)})
    return (reviewer or OfflineReviewer()).read(form, source, year, deviations)
