"""Deviations → drafts of the missing 偏差原因分析及改进措施, made of the form's own words and numbers."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from auditor.drafting.lints import lint
from auditor.drafting.offline import OfflineDrafter, filed
from auditor.explanations import read_explanation
from auditor.model.case import Case
from auditor.model.review import Draft
from auditor.model.score import Deviation, DeviationKind, Outcome


class Drafter(Protocol):
    """An engine that writes drafts."""

    def write(self, case: Case, deviations: Sequence[Deviation]) -> tuple[Draft, ...]:
        """A draft for each deviation, in order."""
        ...


def draft(case: Case, drafter: Drafter | None = None) -> tuple[Draft, ...]:
    """A draft for every deviation that the form explains not at all or inadequately."""
    return (drafter or OfflineDrafter()).write(case, needed(case))


def needed(case: Case) -> tuple[Deviation, ...]:
    """The deviations that need a draft; an adequate explanation needs none."""
    return tuple(d for d in _all(case) if not _adequate(case, d))


def faults(case: Case, drafts: Sequence[Draft]) -> tuple[tuple[str, ...], ...]:
    """The names of the lints that each draft breaks."""
    texts = [d.text for d in drafts]
    known = {(d.indicator, d.kind): d for d in case.sheet.deviations}
    return tuple(
        tuple(
            f.name
            for f in lint(
                case,
                known.get((d.indicator, d.kind)) or Deviation(indicator=d.indicator, kind=d.kind),
                d.text,
                d.evidence,
                texts[:n],
            )
        )
        for n, d in enumerate(drafts)
    )


def _all(case: Case) -> Iterator[Deviation]:
    """The deviations of the numbers, and the changes of content that the narrative admits."""
    yield from case.sheet.deviations
    for cause in case.reading.causes:
        if cause.kind is DeviationKind.CONTENT_CHANGE:
            yield Deviation(indicator=cause.indicator, kind=cause.kind)


def _adequate(case: Case, deviation: Deviation) -> bool:
    """Whether the filed explanation has a cause and a measure and goes the right way.

    Why the budget changed, told in the column 原因 of the funds, calls for no measure.
    """
    changed = deviation.kind is DeviationKind.BUDGET_CHANGE and filed(case, deviation) is not None
    read = read_explanation(filed(case, deviation) or _elsewhere(case, deviation), case.year)
    if read.empty or not (read.cause and (read.measure or changed)):
        return False
    over = deviation.indicator is not None and case.rows[deviation.indicator].outcome is Outcome.OVER
    return not (over and read.says_short and not read.says_over)


def _elsewhere(case: Case, deviation: Deviation) -> str:
    """What is told of a deviation outside its row: in the block that rows share."""
    return "\n".join(t for t in (case.shared_reason, case.shared_measure) if t) if deviation.indicator else ""
