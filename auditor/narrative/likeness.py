"""Texts found by what they share with a topic, so that nobody has to look through all of them."""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from operator import add

CROWD = 128  # so many that share one pair of characters: the pair tells nothing any more
_BEST = 32  # of a crowd those that share most


def pairs_of(text: str) -> set[str]:
    """The pairs of neighbouring characters of a text."""
    return set(map(add, text, text[1:]))


class Likeness:
    """Texts by their pairs of neighbouring characters."""

    def __init__(self, texts: Iterable[Iterable[str]]) -> None:
        """Each text is given by its pairs."""
        self._having: dict[str, list[int]] = {}
        for number, pairs in enumerate(texts):
            for pair in pairs:
                self._having.setdefault(pair, []).append(number)

    def sharing(self, pairs: AbstractSet[str]) -> list[int]:
        """The numbers of the texts that share a pair, in order; of a crowd only those that share most."""
        groups = sorted((self._having[p] for p in pairs if p in self._having), key=len)
        shared: Counter[int] = Counter()
        for numbers in groups:
            if shared and len(numbers) > CROWD:
                break
            shared.update(numbers[:CROWD])
        if len(shared) > CROWD:
            return sorted(sorted(shared, key=lambda n: (-shared[n], n))[:_BEST])
        return sorted(shared)
