"""Seeded defects of the fund block and of the scores."""

import random
from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from support.forms import GLAD, GOOD, OUT, Spec
from support.planting import Fault, NotHereError, Planted, change, good_reason, missed, pick, reached
from support.randoms import CENT, number_in, shown

_COLUMNS = ("initial", "annual", "executed")


def _money(value: Decimal) -> str:
    return format(value.quantize(CENT), "f")


def _part_off(form: Spec, rng: random.Random) -> Planted:
    column = rng.choice(_COLUMNS)
    was = number_in(getattr(form.funds[1], column))
    return Planted(form.fund(1, **{column: _money(was + rng.randint(1, 900) * CENT)}))


def spend(form: Spec, executed: Decimal, initial: Decimal | None = None) -> Spec:
    """The form with other amounts and all that follows from them; nothing is said about the change."""
    goals = tuple(replace(g, actual=_without_supplement(g.actual)) for g in form.goals)
    total, carried = form.funds[0], number_in(form.funds[2].annual)
    annual = number_in(total.annual)
    initial = annual if initial is None else initial
    rate = executed / annual
    funds = (
        replace(
            total, initial=_money(initial), executed=_money(executed), score=shown(min(rate, Decimal(1)).quantize(Decimal("0.001"), ROUND_HALF_UP) * Decimal(total.points)),
            rate=f"{(rate * 100).quantize(Decimal('0.1'), ROUND_HALF_UP)}%",
        ),
        replace(form.funds[1], initial=_money(initial - carried), executed=_money(executed - carried)),
        *form.funds[2:],
    )  # fmt: skip
    return form.but(funds=funds, goals=goals).scored()


def _without_supplement(words: str) -> str:
    start = words.find("年中财政追加预算")
    return words if start < 0 else words[:start] + words[words.index("。", start) + 1 :]


def _annual(form: Spec) -> Decimal:
    return number_in(form.funds[0].annual)


def _overspent(form: Spec, rng: random.Random) -> Planted:
    return Planted(spend(form, (_annual(form) * rng.randint(1004, 1200) / 1000).quantize(CENT)))


def _unspent(form: Spec, rng: random.Random) -> Planted:
    return Planted(spend(form, (_annual(form) * rng.randint(400, 890) / 1000).quantize(CENT)))


def _budget_changed(form: Spec, rng: random.Random) -> Planted:
    initial = (_annual(form) * rng.choice((rng.randint(75, 97), rng.randint(103, 140))) / 100).quantize(CENT)
    return Planted(spend(form, _annual(form), initial))


def _no_currency(form: Spec, _: random.Random) -> Planted:
    return Planted(form.but(currency=""))


def _units_mixed(form: Spec, _: random.Random) -> Planted:
    for n in (1, 2):
        larger = {c: _money(number_in(getattr(form.funds[n], c)) * 10000) for c in _COLUMNS}
        form = form.fund(n, **larger)
    return Planted(form)


def _rate_off(form: Spec, rng: random.Random) -> Planted:
    printed = number_in(form.funds[0].rate) + rng.choice((-1, 1)) * rng.randint(4, 60) / Decimal(10)
    return Planted(form.fund(0, rate=f"{printed}%"))


def _rate_of_initial_budget(form: Spec, rng: random.Random) -> Planted:
    executed = (_annual(form) * rng.randint(920, 980) / 1000).quantize(CENT)
    initial = (_annual(form) * rng.randint(105, 140) / 100).quantize(CENT)
    form = spend(form, executed, initial)
    wrong = (executed / initial).quantize(Decimal("0.001"), ROUND_HALF_UP)
    told = form.goals[0].actual + "年中财政收回预算资金。"
    return Planted(form.goal(1, actual=told).fund(0, rate=f"{wrong * 100:.1f}%", score=shown(wrong * 10)).scored())


def _execution_score_off(form: Spec, rng: random.Random) -> Planted:
    was = Decimal(form.funds[0].score)
    off = [s for s in (was + Decimal(k) / 10 for k in (-20, -9, -3, 3, 5)) if 0 <= s <= Decimal(form.funds[0].points)]
    return Planted(form.fund(0, score=shown(rng.choice(off))).scored())


def _points_off(form: Spec, rng: random.Random) -> Planted:
    number = pick(form, rng, where=lambda r: Decimal(r.points) <= 30)
    more = shown(Decimal(form.rows[number - 1].points) + rng.randint(1, 4))
    form = change(form, number, points=more, score=more)
    return Planted(form.weighed() if form.levels else form)


def _printed_points_off(form: Spec, rng: random.Random) -> Planted:
    return Planted(form.but(total=(str(rng.choice((90, 98, 99, 101, 110))), form.total[1])))


def _level_off(form: Spec, rng: random.Random) -> Planted:
    level = rng.choice((OUT, GOOD, GLAD))
    levels = {OUT: 50, GOOD: 30, GLAD: 10}
    levels[level] += rng.choice((-5, -2, 3, 10))
    return Planted(form.but(levels=tuple((k, str(v)) for k, v in levels.items())))


def _total_off(form: Spec, rng: random.Random) -> Planted:
    wrong = Decimal(form.total[1]) - Decimal(rng.randint(3, 300)) / 100
    return Planted(form.but(total=(form.total[0], shown(wrong)), grade=""))


def _above_points(form: Spec, rng: random.Random) -> Planted:
    number = pick(form, rng)
    return Planted(change(form, number, score=shown(Decimal(form.rows[number - 1].points) + Decimal("0.5"))), (number,))


def _below_zero(form: Spec, rng: random.Random) -> Planted:
    number = pick(form, rng)
    return Planted(change(form, number, score="-1"), (number,))


def _full_marks_for_less(form: Spec, rng: random.Random) -> Planted:
    number = pick(form, rng, "more", where=lambda r: Decimal(r.points) >= 2)
    row = form.rows[number - 1]
    return Planted(
        change(form, number, **reached(form, number, rng, 40, 92), explanation=good_reason(rng, row)), (number,)
    )


def _full_marks_too_late(form: Spec, rng: random.Random) -> Planted:
    number = pick(form, rng, "day")
    row = form.rows[number - 1]
    pair = {"target": f"{rng.randint(4, 9)}月底前", "actual": f"{rng.randint(10, 12)}月{rng.randint(1, 28)}日"}
    return Planted(change(form, number, **pair, explanation=good_reason(rng, row)), (number,))


def _full_marks_for_excess(form: Spec, rng: random.Random) -> Planted:
    number = pick(form, rng, "less", where=lambda r: Decimal(r.points) >= 2)
    row = form.rows[number - 1]
    unit = "".join(c for c in row.actual if not (c.isdigit() or c in ".,"))
    aim = rng.randint(20, 90)
    pair = {"target": f"≤{aim}{unit}", "actual": f"{aim + rng.randint(10, 60)}{unit}"}
    return Planted(change(form, number, **pair, explanation=good_reason(rng, row)), (number,))


def _full_marks_in_a_shared_block(form: Spec, rng: random.Random) -> Planted:
    number = pick(form, rng, "more")
    inside = [n for n, r in enumerate(form.rows, start=1) if r.level2 == form.rows[number - 1].level2]
    if len(inside) == 1:
        raise NotHereError
    whole = shown(sum((Decimal(form.rows[n - 1].points) for n in inside), Decimal(0)))
    for n in inside:
        pair = {"points": whole, "score": whole} if n == inside[0] else {"points": "", "score": ""}
        form = form.row(n, **pair, shared=n != inside[0])
    reason = good_reason(rng, form.rows[number - 1])
    return Planted(change(form, number, **reached(form, number, rng, 40, 92), explanation=reason), (number,))


def _less_than_deserved(form: Spec, rng: random.Random) -> Planted:
    number = pick(form, rng, "more", "less", "share", "day", where=lambda r: Decimal(r.points) >= 1)
    row = form.rows[number - 1]
    score = shown((Decimal(row.points) * rng.randint(50, 90) / 100).quantize(CENT))
    why = f"{row.name}的验收资料归档时间晚，主动扣分；2024年3月底前由档案室补齐。"
    return Planted(change(form, number, score=score, explanation=why), (number,))


def _tier_ignored(form: Spec, rng: random.Random) -> Planted:
    number = pick(form, rng)
    row = form.rows[number - 1]
    actual = rng.choice(("部分达成年度指标并具有一定效果", "未达成年度指标且效果较差"))
    changes = {"target": "运行规范", "actual": actual, "explanation": good_reason(rng, row)}
    return Planted(change(form, number, **changes), (number,))


def _grade_off(form: Spec, rng: random.Random) -> Planted:
    return Planted(form.but(grade=rng.choice(("良", "中", "差"))))


def _weights_moved(form: Spec, rng: random.Random) -> Planted:
    giver = pick(form, rng, where=lambda r: r.level1 == OUT and Decimal(r.points) > 1)
    taker = pick(form, rng, where=lambda r: r.level1 == GOOD)
    for number, step in ((giver, -1), (taker, 1)):
        points = shown(Decimal(form.rows[number - 1].points) + step)
        form = change(form, number, points=points, score=points)
    return Planted(form.weighed() if form.levels else form)


def _dominant(form: Spec, rng: random.Random) -> Planted:
    own = [n for n, r in enumerate(form.rows, start=1) if r.level1 == OUT]
    chosen = rng.choice(own)
    rest = Decimal("0.5") * (len(own) - 1)
    for n in own:
        points = shown(50 - rest) if n == chosen else "0.5"
        form = change(form, n, points=points, score=points)
    if 50 - rest <= 40:
        raise NotHereError
    return Planted(form, (chosen,))


FAULTS: Iterable[Fault] = (
    Fault("B201", "a part of the funds is off", _part_off, ("B202",)),
    Fault("B202", "more was spent than the budget", _overspent),
    Fault("B203", "little was spent", _unspent),
    Fault("B204", "the budget changed", _budget_changed),
    Fault("B205", "the currency is missing", _no_currency),
    Fault("B205", "yuan and ten thousand yuan are mixed", _units_mixed),
    Fault("S101", "the rate is off", _rate_off),
    Fault("S101", "the rate is that of the initial budget", _rate_of_initial_budget),
    Fault("S102", "the execution score is off", _execution_score_off),
    Fault("S103", "the points do not add up", _points_off, ("S111",)),
    Fault("S103", "the printed sum of points is off", _printed_points_off),
    Fault("S104", "a level label is off", _level_off),
    Fault("S105", "the total is off", _total_off),
    Fault("S106", "a score above its points", _above_points),
    Fault("S106", "a negative score", _below_zero, blank=True),
    Fault("S107", "full marks for a missed count", _full_marks_for_less),
    Fault("S107", "full marks for a missed deadline", _full_marks_too_late),
    Fault("S107", "full marks for too much", _full_marks_for_excess),
    Fault("S107", "full marks in a shared block", _full_marks_in_a_shared_block),
    Fault("S108", "less than deserved", _less_than_deserved),
    Fault("S109", "full marks for a lower tier", _tier_ignored),
    Fault("S110", "the grade does not follow", _grade_off),
    Fault("S111", "weights moved", _weights_moved),
    Fault("S112", "one indicator dominates", _dominant),
)
__all__ = ["FAULTS", "missed", "spend"]
