"""Rates and satisfaction: stated, computed from two numbers, or all without exception."""

import re
from decimal import Decimal

from auditor.model.claim import Confidence
from auditor.model.form import Indicator
from auditor.narrative.context import LIKELY, Context
from auditor.narrative.derive import Ratio, close, ratios
from auditor.narrative.matter import matter, other_year
from auditor.narrative.passages import Clause, Fact, Sentence, later
from auditor.narrative.stopped import promised_undone, undone
from auditor.narrative.topics import Topic, coverage, topic
from auditor.narrative.verdicts import (
    OTHER_YEAR,
    Judged,
    Place,
    at_clause,
    at_facts,
    contradicted,
    partial,
    silent,
    supported,
)
from auditor.numerals import amounts, comparable, plain
from auditor.values import Value

_FULFILLED = re.compile(r"(?:任务|计划)?完成(?:率|度)$")
_YEAR_DAYS = (Decimal(365), Decimal(366))
_ALL = re.compile(
    r"全部|(?<!平)均(?!线|衡|价|分|值|每)|都(?!市)|一次(?:性)?(?:通过|验收)|无一(?!是)|应[一-龥]尽[一-龥]|不漏|全覆盖|逐一|逐户|逐人|百分之百|悉数|100%|各检查一遍|全量"
)
_SOME = re.compile(r"重点|主要|部分|大多|其余|多数")
_EXCEPT = re.compile(
    r"(?:其余|另|有|仍有|尚有|其中)\d*[^，。]{0,10}(?:未|不合格|待|返工|退回|取消|顺延|推迟|停|缺|离职)|未能|不合格|被通报|复测|复验|返工|离职|(?:其余|余下)[^，。]{0,8}\d+[^，。]{0,10}(?:\d+月|才|后)|不符|退回补正|待整改|整改后"
)
_SATISFIED = re.compile(r"满意|认可|好评|反映.{0,4}(?:良|较?好)")
_SURVEYED = re.compile(r"问卷|调查|抽样|测评|回访|走访|评价|答卷|摸底|意见箱")
_POPULATION = re.compile(r"(?:对.{1,14})?满意(?:度|率)?.*$|的$")
_PEOPLE = tuple(
    re.compile(words)
    for words in (
        "群众|居民|村民|市民|公众|住户|农户|业主|用户|服务对象|受益|百姓|农民", "老人|老年", "家长|家属|监护人", "学生|学员|儿童|少年", "教师|教职工|老师", "企业|公司|商户|客户|经营主体",
        "机构|单位|部门|乡镇|街道|社区|村委", "游客|观众|读者|乘客|旅客", "患者|病人", "干部|职工|员工|医务人员|从业|工作人员", "残疾人", "妇女|母亲",
    )
)  # fmt: skip
_OFFICES = (5, 6, 9)  # firms, offices, staff
_MEASURED = re.compile(
    r"(合格|优良|优秀|达标|通过|有效|规范|办结|完好|准确|落实|签订|联网|覆盖|处置|处理|整改|调解|巩固|下降|降低|增长|提升|提高|安装|维护|及时|完工|完成)"
)


def judge_share(ctx: Context, indicator: Indicator, value: Value) -> Judged:
    """The verdict on a percentage."""
    claimed = value.base if value.base is not None else value.low
    if claimed is None:
        return silent("实际完成值不是一个数")
    subject = ctx.subject(indicator)
    stated_, other = _stated(ctx, indicator, subject, claimed)
    if stated_:
        return stated_
    fulfilled = _fulfilled(ctx, indicator, claimed)
    if fulfilled:
        return fulfilled
    counted, unequal = _computed(ctx, indicator, subject, claimed)
    if counted and claimed != 100:
        return counted
    if claimed >= 100:
        whole = _whole(ctx, indicator, subject, claimed)
        if whole:
            return whole
    if other or unequal:
        return other or unequal  # type: ignore[return-value]
    stopped = undone(ctx, subject) or promised_undone(ctx, indicator, subject)
    if stopped and claimed > 0:
        return contradicted("叙述写明没有做或没有完成", [at_clause(*stopped)], "未完成")
    elsewhen = next(
        (
            f
            for f in ctx.facts(subject)
            if f.other_year
            and f.amount.measure == "share"
            and close(f.amount.value, claimed)
            and ctx.wide_fact(subject, f) >= 0.6
        ),
        None,
    )
    if elsewhen:
        return silent("文中同一数值属于其他年度", at_facts((elsewhen,)), (OTHER_YEAR,))
    return matter(ctx, indicator, subject, "有这项工作，比例不能由文字核实", least=0.52)


def _stated(
    ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal
) -> tuple[Judged | None, Judged | None]:
    best: tuple[float, Judged] | None = None
    other: tuple[float, Judged] | None = None
    for s in ctx.sentences(subject):
        boost = ctx.boost(indicator, s)
        for f in s.facts:
            if f.amount.measure != "share" or not f.usable:
                continue
            near, wide = ctx.near(subject, f), ctx.wide_fact(subject, f)
            if close(f.amount.value, claimed):
                exact = 0.0 if claimed == claimed.to_integral() else 0.12
                if wide + boost + exact >= 0.4 and (best is None or wide > best[0]):
                    best = wide, supported(f"文中为{f.amount.text}，一致", at_facts((f,)), f.amount.text)
            elif near + 0.3 * boost >= 0.74 and not f.amount.approx and (other is None or near > other[0]):
                other = (
                    near,
                    contradicted(
                        f"叙述为{f.amount.text}，与自评{plain(claimed)}%不一致", at_facts((f,)), f.amount.text
                    ),
                )
    return best and best[1], other and other[1]


def _computed(
    ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal
) -> tuple[Judged | None, Judged | None]:
    best: tuple[float, Judged] | None = None
    other: tuple[float, Judged] | None = None
    measured = _measured(indicator)
    for s in ctx.sentences(subject):
        boost = ctx.boost(indicator, s)
        for f in s.facts:
            if (
                f.amount.measure in ("天", "日")
                and f.usable
                and year_days(f.amount.value, claimed)
                and ctx.near(subject, f) >= LIKELY
            ):
                return supported(
                    f"{f.amount.text}÷全年天数＝{plain(claimed)}%，一致",
                    at_facts((f,)),
                    f"{plain(claimed)}%",
                    Confidence.MEDIUM,
                ), None
        for r in ratios(s):
            if any(f.planned for f in r.facts):
                continue
            wide = max(
                max(ctx.wide_fact(subject, f) for f in r.facts),
                coverage(subject, s.text[r.start - 20 if r.start > 20 else 0 : r.end]),
            )
            if close(r.value, claimed):
                exact = 0.22 if claimed != claimed.to_integral() else 0.0
                if wide > 0 and wide + boost + exact >= 0.42 and (best is None or wide > best[0]):
                    best = wide, supported(f"{r.words}＝{_percent(r)}，一致", at_facts(r.facts), _percent(r))
            elif (
                _names(r, measured)
                and wide + 0.3 * boost >= (0.66 if _shared(ctx, measured) else 0.36)
                and abs(r.value - claimed) > 1
                and (other is None or wide > other[0])
            ):
                other = (
                    wide,
                    contradicted(
                        f"{r.words}＝{_percent(r)}，与自评{plain(claimed)}%不一致", at_facts(r.facts), _percent(r)
                    ),
                )
    return best and best[1], other and other[1]


def _fulfilled(ctx: Context, indicator: Indicator, claimed: Decimal) -> Judged | None:
    """完成率 of something that was promised in numbers and is reported in numbers: planned 5, done 10 gives 100%."""
    core = _FULFILLED.sub("", indicator.name.text)
    if core == indicator.name.text or len(core) < 3:
        return None
    subject = topic(core, ctx.common)
    own = ctx.own_goal(indicator)
    expected = ctx.narrative.form.goals[own].expected if own is not None else None
    for f in sorted(
        (f for f in ctx.facts(subject) if f.usable and not f.part and f.amount.unit),
        key=lambda f: -ctx.near(subject, f),
    ):
        if ctx.near(subject, f) < LIKELY:
            break
        if core[-2:] not in f.segment:
            continue  # the thing itself must be counted
        plan = _planned_in(subject, expected.text, f) if expected else None
        if plan:
            share = min(f.amount.value / plan * 100, Decimal(100))
            if close(share, claimed):
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


def _measured(indicator: Indicator) -> list[str]:
    """The words for what a rate counts: 合格 of 一次合格率, 获奖 of 比赛获奖率."""
    name = indicator.name.text
    own = re.search(r"([一-龥]{2})率$", name)
    return _MEASURED.findall(name) + ([own[1]] if own else [])


def _shared(ctx: Context, measured: list[str]) -> bool:
    """Whether another rate of the form counts the same."""
    rates = [i.name.text for i in ctx.narrative.form.indicators if ctx.values[i.id].dimension == "share"]
    return all(sum(w in name for name in rates) > 1 for w in measured)


def _names(r: Ratio, measured: list[str]) -> bool:
    """Whether the part of a ratio carries the very word that the indicator measures: 合格83个."""
    whole, part = r.facts[0], r.facts[1]
    if r.how == "part" and re.search(r"应[一-龥]{1,6}$", whole.lead) and re.search(r"实[一-龥]{1,6}$", part.lead):
        return True  # 应收812万元，实收706万元
    return r.how in ("part", "fall", "rise") and any(
        w in part.segment and f"不{w}" not in part.segment for w in measured
    )


def _percent(r: Ratio) -> str:
    return plain(r.value.quantize(Decimal("0.01"))) + "%"


def _whole(ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal) -> Judged | None:
    """All without exception, or an exception, in a sentence about the matter."""
    best: tuple[float, Judged] | None = None
    for s in ctx.sentences(subject):
        if later(s.text):
            continue
        boost = ctx.boost(indicator, s)
        for i, c in enumerate(s.clauses):
            wide = max(coverage(subject, c.text), 0.9 * ctx.wide_clause(subject, s, c)) + boost
            if wide < 0.42 or c.planned or other_year(c, s) or any(a <= c.start < b for a, b in s.foreign):
                continue
            broken = _exception(s, i)
            if broken and coverage(subject, c.text) + boost >= 0.42:
                judged = contradicted(
                    "文中写明有未完成或不合格的部分", [at_clause(s, c), at_clause(s, broken)], "未全部完成"
                )
            elif wide >= LIKELY and _ALL.search(c.text) and not c.undone and not _SOME.search(c.text):
                judged = supported("文中写明全部完成", [at_clause(s, c)], "100%", Confidence.MEDIUM)
                if claimed > 100:
                    judged = contradicted("文中为全部，即100%", [at_clause(s, c)], "100%")
            else:
                continue
            if best is None or wide > best[0]:
                best = wide, judged
    return best[1] if best else None


def _exception(s: Sentence, i: int) -> Clause | None:
    """An exception in a clause or in the two after it; before it, where it tells only of the rest."""
    if re.match(r"其余|余下|其他", s.clauses[i].text):
        for c in s.clauses[max(0, i - 2) : i]:
            if c.undone or _EXCEPT.search(c.text):
                return c
    for c in s.clauses[i : i + 3]:
        if c.undone and re.search(r"其余|余下|另", s.text[s.clauses[i].start - s.start : c.end - s.start]):
            return c
        if _EXCEPT.search(c.text) and not re.search(
            r"均已整改|已(?:全部)?(?:整改|办结|闭合)", s.text[c.start - s.start :]
        ):
            return c
    return None


def judge_satisfaction(ctx: Context, indicator: Indicator, value: Value) -> Judged:
    """The verdict on a satisfaction rate: it needs a survey of the very people."""
    claimed = value.base if value.base is not None else value.low
    if claimed is None:
        return silent("实际完成值不是一个数")
    people = topic(_POPULATION.sub("", indicator.name.text) or indicator.name.text, ctx.common)
    partly: tuple[float, Place] | None = None
    for n, s in enumerate(ctx.narrative.sentences):
        before = ctx.narrative.sentences[n - 1].text if n and ctx.narrative.sentences[n - 1].goal == s.goal else ""
        if not _SURVEYED.search(s.text) and not _SATISFIED.search(s.text):
            continue
        meets = coverage(people, s.text)
        if (
            _SATISFIED.search(s.text)
            and (meets > 0 or _SURVEYED.search(s.text + before))
            and not _other_people(indicator, s)
        ):
            exact = _rate(s, claimed)
            if exact:
                return exact
        for c in s.clauses:
            if (
                (_SURVEYED.search(c.text) or _SATISFIED.search(c.text))
                and meets >= 0.3
                and not other_year(c, s)
                and not _other_people(indicator, s)
                and (partly is None or meets > partly[0])
            ):
                partly = meets, at_clause(s, c)
    if partly:
        return partial("有调查，得不出该满意率", [partly[1]], None, Confidence.MEDIUM)
    return silent("没有这一对象的满意度调查")


def _other_people(indicator: Indicator, s: Sentence) -> bool:
    """Whether a survey names whom it asked, and they are not the people of the indicator."""
    places = [(m.end(), i) for i, words in enumerate(_PEOPLE) for m in words.finditer(indicator.name.text)]
    told = {i for i, words in enumerate(_PEOPLE) if words.search(s.text)}
    if not places or not told:
        return False
    asked = max(places)[1]
    anybody = 0 in told and asked not in _OFFICES  # 群众 may be old people, women, patients
    return asked != 0 and asked not in told and not anybody


def _rate(s: Sentence, claimed: Decimal) -> Judged | None:
    for f in s.facts:
        if (
            f.usable
            and f.amount.measure == "share"
            and close(f.amount.value, claimed)
            and _SATISFIED.search(f.clause.text)
        ):
            return supported(f"有调查，文中为{f.amount.text}，一致", [(s, 0, f.clause.end - s.start)], f.amount.text)
    for r in ratios(s):
        if close(r.value, claimed) and not any(not _counts(f) for f in r.facts):
            return supported(f"{r.words}＝{_percent(r)}，一致", at_facts(r.facts), _percent(r))
    return None


def _counts(f: Fact) -> bool:
    return not (f.planned or f.foreign or f.other_year)


def year_days(value: Decimal, claimed: Decimal) -> bool:
    """Whether days make the claimed share of a year."""
    return any(close(value / days * 100, claimed) for days in _YEAR_DAYS)
