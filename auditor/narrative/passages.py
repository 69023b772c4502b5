"""The narrative cut into sentences, clauses and amounts, each with its frame.

Offsets are into the text of the goal's 实际完成情况.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from auditor.model.form import Cell, Form
from auditor.narrative import frames
from auditor.narrative.topics import NEW
from auditor.numerals import Amount, Day, amounts, days, unknown_unit
from auditor.values import actual_of, punctuated

_SENTENCE = re.compile(
    r"(?:(?!；(?:[（(][\d一二三四五六七八九十]{1,2}[）)]|[一二三四五六七八九]是))[^。！？\n])+[。！？；]?"
)  # a numbered part begins a sentence of its own
_CLAUSE = re.compile(r"[^，；：。！？\n]+")
_STRETCH = re.compile(r"[^；。]+")
_SHORT_STRETCH = re.compile(r"[^，；。]+")
_STOCK = re.compile(r"(?:总数|累计|达到?|共有|现有|存量|年末|保有)[^，。；]{0,4}$")
_STOP = re.compile(r"[；。]")
_STOP_OR_COMMA = re.compile(r"[；。，]")
_NAME = re.compile(r"、|和|及|与")
_NAME_OR_COMMA = re.compile(r"、|和|及|与|，")
_UP_TO_SHARED = re.compile(r"^.*?(?=案件|患者|率|人数|数量|指数|比例|收入|人次|人员)")
_SEVERAL = re.compile(
    r"[^，。；]{2,}、[^，。；]{2,}(?:等[^，。；]{0,8})?(?:共|合计|总计|共计)[^，。；]{0,4}$"
)  # A、B、C共N: the total of several


class Clause(NamedTuple):
    """A clause of a sentence and what frames it; ``number`` counts it in the sentence."""

    number: int
    start: int
    end: int
    text: str
    undone: bool
    none: bool
    planned: bool
    foreign: bool
    other_year: bool


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence of a goal's narrative; ``number`` counts it in the narrative, ``year`` is the form's."""

    number: int
    goal: int
    start: int
    end: int
    text: str
    year: int | None
    units: frozenset[str] = frozenset()

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Its clauses, left to right."""
        return tuple(
            Clause(
                number=number,
                start=(start := self.start + m.start()),
                end=self.start + m.end(),
                text=(words := m[0]),
                undone=bool(frames.UNDONE.search(words)),
                none=bool(frames.NONE.search(words)),
                planned=frames.is_plan(words),
                foreign=self.is_foreign(start),
                other_year=frames.named_other_year(words, self.year),
            )
            for number, m in enumerate(_CLAUSE.finditer(self.text))
        )

    @cached_property
    def _having(self) -> dict[str, tuple[int, ...]]:
        return {}

    def having(self, word: str) -> tuple[int, ...]:
        """The numbers of the clauses that have a word."""
        known = self._having.get(word)
        if known is None:
            known = self._having[word] = tuple(c.number for c in self.clauses if word in c.text)
        return known

    @cached_property
    def undone(self) -> bool:
        """Whether a clause tells of something that was not done."""
        return any(c.undone for c in self.clauses)

    @cached_property
    def later(self) -> bool:
        """Whether it tells of what is to come."""
        return frames.later(self.text)

    @cached_property
    def foreign(self) -> tuple[tuple[int, int], ...]:
        """The stretches, between semicolons, that tell of another project."""
        whole = [m for m in _STRETCH.finditer(self.text) if frames.FOREIGN.search(m[0])]
        parts = [m for m in _SHORT_STRETCH.finditer(self.text) if frames.OTHERS_MONEY.search(m[0])]
        return tuple((self.start + m.start(), self.start + m.end()) for m in (*whole, *parts))

    def is_foreign(self, place: int) -> bool:
        """Whether a place of the goal's text tells of another project."""
        return any(a <= place < b for a, b in self.foreign)

    @cached_property
    def facts(self) -> tuple["Fact", ...]:
        """The amounts of the sentence with their frames."""
        return tuple(self._fact(a) for a in amounts(self.text, self.units))

    @cached_property
    def dates(self) -> tuple[Day, ...]:
        """The dates of the sentence; offsets are into its text."""
        return tuple(d for d in days(self.text) if d.month or d.part)

    def clause_at(self, place: int) -> Clause:
        """The clause that holds a place of the goal's text."""
        for clause in self.clauses:
            if clause.start <= place < clause.end:
                return clause
        return self.clauses[-1]

    def _fact(self, amount: Amount) -> "Fact":
        place = self.start + amount.start
        clause = self.clause_at(place)
        before = self.text[clause.start - self.start : amount.start]
        after = self.text[amount.end : clause.end - self.start]
        planned = frames.planned(before, after)
        other_year = frames.other_year(self.text, amount.start, before, self.year)
        foreign = self.is_foreign(place)
        return Fact(
            amount=amount,
            sentence=self,
            clause=clause,
            planned=planned,
            other_year=other_year,
            foreign=foreign,
            part=frames.is_part(self.text[: amount.start], self.text[amount.end :]),
            usable=not (planned or other_year or foreign or amount.ordinal),
        )


@dataclass(frozen=True, eq=False)
class Fact:
    """An amount in the prose with its frame.

    ``part`` marks a part after 其中; ``usable`` says that it can count as this year's result of this project.
    """

    amount: Amount
    sentence: Sentence
    clause: Clause
    planned: bool
    other_year: bool
    foreign: bool
    part: bool
    usable: bool

    @cached_property
    def lead(self) -> str:
        """The words of its clause before it, back to the amount before."""
        a = self.clause.start - self.sentence.start
        for other in self.sentence.facts:
            if a < other.amount.end <= self.amount.start:
                a = other.amount.end
        return self.sentence.text[a : self.amount.start]

    @cached_property
    def segment(self) -> str:
        """Its own words: its clause between the amounts before and after."""
        b = self.clause.end - self.sentence.start
        for other in self.sentence.facts:
            if self.amount.end <= other.amount.start < b:
                b = other.amount.start
        return self.lead + self.sentence.text[self.amount.start : b]

    @cached_property
    def tail(self) -> str:
        """The words of its clause after it, up to the next amount."""
        return self.segment[len(self.lead) + self.amount.end - self.amount.start :]

    @cached_property
    def early(self) -> bool:
        """Whether its words name a step before the result."""
        return frames.early(self.lead, self.tail)

    @cached_property
    def late(self) -> bool:
        """Whether its words name a result."""
        return bool(frames.LATE.search(self.lead + self.tail))

    @cached_property
    def of_several(self) -> bool:
        """Whether it is the total of several things: A、B、C共N."""
        return bool(_SEVERAL.search(self.lead))

    @cached_property
    def bare(self) -> bool:
        """Whether its own words name nothing: 全年共举办10场."""
        return frames.is_bare(self.lead + self.tail)

    @cached_property
    def in_stock(self) -> bool:
        """Whether it counts what there is, not what came anew."""
        return bool(_STOCK.search(self.lead)) and not NEW.search(self.lead)

    @cached_property
    def counts(self) -> bool:
        """Whether it counts several things, and no money."""
        return self.usable and self.amount.measure not in ("money", "share", "") and self.amount.value > 1

    @cached_property
    def paired(self) -> tuple[str, list[str]] | None:
        """What 分别 gives it to, and what the other amounts belong to; None without 分别."""
        return _paired(self)

    @property
    def start(self) -> int:
        """Where it begins in the goal's text."""
        return self.sentence.start + self.amount.start

    @property
    def end(self) -> int:
        """Where it ends in the goal's text."""
        return self.sentence.start + self.amount.end


def _paired(f: Fact) -> tuple[str, list[str]] | None:
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


@dataclass(frozen=True)
class Narrative:
    """All 实际完成情况 of a form."""

    form: Form
    year: int | None

    @cached_property
    def units(self) -> frozenset[str]:
        """Measure words that the table uses and the language at large hardly does."""
        values = (actual_of(i) for i in self.form.indicators)
        return frozenset(u for v in values if v.unit and (u := unknown_unit(v.unit)))

    @cached_property
    def cells(self) -> tuple[Cell | None, ...]:
        """The cell of each goal item."""
        return tuple(g.actual for g in self.form.goals)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in order."""
        return tuple(
            Sentence(number, goal, start, end, words, self.year, self.units)
            for number, (goal, start, end, words) in enumerate(self._cut())
        )

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """All amounts in order."""
        return tuple(f for s in self.sentences for f in s.facts)

    def _cut(self) -> Iterator[tuple[int, int, int, str]]:
        for goal, cell in enumerate(self.cells):
            for m in _SENTENCE.finditer(punctuated(cell.text) if cell else ""):
                if m[0].strip("。！？ "):
                    yield goal, m.start(), m.end(), m[0]

    def of_goal(self, goal: int) -> tuple[Sentence, ...]:
        """The sentences of a goal item."""
        return self._by_goal.get(goal, ())

    @cached_property
    def _by_goal(self) -> dict[int, tuple[Sentence, ...]]:
        out: dict[int, list[Sentence]] = {}
        for s in self.sentences:
            out.setdefault(s.goal, []).append(s)
        return {goal: tuple(sentences) for goal, sentences in out.items()}

    def label(self, goal: int) -> str | None:
        """The number of a goal item."""
        return self.form.goals[goal].label

    def title(self, goal: int) -> str:
        """The heading of a goal item."""
        return self.form.goals[goal].title or ""
