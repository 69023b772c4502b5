"""Percentages and products out of two sentences: 检测样品496份。…合计472份达标; 竣工62台。…平均每台惠及12户."""

import re
from decimal import Decimal

from auditor.model.claim import Confidence
from auditor.model.form import Indicator
from auditor.narrative.context import Context
from auditor.narrative.derive import Derived, close
from auditor.narrative.passages import Fact
from auditor.narrative.topics import Topic
from auditor.narrative.verdicts import Judged, at_derived, at_facts, supported
from auditor.numerals import comparable, plain
from auditor.values import Value

_HUNDRED = Decimal(100)
_WITHIN = Decimal("0.02")  # how far a whole may be off before it is looked at closely
_SAID = 0.6  # how much an amount itself must be about the matter, where it lacks the measured word
_ABOUT = 0.46  # how much one of the two must be, with what leads to it
_EACH = re.compile(r"每([一-龥]{1,10})$")


def share_across(
    ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal, measured: list[str]
) -> Judged | None:
    """A claimed share as an amount with the measured word by a count of the same item, in another sentence."""
    if not 0 < claimed < _HUNDRED:
        return None
    own = ctx.own_goal(indicator)
    telling = claimed != claimed.to_integral()
    for b in ctx.bearings(subject):
        boost = ctx.boost(indicator, b.sentence)
        for f in b.sentence.facts:
            named = any(w in f.segment and f"不{w}" not in f.segment for w in measured)
            if not (f.counts and (named or b.near(f) >= _SAID or (telling and own == b.sentence.goal))):
                continue
            whole = f.amount.value / claimed * _HUNDRED
            for d in ctx.totals.between(whole * (1 - _WITHIN), whole * (1 + _WITHIN)):
                about = max(b.wide_fact(f), _bears(ctx, subject, d)) + boost
                if (
                    about >= _ABOUT
                    and _whole_of(f, d, anywhere=named and telling)
                    and close(f.amount.value / d.value * _HUNDRED, claimed)
                ):
                    return _follows(f, d, claimed)
    return None


def _follows(f: Fact, d: Derived, claimed: Decimal) -> Judged:
    share = plain((f.amount.value / d.value * _HUNDRED).quantize(Decimal("0.01"))) + "%"
    places = (*at_derived(d), *at_facts((f,)))
    return supported(
        f"{f.amount.text}÷{plain(d.value)}＝{share}，与{plain(claimed)}%一致", places, share, Confidence.MEDIUM
    )


def _whole_of(f: Fact, d: Derived, *, anywhere: bool) -> bool:
    """Whether a count of the same item, or of any if it is stated, may be the whole of an amount."""
    if (
        not (d.sentence.goal == f.sentence.goal or (anywhere and d.how == "stated"))
        or d.value <= f.amount.value
        or f in d.facts
    ):
        return False
    return comparable(d.measure, f.amount.measure) > 0


def _bears(ctx: Context, subject: Topic, d: Derived) -> float:
    """How much a count is about the topic."""
    return ctx.bearing(subject, d.sentence).wide(d.start, d.end)


def product_across(ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal, value: Value) -> Judged | None:
    """A claimed count as so many for each by the number of those: 平均每台惠及12户, 竣工62台."""
    for b in ctx.bearings(subject):
        for f in b.sentence.facts:
            each = _EACH.search(f.lead) if f.counts and comparable(f.amount.measure, value.unit) else None
            if not each or b.wide_fact(f) + ctx.boost(indicator, b.sentence) < _ABOUT:
                continue
            number = claimed / f.amount.value
            for d in ctx.totals.between(number, number):
                if d.sentence.goal == f.sentence.goal and each[1].startswith(d.measure):
                    reason = f"{plain(d.value)}×{f.amount.text}＝{plain(claimed)}，一致"
                    return supported(reason, (*at_derived(d), *at_facts((f,))), value.text, Confidence.MEDIUM)
    return None
