"""Steps before a result: 开工, 招标, 到货 are not yet what an indicator counts."""

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.model.claim import Confidence
from auditor.model.form import Indicator
from auditor.narrative.derive import Derived
from auditor.narrative.events import same_event
from auditor.narrative.frames import EARLY
from auditor.narrative.nets import rests
from auditor.narrative.passages import Fact
from auditor.narrative.topics import Topic
from auditor.narrative.verdicts import Judged, at_derived, at_facts, contradicted
from auditor.numerals import comparable, dimension, plain

_SHORTFALL = re.compile(r"(?:退出|取消|未|退回|顺延|推迟|不合格|待|延期|中止|撤回|停|结转|继续办理)")
_SUPPLIED = re.compile(r"到货|采购|购置|购入|印制")
_INSTALLED = re.compile(r"更换|安装|装(?!备|置)|入户|到户|投用|使用|发放")
_CHANGE = re.compile(r"比|较|节约|节省|增|减|多|少|新")


def result_behind(indicator: Indicator, subject: Topic, d: Derived, claimed: Decimal) -> Judged | None:
    """The value is that of a step before the result (开工, 招标, 计划), and the result beside it is less."""
    if d.how != "stated" or not d.facts:
        return None
    f = d.facts[0]
    name = indicator.plain_name
    for g in f.sentence.facts:
        if (
            g is not f
            and g.usable
            and g.amount.value < claimed
            and comparable(g.amount.measure, f.amount.measure)
            and (judged := _told_after(name, subject, f, g) or _told_as_result(name, f, g))
        ):
            return judged
    return _rest_instead(subject, f)


def _rest_instead(subject: Topic, f: Fact) -> Judged | None:
    """What is left of the amount carries a word of the name: 共91.6万人次，其中线上14.2万人次，其余均为到馆参观."""
    text = f.sentence.text
    for d in rests(f.sentence) if "其余" in text else ():
        if d.start > f.amount.end and any(
            w in text[d.start : d.end] and w not in text[: d.start] for w in _own(subject)
        ):
            left = plain(d.value / dimension(d.unit)[1]) + d.unit
            reason = f"{f.amount.text}是总数，{text[d.start : d.end]}（{left}）才是本项"
            return contradicted(reason, (*at_facts((f,)), *at_derived(d)), left)
    return None


def _told_after(name: str, subject: Topic, f: Fact, g: Fact) -> Judged | None:
    """A later amount that carries the name's own words, its event, or its being put to use."""
    if g.amount.start <= f.amount.start:
        return None
    own = g.segment.strip("，、（")
    before = f.sentence.text[: f.amount.end] + f.tail
    if not g.part and _takes_up(subject, before, g):
        return _less(f"{f.amount.text}不是本项的数，{own}才是", f, g)
    if not same_event(name, before) and same_event(name, g.segment) and not _SHORTFALL.search(g.segment):
        return _less(f"{f.amount.text}是总数，{own}才是本项", f, g)
    put_to_use = _SUPPLIED.search(f.lead + f.tail) and _INSTALLED.search(name)
    if put_to_use and _INSTALLED.search(g.lead) and not g.part:
        return _less(f"{f.amount.text}是到货数，实际为{g.amount.text}", f, g)
    return None


def _told_as_result(name: str, f: Fact, g: Fact) -> Judged | None:
    """An amount beside that of an early step: its result, or the part of it that was not done."""
    if not f.early or any(m[0] in name for m in EARLY.finditer(f.lead)):
        return None
    behind = g.amount.start > f.amount.start
    result = g.late or (behind and not g.part and not _CHANGE.search(g.lead))
    if result and not _SHORTFALL.search(g.lead):
        return _less(f"{f.amount.text}是{_step(f)}数，实际为{g.amount.text}", f, g)
    if behind and _SHORTFALL.search(g.segment):
        reason = f"{f.amount.text}是{_step(f)}数，其中{g.amount.text}没有完成"
        return contradicted(reason, at_facts((f, g)), f"少{g.amount.text}")
    return None


def _less(reason: str, f: Fact, g: Fact) -> Judged:
    return contradicted(reason, at_facts((f, g)), g.amount.text, Confidence.HIGH)


def _takes_up(subject: Topic, before: str, g: Fact) -> bool:
    """Whether a later amount carries a word of the name that stands nowhere before: 查扣86艘，拆解71艘."""
    if _SHORTFALL.search(g.segment):
        return False
    return any(p in g.segment and p not in before for p in _own(subject))


def _own(subject: Topic) -> Iterator[str]:
    """The pairs of characters that are wholly the name's own."""
    return (p for k, p in enumerate(subject.pairs) if subject.weights[k] == subject.weights[k + 1] == 1.0)


def _step(f: Fact) -> str:
    m = EARLY.search(f.lead) or EARLY.search(f.tail)
    return m[0] if m else "计划"
