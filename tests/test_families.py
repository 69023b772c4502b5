"""The generator of correct forms: its own sums, its tables, and its defects."""

from collections.abc import Iterable
from decimal import Decimal

import pytest
from support.families import FAMILIES, carried, correct
from support.families.gold import samples
from support.families.layouts import page
from support.families.rendering import placed
from support.families.spoiling import faults_of, spoiled

_SEEDS = range(12)


def _sum(cells: Iterable[str]) -> Decimal:
    return sum((Decimal(c) for c in cells if c.replace(".", "", 1).isdigit()), Decimal(0))


@pytest.mark.parametrize("family", FAMILIES)
def test_points_and_scores_of_a_correct_form_add_up_each_shared_cell_once(family: str) -> None:
    for seed in _SEEDS:
        form = correct(family, seed)
        own = [r for n, r in enumerate(form.rows, start=1) if r.first == n]
        if form.points:
            assert _sum([form.funds[0].points, *(r.points for r in own)]) == 100
        if form.score:
            assert _sum([form.funds[0].score, *(r.score for r in own)]) == Decimal(form.score)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_cells_of_a_form_fill_its_table_and_each_is_there_once(family: str) -> None:
    for seed in _SEEDS:
        laid = page(correct(family, seed))
        assert sum(c.rows * c.columns for _, _, c in placed(laid)) == len(laid.rows) * laid.width


@pytest.mark.parametrize("family", FAMILIES)
def test_a_seed_is_always_the_same_form(family: str) -> None:
    assert carried(correct(family, 3), "pipes") == carried(correct(family, 3), "pipes")
    assert carried(correct(family, 3), "pipes") != carried(correct(family, 4), "pipes")


@pytest.mark.parametrize("family", FAMILIES)
def test_every_defect_of_a_family_has_a_form_that_carries_it(family: str) -> None:
    assert all(spoiled(family, fault, 0) for fault in faults_of(FAMILIES[family]))


@pytest.mark.parametrize("family", FAMILIES)
def test_three_samples_say_what_their_truth_says(family: str) -> None:
    forms = list(samples(family))
    assert len(forms) == 3
    for _, text, truth in forms:
        bare = "".join(text.split())
        assert all("".join(r.name.split()) in bare and r.actual in bare for r in truth.rows)
