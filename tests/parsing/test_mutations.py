"""A small run of tests/benchmarks/mutations.py: damage never breaks a review."""

from support.battering import batter
from support.forms import DIALECTS, clean
from support.shared import SAMPLES, sample

_TEXTS = [clean().text(d) for d in DIALECTS]
_TEXTS += [sample(p.stem) for p in sorted(SAMPLES.glob("*.txt"))]


def test_no_damage_breaks_a_review_or_loses_a_character() -> None:
    done = batter(_TEXTS, 150)
    assert (done.runs, dict(done.crashes), done.lost) == (150, {}, 0)
