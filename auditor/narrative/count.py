"""Counts and amounts: stated, or following by sum, product, calendar, enumeration or quotient."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from auditor.model.claim import Confidence
from auditor.model.form import Indicator
from auditor.narrative.calendars import calendars
from auditor.narrative.context import LIKELY, SURE, Context
from auditor.narrative.derive import Derived, close, gaps, listings, means, products, significant, stated, sums
from auditor.narrative.matter import approximates, matter
from auditor.narrative.passages import Fact, Sentence, later
from auditor.narrative.rivals import Rival, conflicting, result_behind, rival, whole_list
from auditor.narrative.stopped import part_undone, promised_undone, undone
from auditor.narrative.topics import Topic, coverage
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
from auditor.numerals import comparable, dimension, plain
from auditor.values import Value

_ANY = ("个", "项")
_ORDER = {"mean": 0.12, "gap": 0.12, "stated": 0.3, "sum": 0.16, "product": 0.14, "calendar": 0.1, "listed": 0.06}
_NEED = {"mean": 0.5, "gap": 0.5, "stated": 0.42, "sum": 0.46, "product": 0.42, "calendar": 0.5, "listed": 0.38}
_SAME = 2  # numerals.comparable: the same dimension
_TELLING = 4  # digits of a number that hardly stands in a form twice by chance
_NEWLY = re.compile(r"新增|新建|新签|净增|当年|新培育")
_MEAN = re.compile(r"平均|均值|得分")
_CHANGE = re.compile(r"增产|增收|增加|增长|下降|降低|减少|节约|提高|缩短|净增")
_OVERLAP = re.compile(r"[，（]?(?:其中|当中)[^，。]{0,4}\d+[^，。\d]{0,6}(?:都|重复|同时|均|两次|两项)")
_NARROW = Decimal("0.002")  # a quotient so exact hardly comes about by chance
_HELD = re.compile(r"举办|召开|开展|组织|举行|完成|建成|开幕|上线|启动|实施|拍摄|编制|印发|出台|参加|承办|发布|演练")
_SHORTFALL = re.compile(r"(?:退出|取消|未|退回|顺延|推迟|不合格|待|延期|中止|撤回|停|结转|继续办理)")


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
    against = rival(ctx, indicator, subject, claimed, value.unit)
    if support:
        held = _weigh(indicator, subject, support, against, claimed, value)
        if held:
            return held
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
        return partial("文中是跨年度的累计数", at_facts((long,)), long.amount.text, flags=(OTHER_YEAR,))
    per = _quotient(ctx, indicator, subject, claimed, value)
    if per:
        return per
    once = _once(ctx, indicator, subject, claimed, value)
    return once or _matter(ctx, indicator, subject, claimed, value)


def _weigh(
    indicator: Indicator, subject: Topic, support: Support, against: Rival | None, claimed: Decimal, value: Value
) -> Judged | None:
    """Support against other values for the same thing, other years and steps before the result."""
    d = support.derived
    if d.facts and _other_part(d) and not _NEWLY.search(indicator.name.text):
        return partial(
            "文中合计数与自评一致，但含其他年度的部分",
            _evidence(d),
            f"{plain(claimed)}（含其他年度）",
            flags=(OTHER_YEAR,),
        )
    if d.facts and _other_part(d):
        return contradicted(
            "文中合计数与自评一致，但含以前的部分，不是新增数",
            _evidence(d),
            f"{plain(claimed)}（含以前的）",
            Confidence.MEDIUM,
        )
    if (
        against
        and against.score >= SURE
        and against.near > support.near + 0.24
        and not set(against.facts) & set(d.facts)
    ):
        return contradicted(
            f"叙述为{against.value}，与自评{value.text}不一致",
            at_facts((*against.facts, *d.facts[:1])),
            against.value,
            Confidence.HIGH,
        )
    places = _evidence(d)
    behind = result_behind(indicator, subject, d, claimed)
    if behind:
        return behind
    return supported(
        _how(d),
        places,
        _shown(d.value, value.unit),
        Confidence.HIGH if d.how in ("stated", "sum") else Confidence.MEDIUM,
    )


def _support(ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal, value: Value) -> Support | None:
    best: Support | None = None
    digits = significant(claimed)
    rare = bool(value.unit) and ctx.rare(value.unit)
    everywhere = (rare and digits == _TELLING - 2) or (digits >= _TELLING - 1 and bool(value.unit))
    for s in ctx.narrative.sentences if everywhere else ctx.sentences(subject):
        boost = ctx.boost(indicator, s)
        for d in _derived(s):
            fit = _fit(d, claimed, value.unit)
            if not fit or any(not f.usable for f in d.facts) or (not d.facts and later(s.text)):
                continue
            near, wide = _relevance(ctx, indicator, subject, d)
            if (
                (d.how == "mean"
                and not _MEAN.search(indicator.name.text))
                or (d.how == "gap"
                and not _CHANGE.search(indicator.name.text))
            ):
                continue
            if near < 0 or conflicting(indicator, d) or (near < LIKELY and _taken(ctx, indicator, d)):
                continue
            need = _need(d, digits, fit, rare=rare)
            if wide + boost < need or (digits == 1 and near + boost < (0.42 if d.how == "listed" else 0.26)):
                continue
            score = wide + 0.5 * near + boost + _ORDER[d.how] + 0.08 * fit
            if best is None or score > best.score:
                best = Support(d, near, wide, score)
    return best


def _taken(ctx: Context, indicator: Indicator, d: Derived) -> bool:
    """Whether a stated amount supports another indicator that claims the same and is nearer to it."""
    if d.how != "stated" or not ctx.claimed_by_other(d.facts[0], indicator):
        return False
    owner = ctx.owner(d.facts[0])
    if owner is None or owner is indicator or ctx.values[owner.id].base != d.value:
        return False
    return ctx.near(ctx.subject(owner), d.facts[0]) > ctx.near(ctx.subject(indicator), d.facts[0])


def _need(d: Derived, digits: int, fit: int, *, rare: bool) -> float:
    """How much a derivation must be about the indicator: the more digits agree, the less."""
    telling = digits >= _TELLING - 1 or (digits == _TELLING - 2 and rare)
    if fit == _SAME and telling and (d.how == "stated" or (d.how == "sum" and whole_list(d))):
        return 0.0
    return max(0.12, _NEED[d.how] - 0.14 * (digits - 1)) + (0.0 if fit == _SAME else 0.04)


def _derived(s: Sentence) -> Iterator[Derived]:
    yield from stated(s)
    yield from sums(s)
    yield from products(s)
    yield from calendars(s)
    yield from listings(s)
    yield from means(s)
    yield from gaps(s)


def _fit(d: Derived, claimed: Decimal, unit: str) -> int:
    """0: not the value; 1: the value with a neighbouring measure word; 2: with the same."""
    if d.value != claimed or d.measure == "share":
        return 0
    if "|" in d.measure:
        return 2 if set(d.measure.split("|")) == set(re.findall(r"[一-龥]+", unit)) else 0
    if not unit or not d.measure:
        return 1
    same = comparable(d.measure, unit)
    if same == 0 and "/" in unit and comparable(d.measure, unit.split("/", maxsplit=1)[0]):
        return (
            2 if re.search(r"每|[人户亩件单]均|平均|标准|单价", d.sentence.text[max(0, d.start - 14) : d.start]) else 0
        )
    if (
        same == 0
        and (d.measure in _ANY or unit in _ANY)
        and dimension(unit)[0] not in ("money", "mass", "length", "area", "volume")
    ):
        return 1
    return same


def _elsewhere(ctx: Context, indicator: Indicator, f: Fact) -> bool:
    """Whether an amount is rather another indicator's."""
    owner = ctx.owner(f)
    return owner is not None and owner is not indicator and ctx.near(ctx.subject(owner), f) >= LIKELY


def _relevance(ctx: Context, indicator: Indicator, subject: Topic, d: Derived) -> tuple[float, float]:
    """(near, wide); near below 0 where the parts are not of one list and not of one matter."""
    if not d.facts:
        a, b = max(0, d.start - 20), min(len(d.sentence.text), d.end + 16)
        return coverage(subject, d.sentence.text[a:b]), ctx.wide(subject, d.sentence, a, b)
    nears = [ctx.near(subject, f) for f in d.facts]
    wide = max(ctx.wide_fact(subject, f) for f in d.facts)
    if d.how == "sum" and "分别" in d.sentence.text[: d.start] and (apart := whole_apart(d)):
        near = coverage(subject, apart)
        return near, max(near, wide)
    if d.how == "sum":
        first, last = d.facts[0], d.facts[-1]
        text = d.sentence.text
        inside = _depth(text, last.amount.start) > _depth(text, first.amount.start)
        listed = "，" not in text[first.amount.end : last.amount.start] or all(
            f.clause is first.clause for f in d.facts
        )
        rest = any(
            re.search(r"其余|余下|剩余|剩下", f.lead) and not re.search(r"^[^，。；]{0,8}(?:均|也|已)", f.tail)
            for f in d.facts
        )
        stopped = any(re.search(r"因.{1,12}(?:不足|未)", f.segment) for f in d.facts)
        if inside or rest or stopped or _OVERLAP.match(text[last.amount.end :]):
            return -1.0, 0.0
        apart = not listed and max(nears) >= LIKELY and min(nears) < 0.45 * max(nears)
        if apart and not (whole_list(d) and not any(_elsewhere(ctx, indicator, f) for f in d.facts)):
            return -1.0, 0.0
        if whole_list(d):
            head = max(text.rfind(c, 0, first.amount.start) for c in "；：。")
            return max(*nears, 0.9 * coverage(subject, text[head + 1 : last.amount.end])), wide
    return max(nears), wide


def whole_apart(d: Derived) -> str:
    """The words of a 分别 list, from what it divides to its last amount; empty where a sum takes only a part of it."""
    s = d.sentence
    at = s.text.rfind("分别", 0, d.start)
    between = s.text[at : d.start]
    if (
        "；" in between
        or "。" in between
        or any(f.amount.measure == d.measure and at < f.amount.start < d.start for f in s.facts)
    ):
        return ""
    head = max(s.text.rfind(c, 0, at) for c in "，；：。")
    return s.text[head + 1 : d.end]


def _depth(text: str, at: int) -> int:
    return sum((c in "（(") - (c in "）)") for c in text[:at])


def _other_part(d: Derived) -> bool:
    """Whether a total counts in another year's part: 连同2022年12月…共计5场; 512人次，其中66人次为2021年的."""
    s, first, last = d.sentence, d.facts[0], d.facts[-1]
    before = [f for f in s.facts if f.amount.end <= first.amount.start]
    start = 0
    for f in reversed(before):
        if (
            f.other_year
            and comparable(f.amount.measure, first.amount.measure)
            and re.search(r"连同|含|包括|加上", f.clause.text)
        ):
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
    return bool(re.match(r"^[，（]?(?:其中|当中|含)", tail)) and _elsewhen(tail, s.year)


def _elsewhen(text: str, year: int | None) -> bool:
    named = [int(y) for y in re.findall(r"(20\d\d)年", text)]
    return bool(re.search(r"上年|去年|往年", text)) or (year is not None and any(y != year for y in named))


def _since(ctx: Context, subject: Topic, claimed: Decimal) -> Fact | None:
    """The claimed value as a total since an earlier year."""
    for f in ctx.facts(subject):
        if (
            f.amount.value == claimed
            and f.other_year
            and re.search(r"(?:自|从)20\d\d年.*(?:以来|起)", f.clause.text)
            and ctx.wide_fact(subject, f) >= LIKELY
        ):
            return f
    return None


def _quotient(ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal, value: Value) -> Judged | None:
    """Money by number of things, for unit costs; days of the year less days closed."""
    name = indicator.name.text
    if "/" not in value.unit and not re.search(r"平均|人均|单位|单个|单价|每", name):
        return None
    exact = Decimal(1).scaleb(-_places(value.number or claimed)) / 2 <= abs(value.number or claimed) * _NARROW
    for s in ctx.sentences(subject):
        money = [f for f in s.facts if f.amount.measure == "money" and not f.foreign]
        among = ctx.narrative.facts if exact else s.facts
        things = [
            f for f in among if f.usable and f.amount.measure not in ("money", "share", "") and f.amount.value > 1
        ]
        for m in money:
            for t in things:
                per = m.amount.value / t.amount.value
                aim = claimed if value.dimension == "money" or "元" in value.unit else None
                if aim is None:
                    continue
                if (
                    close(per, aim) if t.sentence is not s else abs(per - aim) <= abs(aim) * Decimal("0.004")
                ) and ctx.wide_fact(subject, m) >= 0.3:
                    return supported(
                        f"{m.amount.text}÷{t.amount.text}＝{_shown(per, value.unit)}，一致",
                        at_facts(sorted((m, t), key=lambda f: f.start)),
                        _shown(per, value.unit),
                        Confidence.MEDIUM,
                    )
    return None


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _once(ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal, value: Value) -> Judged | None:
    """An event that is described was held once."""
    if claimed != 1 or value.unit not in (
        "次",
        "场",
        "场次",
        "项",
        "个",
        "期",
        "届",
        "部",
        "座",
        "处",
        "家",
        "套",
        "条",
        "",
    ):
        return None
    for s in ctx.sentences(subject):
        for c in s.clauses:
            near = coverage(subject, c.text)
            if (
                near + ctx.boost(indicator, s) >= 0.55
                and _HELD.search(c.text)
                and not c.undone
                and not c.planned
                and not later(s.text)
            ):
                return supported("文中有这一次的具体记述", [at_clause(s, c)], f"1{value.unit}", Confidence.MEDIUM)
    return None


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


def _evidence(d: Derived) -> tuple[Place, ...]:
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
