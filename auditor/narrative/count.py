"""Counts and amounts: stated, or following by sum, product, calendar, enumeration or quotient."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from auditor.model.claim import Confidence
from auditor.model.form import Indicator
from auditor.narrative.context import LIKELY, SURE, Context
from auditor.narrative.derive import Derived, calendars, close, listings, products, significant, stated, sums
from auditor.narrative.passages import EARLY, LATE, Clause, Fact, Sentence, later
from auditor.narrative.topics import Topic, coverage
from auditor.narrative.verdicts import OTHER_YEAR, Judged, Place, at_clause, at_facts, contradicted, partial, silent, supported
from auditor.numerals import comparable, dimension, plain
from auditor.values import Value

_ANY = ("个", "项")
_ORDER = {"stated": 0.3, "sum": 0.16, "product": 0.14, "calendar": 0.1, "listed": 0.06}
_NEED = {"stated": 0.42, "sum": 0.46, "product": 0.42, "calendar": 0.5, "listed": 0.38}
_HELD = re.compile(r"举办|召开|开展|组织|举行|完成|建成|开幕|上线|启动|实施|拍摄|编制|印发|出台|参加|承办|发布|演练")
_SHORTFALL = re.compile(r"(?:退出|取消|未|退回|顺延|推迟|不合格|待|延期|中止|撤回|停|结转|继续办理)")
_EXTREME = re.compile(r"最[长高大多快]|单日|峰值|上限")
_MEAN = re.compile(r"平均|人均|均值")
_MONEY_WORDS = re.compile(r"元|成本|费用|支出|造价|价|金额|损失|经费|资金|收入|产值|投资|成交")
_TIME_WORDS = re.compile(r"小时|分钟|工作日|天|时长|用时|时限|周期|日内|学时|课时")
_YEAR_DAYS = (Decimal(365), Decimal(366))


@dataclass(frozen=True, slots=True)
class Support:
    """A derivation that gives the claimed value, and how much it is about the indicator."""

    derived: Derived
    near: float
    wide: float
    score: float


def judge_number(ctx: Context, indicator: Indicator, value: Value) -> Judged:
    """The verdict on a count, a measured amount or a sum of money."""
    claimed = value.base if value.base is not None else value.low
    if claimed is None:
        return silent("实际完成值不是一个数")
    subject = ctx.subject(indicator)
    support = _support(ctx, indicator, subject, claimed, value)
    against = _against(ctx, indicator, subject, claimed, value.unit)
    if support:
        held = _weigh(indicator, support, against, claimed, value)
        if held:
            return held
    if against and against[0] >= SURE:
        f = against[1]
        return contradicted(f"叙述为{f.amount.text}，与自评{value.text}不一致", at_facts((f,)), f.amount.text, Confidence.HIGH)
    stopped = undone(ctx, subject) or promised_undone(ctx, indicator, subject)
    if stopped:
        return contradicted("叙述写明没有做或没有完成", [at_clause(*stopped)], "未完成", Confidence.HIGH)
    long = _since(ctx, subject, claimed)
    if long:
        return partial("文中是跨年度的累计数", at_facts((long,)), long.amount.text, flags=(OTHER_YEAR,))
    per = _quotient(ctx, indicator, subject, claimed, value)
    if per:
        return per
    once = _once(ctx, indicator, subject, claimed, value)
    return once or _matter(ctx, indicator, subject, claimed, value)


def _weigh(indicator: Indicator, support: Support, against: tuple[float, Fact, float] | None, claimed: Decimal, value: Value) -> Judged | None:
    """Support against other values for the same thing, other years and steps before the result."""
    d = support.derived
    if against and against[0] >= SURE and against[2] > support.near + 0.24 and against[1] not in d.facts:
        f = against[1]
        return contradicted(f"叙述为{f.amount.text}，与自评{value.text}不一致", at_facts((f, *d.facts[:1])), f.amount.text, Confidence.HIGH)
    places = _places(d)
    if d.facts and _other_part(d):
        return partial("文中合计数与自评一致，但含其他年度的部分", places, f"{plain(claimed)}（含其他年度）", flags=(OTHER_YEAR,))
    behind = _result_behind(indicator, d, claimed)
    if behind:
        return behind
    return supported(_how(d), places, _shown(d.value, value.unit), Confidence.HIGH if d.how in ("stated", "sum") else Confidence.MEDIUM)


def _support(ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal, value: Value) -> Support | None:
    best: Support | None = None
    for s in ctx.sentences(subject):
        boost = ctx.boost(indicator, s)
        for d in _derived(s):
            fit = _fit(d, claimed, value.unit)
            if not fit or any(not f.usable for f in d.facts) or (not d.facts and later(s.text)):
                continue
            near, wide = _relevance(ctx, subject, d)
            if near < 0 or _conflicting(indicator, d):
                continue
            digits = significant(claimed)
            need = max(0.12, _NEED[d.how] - 0.14 * (digits - 1)) + (0.07 if fit == 1 else 0.0)
            if wide + boost < need or (digits == 1 and near + boost < (0.42 if d.how == "listed" else 0.3)):
                continue
            score = wide + 0.5 * near + boost + _ORDER[d.how] + 0.08 * fit
            if best is None or score > best.score:
                best = Support(d, near, wide, score)
    return best


def _derived(s: Sentence) -> Iterator[Derived]:
    yield from stated(s)
    yield from sums(s)
    yield from products(s)
    yield from calendars(s)
    yield from listings(s)


def _fit(d: Derived, claimed: Decimal, unit: str) -> int:
    """0: not the value; 1: the value with a neighbouring measure word; 2: with the same."""
    if d.value != claimed or d.measure == "share":
        return 0
    if "|" in d.measure:
        return 2 if set(d.measure.split("|")) == set(re.findall(r"[一-龥]+", unit)) else 0
    if not unit or not d.measure:
        return 1
    same = comparable(d.measure, unit)
    if same == 0 and "/" in unit and comparable(d.measure, unit.split("/")[0]):
        return 2 if re.search(r"每|人均|平均|标准|单价", d.sentence.text[max(0, d.start - 14) : d.start]) else 0
    if same == 0 and (d.measure in _ANY or unit in _ANY) and dimension(unit)[0] not in ("money", "mass", "length", "area", "volume"):
        return 1
    return same


def _relevance(ctx: Context, subject: Topic, d: Derived) -> tuple[float, float]:
    """(near, wide); near below 0 where the parts are not of one list and not of one matter."""
    if not d.facts:
        a, b = max(0, d.start - 20), min(len(d.sentence.text), d.end + 16)
        return coverage(subject, d.sentence.text[a:b]), ctx.wide(subject, d.sentence, a, b)
    nears = [ctx.near(subject, f) for f in d.facts]
    wide = max(ctx.wide_fact(subject, f) for f in d.facts)
    if d.how == "sum":
        first, last = d.facts[0], d.facts[-1]
        text = d.sentence.text
        inside = _depth(text, last.amount.start) > _depth(text, first.amount.start)
        listed = "，" not in text[first.amount.end : last.amount.start] or all(f.clause is first.clause for f in d.facts)
        rest = any(re.search(r"其余|余下|剩余", f.lead) and (f.clause.undone or _SHORTFALL.search(f.clause.text)) for f in d.facts)
        stopped = any(re.search(r"因.{1,12}(?:不足|未)", f.segment) for f in d.facts)
        if inside or rest or stopped or (not listed and max(nears) >= 0.5 and min(nears) < 0.45 * max(nears)):
            return -1.0, 0.0
    return max(nears), wide


def _depth(text: str, at: int) -> int:
    return sum((c in "（(") - (c in "）)") for c in text[:at])


def _conflicting(indicator: Indicator, d: Derived) -> bool:
    """A mean where the name asks for the extreme, or the other way round."""
    words = d.sentence.text[max(0, d.start - 12) : d.start]
    name = indicator.name.text
    extreme, mean = _EXTREME.search(name), _MEAN.search(name)
    return bool((extreme and _MEAN.search(words) and not _EXTREME.search(words)) or (mean and _EXTREME.search(words) and not _MEAN.search(words)))


def _other_part(d: Derived) -> bool:
    """Whether a total counts in another year's part: 连同2022年12月…共计5场; 512人次，其中66人次为2021年的."""
    s, first, last = d.sentence, d.facts[0], d.facts[-1]
    before = [f for f in s.facts if f.amount.end <= first.amount.start]
    start = 0
    for f in reversed(before):
        if f.other_year and comparable(f.amount.measure, first.amount.measure) and re.search(r"连同|含|包括|加上", f.lead):
            return True
        start = f.amount.end
        break
    lead = re.split(r"[。；]", s.text[start : first.amount.start])[-1]
    if re.search(r"连同|含|包括|加上", lead) and _elsewhen(lead, s.year):
        return True
    after = [f for f in s.facts if f.amount.start >= last.amount.end]
    if not after or comparable(after[0].amount.measure, first.amount.measure) == 0:
        return False
    tail = s.text[last.amount.end : s.clause_at(after[0].start).end - s.start]
    return bool(re.match(r"^[，（]?(?:其中|含)", tail)) and _elsewhen(tail, s.year)


def _elsewhen(text: str, year: int | None) -> bool:
    named = [int(y) for y in re.findall(r"(20\d\d)年", text)]
    return bool(re.search(r"上年|去年|往年", text)) or (year is not None and any(y != year for y in named))


def _result_behind(indicator: Indicator, d: Derived, claimed: Decimal) -> Judged | None:
    """The value is that of a step before the result (开工, 招标, 计划), and the result beside it is less."""
    if d.how != "stated" or not d.facts or not d.facts[0].early:
        return None
    f = d.facts[0]
    if any(m[0] in indicator.name.text for m in EARLY.finditer(f.lead)):
        return None
    for g in f.sentence.facts:
        if g is f or comparable(g.amount.measure, f.amount.measure) == 0 or g.amount.value >= claimed or not g.usable:
            continue
        if LATE.search(g.lead) and not _SHORTFALL.search(g.lead):
            return contradicted(f"{f.amount.text}是{_step(f)}数，实际为{g.amount.text}", at_facts((f, g)), g.amount.text, Confidence.HIGH)
        if g.amount.start > f.amount.start and _SHORTFALL.search(g.segment):
            return contradicted(f"{f.amount.text}是{_step(f)}数，其中{g.amount.text}没有完成", at_facts((f, g)), f"少{g.amount.text}", Confidence.MEDIUM)
    return None


def _step(f: Fact) -> str:
    m = EARLY.search(f.lead)
    return m[0] if m else "计划"


def _against(ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal, unit: str) -> tuple[float, Fact, float] | None:
    """Another value for the same thing: (score, amount, near)."""
    best: tuple[float, Fact, float] | None = None
    for s in ctx.sentences(subject):
        plan = 0.0
        for f in s.facts:
            a = f.amount
            if a.measure == "share" or not a.unit or comparable(a.measure, unit or a.unit) == 0:
                continue
            near = ctx.near(subject, f)
            if f.planned or f.early:
                plan = max(plan, near)
                continue
            if not f.usable or f.part or a.value == claimed or approximates(f, claimed) or re.search(r"其余|余下|剩余|另|每|平均", f.lead):
                continue
            if plan > near and LATE.search(f.lead):
                near = plan
            if unit and comparable(a.measure, unit) == 1 and near < 0.8:
                continue
            if _conflicting(indicator, next(iter(d for d in stated(s) if d.facts[0] is f))):
                continue
            wide = ctx.wide_fact(subject, f)
            exact = 0.1 if near >= 0.4 and wide >= 0.8 and significant(a.value) >= 4 else 0.0  # noqa: PLR2004 - weights of the judgement
            score = 0.6 * near + 0.4 * wide + 0.3 * ctx.boost(indicator, s) + exact
            if best is None or score > best[0]:
                best = score, f, near
    total = _list_total(ctx, indicator, subject, claimed, unit)
    return total if total and (best is None or total[0] > best[0]) else best


def _list_total(ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal, unit: str) -> tuple[float, Fact, float] | None:
    """The total of a 分别 list whose subject is the indicator: 三个账号发布作品分别为486条、312条和155条."""
    for d in (d for s in ctx.sentences(subject) for d in sums(s)):
        if "分别" not in d.sentence.text[max(0, d.start - 12) : d.start] or any(not f.usable for f in d.facts) or comparable(d.measure, unit) == 0:
            continue
        lead = ctx.wide(subject, d.sentence, 0, d.start)
        if any(not re.fullmatch(r"(?:、|和|及|，)?[^，；。\d]{0,10}", d.sentence.text[a.amount.end : b.amount.start]) for a, b in pairwise(d.facts)):
            continue
        if re.search(r"共|合计", d.sentence.text[d.facts[0].amount.start : d.end]):
            continue
        whole = d.facts[-1] is [f for f in d.sentence.facts if f.amount.measure == d.measure][-1]
        if whole and lead >= 0.6 and d.value != claimed:
            return 0.75 + 0.1 * lead, d.facts[0], lead
    return None


def approximates(f: Fact, claimed: Decimal) -> bool:
    """Whether an open or rounded statement admits the claimed value."""
    v = f.amount.value
    match f.amount.approx:
        case "over":
            return v <= claimed <= v * Decimal("1.3")
        case "under":
            return v * Decimal("0.8") <= claimed <= v
        case "about":
            return abs(v - claimed) <= v * Decimal("0.15")
    return False


def undone(ctx: Context, subject: Topic) -> tuple[Sentence, Clause] | None:
    """Where the narrative says that the thing was not done: in the clause itself, or after its plan."""
    for s in ctx.sentences(subject):
        planned = 0.0
        for c in s.clauses:
            near = coverage(subject, c.text)
            if c.undone and not any(a <= c.start < b for a, b in s.foreign):
                if near >= 0.6 or planned >= 0.55:
                    return s, c
            if c.planned or c.text.startswith(("原", "计划")):
                planned = max(planned, near)
    return None


def promised_undone(ctx: Context, indicator: Indicator, subject: Topic) -> tuple[Sentence, Clause] | None:
    """A part of what 预期目标 promised under the indicator's words that the same item says was not done.

    举办杜鹃花旅游节和冬季温泉季两场大型节庆活动; 冬季温泉季因景区设施改造取消.
    """
    own = ctx.own_goal(indicator)
    expected = ctx.narrative.form.goals[own].expected if own is not None else None
    if expected is None:
        return None
    promised = [c for c in re.findall(r"[^，；。！？\n]+", expected.text) if coverage(subject, c) >= 0.6]
    for s in ctx.narrative.sentences:
        if s.goal != own:
            continue
        for c in s.clauses:
            if c.undone and any(_shared(c.text, p, indicator.name.text) for p in promised):
                return s, c
    return None


def _shared(clause: str, promise: str, name: str, least: int = 4) -> bool:
    """Whether a clause names a thing of a promise by four characters or more that the indicator's name lacks."""
    return any(
        clause[i : i + least] in promise and clause[i : i + least] not in name and re.fullmatch(r"[一-龥A-Za-z]+", clause[i : i + least])
        for i in range(len(clause) - least + 1)
    )


def _since(ctx: Context, subject: Topic, claimed: Decimal) -> Fact | None:
    """The claimed value as a total since an earlier year."""
    for f in ctx.facts(subject):
        if f.amount.value == claimed and f.other_year and re.search(r"(?:自|从)20\d\d年.*(?:以来|起)", f.clause.text) and ctx.wide_fact(subject, f) >= LIKELY:
            return f
    return None


def _quotient(ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal, value: Value) -> Judged | None:
    """Money by number of things, for unit costs; days of the year less days closed."""
    name = indicator.name.text
    if "/" not in value.unit and not re.search(r"平均|人均|单位|单个|单价|每", name):
        return None
    for s in ctx.sentences(subject):
        money = [f for f in s.facts if f.amount.measure == "money" and not f.foreign]
        things = [f for f in s.facts if f.amount.measure not in ("money", "share", "") and f.amount.value > 1]
        for m in money:
            for t in things:
                per = m.amount.value / t.amount.value
                aim = claimed if value.dimension == "money" or "元" in value.unit else None
                if aim is None:
                    continue
                if abs(per - aim) <= abs(aim) * Decimal("0.004") and ctx.wide_fact(subject, m) >= 0.3:
                    return supported(f"{m.amount.text}÷{t.amount.text}＝{_shown(per, value.unit)}，一致", at_facts(sorted((m, t), key=lambda f: f.start)), _shown(per, value.unit), Confidence.MEDIUM)
    return None


def _once(ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal, value: Value) -> Judged | None:
    """An event that is described was held once."""
    if claimed != 1 or value.unit not in ("次", "场", "场次", "项", "个", "期", "届", "部", ""):
        return None
    for s in ctx.sentences(subject):
        for c in s.clauses:
            near = coverage(subject, c.text)
            if near + ctx.boost(indicator, s) >= 0.55 and _HELD.search(c.text) and not c.undone and not c.planned and not later(s.text):
                return supported("文中有这一次的具体记述", [at_clause(s, c)], f"1{value.unit}", Confidence.MEDIUM)
    return None


def essential(value: Value, text: str) -> bool:
    """Whether a passage speaks of what is measured at all: money, time."""
    if value.dimension == "money" or "元" in value.unit:
        return bool(_MONEY_WORDS.search(text))
    if re.search(r"小时|分钟|工作日|学时", value.unit):
        return bool(_TIME_WORDS.search(text))
    return True


def _matter(ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal, value: Value) -> Judged:
    """Partial where the matter is told of, else silent."""
    close_by: tuple[float, Fact] | None = None
    for f in ctx.facts(subject):
        if f.usable and comparable(f.amount.measure, value.unit or f.amount.measure) and approximates(f, claimed):
            wide = ctx.wide_fact(subject, f) + ctx.boost(indicator, f.sentence)
            if wide >= 0.36 and (close_by is None or wide > close_by[0]):
                close_by = wide, f
    if close_by:
        f = close_by[1]
        return partial(f"文中只说{f.amount.text}，不能核实{value.text}", at_facts((f,)), f.amount.text, Confidence.HIGH)
    return matter(ctx, indicator, subject, "有这项工作，数量不能由文字核实", value=value)


def matter(ctx: Context, indicator: Indicator, subject: Topic, reason: str, *, value: Value | None = None, least: float = LIKELY) -> Judged:
    """The clause that is most about an indicator, as partial evidence; silent without one."""
    best: tuple[float, Sentence, Clause] | None = None
    for s in ctx.sentences(subject):
        if later(s.text):
            continue
        boost = ctx.boost(indicator, s)
        for c in s.clauses:
            near = coverage(subject, c.text)
            if near <= 0 or (c.planned and not c.undone) or any(a <= c.start < b for a, b in s.foreign) or other_year(c, s):
                continue
            score = ctx.wide_clause(subject, s, c) + boost
            if value is not None and not essential(value, s.text):
                continue
            if score >= least and (best is None or score + 0.1 * near > best[0]):
                best = score + 0.1 * near, s, c
    if best:
        return partial(reason, [at_clause(best[1], best[2])], None, Confidence.MEDIUM if best[0] >= SURE else Confidence.LOW)
    return _only_done(ctx, indicator, reason) or silent()


_ONLY_DONE = re.compile(r"^(?:已|均|全部|圆满|按期|顺利)*完成(?:了)?(?:本?年度|全年|各项|既定|预期)*(?:工作)?(?:目标|任务|计划)[。]?$")


def _only_done(ctx: Context, indicator: Indicator, reason: str) -> Judged | None:
    """The indicator's own item only says 完成了年度工作目标."""
    own = ctx.own_goal(indicator)
    if own is None:
        return None
    for s in ctx.narrative.sentences:
        if s.goal == own and _ONLY_DONE.match(s.text.strip()) and len(ctx.narrative.cells[own].text) < 24:  # type: ignore[union-attr]
            return partial("该项只有笼统结论，没有具体事实", [(s, 0, len(s.text))], None, Confidence.HIGH)
    return None


def other_year(c: Clause, s: Sentence) -> bool:
    """Whether a clause is set in another year than the form's."""
    if s.year is None:
        return False
    named = [int(y) for y in re.findall(r"(?<!\d)(20\d\d)年", c.text)]
    return bool(named) and s.year not in named and not re.search(r"较|比|与|到20|至20", c.text)


def _places(d: Derived) -> tuple[Place, ...]:
    if d.facts:
        return at_facts(d.facts)
    s = d.sentence
    first, last = s.clause_at(s.start + d.start), s.clause_at(s.start + d.end - 1)
    return ((s, first.start - s.start, last.end - s.start),)


def _shown(value: Decimal, unit: str) -> str:
    scale = dimension(unit)[1] if unit else Decimal(1)
    return plain((value / scale).quantize(Decimal("0.01")) if scale > 1 else value) + unit


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


def year_days(value: Decimal, claimed: Decimal) -> bool:
    """Whether days make the claimed share of a year."""
    return any(close(value / days * 100, claimed) for days in _YEAR_DAYS)
