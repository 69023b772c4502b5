"""Texts found by what they share with a topic, so that nobody has to look through all of them."""

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

    def __init__(self, texts: Iterable[str]) -> None:
        """The texts; they are then known by their number."""
        self._texts = tuple(texts)
        self._having: dict[str, list[int]] = {}
        for number, text in enumerate(self._texts):
            for pair in pairs_of(text):
                self._having.setdefault(pair, []).append(number)
        self._crowded = any(len(numbers) > CROWD for numbers in self._having.values())

    def sharing(self, marks: Marks) -> dict[int, int]:
        """The texts that have a mark, in order, and the marks that each has; of a crowd those that have most."""
        texts, shared = self._texts, dict[int, int]()
        for word, bit in sorted(marks, key=self._commonness) if self._crowded else marks:
            numbers = self._having.get(word[:2], [])
            if len(numbers) > CROWD:
                numbers = list(shared) or numbers[:CROWD]
            elif len(word) == len(word[:2]):
                for n in numbers:
                    shared[n] = shared.get(n, 0) | bit
                continue
            for n in numbers:
                if word in texts[n]:
                    shared[n] = shared.get(n, 0) | bit
        if len(shared) > CROWD:
            best = sorted(shared, key=lambda n: (-shared[n].bit_count(), n))[:_BEST]
            return {n: shared[n] for n in sorted(best)}
        return dict(sorted(shared.items()))

    def _commonness(self, mark: tuple[str, int]) -> int:
        return len(self._having.get(mark[0][:2], ()))
