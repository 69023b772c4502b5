"""Values of the narrative that speak against a claimed one."""

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from auditor.model.claim import Confidence
from auditor.model.form import Indicator
from auditor.narrative.context import Context
from auditor.narrative.derive import Derived, significant, stated, sums
from auditor.narrative.events import same_event
from auditor.narrative.matter import approximates
from auditor.narrative.passages import EARLY, LATE, Fact
from auditor.narrative.topics import Topic
from auditor.narrative.verdicts import Judged, at_facts, contradicted
from auditor.numerals import comparable, dimension, plain

_SHORTFALL = re.compile(r"(?:退出|取消|未|退回|顺延|推迟|不合格|待|延期|中止|撤回|停|结转|继续办理)")
_SUPPLIED = re.compile(r"到货|采购|购置|购入|印制")
_INSTALLED = re.compile(r"更换|安装|装(?!备|置)|入户|到户|投用|使用|发放")
_CHANGE = re.compile(r"比|较|节约|节省|增|减|多|少|新")
_REST = re.compile(
    r"其余|余下|剩余|剩下|另|每|各[^，。；]{0,10}$|追加|调[增减]|预算|下达|闭馆|停|扣|除|逢|隔|上半年|下半年|[一二三四]季度|首批|第[一二三四]批|春季|秋季"
)
_PART = re.compile(r"(?:、|和|及|，|以及)[^，；。\d]{0,16}")
_EXTREME = re.compile(r"最[长高大多快]|单日|峰值|上限")
_MEAN = re.compile(r"平均|人均|均值")


def conflicting(indicator: Indicator, d: Derived) -> bool:
    """A mean where the name asks for the extreme, or the other way round."""
    words = d.sentence.text[max(0, d.start - 12) : d.start]
    name = indicator.name.text
    extreme, mean = _EXTREME.search(name), _MEAN.search(name)
    return bool(
        (extreme and _MEAN.search(words) and not _EXTREME.search(words))
        or (mean and _EXTREME.search(words) and not _MEAN.search(words))
    )


@dataclass(frozen=True, slots=True)
class Rival:
    """Amounts that stand for the same thing with another value."""

    score: float
    facts: tuple[Fact, ...]
    near: float
    value: str


def result_behind(indicator: Indicator, subject: Topic, d: Derived, claimed: Decimal) -> Judged | None:
    """The value is that of a step before the result (开工, 招标, 计划), and the result beside it is less."""
    if d.how != "stated" or not d.facts:
        return None
    f = d.facts[0]
    put_to_use = _SUPPLIED.search(f.lead + f.tail) and _INSTALLED.search(indicator.name.text)
    named = not same_event(indicator.name.text, f.sentence.text[: f.amount.end] + f.tail)
    for g in f.sentence.facts:
        if g is f or comparable(g.amount.measure, f.amount.measure) == 0 or g.amount.value >= claimed or not g.usable:
            continue
        if g.amount.start > f.amount.start and not g.part and _takes_up(subject, f, g):
            return contradicted(
                f"{f.amount.text}不是本项的数，{g.segment.strip('，、（')}才是",
                at_facts((f, g)),
                g.amount.text,
                Confidence.HIGH,
            )
        if (
            named
            and g.amount.start > f.amount.start
            and same_event(indicator.name.text, g.segment)
            and not _SHORTFALL.search(g.segment)
        ):
            return contradicted(
                f"{f.amount.text}是总数，{g.segment.strip('，、（')}才是本项",
                at_facts((f, g)),
                g.amount.text,
                Confidence.HIGH,
            )
        if put_to_use and _INSTALLED.search(g.lead) and g.amount.start > f.amount.start and not g.part:
            return contradicted(
                f"{f.amount.text}是到货数，实际为{g.amount.text}", at_facts((f, g)), g.amount.text, Confidence.HIGH
            )
        if not f.early or any(m[0] in indicator.name.text for m in EARLY.finditer(f.lead)):
            continue
        if (
            LATE.search(g.lead + g.tail)
            or (g.amount.start > f.amount.start and not g.part and not _CHANGE.search(g.lead))
        ) and not _SHORTFALL.search(g.lead):
            return contradicted(
                f"{f.amount.text}是{_step(f)}数，实际为{g.amount.text}",
                at_facts((f, g)),
                g.amount.text,
                Confidence.HIGH,
            )
        if g.amount.start > f.amount.start and _SHORTFALL.search(g.segment):
            return contradicted(
                f"{f.amount.text}是{_step(f)}数，其中{g.amount.text}没有完成",
                at_facts((f, g)),
                f"少{g.amount.text}",
                Confidence.MEDIUM,
            )
    return None


def _takes_up(subject: Topic, f: Fact, g: Fact) -> bool:
    """Whether a later amount carries a word of the name that stands nowhere before: 查扣86艘，拆解71艘."""
    before = f.sentence.text[: f.amount.end] + f.tail
    words = [p for k, p in enumerate(subject.pairs) if subject.weights[k] == subject.weights[k + 1] == 1.0]
    return any(p in g.segment and p not in before for p in words) and not _SHORTFALL.search(g.segment)


def _step(f: Fact) -> str:
    m = EARLY.search(f.lead) or EARLY.search(f.tail)
    return m[0] if m else "计划"


def rival(ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal, unit: str) -> Rival | None:
    """The strongest other value for the same thing: stated, or the total of a list of its parts."""
    best: Rival | None = None
    rare = 0.12 if unit and ctx.rare(unit) else 0.0
    for s in ctx.sentences(subject):
        plan = 0.0
        listed = {id(f) for d in sums(s) if whole_list(d) for f in d.facts}
        for f in s.facts:
            a = f.amount
            if id(f) in listed:
                continue  # a part of a list; its total is weighed below
            if a.measure == "share" or not a.unit or comparable(a.measure, unit or a.unit) == 0:
                continue
            near = ctx.near(subject, f)
            if f.planned or f.early:
                plan = max(plan, near)
                continue
            if not f.usable or f.part or a.value == claimed or approximates(f, claimed) or _REST.search(f.lead):
                continue
            if _MEAN.search(f.lead) and not _MEAN.search(indicator.name.text):
                continue
            if plan > near and LATE.search(f.lead + f.tail):
                near = plan
            if comparable(a.measure, unit) < 2 and near < 0.8:
                continue
            if conflicting(indicator, next(iter(d for d in stated(s) if d.facts[0] is f))):
                continue
            wide = ctx.wide_fact(subject, f)
            before = any(g.other_year and g.amount.value == claimed and g.amount.measure == a.measure for g in s.facts)
            exact = 0.3 if before else 0.1 if near >= 0.4 and wide >= 0.8 and significant(a.value) >= 4 else 0.0
            score = 0.6 * near + 0.4 * wide + 0.3 * ctx.boost(indicator, s) + exact
            extreme = _EXTREME.search(indicator.name.text)
            if extreme and _EXTREME.search(f.clause.text[: a.start - f.clause.start + s.start]):
                score += 0.25
            if near >= 0.5 and ctx.owner(f) is indicator:
                score += rare + 0.06
            if best is None or score > best.score:
                best = Rival(score, (f,), near, a.text)
    total = _list_total(ctx, indicator, subject, claimed, unit)
    return total if total and (best is None or total.score > best.score) else best


def _list_total(ctx: Context, indicator: Indicator, subject: Topic, claimed: Decimal, unit: str) -> Rival | None:
    """The total of a list of parts whose subject is the indicator: 机械疏通41.5公里、人工疏通14.2公里."""
    for d in (d for s in ctx.sentences(subject) for d in sums(s)):
        if (
            any(not f.usable or f.part for f in d.facts)
            or comparable(d.measure, unit) == 0
            or "|" in d.measure
            or d.value == claimed
        ):
            continue
        s, first, last = d.sentence, d.facts[0], d.facts[-1]
        if not whole_list(d) or any(f.amount.value == claimed for f in s.facts):
            continue
        apart = "分别" in s.text[max(0, d.start - 12) : d.start]
        lead = ctx.wide(subject, s, 0, d.start) if apart else 0.0
        near = min(ctx.near(subject, f) for f in d.facts)
        own = max(near, lead, ctx.wide_clause(subject, s, first.clause) if first.clause is last.clause else 0.0)
        claimed_apart = any(ctx.claimed_by_other(f, indicator) for f in d.facts)
        least = 0.4 if ctx.rare(unit) else 0.6
        if own >= least and not claimed_apart:
            return Rival(0.75 + 0.1 * own, d.facts, own, _total(d))
    return None


def _total(d: Derived) -> str:
    shown = plain(d.value / dimension(d.unit)[1]) if d.unit else plain(d.value)
    return "＋".join(f.amount.text for f in d.facts) + f"＝{shown}{d.unit}"


def whole_list(d: Derived) -> bool:
    """Whether a sum takes in a whole list of parts: nothing but a few words between them, no more of the
    measure in the sentence, no total beside it.
    """
    s = d.sentence
    same = [f for f in s.facts if f.amount.measure == d.measure]
    if [f.start for f in same] != [f.start for f in d.facts]:
        return False
    if any(not _PART.fullmatch(s.text[a.amount.end : b.amount.start]) for a, b in pairwise(d.facts)):
        return False
    around = s.text[max(0, d.start - 8) : d.end + 4]
    if sum((f.amount.value for f in d.facts[:-1]), Decimal(0)) == d.facts[-1].amount.value:
        return False  # the last is the total of the others
    return not re.search(
        r"其中|另(?!一)|其余|每|平均|第[一二三]", around + "".join(f.lead for f in d.facts[1:])
    ) and not s.text[d.end : d.end + 2].startswith("等")
