"""N509: results of the narrative that no indicator covers."""

import re
from collections.abc import Iterator, Sequence

from auditor.model.claim import Claim, Note, NoteKind
from auditor.narrative.context import Context
from auditor.narrative.names import Names
from auditor.narrative.passages import Clause, Fact
from auditor.narrative.promises import words_of
from auditor.narrative.topics import coverage, topic

QUALIFIED = re.compile(r"其中|上年|去年|每|平均|最|人均|单|首|第|约|近|余|累计|截至|月|季度")
_FUNDS = re.compile(r"预算|追加|调[增减]|经费|资金|支出|[多少]支|收回|追回|[审核]减|送审|罚没|结余|垫付|原值|支付|共用")
_REQUESTS = re.compile(r"报名|申请|申报|意向|愿意|反映|反馈|招标|开标|立项|下达|批复|摸排")
_SCOPE = re.compile(
    r"现有|共有|原有|中有|^全[市县区省镇街乡校院]|连同|加上|在[库册编岗]|涉及|覆盖|包括|[（(]含|用时|行程"
)
_LEFT = re.compile(r"剩|余下|尚|仍|缺|没|不足|退回|撤回|取消|调整为|转到|更换")
_FAULTS = re.compile(
    r"(?:审计|抽查|检查|核查|巡察|复核|稽核)[^，。；\d]{0,8}发现|重复|[错漏多少]发|冒领|差错|报修|故障|投诉"
)  # what went wrong, and what broke
_SURVEYED = re.compile(r"样本|问卷|回收|收回|调查表")
_WITHIN = re.compile(r"(?:小时|分钟|工作日|[天日])(?:之|以)?内")
_NO_RESULT = (_FUNDS, _REQUESTS, _SCOPE, _LEFT, _FAULTS, _SURVEYED, _WITHIN)
_LEAST = 3  # a smaller number is no result of weight
_BRIEF = 6  # characters of an amount's own words that say too little
_COVERED = 0.3
_MOST = 5  # remarks that are printed: the first ones say enough


def without_indicator(ctx: Context, names: Names, claims: Sequence[Claim]) -> Iterator[Note]:
    """N509: quantified results of this year that no indicator covers."""
    used = [s for c in claims for q in c.evidence for s in q.spans]
    told: set[Clause] = set()
    for f in ctx.narrative.facts:
        if len(told) == _MOST:
            return
        if f.clause in told or not _is_result(f) or _covered(names, f.segment):
            continue
        said = ctx.quote(f.sentence, f.clause.start - f.sentence.start, f.clause.end - f.sentence.start)
        if said is None or any(s.start < u.end and u.start < s.end for s in said.spans for u in used):
            continue
        told.add(f.clause)
        yield Note(kind=NoteKind.WITHOUT_INDICATOR, quotes=(said,), message=f"叙述的成果“{said.quote}”没有指标反映。")


def _is_result(f: Fact) -> bool:
    """Whether an amount is a result of weight, wholly of this year, and not part of another.

    Money spent or returned, applications, what there was before and what is left are no results, nor are
    faults, time limits and samples.
    """
    return bool(
        f.usable
        and not f.part
        and f.amount.unit
        and f.amount.measure != "share"
        and f.amount.value >= _LEAST
        and not f.clause.undone
        and not f.clause.none
        and len(f.segment) >= _BRIEF
        and not QUALIFIED.search(f.segment)
        and not any(words.search(f.segment) for words in _NO_RESULT)
        and any(c.isdecimal() for c in f.amount.text)
    )


def _covered(names: Names, words: str) -> bool:
    """Whether an indicator is about an amount's own words."""
    subject = topic(words_of(words), "")
    return any(
        coverage(name, words) >= _COVERED or coverage(subject, name.words) >= _COVERED
        for _, name in names.near(words, subject)
    )
