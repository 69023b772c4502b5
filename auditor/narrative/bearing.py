"""How much a sentence, its clauses and its amounts are about a topic."""

from collections.abc import Iterator
from itertools import accumulate
from operator import or_

from auditor.narrative import frames
from auditor.narrative.passages import Clause, Fact, Sentence
from auditor.narrative.topics import Marks, Topic, coverage, marks_in
from auditor.numerals import comparable

_LEAD = 0.95  # what the words that lead to a clause count of the clause's own
_TITLE = 0.85  # the same for the item's title
_OF_SEVERAL = 0.6  # the same for the total of several things


def widest(subject: Topic, own: int, titled: int) -> float:
    """The most that a clause of a sentence with such marks may be about a topic, in all."""
    worth = subject.worth[own]
    return max(worth, _TITLE * subject.worth[own | titled]) if titled else worth


class Bearing:
    """One sentence seen from one topic; its parts are looked at when they are first asked for.

    ``own`` are the marks of the topic that the sentence has, ``titled`` those of the item's title.
    """

    __slots__ = ("_marks", "_near", "_parts", "own", "sentence", "subject", "titled")

    def __init__(self, subject: Topic, sentence: Sentence, own: int, titled: int) -> None:
        """The sentence and the topic, with the marks that are already known."""
        self.subject = subject
        self.sentence = sentence
        self.own = own
        self.titled = titled
        self._marks: Marks | None = None
        self._parts: tuple[tuple[float, ...], tuple[float, ...]] | None = None
        self._near: dict[Fact, float] = {}

    @property
    def marks(self) -> Marks:
        """The marks that the sentence has: only they are looked for in its parts."""
        if self._marks is None:
            self._marks = tuple(mark for mark in self.subject.marks if mark[1] & self.own)
        return self._marks

    def of(self, text: str) -> float:
        """How much words of the sentence are about the topic."""
        return self.subject.worth[marks_in(self.marks, text)] if self.own else 0.0

    def wide(self, start: int, end: int) -> float:
        """How much a stretch of the sentence is, with what leads to it and the item's title."""
        text = self.sentence.text
        led = marks_in(self.marks, text[:end])
        worth = self.subject.worth
        return max(self.of(text[start:end]), _LEAD * worth[led], _TITLE * worth[led | self.titled])

    @property
    def parts(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """How much each clause is about the topic: by itself, and with what leads to it and the item's title."""
        if self._parts is None:
            self._parts = self._weigh_clauses()
        return self._parts

    def _weigh_clauses(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        clauses, worth, titled = self.sentence.clauses, self.subject.worth, self.titled
        if not self.own:
            return (0.0,) * len(clauses), (_TITLE * worth[titled],) * len(clauses)
        had = [0] * len(clauses)
        for word, bit in self.marks:
            for n in self.sentence.having(word):
                had[n] |= bit
        near = tuple([worth[h] for h in had])
        led = accumulate(had, or_)  # no mark runs over the end of a clause
        least = {h: max(_LEAD * worth[h], _TITLE * worth[h | titled]) for h in led}
        wide = [max(n, least[h]) for n, h in zip(near, accumulate(had, or_), strict=True)]
        return near, tuple(wide)

    @property
    def clauses(self) -> Iterator[tuple[Clause, float, float]]:
        """The clauses, each with how much it is about the topic, by itself and with what leads to it."""
        return zip(self.sentence.clauses, *self.parts, strict=True)

    def clause(self, clause: Clause) -> float:
        """How much a clause by itself is."""
        return self.parts[0][clause.number]

    def wide_clause(self, clause: Clause) -> float:
        """How much a clause is with what leads to it and the item's title."""
        return self.parts[1][clause.number]

    def near(self, f: Fact) -> float:
        """How much an amount's own words are about the topic."""
        known = self._near.get(f)
        if known is None:
            known = self._near[f] = self._near_to(f)
        return known

    def _near_to(self, f: Fact) -> float:
        names = f.paired
        if names is not None:
            own, others = names
            score = coverage(self.subject, own)
            return score if all(coverage(self.subject, other) <= score for other in others) else 0.0
        near = max(self.of(f.segment), _LEAD * self.clause(f.clause)) if self.own else 0.0
        if f.bare:
            return max(near, self._taken_over(f))
        return near * _OF_SEVERAL if f.of_several or (self.subject.new and f.in_stock) else near

    def _taken_over(self, f: Fact) -> float:
        """How much an amount is that names nothing itself: it counts what those before it do, or the item's title."""
        before = [
            g for g in self.sentence.facts if g.start < f.start and comparable(g.amount.measure, f.amount.measure)
        ]
        if before:
            return _LEAD * max(map(self.near, before)) if frames.is_total(f.lead) else 0.0
        return _TITLE * self.subject.worth[self.titled]

    def wide_fact(self, f: Fact) -> float:
        """How much an amount is, with what leads to its clause and the item's title."""
        near = self.near(f)
        if near == 0.0 and f.paired is not None:
            return 0.0
        return max(near, self.wide_clause(f.clause))
