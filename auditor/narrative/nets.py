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
_REST = re.compile(r"(?:其余|余下|剩下|其他)(?:的)?(?![^，。；]*(?:未|没|不))")
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


def rests(sentence: Sentence) -> Iterator[Derived]:
    """What a clause without a number calls the rest: 共91.6万人次，其中线上14.2万人次，其余均为到馆参观."""
    for clause in sentence.clauses:
        if not _REST.match(clause.text) or any(f.clause is clause for f in sentence.facts):
            continue
        told = [f for f in sentence.facts if f.clause.number < clause.number]
        parts = [f for f in told if f.part]
        whole = next((f for f in reversed(told) if not f.part and f.usable), None)
        if whole and parts and all(p.start > whole.start and _same(p, whole) for p in parts):
            left = whole.amount.value - sum((p.amount.value for p in parts), Decimal(0))
            if left > 0:
                start, end = clause.start - sentence.start, clause.end - sentence.start
                yield Derived(left, whole.amount.unit, whole.amount.measure, start, end, "net", sentence, ())


def _same(one: Fact, other: Fact) -> bool:
    return comparable(one.amount.measure, other.amount.measure) > 0


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
