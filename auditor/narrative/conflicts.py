"""N510: two statements about the same thing with different numbers."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from auditor.model.claim import Note, NoteKind
from auditor.model.source import Quote
from auditor.narrative.context import Context
from auditor.narrative.likeness import Likeness, pairs_of
from auditor.narrative.passages import Fact
from auditor.narrative.results import QUALIFIED
from auditor.narrative.topics import Marks, Topic, coverage, topic
from auditor.numerals import comparable

_NEAR = 24  # characters between the amounts of one list
_FEW = 2  # amounts so near to each other that they are no list yet
_BRIEF = 3  # characters that say what an amount counts
_ALIKE = 0.66
_UP_TO = 0.7
_NOUN = re.compile(r"([一-龥]{2,8}?)(?:共|共计|合计|达到?|为|约)?$")
_BEGINS = re.compile(r"(?:全[县市区省镇校]|我[县市区]|现有|共有)?")
_WHOLE_OF = re.compile(r"([一-龥]{4,8}?)(?:共|均|全部|都|已|全年|累计|按|每)")
_OTHER = re.compile(r"[^一-龥]")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, eq=False)
class _Stated:
    """An amount with what it counts, by the words before and after it."""

    fact: Fact

    @cached_property
    def lead(self) -> str:
        """The words before it."""
        return self.fact.lead.strip("“”")

    @cached_property
    def noun(self) -> str:
        """What a sentence that begins with a whole number of things counts: 全县24个固定作业点共实施…."""
        m = _WHOLE_OF.match(self.fact.tail)
        return m[1] if m and _BEGINS.fullmatch(self.fact.lead) else ""

    @cached_property
    def plain(self) -> bool:
        """Whether the words before it say what it counts, and limit it by nothing."""
        return len(self.lead) >= _BRIEF and not QUALIFIED.search(self.lead) and not _DIGIT.search(self.lead)

    @cached_property
    def topic(self) -> Topic:
        """What the words before it are about."""
        return topic(self.lead, "")

    @property
    def marks(self) -> Marks:
        """What another statement about the same thing shares at least in part."""
        return (*(self.topic.marks if self.plain else ()), *((pair, 1) for pair in pairs_of(self.noun)))

    @cached_property
    def tail(self) -> str:
        """The characters right after it."""
        return _OTHER.split(self.fact.tail, maxsplit=1)[0]


def conflicts(ctx: Context) -> Iterator[Note]:
    """N510: two statements about the same thing with different numbers."""
    counted = [f for f in ctx.narrative.facts if _counts(f)]
    measures = Counter(measure for measure, _ in {(f.amount.measure, f.sentence.number) for f in counted})
    told = (_Stated(f) for f in counted if measures[f.amount.measure] > 1)
    stated = [s for s in told if s.plain or s.noun]
    like = Likeness(f"{s.lead} {s.noun}" for s in stated)
    for n, a in enumerate(stated):
        for k in like.sharing(a.marks):
            b = stated[k]
            if k > n and _differ(a.fact, b.fact) and _same_thing(a, b):
                one, two = (_clause(ctx, s.fact) for s in (a, b))
                if one and two:
                    yield Note(
                        kind=NoteKind.CONFLICT,
                        quotes=(one, two),
                        message=f"同一事项前后不一致：一处为“{one.quote}”，另一处为“{two.quote}”。",
                    )


def _clause(ctx: Context, f: Fact) -> Quote | None:
    return ctx.quote(f.sentence, f.clause.start - f.sentence.start, f.clause.end - f.sentence.start)


def _counts(f: Fact) -> bool:
    """Whether an amount is an exact result, neither a part nor one of a list: 推荐8人，备选1人，不推荐8人."""
    if not (f.usable and f.amount.unit) or f.amount.approx or f.part or f.clause.planned:
        return False
    near = (g for g in f.sentence.facts if g.amount.measure == f.amount.measure and abs(g.start - f.start) < _NEAR)
    return sum(1 for _ in near) <= _FEW


def _differ(a: Fact, b: Fact) -> bool:
    """Whether two sentences give different numbers in one measure."""
    return a.sentence is not b.sentence and a.amount.value != b.amount.value and a.amount.measure == b.amount.measure


def _same_thing(a: _Stated, b: _Stated) -> bool:
    """Whether two amounts are introduced by the same words, none of which limits them."""
    if not _tails_agree(a.tail, b.tail):
        return False
    if a.noun and a.noun == b.noun:
        return True
    if not (a.plain and b.plain and comparable(a.fact.amount.unit, b.fact.amount.unit)):
        return False
    shorter, longer = (a, b) if len(a.lead) <= len(b.lead) else (b, a)
    noun = _NOUN.search(shorter.fact.lead)
    if noun and len(noun[1]) >= _BRIEF and _NOUN.sub(r"\1", longer.fact.lead).endswith(noun[1]):
        up_to = shorter.fact.sentence.text[: shorter.fact.amount.start]
        return coverage(topic(longer.fact.lead, ""), up_to) >= _UP_TO
    return coverage(a.topic, b.lead) >= _ALIKE and coverage(b.topic, a.lead) >= _ALIKE


def _tails_agree(one: str, two: str) -> bool:
    """Whether what follows the two amounts may be the same thing: 16个候选人 is not 8个推荐人选."""
    if len(one) < _FEW or len(two) < _FEW:
        return True
    return not pairs_of(one).isdisjoint(pairs_of(two))
