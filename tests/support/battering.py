"""Many reviews of damaged forms: crashes, lost characters, the slowest."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from types import TracebackType

from auditor.errors import SeveralFormsError
from auditor.pipeline import audit
from auditor.readers.from_txt import from_txt
from support.mutating import dice, lost, mutate, outside

TODAY = date(2026, 11, 22)


@dataclass(slots=True)
class Damage:
    """What a run of mutations did; entered for each review, it keeps what was raised."""

    runs: int = 0
    refused: int = 0
    crashes: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    lost: int = 0
    slowest: float = 0.0
    text: str = ""
    start: float = 0.0

    def __enter__(self) -> None:
        """Start the clock of a review of ``text``."""
        self.runs += 1
        self.start = time.perf_counter()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> bool:
        """Note the time and the crash; only an interruption goes on."""
        self.slowest = max(self.slowest, time.perf_counter() - self.start)
        if kind is None or error is None:
            return True
        if issubclass(kind, SeveralFormsError):
            self.refused += 1
            return True
        while at is not None and at.tb_next is not None:
            at = at.tb_next
        name = f"{kind.__name__} in {at.tb_frame.f_code.co_name if at else '?'}"
        self.crashes[name] += 1
        self.examples.setdefault(name, self.text)
        return issubclass(kind, Exception)


def batter(texts: Sequence[str], runs: int, seed: int = 0) -> Damage:
    """Review so many random mutations of texts."""
    rng = dice("batter", seed)
    done = Damage()
    for _ in range(runs):
        done.text = text = mutate(rng.choice(texts), rng)
        with done:
            form = audit(from_txt(text.encode(), "表.txt"), today=TODAY).form
            done.lost += len(lost(text, form)) + len(outside(text, form))
    return done
