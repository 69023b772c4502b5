"""A verdict on its way to a :class:`Claim`."""

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.model.claim import Confidence, Verdict
from auditor.narrative.derive import Derived
from auditor.narrative.passages import Clause, Fact, Sentence

Place = tuple[Sentence, int, int]


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with the stretches of sentences that it rests on."""

    verdict: Verdict
    reason: str
    places: tuple[Place, ...] = ()
    found: str | None = None
    confidence: Confidence = Confidence.MEDIUM
    flags: tuple[str, ...] = ()


def at_clause(sentence: Sentence, clause: Clause) -> Place:
    """A clause as the place of evidence."""
    return sentence, clause.start - sentence.start, clause.end - sentence.start


def at_facts(facts: Sequence[Fact]) -> tuple[Place, ...]:
    """The clauses of amounts as places of evidence, one for each sentence."""
    out: list[Place] = []
    for f in facts:
        s, a, b = at_clause(f.sentence, f.clause)
        if out and out[-1][0] is s:
            out[-1] = s, min(a, out[-1][1]), max(b, out[-1][2])
        else:
            out.append((s, a, b))
    return tuple(out)


def at_derived(d: Derived) -> tuple[Place, ...]:
    """The clauses that a derivation rests on."""
    if d.facts:
        return at_facts(d.facts)
    s = d.sentence
    first, last = s.clause_at(s.start + d.start), s.clause_at(s.start + d.end - 1)
    return ((s, first.start - s.start, last.end - s.start),)


def supported(
    reason: str, places: Sequence[Place], found: str | None, confidence: Confidence = Confidence.HIGH
) -> Judged:
    """The narrative states it, or facts from which it follows."""
    return Judged(Verdict.SUPPORTED, reason, tuple(places), found, confidence)


def contradicted(
    reason: str, places: Sequence[Place], found: str | None, confidence: Confidence = Confidence.MEDIUM
) -> Judged:
    """The narrative gives another value, or says that it did not happen."""
    return Judged(Verdict.CONTRADICTED, reason, tuple(places), found, confidence)


def partial(
    reason: str,
    places: Sequence[Place],
    found: str | None = None,
    confidence: Confidence = Confidence.MEDIUM,
    flags: tuple[str, ...] = (),
) -> Judged:
    """About the right matter, but the value does not follow."""
    return Judged(Verdict.PARTIAL, reason, tuple(places), found, confidence, flags)


def silent(
    reason: str = "实际完成情况没有这方面的内容", places: Sequence[Place] = (), flags: tuple[str, ...] = ()
) -> Judged:
    """Nothing about the matter; ``places`` is then what was looked at and found to be another matter."""
    return Judged(Verdict.NOT_MENTIONED, reason, tuple(places), flags=flags)


OTHER_YEAR = "other_year"  # the flag of a claim whose value holds another year's part
