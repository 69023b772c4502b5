"""Dates, things that did not happen, and qualities."""

import re

from auditor.model.claim import Confidence
from auditor.model.form import CellKind, Indicator
from auditor.narrative.context import LIKELY, Context
from auditor.narrative.events import same_event
from auditor.narrative.matter import matter, other_year
from auditor.narrative.passages import Clause, Sentence, later
from auditor.narrative.stopped import undone
from auditor.narrative.topics import Topic, coverage
from auditor.narrative.verdicts import Judged, at_clause, at_facts, contradicted, partial, silent, supported
from auditor.numerals import Day, comparable
from auditor.values import Value, read_value

_AUDIT = re.compile(r"审计|抽查|检查|巡察|巡视|督查|核查|稽查|评审|公开招标|竞争性磋商|公示")
_SOUND = re.compile(r"未发现|没有发现|无(?:违规|违纪|问题|拖欠)|合规|未出现违|无异议")
_TIMED = re.compile(
    r"(?<!\d)\d{1,2}日前|没有拖欠|(?:未|没有)(?:再)?(?:延误|拖延|逾期|拖欠)|\d+(?:个)?(?:工作)?日内|无拖欠|当日|当天|(?<!从)(?<!\d)\d+月\d+日(?!起)|提前\d+天|季后|月底前|按月足额"
)
_EFFECT = re.compile(r"增长|提高|提升|下降|降低|减少|降至|降到|增至|升至|消除|没有一|未再|上年|同比|缩短|增加")
_PASSED = re.compile(r"通过|合格|结论为|达标|评定|优良|验收")
_HARM = re.compile(r"事故|事件|投诉|疫情|火灾|上访|舆情|纠纷|案件|违规|伤亡|差错|故障")
_ENDED = re.compile(r"完成|完工|竣工|结束|上线|投用|投入|闭幕|开幕|验收|到位|交付|封顶")
_SAID = 0.2  # how much a clause itself must say of the matter
_TIMELY = 0.36  # 及时 is said of a step that has few words: 均在年度内拨付
_FIRST = re.compile(r"首批|第一批|首台|首个|先行|部分")
_CONCRETE = re.compile(r"\d|如[：:]|、.*、|制定|修订|签订|印发|出台|配备|建立了?《")


def judge_zero(ctx: Context, indicator: Indicator, value: Value) -> Judged:
    """The verdict on 0起, 0次: said not to have happened, or counted after all."""
    subject = ctx.subject(indicator)
    harm = _HARM.search(indicator.name.text)
    for s in ctx.sentences(subject):
        for c in s.clauses:
            wide = max(coverage(subject, c.text), 0.9 * ctx.wide_clause(subject, s, c))
            same_harm = harm is not None and _HARM.search(c.text) is not None
            if (c.none or c.undone) and (wide >= LIKELY or (same_harm and wide >= 0.3)) and not other_year(c, s):
                return supported("文中写明没有发生", [at_clause(s, c)], f"0{value.unit}")
    for f in ctx.facts(subject):
        if f.usable and f.amount.value > 0 and comparable(f.amount.measure, value.unit or f.amount.measure):
            near = ctx.near(subject, f)
            if near >= 0.6:
                return contradicted(f"叙述为{f.amount.text}，与自评{value.text}不一致", at_facts((f,)), f.amount.text)
    stopped = undone(ctx, subject)
    if stopped:
        return supported("文中同样说明没有做", [at_clause(*stopped)], f"0{value.unit}")
    return silent()


def judge_date(ctx: Context, indicator: Indicator, value: Value) -> Judged:
    """The verdict on a date: the same, another for the same event, or none."""
    day = value.day
    if day is None:
        return silent("实际完成值不是日期")
    subject = ctx.subject(indicator)
    same: tuple[float, Sentence, Clause, Day] | None = None
    other: tuple[float, Sentence, Clause, Day] | None = None
    loose: tuple[float, Sentence, Clause, Day] | None = None
    for s in ctx.sentences(subject):
        for d in s.dates:
            c = s.clause_at(s.start + d.start)
            if c.planned or (s.year and d.year and d.year != s.year):
                continue
            near = coverage(subject, c.text)
            score = max(near, 0.9 * ctx.wide_clause(subject, s, c)) + ctx.boost(indicator, s)
            if (d.month, d.day) == (day.month, day.day) and (d.day or d.part == day.part):
                ended = 0.1 if d.day and _ENDED.search(c.text) else 0.0
                if (
                    score + ended >= (0.2 if d.day else 0.4)
                    and not _FIRST.search(c.text)
                    and (same is None or score > same[0])
                ):
                    same = score, s, c, d
            elif not d.day and d.first_last[0] <= day.first_last[0] <= d.first_last[1]:
                loose = max(loose, (score, s, c, d), key=lambda x: x[0]) if loose else (score, s, c, d)
            elif (
                d.day
                and (
                    near + 0.3 * ctx.boost(indicator, s) >= 0.72
                    or (score >= 0.42 and same_event(indicator.name.text, c.text) and not _FIRST.search(c.text))
                )
                and (other is None or near > other[0])
            ):
                other = near, s, c, d
    if same:
        return supported(f"文中为{same[3].text}，一致", [at_clause(same[1], same[2])], same[3].text)
    if other:
        return contradicted(
            f"叙述为{other[3].text}，与自评{value.text}不一致",
            [at_clause(other[1], other[2])],
            other[3].text,
            Confidence.HIGH,
        )
    stopped = undone(ctx, subject)
    if stopped:
        return contradicted("叙述写明没有做或没有完成", [at_clause(*stopped)], "未完成")
    if loose and loose[0] >= LIKELY:
        return partial(f"文中只说{loose[3].text}，不能核实{value.text}", [at_clause(loose[1], loose[2])], loose[3].text)
    return matter(ctx, indicator, subject, "有这项工作，没有写日期")


def judge_quality(ctx: Context, indicator: Indicator, value: Value) -> Judged:
    """The verdict on a quality: it needs concrete facts about that very matter."""
    subject = ctx.subject(indicator)
    text = value.text
    stopped = undone(ctx, subject)
    if stopped:
        denied = re.search(r"^(?:未|没有|暂未|取消|推迟)(?!超)", text)
        if denied:
            return supported("文中同样说明没有完成", [at_clause(*stopped)], None)
        return contradicted("叙述写明没有做或没有完成", [at_clause(*stopped)], "未完成")
    for s, c, near in _about(ctx, indicator, subject):
        if _bears_out(text, indicator, s, c, near):
            return supported(_why(text), [at_clause(s, c)], None, Confidence.MEDIUM)
    return matter(ctx, indicator, subject, "有这项工作，没有具体结果", least=_TIMELY if "及时" in text else LIKELY)


def _about(ctx: Context, indicator: Indicator, subject: Topic) -> list[tuple[Sentence, Clause, float]]:
    out = []
    for s in ctx.sentences(subject):
        if later(s.text):
            continue
        for c in s.clauses:
            near = coverage(subject, c.text)
            score = ctx.wide_clause(subject, s, c) + ctx.boost(indicator, s)
            if (
                near > 0
                and score >= LIKELY
                and not c.planned
                and not other_year(c, s)
                and not any(a <= c.start < b for a, b in s.foreign)
            ):
                out.append((score + 0.2 * near, s, c, near))
    return [(s, c, n) for _, s, c, n in sorted(out, key=lambda x: -x[0])]


def _bears_out(text: str, indicator: Indicator, s: Sentence, c: Clause, near: float) -> bool:
    """Whether a clause gives the kind of fact that a quality asks for."""
    here = s.text[c.start - s.start :]
    after = "，".join(re.split(r"[，]", here)[:3])
    if "及时" in text:
        return near >= _SAID and bool(_TIMED.search(after))
    if "合规" in text:
        return bool(_AUDIT.search(s.text) and _SOUND.search(s.text))
    if re.search(r"通过|合格|达标", text):
        return bool(_PASSED.search(after))
    if re.search(r"完成|上线|建成", text):
        target = read_value(indicator.target.text)
        stated = [f for f in s.facts if f.clause is c]
        if target.kind is CellKind.NUMBER:
            return any(target.base is not None and f.usable and f.amount.value >= target.base for f in stated)
        return bool(near >= 0.6 and _CONCRETE.search(c.text))
    if re.search(r"提升|提高|增强|改善|促进|达成", text):
        return bool(_EFFECT.search(after) and re.search(r"\d", after) and near >= 0.3)
    return bool(near >= 0.4 and _CONCRETE.search(after))


def _why(text: str) -> str:
    if "及时" in text:
        return "文中有时间或时限"
    if "合规" in text:
        return "文中有检查结论"
    return "文中有这方面的具体事实"
