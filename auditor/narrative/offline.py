"""The embedded engine: verdicts and remarks by general mechanisms, without a language model."""

from collections.abc import Sequence

from auditor.model.claim import Claim, Engine, Reading, Verdict
from auditor.model.form import CellKind, Form, Indicator
from auditor.model.score import Deviation
from auditor.model.source import Quote, Source
from auditor.narrative.causes import causes
from auditor.narrative.context import Context
from auditor.narrative.count import judge_number
from auditor.narrative.dates import judge_date
from auditor.narrative.frames import told_year
from auditor.narrative.matter import matter
from auditor.narrative.passages import Narrative
from auditor.narrative.quality import judge_quality, judge_zero
from auditor.narrative.rate import judge_share
from auditor.narrative.remarks import KINDS, remarks
from auditor.narrative.satisfaction import judge_satisfaction
from auditor.narrative.verdicts import Judged
from auditor.values import actual_of

_NEAREST = 0.42  # how much a clause must be about what is not mentioned to be shown as the nearest
_ANY_SURVEY = 0.15  # the same for a satisfaction: a survey of others is near enough


class OfflineReviewer:
    """Judges a form's narrative with what is in the package alone."""

    def read(self, form: Form, source: Source, year: int | None, deviations: Sequence[Deviation]) -> Reading:
        """Verdicts on all claims of a form, the reasons for its deviations, and remarks about its prose."""
        own = told_year((g.actual.text for g in form.goals if g.actual), year)
        ctx = Context(Narrative(form, own), source)
        judged = {i.id: _judge(ctx, i) for i in form.indicators if _claimed(i)}
        claims = tuple(_claim(ctx, i, judged[i.id]) for i in form.indicators if i.id in judged)
        reasons = tuple(causes(ctx, deviations, judged))
        return Reading(claims=claims, causes=reasons, notes=remarks(ctx, claims, reasons), judged=KINDS)


def _claimed(indicator: Indicator) -> bool:
    """Whether a row claims something: 不适用 and blanks do not."""
    nothing = (CellKind.NOT_APPLICABLE, CellKind.EMPTY)
    return indicator.actual.kind not in nothing and indicator.target.kind is not CellKind.NOT_APPLICABLE


def _judge(ctx: Context, indicator: Indicator) -> Judged:
    value = actual_of(indicator)
    if value.kind in (CellKind.NUMBER, CellKind.RANGE):
        if "满意" in indicator.plain_name and value.dimension == "share":
            return judge_satisfaction(ctx, indicator, value)
        if value.base == 0:
            return judge_zero(ctx, indicator, value)
        if value.dimension == "share":
            return judge_share(ctx, indicator, value)
        return judge_number(ctx, indicator, value)
    if value.kind is CellKind.DATE:
        return judge_date(ctx, indicator, value)
    return judge_quality(ctx, indicator, value)


def _claim(ctx: Context, indicator: Indicator, judged: Judged) -> Claim:
    quotes = tuple(q for s, a, b in judged.places if (q := ctx.quote(s, a, b)) is not None)
    searched: tuple[Quote, ...] = ()
    if judged.verdict is Verdict.NOT_MENTIONED and quotes:
        quotes, searched = (), quotes
    elif judged.verdict is Verdict.NOT_MENTIONED:
        least = _ANY_SURVEY if "满意" in indicator.plain_name else _NEAREST
        value = actual_of(indicator)
        near = matter(ctx, indicator, ctx.subject(indicator), "", value=value, least=least)
        searched = tuple(q for s, a, b in near.places[:1] if (q := ctx.quote(s, a, b)) is not None)
    return Claim(
        indicator=indicator.id,
        verdict=judged.verdict,
        evidence=quotes,
        value_found=judged.found,
        reason=judged.reason,
        confidence=judged.confidence,
        engine=Engine.OFFLINE,
        flags=judged.flags,
        searched=searched,
    )
