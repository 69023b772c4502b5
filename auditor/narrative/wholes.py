"""All without exception (全部, 均, 应…尽…), or an exception."""

import re
from decimal import Decimal

from auditor.model.claim import Confidence
from auditor.model.form import Indicator
from auditor.narrative.bearing import Bearing
from auditor.narrative.context import LIKELY, Context
from auditor.narrative.passages import Clause, Sentence
from auditor.narrative.topics import Topic
from auditor.narrative.verdicts import Judged, at_clause, contradicted, supported
from auditor.numerals import comparable

_ALL = re.compile(
    r"全部|(?<!平)均(?!线|衡|价|分|值|每)|都(?!市)|一次(?:性)?(?:通过|验收)|无一(?!是)|应[一-龥]尽[一-龥]|不漏|全覆盖|逐一|逐[户人处个件批]|([人件个家户场批村校处台])\1|每一[人件个家户场批村校处台]|没有一[人件个家户场批村校处台]|百分之百|悉数|100%|各检查一遍|全量"
)
_SOME = re.compile(r"重点|主要|部分|大多|其余|多数")
_EXCEPT = re.compile(
    r"(?:其余|另|有|仍有|尚有|其中)\d*[^，。]{0,10}(?:未|不合格|待|返工|退回|取消|顺延|推迟|停|缺|离职)|未能|不合格|被通报|复测|复验|返工|离职|(?:其余|余下)[^，。]{0,8}\d+[^，。]{0,10}(?:\d+月|才|后)|不符|退回补正|待整改|整改后"
)
_THE_REST = re.compile(r"其余|余下|其他")
_REST_OR_MORE = re.compile(r"其余|余下|另|那[家个处台座所条户]")
_MADE_GOOD = re.compile(r"均已整改|已(?:全部)?(?:整改|办结|闭合)")
_DENIED = re.compile(r"(?:没有|无|未(?:发现|出现|发生)?)(?:一[一-龥])?(?:返工|不合格|退回|不符|被通报|复验)")
_CORRECT = re.compile(r"准确|精准|正确|无误|规范|合规")
_WRONG = re.compile(r"(?:重复|[错漏多少])(?:发放|发给|发了|支付|补)|[错漏]发|冒领|误发|差错\d")
_ABOUT = 0.42


def all_or_not(ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal) -> Judged | None:
    """All without exception, or an exception, in a sentence about the matter."""
    best: tuple[float, Judged] | None = None
    for b, boost in ctx.bearings_of(indicator, subject, _ABOUT):
        s = b.sentence
        if s.later:
            continue
        for c, near, wide in b.clauses:
            whole = max(near, 0.9 * wide) + boost
            if whole < _ABOUT or c.planned or c.other_year or c.foreign or (best is not None and whole <= best[0]):
                continue
            judged = _faulty(indicator, b, c, near + boost) or _judge(b, c, near + boost, whole, claimed)
            if judged:
                best = whole, judged
    return best[1] if best else None


def _faulty(indicator: Indicator, b: Bearing, c: Clause, near: float) -> Judged | None:
    """What was found to be wrong speaks against 准确率 100%, though it was made good: 重复发放3笔，已追回."""
    if near < _ABOUT or not _CORRECT.search(indicator.plain_name):
        return None
    for other in b.sentence.clauses[c.number : c.number + 3]:
        wrong = _WRONG.search(other.text)
        if wrong and not (other.none or other.undone or _DENIED.search(other.text)):
            return contradicted("文中写明有差错", [at_clause(b.sentence, other)], "有差错")
    return None


def _judge(b: Bearing, c: Clause, near: float, wide: float, claimed: Decimal) -> Judged | None:
    """What a clause says of the whole."""
    s = b.sentence
    broken = _exception(s, c.number)
    if broken and near >= _ABOUT:
        places = [at_clause(s, c), at_clause(s, broken)]
        return contradicted("文中写明有未完成或不合格的部分", places, "未全部完成")
    if wide < LIKELY or c.undone or not _ALL.search(c.text) or _SOME.search(c.text):
        return None
    if claimed > 100:
        return contradicted("文中为全部，即100%", [at_clause(s, c)], "100%")
    return supported("文中写明全部完成", [at_clause(s, c)], "100%", Confidence.MEDIUM)


def _exception(s: Sentence, i: int) -> Clause | None:
    """An exception in a clause or in the two after it; before it, where it tells only of the rest."""
    if _THE_REST.match(s.clauses[i].text):
        for c in s.clauses[max(0, i - 2) : i]:
            if c.undone or (_EXCEPT.search(c.text) and not _DENIED.search(c.text)):
                return c
    for c in s.clauses[i : i + 3]:
        if c.undone and _REST_OR_MORE.search(s.text, s.clauses[i].start - s.start, c.end - s.start):
            return c
        if c.undone and _leaves_out(s, s.clauses[i], c):
            return c
        if _EXCEPT.search(c.text) and not _DENIED.search(c.text) and not _MADE_GOOD.search(s.text, c.start - s.start):
            return c
    return None


def _leaves_out(s: Sentence, whole: Clause, undone: Clause) -> bool:
    """Whether a clause tells of a part of an earlier count that was not done: 合同238份，…2份因停用而终止."""
    counted = [f for f in s.facts if f.counts and f.clause is whole]
    missing = [f for f in s.facts if f.usable and f.clause is undone]
    return any(
        comparable(f.amount.measure, g.amount.measure) and g.amount.value < f.amount.value
        for f in counted
        for g in missing
    )
