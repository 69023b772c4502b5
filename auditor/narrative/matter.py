"""The clause that is most about an indicator, where no value follows; and how rounded statements admit a value."""

import re
from decimal import Decimal

from auditor.model.claim import Confidence
from auditor.model.form import Indicator
from auditor.narrative.context import LIKELY, SURE, Context
from auditor.narrative.passages import Clause, Fact, Sentence
from auditor.narrative.topics import Topic
from auditor.narrative.verdicts import Judged, at_clause, partial, silent
from auditor.values import Value

_MONEY_WORDS = re.compile(r"元|成本|费用|支出|造价|价|金额|损失|经费|资金|收入|产值|投资|成交|贷款|融资|资助|负担")
_MINDS = re.compile(r"意识|素质|素养|获得感|幸福感|安全感|知名度|知晓|认知|观念|积极性|氛围|形象|生活质量")
_OWN_EVIDENCE = (  # what no account of work shows
    (_MINDS, _MINDS),
    (
        re.compile(r"合规"),
        re.compile(r"合规|规范|规定|制度|审计|检查|抽查|核查|巡察|招标|采购|磋商|公示|台账|签批|程序|专账"),
    ),
)
_ASKED = re.compile(r"满意度(?:测评|调查|问卷)|调查问卷|调查表|(?:发放|收回|回收)[^，。；]{0,8}问卷")
_THOUGHT = re.compile(r"满意|知晓|认[可知同]|感$|感[、和]|好评|评价|调查|测评|问卷|意识|素养|知名度|形象")
_TIME_UNITS = re.compile(r"小时|分钟|工作日|学时")
_TIME_WORDS = re.compile(r"小时|分钟|工作日|天|时长|用时|时间|等候|缩短|提速|时限|周期|日内|学时|课时")
_ONLY_DONE = re.compile(
    r"^(?:已|均|全部|圆满|按期|顺利)*完成(?:了)?(?:本?年度|全年|各项|既定|预期)*(?:工作)?(?:目标|任务|计划)[。]?$"
)
_BRIEF = 24  # characters of an item that says no more than that all was done


def _essential(value: Value) -> re.Pattern[str] | None:
    """The words without which a passage does not speak of what is measured at all: money, time."""
    if value.dimension == "money" or "元" in value.unit:
        return _MONEY_WORDS
    return _TIME_WORDS if _TIME_UNITS.search(value.unit) else None


def matter(
    ctx: Context,
    indicator: Indicator,
    subject: Topic,
    reason: str,
    *,
    value: Value | None = None,
    least: float = LIKELY,
) -> Judged:
    """The clause that is most about an indicator, as partial evidence; silent without one."""
    best: tuple[float, Sentence, Clause] | None = None
    needs = [own for words, own in _OWN_EVIDENCE if words.search(indicator.plain_name)][:1]
    needs += [words for words in (_essential(value) if value else None,) if words]
    for b, boost in ctx.bearings_of(indicator, subject, least):
        s = b.sentence
        if not b.own or s.later or not all(words.search(s.text) for words in needs):
            continue
        for c, near, wide in b.clauses:
            if near <= 0 or c.foreign or c.other_year or (c.planned and not c.undone) or asks_only(indicator, c):
                continue
            score = wide + boost
            if score >= least and (best is None or score + 0.1 * near > best[0]):
                best = score + 0.1 * near, s, c
    if best:
        sure = Confidence.MEDIUM if best[0] >= SURE else Confidence.LOW
        return partial(reason, [at_clause(best[1], best[2])], None, sure)
    return _only_done(ctx, indicator) or silent()


def asks_only(indicator: Indicator, clause: Clause) -> bool:
    """Whether a clause tells that people were asked, which shows nothing but what they think."""
    return bool(_ASKED.search(clause.text)) and not _THOUGHT.search(indicator.plain_name)


def _only_done(ctx: Context, indicator: Indicator) -> Judged | None:
    """The indicator's own item only says 完成了年度工作目标."""
    own = ctx.own_goal(indicator)
    cell = ctx.narrative.cells[own] if own is not None else None
    if own is None or cell is None or len(cell.text) >= _BRIEF:
        return None
    for s in ctx.narrative.of_goal(own):
        if _ONLY_DONE.match(s.text.strip()):
            return partial("该项只有笼统结论，没有具体事实", [(s, 0, len(s.text))], None, Confidence.HIGH)
    return None


def approximates(f: Fact, claimed: Decimal) -> bool:
    """Whether an open or rounded statement admits the claimed value."""
    v = f.amount.value
    if f.amount.approx and f.amount.text[0] in "数几":
        return v * 2 <= claimed < v * 10  # 数十家
    match f.amount.approx:
        case "over":
            return v <= claimed <= v * Decimal("1.3")
        case "under":
            return v * Decimal("0.8") <= claimed <= v
        case "about":
            return abs(v - claimed) <= v * Decimal("0.15")
    return False
