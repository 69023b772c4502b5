"""A small run of tests/benchmarks/mutations.py: damage never breaks a review."""

from support.battering import batter
from support.forms import clean
from support.shared import SAMPLES, sample

_SCATTERED = "school-canteens-2020"
_TEXTS = [clean().text(d) for d in ("pipes", "tabs", "rows", "flat")]
_TEXTS += [sample(p.stem) for p in sorted(SAMPLES.glob("*.txt")) if p.stem != _SCATTERED]


def test_no_damage_breaks_a_review_or_loses_a_character() -> None:
    done = batter(_TEXTS, 150)
    assert (done.runs, dict(done.crashes), done.lost) == (150, {}, 0)
