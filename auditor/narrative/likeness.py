"""Texts found by what they share with a topic, so that nobody has to look through all of them."""

from collections import defaultdict
from collections.abc import Iterable
from operator import add

from auditor.narrative.topics import Marks

CROWD = 64  # so many that share one pair of characters: the pair tells nothing any more
_BEST = 24  # of a crowd those that share most


def pairs_of(text: str) -> set[str]:
    """The pairs of neighbouring characters of a text."""
    return set(map(add, text, text[1:]))


class Likeness:
    """Texts by their pairs of neighbouring characters."""

    def __init__(self, texts: Iterable[str], pairs: Iterable[set[str]] | None = None) -> None:
        """The texts; they are then known by their number. ``pairs`` are those of each, where not all count."""
        self._texts = tuple(texts)
        having: defaultdict[str, list[int]] = defaultdict(list)
        for number, own in enumerate(map(pairs_of, self._texts) if pairs is None else pairs):
            for pair in own:
                having[pair].append(number)
        self._having = dict(having)
        self._crowded = len(self._texts) > CROWD and any(len(numbers) > CROWD for numbers in having.values())

    def sharing(self, marks: Marks) -> dict[int, int]:
        """The texts that have a mark, in order, and the marks that each has; of a crowd those that have most."""
        texts, shared = self._texts, defaultdict[int, int](int)
        for word, bit in sorted(marks, key=self._commonness) if self._crowded else marks:
            numbers = self._having.get(word[:2])
            if numbers is None:
                continue
            if len(numbers) > CROWD:
                numbers = list(shared) or numbers[:CROWD]
            elif len(word) == 2:
                for n in numbers:
                    shared[n] |= bit
                continue
            for n in numbers:
                if word in texts[n]:
                    shared[n] |= bit
        if len(shared) > CROWD:
            best = sorted(shared, key=lambda n: (-shared[n].bit_count(), n))[:_BEST]
            return {n: shared[n] for n in sorted(best)}
        return dict(sorted(shared.items()))

    def _commonness(self, mark: tuple[str, int]) -> int:
        return len(self._having.get(mark[0][:2], ()))
