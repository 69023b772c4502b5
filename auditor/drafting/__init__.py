"""Deviations → drafts of the missing 偏差原因分析及改进措施, made of the form's own words and numbers."""

from collections.abc import Iterator

from auditor.drafting.offline import write
from auditor.explanations import is_prompt, read_explanation, says_nothing
from auditor.model.case import Case
from auditor.model.review import Draft
from auditor.model.score import Deviation, DeviationKind, Outcome


def draft(case: Case) -> tuple[Draft, ...]:
    """A draft for every deviation that the form explains not at all or inadequately."""
    return tuple(write(case, d, filed(case, d)) for d in needed(case))


def needed(case: Case) -> tuple[Deviation, ...]:
    """The deviations that need a draft; an adequate explanation needs none."""
    return tuple(d for d in _all(case) if not _adequate(case, d))


def _all(case: Case) -> Iterator[Deviation]:
    """The deviations of the numbers, and the changes of content that the narrative admits."""
    yield from case.sheet.deviations
    for cause in case.reading.causes:
        if cause.kind is DeviationKind.CONTENT_CHANGE:
            yield Deviation(indicator=cause.indicator, kind=cause.kind)


def filed(case: Case, deviation: Deviation) -> str | None:
    """What the form's column says about a deviation; None where it says nothing."""
    cell = case.indicators[deviation.indicator].explanation if deviation.indicator else None
    return None if cell is None or says_nothing(cell.text) or is_prompt(cell.text) else cell.text


def _adequate(case: Case, deviation: Deviation) -> bool:
    """Whether the filed explanation has a cause and a measure and goes the right way."""
    read = read_explanation(filed(case, deviation), case.year)
    if read.empty or not (read.cause and read.measure):
        return False
    over = deviation.indicator is not None and case.rows[deviation.indicator].outcome is Outcome.OVER
    return not (over and read.says_short and not read.says_over)
