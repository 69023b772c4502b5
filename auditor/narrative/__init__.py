"""Whether the prose supports the table: verdicts on claims, reasons, and remarks, each with verified quotes."""

from collections.abc import Sequence
from typing import Protocol

from auditor.model.claim import Reading
from auditor.model.form import Form
from auditor.model.score import Deviation
from auditor.model.source import Source
from auditor.narrative.offline import OfflineReviewer


class Reviewer(Protocol):
    """An engine that judges a form's narrative."""

    def read(self, form: Form, source: Source, year: int | None, deviations: Sequence[Deviation]) -> Reading:
        """Verdicts on all claims of a form, the reasons for its deviations, and remarks about its prose."""
        ...


def review(
    form: Form, source: Source, year: int | None, deviations: Sequence[Deviation] = (), reviewer: Reviewer | None = None
) -> Reading:
    """Have an engine, the embedded one by default, judge a form's narrative; no claims where the layout has none."""
    if not form.goals and "goals" not in form.asks:
        return OfflineReviewer().read(form, source, year, deviations).model_copy(update={"claims": ()})
    return (reviewer or OfflineReviewer()).read(form, source, year, deviations)
