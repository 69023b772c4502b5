"""Rates: stated, computed from two numbers, or all without exception."""

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.model.claim import Confidence
from auditor.model.form import Indicator
from auditor.narrative.across import share_across
from auditor.narrative.bearing import Bearing
from auditor.narrative.context import LIKELY, Context
from auditor.narrative.derive import close
from auditor.narrative.fulfilled import fulfilled
from auditor.narrative.matter import approximates, matter
from auditor.narrative.passages import Fact
from auditor.narrative.ratios import Ratio
from auditor.narrative.stopped import promised_undone, undone
from auditor.narrative.topics import Topic, coverage, topic
from auditor.narrative.verdicts import OTHER_YEAR, Judged, at_clause, at_facts, contradicted, partial, silent, supported
from auditor.narrative.wholes import all_or_not
from auditor.numerals import plain
from auditor.values import Value

_ROUGHLY = 0.36  # how much a rounded share must be about an indicator
_YEAR_DAYS = (Decimal(365), Decimal(366))
_RATE_OF = re.compile(r"([一-龥]{2})率$")
_CHANGED = {
    "fall": re.compile(r"(?:下降|降低|减少|压减|缩短|降)(?:率|幅度?|比例)$"),
    "rise": re.compile(r"(?:增长|提高|提升|增加|上升|增)(?:率|幅度?|比例)$"),
}
_DUE = re.compile(r"应[一-龥]{1,6}$")
_DONE = re.compile(r"实[一-龥]{1,6}$")
_MEASURED = re.compile(
    r"(合格|优良|优秀|达标|通过|有效|规范|办结|完好|准确|落实|签订|联网|覆盖|处置|处理|整改|调解|巩固|下降|降低|增长|提升|提高|安装|维护|及时|完工|完成)"
)

_FOUND_GOOD = ("合格", "达标")  # one and the same in the words of a test
Ranked = tuple[float, Judged]


def judge_share(ctx: Context, indicator: Indicator, value: Value) -> Judged:
    """The verdict on a percentage."""
    claimed = value.base if value.base is not None else value.low
    if claimed is None:
        return silent("实际完成值不是一个数")
    subject = ctx.subject(indicator)
    stated, other = _stated(ctx, indicator, subject, claimed)
    done = stated or fulfilled(ctx, indicator, claimed)
    if done:
        return done
    counted, unequal = _computed(ctx, indicator, subject, claimed)
    if counted and claimed != 100:
        return counted
    apart = share_across(ctx, indicator, subject, claimed, _measured(indicator)) if not other else None
    if apart:
        return apart
    against = (all_or_not(ctx, indicator, subject, claimed) if claimed >= 100 else None) or other or unequal
    if against:
        return against
    stopped = undone(ctx, subject, whole=claimed < 100) or promised_undone(ctx, indicator, subject)
    if stopped and claimed > 0:
        return contradicted("叙述写明没有做或没有完成", [at_clause(*stopped)], "未完成")
    elsewhen = _elsewhen(ctx, subject, claimed)
    if elsewhen:
        return silent("文中同一数值属于其他年度", at_facts((elsewhen,)), (OTHER_YEAR,))
    rough = _rough(ctx, indicator, subject, claimed)
    if rough:
        said = rough.amount.text
        return partial(f"文中只说{said}，不能核实{plain(claimed)}%", at_facts((rough,)), said, Confidence.HIGH)
    return matter(ctx, indicator, subject, "有这项工作，比例不能由文字核实", least=0.52)


def _rough(ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal) -> Fact | None:
    """A rounded share that admits the claimed one: 近两成 for 18%."""
    for b, f in ctx.facts(subject, _ROUGHLY / 2):
        admits = f.amount.measure == "share" and f.usable and f.amount.approx and approximates(f, claimed)
        if admits and b.wide_fact(f) + ctx.boost(indicator, b.sentence) >= _ROUGHLY:
            return f
    return None


def _elsewhen(ctx: Context, subject: Topic, claimed: Decimal) -> Fact | None:
    """The claimed value as another year's."""
    return next(
        (
            f
            for b, f in ctx.facts(subject, LIKELY)
            if f.other_year and f.amount.measure == "share" and close(f.amount.value, claimed) and b.wide_fact(f) >= 0.6
        ),
        None,
    )


def _strongest(found: list[Ranked]) -> Judged | None:
    """The first of those that rank highest."""
    return max(found, key=lambda r: r[0])[1] if found else None


def _stated(
    ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal
) -> tuple[Judged | None, Judged | None]:
    """The claimed share as it is stated, and another one for the same thing."""
    same: list[Ranked] = []
    other: list[Ranked] = []
    exact = 0.0 if claimed == claimed.to_integral() else 0.12
    for b in ctx.bearings(subject):
        shares = ctx.figures[b.sentence.number].shares
        boost = ctx.boost(indicator, b.sentence) if shares else 0.0
        for f in shares:
            text = f.amount.text
            if close(f.amount.value, claimed):
                wide = b.wide_fact(f)
                if wide + boost + exact >= 0.4:
                    same.append((wide, supported(f"文中为{text}，一致", at_facts((f,)), text)))
            elif not f.amount.approx and b.near(f) + 0.3 * boost >= 0.74:
                reason = f"叙述为{text}，与自评{plain(claimed)}%不一致"
                other.append((b.near(f), contradicted(reason, at_facts((f,)), text)))
    return _strongest(same), _strongest(other)


def _computed(
    ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal
) -> tuple[Judged | None, Judged | None]:
    """The claimed share as it follows from two amounts, and another one that follows for the same thing."""
    same: list[Ranked] = []
    other: list[Ranked] = []
    measured = _measured(indicator)
    exact = 0.22 if claimed != claimed.to_integral() else 0.0
    need = 0.66 if _shared(ctx, measured) else 0.36
    for b in ctx.bearings(subject):
        days = next(_days(b, claimed), None)
        if days:
            return days, None
        ratios = ctx.figures[b.sentence.number].ratios
        boost = ctx.boost(indicator, b.sentence) if ratios else 0.0
        for r in ratios:
            if close(r.value, claimed):
                wide = max(_wide(b, r), _of_change(ctx, indicator, r))
                if wide > 0 and wide + boost + exact >= 0.42:
                    same.append((wide, supported(f"{r.words}＝{percent(r)}，一致", at_facts(r.facts), percent(r))))
            elif abs(r.value - claimed) > 1 and _names(r, measured):
                wide = _wide(b, r)
                if wide + 0.3 * boost >= need:
                    reason = f"{r.words}＝{percent(r)}，与自评{plain(claimed)}%不一致"
                    other.append((wide, contradicted(reason, at_facts(r.facts), percent(r))))
    return _strongest(same), _strongest(other)


def _days(b: Bearing, claimed: Decimal) -> Iterator[Judged]:
    """Days that make the claimed share of a year."""
    for f in b.sentence.facts:
        if (
            f.amount.measure in ("天", "日")
            and f.usable
            and any(close(f.amount.value / days * 100, claimed) for days in _YEAR_DAYS)
            and b.near(f) >= LIKELY
        ):
            shown = f"{plain(claimed)}%"
            reason = f"{f.amount.text}÷全年天数＝{shown}，一致"
            yield supported(reason, at_facts((f,)), shown, Confidence.MEDIUM)


def _wide(b: Bearing, r: Ratio) -> float:
    """How much a ratio is about the topic, by its amounts or by the words around them."""
    return max(*(b.wide_fact(f) for f in r.facts), b.of(b.sentence.text[max(0, r.start - 20) : r.end]))


def _of_change(ctx: Context, indicator: Indicator, r: Ratio) -> float:
    """How much a change is about what the indicator says to have changed: 火灾起数 of 火灾起数下降率."""
    core = _CHANGED[r.how].sub("", indicator.plain_name) if r.how in _CHANGED else ""
    if not core or core == indicator.plain_name:
        return 0.0
    return coverage(topic(core, ctx.common), r.sentence.text[max(0, r.start - 20) : r.end])


def _measured(indicator: Indicator) -> list[str]:
    """The words for what a rate counts: 合格 of 一次合格率, 获奖 of 比赛获奖率."""
    name = indicator.plain_name
    own = _RATE_OF.search(name)
    words = _MEASURED.findall(name) + ([own[1]] if own else [])
    return words + [w for w in _FOUND_GOOD if w not in words and any(v in _FOUND_GOOD for v in words)]


def _shared(ctx: Context, measured: list[str]) -> bool:
    """Whether another rate of the form counts the same."""
    return all(ctx.shared_by_rates(w) for w in measured)


def _names(r: Ratio, measured: list[str]) -> bool:
    """Whether the part of a ratio carries the very word that the indicator measures: 合格83个."""
    whole, part = r.facts[0], r.facts[1]
    if r.how == "part" and _DUE.search(whole.lead) and _DONE.search(part.lead):
        return True  # 应收812万元，实收706万元
    return r.how in ("part", "fall", "rise") and any(
        w in part.segment and f"不{w}" not in part.segment for w in measured
    )


def percent(r: Ratio) -> str:
    """A computed percentage as it is printed."""
    return plain(r.value.quantize(Decimal("0.01"))) + "%"
