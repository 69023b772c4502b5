"""Things that did not happen, and qualities."""

import re

from auditor.model.claim import Confidence
from auditor.model.form import CellKind, Indicator
from auditor.narrative.context import LIKELY, Context
from auditor.narrative.matter import asks_only, matter
from auditor.narrative.passages import Clause, Fact, Sentence
from auditor.narrative.stopped import undone
from auditor.narrative.topics import Topic
from auditor.narrative.verdicts import Judged, Place, at_clause, at_facts, contradicted, silent, supported
from auditor.numerals import comparable
from auditor.values import Value, value_of

_AUDIT = re.compile(r"审计|抽查|检查|巡察|巡视|督查|核查|稽查|评审|公开招标|竞争性磋商|公示")
_SOUND = re.compile(r"未发现|没有发现|无(?:违规|违纪|问题|拖欠)|合规|未出现违|无异议")
_TIMED = re.compile(
    r"(?<!\d)\d{1,2}日前|没有拖欠|(?:未|没有)(?:再)?(?:延误|拖延|逾期|拖欠)|\d+(?:个)?(?:工作)?日内|无拖欠|当日|当天|(?<!从)(?<!\d)\d+月\d+日(?!起)|提前\d+天|季后|月底前|按月足额"
)
_EFFECT = re.compile(
    r"增长|提高|提升|下降|降低|减少|减轻|缓解|降至|降到|增至|升至|消除|没有一|未再|上年|同比|缩短|增加|翻(?:了)?[一两]?番"
)
_PASSED = re.compile(r"通过|合格|结论为|达标|评定|优良|验收")
_HARM = re.compile(r"事故|事件|投诉|疫情|火灾|上访|舆情|纠纷|案件|违规|伤亡|差错|故障")
_RULES = re.compile(r"机制|制度")
_MADE_RULES = re.compile(
    r"(?:制定|修订|建立|印发|出台|签订|完善)[^，。；]{0,16}(?:制度|机制|办法|预案|规程|协议|细则|方案)"
)
_DENIED = re.compile(r"^(?:未|没有|暂未|取消|推迟)(?!超)")
_TO_PASS = re.compile(r"通过|合格|达标")
_TO_FINISH = re.compile(r"完成|上线|建成")
_TO_IMPROVE = re.compile(r"提升|提高|增强|改善|促进|达成|减轻|缓解")
_DIGIT = re.compile(r"\d|[一两二三四五六七八九十](?:[番倍成天个名户次]|分之)")
_HAPPENED = re.compile(r"(?:发生|出现|造成|引发)(?!率|前)")
_CHANGED = re.compile(r"减少|下降|增加|压减|多|少|不超|控制在")
_GRADE = re.compile(r"重特大|特别?重?大|重大|较大|亡人|死亡|责任|群体性|恶性")
_AS_PLANNED = re.compile(r"(?:已|全部|均)*达[成到](?:年初|年度|预期)*(?:指标|目标)值?")  # the words of a system's list
_ONLY = re.compile(r"唯一的?")
_OF_ITS_KIND = 0.4  # how much words must be about what is said to have happened
_SAME = 2  # numerals.comparable: the same dimension
_VERY = 0.6  # how much words must be about the very thing that is said not to be
_SAID = 0.2  # how much a clause itself must say of the matter
_TIMELY = 0.36  # 及时 is said of a step that has few words: 均在年度内拨付
_LATE = re.compile(
    r"未(?:能|及)?(?:在|于)?[^，。；]{0,4}(?:年内|年度内|当年|按期|按时|及时|如期|期限|规定时[间限])|(?<!无)(?<!没有)(?<!未)(?:逾期|拖欠|延误)(?!率|现象)"
)
_CONCRETE = re.compile(r"\d|如[：:]|、.*、|制定|修订|签订|印发|出台|配备|建立了?《")


def judge_zero(ctx: Context, indicator: Indicator, value: Value) -> Judged:
    """The verdict on 0起, 0次: said not to have happened, or counted after all."""
    subject = ctx.subject(indicator)
    denied, about = _denied(ctx, indicator, subject)
    counted = _counted(ctx, indicator, subject, value)
    if counted and counted[1] >= about:
        f, _ = counted
        if f.amount.value == 0:
            return supported(f"文中为{f.amount.text}，一致", at_facts((f,)), f.amount.text)
        return contradicted(f"叙述为{f.amount.text}，与自评{value.text}不一致", at_facts((f,)), f.amount.text)
    only = None if denied else _only_one(ctx, subject)
    if only:
        return contradicted("文中写明有一次", [only], f"1{value.unit}")
    if denied:
        return supported("文中写明没有发生", [denied], f"0{value.unit}")
    stopped = undone(ctx, subject)
    if stopped:
        return supported("文中同样说明没有做", [at_clause(*stopped)], f"0{value.unit}")
    return silent()


def _denied(ctx: Context, indicator: Indicator, subject: Topic) -> tuple[Place | None, float]:
    """Where it is said not to have happened, and how much the clause itself is about it.

    After it is said to have happened, a clause denies something else: 发生事故1起，未造成伤亡.
    """
    harm = _HARM.search(indicator.plain_name)
    for b in ctx.bearings(subject):
        s = b.sentence
        happened = 0.0
        for c, near, wide in b.clauses:
            if not (c.none or c.undone):
                happened = max(happened, near) if _HAPPENED.search(c.text) else happened
            elif not c.other_year and not (happened >= _OF_ITS_KIND and near < happened):
                about = max(near, 0.9 * wide)
                if about >= LIKELY or (about >= 0.3 and harm and _HARM.search(c.text)):
                    return at_clause(s, c), near
    return None, 0.0


def _only_one(ctx: Context, subject: Topic) -> Place | None:
    """Where one is called the only one of the year: 是全年唯一的亡人火灾."""
    return next(
        (
            at_clause(b.sentence, c)
            for b in ctx.bearings(subject, _VERY)
            for c, near, _ in b.clauses
            if near >= _VERY and _ONLY.search(c.text) and not (c.none or c.undone or c.foreign or c.other_year)
        ),
        None,
    )


def _counted(ctx: Context, indicator: Indicator, subject: Topic, value: Value) -> tuple[Fact, float] | None:
    """The first amount that counts the very matter, and how much it does; a graver kind must be named."""
    grade = _GRADE.search(indicator.plain_name)
    for b, f in ctx.facts(subject, _OF_ITS_KIND):
        near = b.near(f)
        if not f.usable or f.amount.approx or _CHANGED.search(f.lead) or (grade and grade[0] not in f.clause.text):
            continue
        same = comparable(f.amount.measure, value.unit or f.amount.measure)
        told = same == _SAME and _HAPPENED.search(f.lead)
        if same and near >= (_OF_ITS_KIND if told else _VERY):
            return f, near
    return None


def judge_quality(ctx: Context, indicator: Indicator, value: Value) -> Judged:
    """The verdict on a quality: it needs concrete facts about that very matter."""
    subject = ctx.subject(indicator)
    target = value_of(indicator.target)
    named = target.kind is CellKind.QUALITATIVE and _AS_PLANNED.fullmatch(value.text)
    text = target.text if named else value.text
    stopped = undone(ctx, subject)
    if stopped:
        denied = _DENIED.search(text)
        if denied:
            return supported("文中同样说明没有完成", [at_clause(*stopped)], None)
        return contradicted("叙述写明没有做或没有完成", [at_clause(*stopped)], "未完成")
    late = _late(ctx, indicator, subject) if "及时" in text else None
    if late:
        return contradicted("叙述写明没有按时", [late], "未按时")
    for s, c, near in _about(ctx, indicator, subject):
        if _bears_out(text, indicator, s, c, near):
            return supported(_why(text), [at_clause(s, c)], None, Confidence.MEDIUM)
    return matter(ctx, indicator, subject, "有这项工作，没有具体结果", least=_TIMELY if "及时" in text else LIKELY)


def _late(ctx: Context, indicator: Indicator, subject: Topic) -> Place | None:
    """Where the very step is said to have come late, wholly or in part: 部分工程款未能在年内支付."""
    told = _about(ctx, indicator, subject, _TIMELY)
    return next((at_clause(s, c) for s, c, near in told if near >= _TIMELY and _LATE.search(c.text)), None)


def _about(
    ctx: Context, indicator: Indicator, subject: Topic, least: float = LIKELY
) -> list[tuple[Sentence, Clause, float]]:
    """The clauses about an indicator, those that are most so first."""
    out = []
    for b, boost in ctx.bearings_of(indicator, subject, least):
        s = b.sentence
        if not b.own or s.later:
            continue
        for c, near, wide in b.clauses:
            if near <= 0 or c.planned or c.other_year or c.foreign or asks_only(indicator, c):
                continue
            score = wide + boost
            if score >= least:
                out.append((score + 0.2 * near, s, c, near))
    return [(s, c, n) for _, s, c, n in sorted(out, key=lambda x: -x[0])]


def _bears_out(text: str, indicator: Indicator, s: Sentence, c: Clause, near: float) -> bool:
    """Whether a clause gives the kind of fact that a quality asks for."""
    after = "，".join(s.text[c.start - s.start :].split("，", 3)[:3])
    if "及时" in text:
        return near >= _SAID and bool(_TIMED.search(after))
    if "合规" in text:
        return bool(_AUDIT.search(s.text) and _SOUND.search(s.text))
    if _TO_PASS.search(text):
        return bool(_PASSED.search(after))
    if _TO_FINISH.search(text):
        target = value_of(indicator.target)
        stated = [f for f in s.facts if f.clause is c]
        if target.kind is CellKind.NUMBER:
            return any(target.base is not None and f.usable and f.amount.value >= target.base for f in stated)
        return bool(near >= 0.6 and _CONCRETE.search(c.text))
    if _TO_IMPROVE.search(text):
        return bool(_EFFECT.search(after) and _DIGIT.search(after) and near >= 0.3)
    if _RULES.search(indicator.plain_name) and near >= _SAID:
        return bool(_MADE_RULES.search(s.text))
    return bool(near >= 0.4 and _CONCRETE.search(after))


def _why(text: str) -> str:
    if "及时" in text:
        return "文中有时间或时限"
    if "合规" in text:
        return "文中有检查结论"
    return "文中有这方面的具体事实"
