"""A form's narrative and its indicators, brought together: which passages are about which indicator.

All of it is worked out once for a form and looked up afterwards, so that a claim costs the same in a
long form as in a short one.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from auditor.model.form import Indicator
from auditor.model.source import Quote, Source
from auditor.narrative.bearing import Bearing, widest
from auditor.narrative.figures import Figures
from auditor.narrative.likeness import CROWD, Likeness, pairs_of
from auditor.narrative.passages import Fact, Narrative, Sentence
from auditor.narrative.topics import Topic, marks_in, topic
from auditor.narrative.totals import Totals
from auditor.numerals import comparable
from auditor.quotes import quote
from auditor.values import Value, actual_of, punctuated

SURE = 0.7  # a passage that is surely about the indicator
LIKELY = 0.5
_ALIGNED = 0.55
_TITLE = 0.8  # what a goal's title counts of its promise
_BOOST = 0.18
_SAME = 2  # numerals.comparable: the same dimension
_COMMON = ("个", "次", "人", "项", "场", "人次", "")
_CLAUSE = re.compile(r"[^，；。：！？\n]+")


@dataclass(frozen=True, eq=False)
class Context:
    """A form's narrative with its source; asked about one indicator at a time."""

    narrative: Narrative
    source: Source
    _topics: dict[str, Topic] = field(default_factory=dict)
    _own: dict[str, int | None] = field(default_factory=dict)
    _titles: dict[Topic, tuple[int, ...]] = field(default_factory=dict)
    _found: dict[Topic, tuple[tuple[int, int, float], ...]] = field(default_factory=dict)
    _bearings: dict[Topic, dict[int, Bearing]] = field(default_factory=dict)
    _owners: dict[Fact, Indicator | None] = field(default_factory=dict)
    _rare: dict[str, bool] = field(default_factory=dict)
    _in_rates: dict[str, bool] = field(default_factory=dict)

    @cached_property
    def common(self) -> str:
        """The words that all indicators of the project share: its name."""
        return self.narrative.form.project_name.text

    def subject(self, indicator: Indicator) -> Topic:
        """What an indicator is about."""
        name = indicator.plain_name
        known = self._topics.get(name)
        if known is None:
            known = self._topics[name] = topic(name, self.common)
        return known

    @cached_property
    def values(self) -> dict[str, Value]:
        """What each indicator claims."""
        return {i.id: actual_of(i) for i in self.narrative.form.indicators}

    @cached_property
    def _promises(self) -> tuple[tuple[int, str], ...]:
        """The clauses of what each goal item promises, with its number."""
        goals = enumerate(self.narrative.form.goals)
        return tuple((n, c) for n, g in goals if g.expected for c in _CLAUSE.findall(punctuated(g.expected.text)))

    @cached_property
    def _like_promises(self) -> Likeness:
        return Likeness(words for _, words in self._promises)

    def own_goal(self, indicator: Indicator) -> int | None:
        """The goal item whose 预期目标 promises what the indicator measures; None if none does clearly."""
        if indicator.id not in self._own:
            self._own[indicator.id] = self._find_own_goal(self.subject(indicator))
        return self._own[indicator.id]

    def _find_own_goal(self, subject: Topic) -> int | None:
        if len(self.narrative.form.goals) < 2:
            return None
        scores = [_TITLE * subject.worth[marks] for marks in self._titled(subject)]
        for n, marks in self._like_promises.sharing(subject.marks).items():
            goal = self._promises[n][0]
            scores[goal] = max(scores[goal], subject.worth[marks])
        best = max(scores)
        return scores.index(best) if best >= _ALIGNED else None

    @cached_property
    def _heads(self) -> tuple[str, ...]:
        return tuple(g.title or "" for g in self.narrative.form.goals)

    @cached_property
    def _pairs_of_heads(self) -> set[str]:
        return {pair for head in self._heads for pair in pairs_of(head)}

    def _titled(self, subject: Topic) -> tuple[int, ...]:
        """The marks of a topic that the title of each goal item has."""
        known = self._titles.get(subject)
        if known is None:
            pairs = self._pairs_of_heads
            marks = tuple([m for m in subject.marks if m[0][:2] in pairs])
            found = (marks_in(marks, head) for head in self._heads) if marks else (0,) * len(self._heads)
            known = self._titles[subject] = tuple(found)
        return known

    @cached_property
    def _like_sentences(self) -> Likeness:
        return Likeness(s.text for s in self.narrative.sentences)

    def _relevant(self, subject: Topic) -> tuple[tuple[int, int, float], ...]:
        """The sentences that share something with a topic, themselves or by their title.

        Each by its number, with the marks that it has and the most that its clauses may be about the topic.
        """
        found = self._found.get(subject)
        if found is None:
            found = self._found[subject] = tuple(self._find(subject))
        return found

    def _find(self, subject: Topic) -> Iterator[tuple[int, int, float]]:
        titled = self._titled(subject)
        shared = self._like_sentences.sharing(subject.marks)
        numbers = set(shared)
        for goal, marks in enumerate(titled):
            below = self.narrative.of_goal(goal) if marks else ()
            if len(below) <= CROWD:
                numbers.update([s.number for s in below])
        for n in sorted(numbers):
            own = shared.get(n, 0)
            yield n, own, widest(subject, own, titled[self.narrative.sentences[n].goal])

    def bearings(self, subject: Topic, least: float = 0.0) -> list[Bearing]:
        """Those sentences seen from the topic, but for those of which no clause is so much about it."""
        return [self._seen(subject, n, own) for n, own, most in self._relevant(subject) if most >= least]

    def stating(self, subject: Topic, least: float = 0.0) -> list[Bearing]:
        """Those with amounts, but for those of which no amount is so much about the topic."""
        return [
            self._seen(subject, n, own)
            for n, own, most in self._relevant(subject)
            if (most >= least and self.narrative.sentences[n].facts) or n in self._involved
        ]

    @cached_property
    def _involved(self) -> frozenset[int]:
        """The sentences that do not tell from their clauses what their amounts are about: 分别, 上年."""
        sentences = self.narrative.sentences
        return frozenset(s.number for s in sentences if "分别" in s.text or any(f.other_year for f in s.facts))

    def bearings_of(self, indicator: Indicator, subject: Topic, least: float) -> Iterator[tuple[Bearing, float]]:
        """The same, each with what it gains for standing in the indicator's own item."""
        goal = self.own_goal(indicator)
        for n, own, most in self._relevant(subject):
            boost = _BOOST if self.narrative.sentences[n].goal == goal else 0.0
            if most + boost >= least:
                yield self._seen(subject, n, own), boost

    def _seen(self, subject: Topic, number: int, own: int) -> Bearing:
        known = self._bearings.get(subject)
        if known is None:
            known = self._bearings[subject] = {}
        found = known.get(number)
        if found is None:
            sentence = self.narrative.sentences[number]
            found = known[number] = Bearing(subject, sentence, own, self._titled(subject)[sentence.goal])
        return found

    def sentences(self, subject: Topic) -> tuple[Sentence, ...]:
        """Those sentences."""
        return tuple(self.narrative.sentences[n] for n, _, _ in self._relevant(subject))

    def bearing(self, subject: Topic, sentence: Sentence) -> Bearing:
        """A sentence seen from a topic."""
        known = self._bearings.get(subject, {}).get(sentence.number)
        if known is not None:
            return known
        found = next((own for n, own, _ in self._relevant(subject) if n == sentence.number), None)
        return self._seen(subject, sentence.number, marks_in(subject.marks, sentence.text) if found is None else found)

    def facts(self, subject: Topic, least: float = 0.0) -> Iterator[tuple[Bearing, Fact]]:
        """The amounts of those sentences, but for those that are surely less about the topic."""
        return ((b, f) for b in self.stating(subject, least) for f in b.sentence.facts)

    def boost(self, indicator: Indicator, sentence: Sentence) -> float:
        """What a passage gains for standing in the indicator's own item."""
        return _BOOST if self.own_goal(indicator) == sentence.goal else 0.0

    def near(self, subject: Topic, f: Fact) -> float:
        """How much an amount's own words are about a topic."""
        return self.bearing(subject, f.sentence).near(f)

    def wide_fact(self, subject: Topic, f: Fact) -> float:
        """The same with what leads to its clause and the item's title."""
        return self.bearing(subject, f.sentence).wide_fact(f)

    @cached_property
    def figures(self) -> tuple[Figures, ...]:
        """What follows from the numbers of each sentence."""
        return tuple(Figures(s) for s in self.narrative.sentences)

    @cached_property
    def _by_value(self) -> dict[Decimal, list[Sentence]]:
        out: dict[Decimal, list[Sentence]] = {}
        for s, figures in zip(self.narrative.sentences, self.figures, strict=True):
            for value in figures.by_value:
                out.setdefault(value, []).append(s)
        return out

    def giving(self, value: Decimal, subject: Topic) -> tuple[Sentence, ...]:
        """The sentences that a value follows from; where they are a crowd, those about a topic."""
        found = self._by_value.get(value, ())
        return tuple(found) if len(found) <= CROWD else self.sentences(subject)

    def rare(self, unit: str) -> bool:
        """Whether one indicator alone counts in such a unit, so that the unit itself points at it."""
        if unit in _COMMON:
            return False
        if unit not in self._rare:
            counting = (v for v in self.values.values() if v.unit and comparable(v.unit, unit) == _SAME)
            self._rare[unit] = next(counting, None) is None or next(counting, None) is None
        return self._rare[unit]

    @cached_property
    def _asking(self) -> dict[int, list[tuple[Indicator, int, float]]]:
        """The indicators that each sentence may be about, with the marks that it has and the most it may be so."""
        out: dict[int, list[tuple[Indicator, int, float]]] = defaultdict(list)
        for i in self.narrative.form.indicators:
            if self.values[i.id].unit:
                for n, own, most in self._relevant(self.subject(i)):
                    out[n].append((i, own, most))
        return out

    def owner(self, f: Fact) -> Indicator | None:
        """The indicator that an amount is most about, among those that count in its unit."""
        if f not in self._owners:
            self._owners[f] = self._find_owner(f)
        return self._owners[f]

    def _find_owner(self, f: Fact) -> Indicator | None:
        best, owner = -1.0, None
        for i, own, most in self._asking.get(f.sentence.number, ()):
            if (most > best or f.paired) and comparable(self.values[i.id].unit, f.amount.measure):
                wide = self._seen(self.subject(i), f.sentence.number, own).wide_fact(f)
                if wide > best:
                    best, owner = wide, i
        return owner

    @cached_property
    def _claiming(self) -> dict[Decimal, list[tuple[str, str]]]:
        """The indicators that claim each value, with their units."""
        out: dict[Decimal, list[tuple[str, str]]] = {}
        for id_, v in self.values.items():
            if v.base is not None and v.unit:
                out.setdefault(v.base, []).append((id_, v.unit))
        return out

    def claimed_by_other(self, f: Fact, indicator: Indicator) -> bool:
        """Whether another indicator claims just this amount."""
        return any(
            id_ != indicator.id and comparable(unit, f.amount.measure)
            for id_, unit in self._claiming.get(f.amount.value, ())
        )

    @cached_property
    def totals(self) -> Totals:
        """All that the narrative counts, by its value."""
        return Totals(self.figures)

    @cached_property
    def _rates(self) -> tuple[str, ...]:
        """The names of the indicators that claim a share."""
        return tuple(i.plain_name for i in self.narrative.form.indicators if self.values[i.id].dimension == "share")

    def shared_by_rates(self, word: str) -> bool:
        """Whether the names of several rates have a word."""
        if word not in self._in_rates:
            self._in_rates[word] = sum(word in name for name in self._rates) > 1
        return self._in_rates[word]

    def quote(self, sentence: Sentence, start: int, end: int) -> Quote | None:
        """Words of a sentence as a quotation."""
        cell = self.narrative.cells[sentence.goal]
        label = self.narrative.label(sentence.goal)
        return quote(cell, self.source, sentence.start + start, sentence.start + end, label) if cell else None
