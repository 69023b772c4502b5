"""What follows from the numbers of one sentence, each worked out when it is first asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from auditor.narrative.calendars import calendars
from auditor.narrative.derive import Derived, gaps, means, stated, sums, whole_list
from auditor.narrative.nets import nets, rests
from auditor.narrative.passages import Fact, Sentence
from auditor.narrative.products import listings, products
from auditor.narrative.ratios import Ratio, ratios


@dataclass(frozen=True, eq=False)
class Figures:
    """The derivations of a sentence."""

    sentence: Sentence

    @cached_property
    def sums(self) -> tuple[Derived, ...]:
        """Sums over neighbouring amounts."""
        return tuple(sums(self.sentence)) if len(self.sentence.facts) > 1 else ()

    @cached_property
    def lists(self) -> tuple[Derived, ...]:
        """The sums that take in a whole list of parts."""
        return tuple(d for d in self.sums if whole_list(d))

    @cached_property
    def listed(self) -> frozenset[Fact]:
        """The parts of those lists."""
        return frozenset(f for d in self.lists for f in d.facts)

    @cached_property
    def rests(self) -> tuple[Derived, ...]:
        """What it calls the rest of its totals."""
        return tuple(rests(self.sentence)) if len(self.sentence.facts) > 1 else ()

    @cached_property
    def shares(self) -> tuple[Fact, ...]:
        """The percentages that it states of this year and this project."""
        return tuple(f for f in self.sentence.facts if f.amount.measure == "share" and f.usable)

    @cached_property
    def ratios(self) -> tuple[Ratio, ...]:
        """Percentages out of its amounts."""
        return tuple(ratios(self.sentence))

    @cached_property
    def by_value(self) -> dict[Decimal, list[Derived]]:
        """All derivations of a count or an amount, by their value."""
        out: dict[Decimal, list[Derived]] = {}
        for d in self._all():
            if d.measure != "share":
                out.setdefault(d.value, []).append(d)
        return out

    def _all(self) -> Iterator[Derived]:
        yield from stated(self.sentence)
        yield from self.sums
        yield from products(self.sentence)
        yield from calendars(self.sentence)
        yield from listings(self.sentence)
        yield from means(self.sentence, self.sums)
        yield from gaps(self.sentence)
        yield from nets(self.sentence, self.sums)
        yield from self.rests
