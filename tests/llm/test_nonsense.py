"""Schema-valid nonsense: no invented quotation is shown, no number moves, no draft holds a number of its own."""

import random
from pathlib import Path

import pytest
from support.asking import review_with
from support.nonsense import FORMS, check, nonsense


@pytest.mark.parametrize("seed", range(22))
def test_nonsense_changes_nothing_and_is_not_shown(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    text = FORMS[seed % len(FORMS)].read_text(encoding="utf-8")
    done, _ = review_with(text, tmp_path, brain=lambda body: nonsense(rng, body))
    check(done, text)
