"""What is left of a total: 512人，其中66人为2022年补登; 结业119人，15人没有通过; 上年末66人，招进38人，离队7人."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from auditor.narrative import frames
from auditor.narrative.derive import Derived
from auditor.narrative.passages import Fact, Sentence
from auditor.numerals import comparable

_GONE = re.compile(
    r"重复|[两二]次(?:都|均)|未(?!来|成年)|没有|不合格|不达标|取消|退[出回库]|离[队职岗]|退休|辞职|调出|注销|报废|淘汰|放弃|弃|终止|中止|流失|核减|剔除|扣除"
)
_STOCK = re.compile(r"[年月][末底初]|原有|结转")


def nets(sentence: Sentence, added: Iterable[Derived]) -> Iterator[Derived]:
    """The amounts and sums of a sentence less the amounts right after them that do not count."""
    if not (_GONE.search(sentence.text) or "其中" in sentence.text or "当中" in sentence.text):
        return
    gone = [f for f in sentence.facts if f.amount.measure != "share" and _does_not_count(f)]
    if not gone:
        return
    totals = [(f,) for f in sentence.facts] + [d.facts for d in added if d.how == "sum"]
    for facts in totals:
        if all(f.usable or (f is facts[0] and _is_base(f)) for f in facts):
            yield from _less(sentence, facts, gone)


def _less(sentence: Sentence, facts: tuple[Fact, ...], gone: list[Fact]) -> Iterator[Derived]:
    """A total less what follows it, one after the other."""
    first, last = facts[0].amount, facts[-1].amount
    left = sum((f.amount.value for f in facts), Decimal(0))
    measured = [f for f in sentence.facts if f.start > facts[-1].start and comparable(f.amount.measure, last.measure)]
    for f in measured:
        left -= f.amount.value
        if f not in gone or left <= 0:
            return
        yield Derived(left, first.unit, first.measure, first.start, f.amount.end, "net", sentence, ())


def _does_not_count(f: Fact) -> bool:
    """Whether an amount's own words take it off the total before it: another year's, or lost on the way."""
    words = _words(f)
    if _GONE.search(words):
        return True
    return f.part and frames.tells_other_year(words, f.sentence.year)


def _words(f: Fact) -> str:
    """An amount's own words, up to the next amount of its kind: 5家两次都有."""
    s, a = f.sentence, f.amount
    like = (g.amount.start for g in s.facts if g.start > f.start and comparable(g.amount.measure, a.measure))
    return f.lead + s.text[a.start : min(next(like, len(s.text)), f.clause.end - s.start)]


def _is_base(f: Fact) -> bool:
    """Whether an amount is what there was at first, or what was planned."""
    return not f.foreign and not f.amount.ordinal and (f.planned or bool(_STOCK.search(f.lead)))
