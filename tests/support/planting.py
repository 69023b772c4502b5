"""What all seeded defects share: the type of a fault, and the choice of a row that can carry it."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from support.forms import Row, Spec
from support.randoms import CENT, Dice, Kind, correct, kind_of, number_in, promise, sentence, shown, values


class NotHereError(Exception):
    """A form has no place for a fault; another form is drawn."""


class Planted(NamedTuple):
    """A form with one defect; ``rows`` (from 1) are those that the finding must name, None for any."""

    form: Spec | str
    rows: tuple[int, ...] | None = ()


class Fault(NamedTuple):
    """A kind of defect: the check that must find it, how it is planted, and the errors that may follow from it.

    ``blank`` marks an empty cell, which only delimited text can show.
    """

    code: str
    name: str
    plant: Callable[[Spec, random.Random], Planted]
    follows: tuple[str, ...] = ()
    blank: bool = False


def planted(fault: Fault, seed: int) -> tuple[Planted, str]:
    """A random correct form with a fault in it, and a dialect to write it in."""
    rng = Dice(f"{fault.code} {fault.name} {seed}")
    while True:
        form = correct(rng, plain=True)
        try:
            done = fault.plant(form, rng)
        except NotHereError:
            continue
        return done, rng.choice(("pipes", "tabs") if fault.blank else ("pipes", "tabs", "rows", "flat"))


def pick(form: Spec, rng: random.Random, *runs: str, where: Callable[[Row], bool] = lambda _: True) -> int:
    """The number of a random row whose value runs so, or that ``where`` admits."""
    fit = [n for n, row in enumerate(form.rows, start=1) if where(row) and (not runs or kind_of(row).run in runs)]
    if not fit:
        raise NotHereError
    return rng.choice(fit)


def change(form: Spec, number: int, **changes: str) -> Spec:
    """The form with a row changed, in the goals and the narrative too, and the total of its scores."""
    before = form.rows[number - 1]
    form = form.row(number, **changes)
    after = form.rows[number - 1]
    goals = tuple(
        replace(
            goal,
            expected=goal.expected.replace(promise(before), promise(after)),
            actual=goal.actual.replace(sentence(before), sentence(after)),
        )
        for goal in form.goals
    )
    return form.but(goals=goals).scored()


def reached(form: Spec, number: int, rng: random.Random, low: int, high: int) -> dict[str, str]:
    """A target and an actual value at so many percent of it, for a row that counts something."""
    target, actual = values(kind_of(form.rows[number - 1]), rng, lambda r: Decimal(r.randint(low, high)) / 100)
    return {"target": target, "actual": actual}


def deserved(points: str, target: str, actual: str) -> str:
    """What a missed count deserves of its points."""
    return shown((number_in(actual) / number_in(target) * Decimal(points)).quantize(CENT, ROUND_HALF_UP))


def missed(form: Spec, rng: random.Random, explanation: str) -> tuple[Spec, int]:
    """The form with a count that misses its target, rightly scored."""
    number = pick(form, rng, "more")
    pair = reached(form, number, rng, 40, 96)
    score = deserved(form.rows[number - 1].points, **pair)
    return change(form, number, **pair, score=score, explanation=explanation), number


def good_reason(rng: random.Random, row: Row) -> str:
    """A cause with facts and a measure with a date."""
    return (
        f"因{rng.randint(6, 9)}月连续降雨{rng.randint(11, 26)}天，{row.name}所涉路段无法施工；"
        f"已列入2024年第{rng.choice('一二')}季度计划，由养护科补做{row.name}。"
    )


def without(form: Spec, rows: Sequence[int], heir: int) -> Spec:
    """The form without some rows; another row takes their points."""
    points = [Decimal(form.rows[n - 1].points) for n in rows]
    whole = shown(Decimal(form.rows[heir - 1].points) + sum(points, Decimal(0)))
    form = form.row(heir, points=whole, score=whole)
    goals = form.goals
    for row in (form.rows[n - 1] for n in rows):
        goals = tuple(
            replace(g, expected=g.expected.replace(promise(row), ""), actual=g.actual.replace(sentence(row), ""))
            for g in goals
        )
    kept = tuple(r for n, r in enumerate(form.rows, start=1) if n not in rows)
    levels = tuple(pair for pair in form.levels if any(r.level1 == pair[0] for r in kept))
    form = form.but(rows=kept, goals=goals, levels=levels)
    return (form.weighed() if levels else form).scored()


def numbers_of(form: Spec, where: Callable[[Row], bool]) -> Iterator[int]:
    """The numbers of the rows that ``where`` admits."""
    return (n for n, row in enumerate(form.rows, start=1) if where(row))


__all__ = [
    "Dice", "Fault", "Kind", "NotHereError", "Planted", "change", "deserved", "good_reason", "missed", "numbers_of", "pick",
    "planted", "reached", "without",
]  # fmt: skip
