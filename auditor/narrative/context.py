"""How much a passage speaks of an indicator, and which goal item is its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from auditor.model.form import Indicator
from auditor.model.source import Quote, Source
from auditor.narrative.passages import Clause, Fact, Narrative, Sentence
from auditor.narrative.topics import Topic, coverage, topic
from auditor.numerals import comparable
from auditor.quotes import quote
from auditor.values import Value, read_value

SURE = 0.7  # a passage that is surely about the indicator
LIKELY = 0.5
_ALIGNED = 0.55
_BOOST = 0.18
_SAME = 2  # numerals.comparable: the same dimension
_COMMON = ("个", "次", "人", "项", "场", "人次", "")
_CLAUSE = re.compile(r"[^，；。：！？\n]+")


@dataclass(frozen=True, eq=False)
class Context:
    """A form's narrative with its source; asked about one indicator at a time."""

    narrative: Narrative
    source: Source
    _own: dict[str, int | None] = field(default_factory=dict)
    _wide: dict[tuple[int, int, int, int], float] = field(default_factory=dict)
    _near: dict[tuple[int, int], float] = field(default_factory=dict)
    _relevant: dict[int, tuple[Sentence, ...]] = field(default_factory=dict)

    @cached_property
    def common(self) -> str:
        """The words that all indicators of the project share: its name."""
        return self.narrative.form.project_name.text

    def subject(self, indicator: Indicator) -> Topic:
        """What an indicator is about."""
        return topic(indicator.name.text, self.common)

    def own_goal(self, indicator: Indicator) -> int | None:
        """The goal item whose 预期目标 promises what the indicator measures; None if none does clearly."""
        if indicator.id not in self._own:
            subject = self.subject(indicator)
            scores = []
            for number, goal in enumerate(self.narrative.form.goals):
                promised = goal.expected.text if goal.expected else ""
                best = max((coverage(subject, c) for c in _CLAUSE.findall(promised)), default=0.0)
                scores.append((max(best, 0.8 * coverage(subject, goal.title or "")), -number))
            score, number = max(scores, default=(0.0, 0))
            self._own[indicator.id] = -number if score >= _ALIGNED and len(scores) > 1 else None
        return self._own[indicator.id]

    def sentences(self, subject: Topic) -> tuple[Sentence, ...]:
        """The sentences that share at least two characters with a topic, themselves or by their title."""
        found = self._relevant.get(id(subject))
        if found is None:
            words = [*subject.pairs, *(w[:2] for _, _, others in subject.alike for w in others)]
            numbers = set().union(*(self.narrative.by_pair.get(pair, ()) for pair in words)) if words else set()
            found = tuple(self.narrative.sentences[n] for n in sorted(numbers))
            self._relevant[id(subject)] = found
        return found

    def facts(self, subject: Topic) -> Iterator[Fact]:
        """The amounts of those sentences."""
        for s in self.sentences(subject):
            yield from s.facts

    def boost(self, indicator: Indicator, sentence: Sentence) -> float:
        """What a passage gains for standing in the indicator's own item."""
        return _BOOST if self.own_goal(indicator) == sentence.goal else 0.0

    def near(self, subject: Topic, f: Fact) -> float:
        """How much an amount's own words are about a topic."""
        key = id(subject), id(f)
        if key not in self._near:
            self._near[key] = self._near_to(subject, f)
        return self._near[key]

    def _near_to(self, subject: Topic, f: Fact) -> float:
        names = paired_names(f)
        if names is not None:
            own, others = names
            score = coverage(subject, own)
            return score if all(coverage(subject, other) <= score for other in others) else 0.0
        near = max(coverage(subject, f.segment), 0.95 * coverage(subject, f.clause.text))
        if _SEVERAL.search(f.lead) or (_NEW.search(subject.full) and not _NEW.search(f.lead) and _STOCK.search(f.lead)):
            return near * 0.6
        return near

    def wide(self, subject: Topic, sentence: Sentence, start: int, end: int) -> float:
        """How much a stretch of a sentence is about a topic, with what leads to it and the item's title."""
        key = id(subject), id(sentence), start, end
        found = self._wide.get(key)
        if found is None:
            lead = sentence.text[:end]
            found = max(
                coverage(subject, sentence.text[start:end]),
                0.95 * coverage(subject, lead),
                0.85 * coverage(subject, self.narrative.title(sentence.goal) + lead),
            )
            self._wide[key] = found
        return found

    def wide_clause(self, subject: Topic, sentence: Sentence, clause: Clause) -> float:
        """The same for a clause."""
        return self.wide(subject, sentence, clause.start - sentence.start, clause.end - sentence.start)

    def wide_fact(self, subject: Topic, f: Fact) -> float:
        """The same for an amount."""
        near = self.near(subject, f)
        if near == 0.0 and paired_names(f) is not None:
            return 0.0
        return max(near, self.wide_clause(subject, f.sentence, f.clause))

    @cached_property
    def values(self) -> dict[str, Value]:
        """What each indicator claims."""
        return {i.id: read_value(i.actual.text) for i in self.narrative.form.indicators}

    def rare(self, unit: str) -> bool:
        """Whether one indicator alone counts in such a unit, so that the unit itself points at it."""
        return (
            unit not in _COMMON and sum(comparable(v.unit, unit) == _SAME for v in self.values.values() if v.unit) <= 1
        )

    def owner(self, f: Fact) -> Indicator | None:
        """The indicator that an amount is most about, among those that count in its unit."""
        best: tuple[float, Indicator] | None = None
        for i in self.narrative.form.indicators:
            v = self.values[i.id]
            if v.unit and comparable(v.unit, f.amount.measure):
                near = self.wide_fact(self.subject(i), f)
                if best is None or near > best[0]:
                    best = near, i
        return best[1] if best else None

    def claimed_by_other(self, f: Fact, indicator: Indicator) -> bool:
        """Whether another indicator claims just this amount."""
        return any(
            v.base == f.amount.value and v.unit and comparable(v.unit, f.amount.measure)
            for id_, v in self.values.items()
            if id_ != indicator.id
        )

    def quote(self, sentence: Sentence, start: int, end: int) -> Quote | None:
        """Words of a sentence as a quotation."""
        cell = self.narrative.cells[sentence.goal]
        return (
            quote(cell, self.source, sentence.start + start, sentence.start + end, self.narrative.label(sentence.goal))
            if cell
            else None
        )


_NAME = re.compile(r"、|和|及|与")


_NEW = re.compile(r"新增|净增|新建|增加|增长|新购|新认定|新开")
_STOCK = re.compile(r"(?:总数|累计|达到?|共有|现有|存量|年末|保有)[^，。；]{0,4}$")
_SEVERAL = re.compile(
    r"[^，。；]{2,}、[^，。；]{2,}(?:等[^，。；]{0,8})?(?:共|合计|总计|共计)[^，。；]{0,4}$"
)  # A、B、C共N: the total of several


@lru_cache(maxsize=4096)
def paired_names(f: Fact) -> tuple[str, list[str]] | None:
    """What 分别 gives an amount to, and what the other amounts belong to.

    高血压、糖尿病患者规范管理率分别为77.4%和71.6%; None without 分别.
    """
    s = f.sentence
    at = s.text.rfind("分别", 0, f.amount.start)
    if at < 0 or re.search(r"[；。]", s.text[at : f.amount.start]):
        return None
    values = [
        g
        for g in s.facts
        if g.amount.start > at
        and g.amount.measure == f.amount.measure
        and not re.search(r"[；。，]", s.text[at : g.amount.start])
    ]
    head = re.split(r"[；。]", s.text[:at])[-1]
    parts = [p for p in _NAME.split(head.split("，")[-1]) if p]
    if len(parts) < len(values):
        parts = [p for p in re.split(r"、|和|及|与|，", head) if p]
    if f not in values or len(parts) < len(values) or len(values) < 2:
        return None
    parts = parts[-len(values) :]
    shared = re.sub(r"^.*?(?=案件|患者|率|人数|数量|指数|比例|收入|人次|人员)", "", parts[-1])
    names = [p if p == parts[-1] or shared == parts[-1] else p + shared for p in parts]
    own = names[values.index(f)]
    return own, [n for n in names if n != own]
