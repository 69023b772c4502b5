"""Counts and amounts: stated, or following by sum, product, calendar, enumeration or quotient."""

import re
from decimal import Decimal

from auditor.model.claim import Confidence, Verdict
from auditor.model.form import Indicator
from auditor.narrative import frames
from auditor.narrative.across import product_across
from auditor.narrative.context import LIKELY, SURE, Context
from auditor.narrative.derive import Derived
from auditor.narrative.matter import approximates, matter
from auditor.narrative.passages import Fact
from auditor.narrative.quotients import quotient, shown
from auditor.narrative.rivals import Rival, rival
from auditor.narrative.stages import result_behind
from auditor.narrative.stopped import part_undone, promised_undone, undone
from auditor.narrative.support import Support, best_support
from auditor.narrative.topics import Topic
from auditor.narrative.verdicts import (
    OTHER_YEAR,
    Judged,
    Place,
    at_clause,
    at_derived,
    at_facts,
    contradicted,
    partial,
    silent,
    supported,
)
from auditor.numerals import comparable, plain
from auditor.values import Value

_NEWLY = re.compile(r"新增|新建|新签|净增|当年|新培育")
_HELD = re.compile(r"举办|召开|开展|组织|举行|完成|建成|开幕|上线|启动|实施|拍摄|编制|印发|出台|参加|承办|发布|演练")
_EVENTS = ("次", "场", "场次", "项", "个", "期", "届", "部", "座", "处", "家", "套", "条", "")
_WITH = re.compile(r"连同|含|包括|加上")
_STOP = re.compile(r"[。；]")
_OF_WHICH = re.compile(r"^(?:[^，。；（]{0,20}[，（])?(?:其中|当中|含)")
_PART_OF = re.compile(r"[其当]中|另|其余|尚有|仍有")
_UNFINISHED = re.compile(
    r"(?:尚未|未能|仍未|还未|暂未|未)(?:全部|如期|按期|按时)?(?:通[水电车气]|投[用运]|投入|启用|开[餐业园馆放通]|完[成工]|竣工|建成|验收|交付|运行|使用|上线)"
)
_SINCE = re.compile(r"(?:自|从)20\d\d年.*(?:以来|起)")
_AT_LEAST = re.compile(r"突破|超|逾|以上|至少|不少于")
_SURE_OF_IT = 0.55  # how much a clause must be about an event that it describes
_ROUGHLY = 0.36  # how much a rounded amount must be about an indicator
_ROUGHLY_LIKE = 0.26  # the same where it comes very near to the claim: 三千八百多户 for 3860户
_NARROW = Decimal("0.05")
_STRONGER = 0.24  # by how much another value must be nearer to outweigh support


def judge_number(ctx: Context, indicator: Indicator, value: Value) -> Judged:
    """The verdict on a count, a measured amount or a sum of money."""
    claimed = value.base if value.base is not None else value.low
    if claimed is None:
        return silent("实际完成值不是一个数")
    subject = ctx.subject(indicator)
    support = best_support(ctx, indicator, subject, claimed, value)
    against = rival(ctx, indicator, subject, claimed, value.unit)
    if support:
        return _weigh(indicator, subject, support, against, claimed, value)
    if against and against.score >= SURE:
        return contradicted(
            f"叙述为{against.value}，与自评{value.text}不一致", at_facts(against.facts), against.value, Confidence.HIGH
        )
    stopped = (
        undone(ctx, subject)
        or promised_undone(ctx, indicator, subject)
        or (part_undone(ctx, subject) if claimed > 1 else None)
    )
    if stopped:
        return contradicted("叙述写明没有做或没有完成", [at_clause(*stopped)], "未完成", Confidence.HIGH)
    long = _since(ctx, subject, claimed)
    if long:
        return _over_years(long)
    return (
        quotient(ctx, indicator, subject, claimed, value)
        or product_across(ctx, indicator, subject, claimed, value)
        or _once(ctx, indicator, subject, claimed, value)
        or _matter(ctx, indicator, subject, claimed, value)
    )


def _weigh(
    indicator: Indicator, subject: Topic, support: Support, against: Rival | None, claimed: Decimal, value: Value
) -> Judged:
    """Support against other values for the same thing, other years and steps before the result."""
    d = support.derived
    other = _other_part(d) if d.facts else None
    if other:
        return _with_other_part(indicator, d, other, claimed)
    if (
        against
        and against.score >= SURE
        and against.near > support.near + _STRONGER
        and not set(against.facts) & set(d.facts)
    ):
        return contradicted(
            f"叙述为{against.value}，与自评{value.text}不一致",
            at_facts((*against.facts, *d.facts[:1])),
            against.value,
            Confidence.HIGH,
        )
    words = d.sentence.text[d.start : d.end]
    if d.approx and not _AT_LEAST.search(words):
        return partial(f"文中只说{words}，不能核实{value.text}", at_derived(d), words, Confidence.HIGH)
    sure = Confidence.HIGH if d.how in ("stated", "sum") else Confidence.MEDIUM
    return (
        result_behind(indicator, subject, d, claimed)
        or _open_part(d, value)
        or supported(_how(d), at_derived(d), shown(d.value, value.unit), sure)
    )


def _open_part(d: Derived, value: Value) -> Judged | None:
    """A part, told behind the very count, that was not brought to its end: 3处，其中…两处已通水，…尚未通水."""
    if d.how != "stated" or not d.facts or d.value <= 1 or d.measure in ("money", ""):
        return None
    s, part = d.sentence, False
    for c in s.clauses[d.facts[0].clause.number + 1 :]:
        if "；" in s.text[d.end : c.start - s.start]:
            break
        part = part or bool(_PART_OF.match(c.text))
        if part and c.undone and _UNFINISHED.search(c.text) and not c.foreign:
            reason = f"文中为{s.text[d.start : d.end]}，但写明其中有未完成的"
            return partial(reason, (*at_derived(d), at_clause(s, c)), value.text)
    return None


def _with_other_part(indicator: Indicator, d: Derived, other: Place, claimed: Decimal) -> Judged:
    """A total of the claimed value that another year's part is in; where new things are counted, a contradiction."""
    places = tuple(dict.fromkeys((*at_derived(d), other)))
    if _NEWLY.search(indicator.plain_name):
        return contradicted("文中合计数与自评一致，但含以前的部分，不是新增数", places, f"{plain(claimed)}（含以前的）")
    return partial(
        "文中合计数与自评一致，但含其他年度的部分",
        places,
        f"{plain(claimed)}（含其他年度）",
        flags=(OTHER_YEAR,),
    )


def _other_part(d: Derived) -> Place | None:
    """The clause of another year's part that a total counts in: 连同2022年12月…共计5场; 512人次，其中66人次为2021年的."""
    s, first, last = d.sentence, d.facts[0], d.facts[-1]
    before = [f for f in s.facts if f.amount.end <= first.amount.start]
    start = 0
    if before:
        f = before[-1]
        if f.other_year and comparable(f.amount.measure, first.amount.measure) and _WITH.search(f.clause.text):
            return at_clause(s, f.clause)
        start = f.amount.end
    lead = _STOP.split(s.text[start : first.amount.start])[-1]
    if _WITH.search(lead) and frames.tells_other_year(lead, s.year):
        return at_clause(s, first.clause)
    after = [f for f in s.facts if f.amount.start >= last.amount.end]
    if not after or comparable(after[0].amount.measure, first.amount.measure) == 0:
        return None
    tail = s.text[last.amount.end : after[0].clause.end - s.start]
    told = _OF_WHICH.match(tail) and frames.tells_other_year(tail, s.year)
    return at_clause(s, after[0].clause) if told else None


def _since(ctx: Context, subject: Topic, claimed: Decimal) -> Fact | None:
    """The claimed value as a total since an earlier year."""
    for b, f in ctx.facts(subject, LIKELY):
        if f.other_year and f.amount.value == claimed and _SINCE.search(f.clause.text) and b.wide_fact(f) >= LIKELY:
            return f
    return None


def _over_years(f: Fact) -> Judged:
    """A total of several years: partial, or contradicted where the earlier years' part is told beside it."""
    for g in f.sentence.facts:
        earlier = g.start > f.start and g.part and g.other_year and comparable(g.amount.measure, f.amount.measure)
        if earlier and g.amount.value < f.amount.value:
            left = shown(f.amount.value - g.amount.value, f.amount.unit)
            reason = f"{f.amount.text}是跨年度的累计数，除去{g.amount.text}，本年为{left}"
            return Judged(Verdict.CONTRADICTED, reason, at_facts((f, g)), left, flags=(OTHER_YEAR,))
    return partial("文中是跨年度的累计数", at_facts((f,)), f.amount.text, flags=(OTHER_YEAR,))


def _once(ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal, value: Value) -> Judged | None:
    """An event that is described was held once."""
    if claimed != 1 or value.unit not in _EVENTS:
        return None
    for b, boost in ctx.bearings_of(indicator, subject, _SURE_OF_IT):
        s = b.sentence
        if s.later:
            continue
        for c in s.clauses:
            if b.clause(c) + boost >= _SURE_OF_IT and _HELD.search(c.text) and not c.undone and not c.planned:
                return supported("文中有这一次的具体记述", [at_clause(s, c)], f"1{value.unit}", Confidence.MEDIUM)
    return None


def _matter(ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal, value: Value) -> Judged:
    """Partial where the matter is told of, else silent."""
    near_by: tuple[float, Fact] | None = None
    for b, f in ctx.facts(subject, _ROUGHLY / 2):  # its own item gives less than the other half
        if (
            f.amount.approx
            and f.usable
            and comparable(f.amount.measure, value.unit or f.amount.measure)
            and approximates(f, claimed)
        ):
            wide = b.wide_fact(f) + ctx.boost(indicator, b.sentence)
            narrow = abs(f.amount.value - claimed) <= claimed * _NARROW
            if wide >= (_ROUGHLY_LIKE if narrow else _ROUGHLY) and (near_by is None or wide > near_by[0]):
                near_by = wide, f
    if near_by:
        f = near_by[1]
        return partial(f"文中只说{f.amount.text}，不能核实{value.text}", at_facts((f,)), f.amount.text, Confidence.HIGH)
    return matter(ctx, indicator, subject, "有这项工作，数量不能由文字核实", value=value)


def _how(d: Derived) -> str:
    words = d.sentence.text[d.start : d.end]
    match d.how:
        case "stated":
            return f"文中为{words}，一致"
        case "sum":
            return "＋".join(f.amount.text for f in d.facts) + f"＝{plain(d.value)}，一致"
        case "listed":
            return f"文中逐一列出{plain(d.value)}项"
    return f"由“{d.sentence.text[max(0, d.start - 10) : d.end]}”推得{plain(d.value)}"
