"""What the prose shows beyond the claims: dropped promises, other years, conflicting numbers, wrong characters."""

from collections.abc import Iterator, Sequence

from auditor.model.claim import Cause, Claim, Note, NoteKind
from auditor.model.score import DeviationKind
from auditor.narrative import frames
from auditor.narrative.conflicts import conflicts
from auditor.narrative.context import Context
from auditor.narrative.names import Names
from auditor.narrative.promises import dropped
from auditor.narrative.results import without_indicator
from auditor.narrative.spelling import wrong_characters
from auditor.narrative.verdicts import OTHER_YEAR

KINDS = (
    NoteKind.COMMITMENT_DROPPED,
    NoteKind.OTHER_YEAR,
    NoteKind.WITHOUT_INDICATOR,
    NoteKind.CONFLICT,
    NoteKind.CONTENT_CHANGED,
    NoteKind.WRONG_CHARACTER,
)


def remarks(ctx: Context, claims: Sequence[Claim], causes: Sequence[Cause]) -> tuple[Note, ...]:
    """All remarks of the embedded engine, in the order of the catalogue."""
    names = Names(ctx)
    numbers = (
        *dropped(ctx, names),
        *other_years(ctx, claims),
        *without_indicator(ctx, names, claims),
        *conflicts(ctx),
    )
    return (*numbers, *changed(ctx, causes), *wrong_characters(ctx))


def other_years(ctx: Context, claims: Sequence[Claim]) -> Iterator[Note]:
    """N506: another year's work counted into this year's value."""
    by_id = {i.id: i for i in ctx.narrative.form.indicators}
    for claim in claims:
        quotes = claim.evidence or claim.searched
        if OTHER_YEAR in claim.flags and quotes:
            name = by_id[claim.indicator].name.text
            year = ctx.narrative.year
            said = next((q for q in quotes if frames.tells_other_year(q.quote, year)), quotes[0])
            yield Note(
                kind=NoteKind.OTHER_YEAR,
                quotes=(said,),
                message=f"“{name}”{by_id[claim.indicator].actual.text}：叙述“{said.quote}”含其他年度的工作，不能算作本年。",
                indicators=(claim.indicator,),
            )


def changed(ctx: Context, causes: Sequence[Cause]) -> Iterator[Note]:
    """N511: something else was done than was promised."""
    names = {i.id: i.name.text for i in ctx.narrative.form.indicators}
    for cause in causes:
        if cause.kind is DeviationKind.CONTENT_CHANGE and cause.indicator:
            message = f"“{names[cause.indicator]}”：叙述写明“{cause.quotes[0].quote}”，与承诺的内容不同。"
            yield Note(
                kind=NoteKind.CONTENT_CHANGED, quotes=cause.quotes, message=message, indicators=(cause.indicator,)
            )
