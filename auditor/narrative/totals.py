"""All that the narrative counts, stated or added up, found by its value."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from decimal import Decimal

from auditor.narrative.derive import Derived, clause_list, whole_list
from auditor.narrative.figures import Figures


class Totals:
    """The counts of a narrative: as stated, whole lists, what is spread or taken off."""

    def __init__(self, figures: Iterable[Figures]) -> None:
        """Out of what follows from its sentences."""
        found = (d for f in figures for ds in f.by_value.values() for d in ds if _counts(d))
        self._sorted = sorted(found, key=_value)

    def between(self, low: Decimal, high: Decimal) -> Sequence[Derived]:
        """Those of a value between two others, in the order of the narrative."""
        first, last = bisect_left(self._sorted, low, key=_value), bisect_right(self._sorted, high, key=_value)
        return sorted(self._sorted[first:last], key=_place)


def _counts(d: Derived) -> bool:
    """Whether a derivation counts several things, of this year and this project."""
    if d.measure in ("money", "share", "") or d.value <= 1 or d.approx or not all(f.counts for f in d.facts):
        return False
    match d.how:
        case "stated" | "net":
            return True
        case "sum":
            return whole_list(d) or clause_list(d)
        case "product":
            return bool(d.facts)
    return False


def _value(d: Derived) -> Decimal:
    return d.value


def _place(d: Derived) -> tuple[int, int]:
    return d.sentence.number, d.start
