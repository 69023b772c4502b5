"""Satisfaction rates: they need a survey of the very people."""

import re
from decimal import Decimal

from auditor.model.claim import Confidence
from auditor.model.form import Indicator
from auditor.narrative.context import Context
from auditor.narrative.derive import close
from auditor.narrative.figures import Figures
from auditor.narrative.passages import Fact, Sentence
from auditor.narrative.rate import percent
from auditor.narrative.topics import coverage, topic
from auditor.narrative.verdicts import Judged, Place, at_clause, at_facts, contradicted, partial, silent, supported
from auditor.numerals import plain
from auditor.values import Value

_SATISFIED = re.compile(r"满意|认可|好评|反映.{0,4}(?:良|较?好)")
_GLAD = re.compile(r"(?<!不)满意(?!度|率)")
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
_ABOUT = 0.3


def judge_satisfaction(ctx: Context, indicator: Indicator, value: Value) -> Judged:
    """The verdict on a satisfaction rate."""
    claimed = value.base if value.base is not None else value.low
    if claimed is None:
        return silent("实际完成值不是一个数")
    people = topic(_POPULATION.sub("", indicator.plain_name) or indicator.plain_name, ctx.common)
    partly: tuple[float, Place] | None = None
    against: Judged | None = None
    for n, s in _surveys(ctx):
        if _other_people(indicator, s):
            continue
        before = ctx.narrative.sentences[n - 1].text if n and ctx.narrative.sentences[n - 1].goal == s.goal else ""
        meets = coverage(people, s.text)
        if _SATISFIED.search(s.text) and (meets > 0 or _SURVEYED.search(s.text + before)):
            exact = _rate(ctx.figures[n], claimed)
            if exact:
                return exact
            if meets >= _ABOUT:
                against = against or _other_rate(ctx.figures[n], claimed)
        if meets >= _ABOUT and (partly is None or meets > partly[0]):
            told = next((c for c in s.clauses if _speaks(c.text) and not c.other_year), None)
            partly = (meets, at_clause(s, told)) if told else partly
    if against:
        return against
    if partly:
        return partial("有调查，得不出该满意率", [partly[1]], None, Confidence.MEDIUM)
    return silent("没有这一对象的满意度调查")


def _surveys(ctx: Context) -> list[tuple[int, Sentence]]:
    """The sentences that speak of a survey or of satisfaction."""
    return [(s.number, s) for s in ctx.narrative.sentences if _speaks(s.text)]


def _speaks(text: str) -> bool:
    return bool(_SURVEYED.search(text) or _SATISFIED.search(text))


def _other_people(indicator: Indicator, s: Sentence) -> bool:
    """Whether a survey names whom it asked, and they are not the people of the indicator."""
    places = [(m.end(), i) for i, words in enumerate(_PEOPLE) for m in words.finditer(indicator.plain_name)]
    told = {i for i, words in enumerate(_PEOPLE) if words.search(s.text)}
    if not places or not told:
        return False
    asked = max(places)[1]
    anybody = 0 in told and asked not in _OFFICES  # 群众 may be old people, women, patients
    return asked != 0 and asked not in told and not anybody


def _rate(figures: Figures, claimed: Decimal) -> Judged | None:
    """The claimed rate, stated or following from the answers."""
    s = figures.sentence
    for f in figures.shares:
        if close(f.amount.value, claimed) and _SATISFIED.search(f.clause.text):
            first = next(c for c in s.clauses if _speaks(c.text))
            place = (s, first.start - s.start, f.clause.end - s.start)
            return supported(f"有调查，文中为{f.amount.text}，一致", [place], f.amount.text)
    for r in figures.ratios:
        if close(r.value, claimed) and all(_counts(f) for f in r.facts):
            return supported(f"{r.words}＝{percent(r)}，一致", at_facts(r.facts), percent(r))
    return None


def _other_rate(figures: Figures, claimed: Decimal) -> Judged | None:
    """The one rate that a survey states, or that follows from its answers, where it is another."""
    told = [f for f in figures.shares if _SATISFIED.search(f.clause.text)]
    if told:
        f = told[0]
        if len(told) > 1 or f.amount.approx:
            return None
        return contradicted(
            f"有调查，文中为{f.amount.text}，与自评{plain(claimed)}%不一致", at_facts((f,)), f.amount.text
        )
    glad = [f for f in figures.sentence.facts if _GLAD.search(f.segment) and f.counts]
    asked = [r for r in figures.ratios if r.how == "part" and r.facts[1] in glad and r.facts[0] not in glad]
    if len(glad) != 1 or not asked:
        return None
    r = min(asked, key=lambda r: r.facts[0].amount.value)  # 收回 of 发放
    reason = f"{r.words}＝{percent(r)}，与自评{plain(claimed)}%不一致"
    return contradicted(reason, at_facts(sorted(r.facts, key=lambda f: f.start)), percent(r))


def _counts(f: Fact) -> bool:
    return not (f.planned or f.foreign or f.other_year)
