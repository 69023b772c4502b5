"""How much a sentence, its clauses and its amounts are about a topic."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from auditor.narrative.passages import Clause, Fact, Sentence
from auditor.narrative.topics import Marks, Topic, coverage, marks_in

_LEAD = 0.95  # what the words that lead to a clause count of the clause's own
_TITLE = 0.85  # the same for the item's title
_OF_SEVERAL = 0.6  # the same for the total of several things
_STOP = re.compile(r"[；。]")
_STOP_OR_COMMA = re.compile(r"[；。，]")
_NAME = re.compile(r"、|和|及|与")
_NAME_OR_COMMA = re.compile(r"、|和|及|与|，")
_UP_TO_SHARED = re.compile(r"^.*?(?=案件|患者|率|人数|数量|指数|比例|收入|人次|人员)")


@dataclass(frozen=True, eq=False)
class Bearing:
    """One sentence seen from one topic. Only the marks that the sentence has are looked for in its parts."""

    subject: Topic
    sentence: Sentence
    title: str
    _near: dict[Fact, float] = field(default_factory=dict)

    @cached_property
    def marks(self) -> Marks:
        """What the sentence has of the topic."""
        text = self.sentence.text
        return tuple(mark for mark in self.subject.marks if mark[0] in text)

    @cached_property
    def _ends(self) -> tuple[tuple[int, int], ...]:
        """Where each mark has ended for the first time, as place and bit."""
        return tuple((self.sentence.text.find(word) + len(word), bit) for word, bit in self.marks)

    @cached_property
    def _titled_ends(self) -> tuple[tuple[int, int], ...]:
        """The same for the sentence with its title before it; marks of the title ended before place 0."""
        whole, before = self.title + self.sentence.text, len(self.title)
        return tuple(
            (at + len(word) - before, bit) for word, bit in self.subject.marks if (at := whole.find(word)) >= 0
        )

    def of(self, text: str) -> float:
        """How much words of the sentence are about the topic."""
        return self.subject.worth(marks_in(self.marks, text)) if self.marks else 0.0

    @cached_property
    def clauses(self) -> tuple[float, ...]:
        """How much each clause by itself is."""
        if not self.marks:
            return (0.0,) * len(self.sentence.clauses)
        return tuple(self.of(c.text) for c in self.sentence.clauses)

    @cached_property
    def wide_clauses(self) -> tuple[float, ...]:
        """How much each clause is with what leads to it and the item's title."""
        start = self.sentence.start
        return tuple(
            max(near, self._led(c.end - start)) for c, near in zip(self.sentence.clauses, self.clauses, strict=True)
        )

    def _led(self, end: int) -> float:
        """How much the sentence up to a place is, and with its title."""
        worth = self.subject.worth
        led = titled = 0
        for at, bit in self._ends:
            if at <= end:
                led |= bit
        for at, bit in self._titled_ends:
            if at <= end:
                titled |= bit
        return max(_LEAD * worth(led), _TITLE * worth(titled))

    def clause(self, clause: Clause) -> float:
        """How much a clause by itself is."""
        return self.clauses[clause.number]

    def wide_clause(self, clause: Clause) -> float:
        """How much a clause is with what leads to it and the item's title."""
        return self.wide_clauses[clause.number]

    def wide(self, start: int, end: int) -> float:
        """The same for a stretch of the sentence."""
        return max(self.of(self.sentence.text[start:end]), self._led(end))

    def near(self, f: Fact) -> float:
        """How much an amount's own words are about the topic."""
        known = self._near.get(f)
        if known is None:
            known = self._near[f] = self._near_to(f)
        return known

    def _near_to(self, f: Fact) -> float:
        names = paired_names(f)
        if names is not None:
            own, others = names
            score = coverage(self.subject, own)
            return score if all(coverage(self.subject, other) <= score for other in others) else 0.0
        if not self.marks:
            return 0.0
        near = max(self.of(f.segment), _LEAD * self.clause(f.clause))
        return near * _OF_SEVERAL if f.of_several or (self.subject.new and f.in_stock) else near

    def wide_fact(self, f: Fact) -> float:
        """How much an amount is, with what leads to its clause and the item's title."""
        near = self.near(f)
        if near == 0.0 and paired_names(f) is not None:
            return 0.0
        return max(near, self.wide_clause(f.clause))


def paired_names(f: Fact) -> tuple[str, list[str]] | None:
    """What 分别 gives an amount to, and what the other amounts belong to.

    高血压、糖尿病患者规范管理率分别为77.4%和71.6%; None without 分别.
    """
    s = f.sentence
    at = s.text.rfind("分别", 0, f.amount.start)
    if at < 0 or _STOP.search(s.text, at, f.amount.start):
        return None
    values = [
        g
        for g in s.facts
        if g.amount.start > at
        and g.amount.measure == f.amount.measure
        and not _STOP_OR_COMMA.search(s.text, at, g.amount.start)
    ]
    head = _STOP.split(s.text[:at])[-1]
    parts = [p for p in _NAME.split(head.split("，")[-1]) if p]
    if len(parts) < len(values):
        parts = [p for p in _NAME_OR_COMMA.split(head) if p]
    if f not in values or len(parts) < len(values) or len(values) < 2:
        return None
    parts = parts[-len(values) :]
    shared = _UP_TO_SHARED.sub("", parts[-1])
    names = [p if p == parts[-1] or shared == parts[-1] else p + shared for p in parts]
    own = names[values.index(f)]
    return own, [n for n in names if n != own]
