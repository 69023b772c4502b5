"""完成率: what was done of what was planned; planned 5, done 10 gives 100%, or 200%."""

import re
from decimal import Decimal

from auditor.model.claim import Confidence
from auditor.model.form import Indicator
from auditor.narrative.context import LIKELY, Context
from auditor.narrative.derive import close
from auditor.narrative.passages import Fact
from auditor.narrative.topics import Topic, coverage, topic
from auditor.narrative.verdicts import Judged, at_facts, contradicted, supported
from auditor.numerals import amounts, comparable, plain

_FULFILLED = re.compile(r"(?:任务|计划)?完成(?:率|度)$")
_HUNDRED = Decimal(100)
_LONG = 3  # characters of a name that tell which of the promises is meant


def fulfilled(ctx: Context, indicator: Indicator, claimed: Decimal) -> Judged | None:
    """The share of a plan that was done: both in one sentence, or the plan in 预期目标."""
    core = _FULFILLED.sub("", indicator.plain_name)
    if core == indicator.plain_name or not core:
        return None
    subject = topic(core, ctx.common)
    return _by_plan(ctx, subject, claimed) or (
        _by_promise(ctx, indicator, core, subject, claimed) if len(core) >= _LONG else None
    )


def _by_plan(ctx: Context, subject: Topic, claimed: Decimal) -> Judged | None:
    """计划更新设备20台，实际更新20台."""
    for b in ctx.stating(subject, LIKELY):
        planned: Fact | None = None
        for f in b.sentence.facts:
            if b.near(f) < LIKELY or f.amount.approx or f.amount.measure in ("share", ""):
                continue
            if f.planned:
                planned = f
            elif (
                planned and f.usable and f.late and not f.part and comparable(f.amount.measure, planned.amount.measure)
            ):
                return _compared(planned, f, claimed)
    return None


def _compared(planned: Fact, done: Fact, claimed: Decimal) -> Judged | None:
    """What was done against its plan; more than all may be told as all."""
    if not planned.amount.value:
        return None
    share = done.amount.value / planned.amount.value * _HUNDRED
    shown = f"{plain(share.quantize(Decimal('0.01')))}%"
    reason, places = f"{done.amount.text}÷{planned.amount.text}＝{shown}", at_facts((planned, done))
    if close(share, claimed) or (share > _HUNDRED and claimed == _HUNDRED):
        return supported(f"{reason}，一致", places, shown)
    return contradicted(f"{reason}，与自评{plain(claimed)}%不一致", places, shown)


def _by_promise(ctx: Context, indicator: Indicator, core: str, subject: Topic, claimed: Decimal) -> Judged | None:
    """完成率 of something that was promised in numbers and is reported in numbers: planned 5, done 10 gives 100%."""
    own = ctx.own_goal(indicator)
    expected = ctx.narrative.form.goals[own].expected if own is not None else None
    if expected is None:
        return None
    counted = [(b.near(f), f) for b, f in ctx.facts(subject, LIKELY) if f.usable and not f.part and f.amount.unit]
    for near, f in sorted(counted, key=lambda x: -x[0]):
        if near < LIKELY:
            break
        if core[-2:] not in f.segment:
            continue  # the thing itself must be counted
        plan = _planned_in(subject, expected.text, f)
        if not plan:
            continue
        share = f.amount.value / plan * _HUNDRED
        if close(share, claimed) or (share > _HUNDRED and claimed == _HUNDRED):
            return supported(
                f"计划{plain(plan)}，完成{f.amount.text}",
                at_facts((f,)),
                f"{plain(share.quantize(Decimal('0.01')))}%",
                Confidence.MEDIUM,
            )
    return None


def _planned_in(subject: Topic, text: str, f: Fact) -> Decimal | None:
    """How many of a thing a promise names."""
    found = [
        a
        for a in amounts(text)
        if comparable(a.measure, f.amount.measure) == 2
        and coverage(subject, text[max(0, a.start - 16) : a.end + 12]) >= LIKELY
    ]
    return found[0].value if found and found[0].value else None
