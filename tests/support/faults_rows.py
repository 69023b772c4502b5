"""Seeded defects of the explanations and of the indicators."""

import random
from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from support.forms import GLAD, GOOD, OUT, Row, Spec
from support.planting import (
    Fault,
    NotHereError,
    Planted,
    change,
    deserved,
    good_reason,
    missed,
    numbers_of,
    pick,
    reached,
    without,
)  # fmt: skip
from support.randoms import CENT, kind_of, number_in, shown

_NOTHING = ("", "无", "0", "/", "—", "无偏差", "不涉及")
_CAUSES = (
    "因7月连续降雨21天，施工路段被淹，围挡无法拆除。",
    "因主汛期提前到来，作业船停航22天。",
    "合同约定的供货企业停产，两批材料没有到货。",
    "涉及的3条道路被地铁施工占用，作业面没有移交。",
)
_NO_CAUSES = (
    "受疫情影响。",
    "今后将加强管理。",
    "2024年3月底前由养护科补做。",
    "受客观因素影响。",
    "进一步提高认识，加强日常管理。",
    "今后将总结经验，完善制度。",
)
_VAGUE = ("明显提升", "有效保障", "进一步改善", "逐步完善", "得到增强")


def _silent_shortfall(form: Spec, rng: random.Random) -> Planted:
    form, number = missed(form, rng, rng.choice(_NOTHING))
    return Planted(form, (number,))


def _not_done_at_all(form: Spec, rng: random.Random) -> Planted:
    number = pick(form, rng, "more")
    unit = kind_of(form.rows[number - 1]).unit
    return Planted(change(form, number, actual=f"0{unit}", score="0", explanation=rng.choice(_NOTHING)), (number,))


def _far_above(form: Spec, rng: random.Random) -> Planted:
    number = pick(form, rng, "more")
    return Planted(change(form, number, **reached(form, number, rng, 132, 198)), (number,))


def _only_a_cause(form: Spec, rng: random.Random) -> Planted:
    form, number = missed(form, rng, rng.choice(_CAUSES))
    return Planted(form, (number,))


def _no_cause(form: Spec, rng: random.Random) -> Planted:
    form, number = missed(form, rng, rng.choice(_NO_CAUSES))
    return Planted(form, (number,))


def _twice_the_target(form: Spec, rng: random.Random) -> Planted:
    number = pick(form, rng, "more")
    why = "因9月新增两个街道的养护任务，工作量大于年初测算；2024年按近三年平均数重新测算指标值。"
    return Planted(change(form, number, **reached(form, number, rng, 201, 600), explanation=why), (number,))


def _points_given_away(form: Spec, rng: random.Random) -> Planted:
    number = pick(form, rng, "more", "less", "share", "day", where=lambda r: Decimal(r.points) >= 1)
    score = (Decimal(form.rows[number - 1].points) * rng.randint(40, 90) / 100).quantize(CENT, ROUND_HALF_UP)
    return Planted(change(form, number, score=shown(score), explanation=rng.choice(_NOTHING)), (number,))


def _said_missed_but_met(form: Spec, rng: random.Random) -> Planted:
    number = pick(form, rng, "more", "share", "day")
    why = rng.choice(
        ("因疫情原因未完成。", "因材料供应不足，未达到年度指标值，2024年补做。", "进度滞后，2024年3月底前完成。")
    )
    return Planted(change(form, number, explanation=why), (number,))


def _numbers_of_another_row(form: Spec, rng: random.Random) -> Planted:
    number = pick(form, rng, "more")
    pair = reached(form, number, rng, 40, 90)
    row = form.rows[number - 1]
    unit = kind_of(row).unit
    wrong = shown(number_in(pair["actual"]) + rng.randint(3, 40))
    why = f"实际完成{wrong}{unit}，{good_reason(rng, row)}"
    score = deserved(row.points, **pair)
    return Planted(change(form, number, **pair, score=score, explanation=why), (number,))


def _same_words_twice(form: Spec, rng: random.Random) -> Planted:
    more = list(numbers_of(form, lambda r: kind_of(r).run == "more"))
    if len(more) < 2:
        raise NotHereError
    both = tuple(sorted(rng.sample(more, 2)))
    for number in both:
        pair = reached(form, number, rng, 40, 90)
        score = deserved(form.rows[number - 1].points, **pair)
        form = change(form, number, **pair, score=score, explanation=_CAUSES[0] + "2024年3月底前由养护科补做。")
    return Planted(form, both)


def _vague_target(form: Spec, rng: random.Random) -> Planted:
    number = pick(form, rng)
    words = rng.choice(_VAGUE)
    return Planted(change(form, number, target=words, actual=words), (number,))


def _all_copied(form: Spec, _: random.Random) -> Planted:
    for number in range(1, len(form.rows) + 1):
        kind, target = kind_of(form.rows[number - 1]), form.rows[number - 1].target
        unit = {"share": "%", "error": "%", "quality": "", "day": ""}.get(kind.run, kind.unit)
        bare = target if kind.run in ("quality", "day") else f"{shown(number_in(target))}{unit}"
        form = change(form, number, target=f"={bare}" if unit else bare, actual=bare)
    return Planted(form, ())


def _same_name_twice(form: Spec, rng: random.Random) -> Planted:
    one, two = sorted(rng.sample(range(1, len(form.rows) + 1), 2))
    return Planted(change(form, two, name=form.rows[one - 1].name), (one, two))


def _words_for_a_number(form: Spec, rng: random.Random) -> Planted:
    number = pick(form, rng, "more", "less")
    return Planted(change(form, number, actual=rng.choice(("已完成", "按计划实施", "良好"))), (number,))


def _other_unit(form: Spec, rng: random.Random) -> Planted:
    number = pick(form, rng, "more", "less")
    return Planted(change(form, number, target="≥5公里", actual=f"{rng.randint(6, 60)}处"), (number,))


def _unit_missing(form: Spec, rng: random.Random) -> Planted:
    number = pick(form, rng, "more")
    return Planted(change(form, number, actual=shown(number_in(form.rows[number - 1].actual))), (number,))


def _nobody_asked(form: Spec, rng: random.Random) -> Planted:
    gone = list(numbers_of(form, lambda r: r.level1 == GLAD))
    return Planted(without(form, gone, pick(form, rng, where=lambda r: r.level1 == GOOD)))


def _class_missing(form: Spec, rng: random.Random) -> Planted:
    level = rng.choice(("数量指标", "质量指标", "时效指标", "成本指标"))
    gone = list(numbers_of(form, lambda r: r.level2 == level))
    heir = pick(form, rng, where=lambda r: r.level1 == OUT and r.level2 != level)
    return Planted(without(form, gone, heir))


def _no_operator(form: Spec, rng: random.Random) -> Planted:
    number = pick(form, rng, "more", "share")
    target = form.rows[number - 1].target
    return Planted(form.row(number, target=target.lstrip("≥≧>=不少于低达到")), (number,))


def _no_survey(form: Spec, _: random.Random) -> Planted:
    form = form.told("12月由第三方机构组织满意度问卷调查，样本覆盖全部路段。", "")
    return Planted(form, tuple(numbers_of(form, lambda r: r.level1 == GLAD)))


_WRONG_PLACE = (
    ("数量指标", {"name": "项目资金支付率", "target": "≥90%", "actual": "96.5%"}),
    ("成本指标", {"target": "≥150元", "actual": "152元"}),
    ("时效指标", {"name": "养护工人培训人数", "target": "≥30人", "actual": "33人"}),
    ("服务对象满意度指标", {"name": "居民投诉次数", "target": "≤3次", "actual": "1次"}),
)


def _misplaced(form: Spec, rng: random.Random) -> Planted:
    level, changes = rng.choice(_WRONG_PLACE)
    number = pick(form, rng, where=lambda r: r.level2 == level)
    return Planted(change(form, number, **changes), (number,))


def _not_applicable(form: Spec, rng: random.Random) -> Planted:
    number = pick(form, rng, where=lambda r: r.level1 == GOOD)
    form = change(form, number, target="不适用", actual="不适用")
    return Planted(form, (number,))


def _impossible(form: Spec, rng: random.Random) -> Planted:
    run = rng.choice(("share", "more", "day"))
    number = pick(form, rng, run)
    row = form.rows[number - 1]
    if run == "more":
        why = good_reason(rng, row)
        actual = f"-{number_in(row.actual)}{kind_of(row).unit}"
        return Planted(change(form, number, actual=actual, score="0", explanation=why), (number,))
    actual = f"{rng.randint(101, 140)}.5%" if run == "share" else f"2022年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    return Planted(change(form, number, actual=actual), (number,))


def _within_budget(form: Spec, rng: random.Random) -> Planted:
    costs = list(numbers_of(form, lambda r: r.level2 == "成本指标"))
    kept, gone = costs[0], costs[1:]
    form = change(
        form,
        kept,
        name="项目总支出",
        target=rng.choice(("不超过全年预算数", "控制在预算数以内")),
        actual="未超过全年预算数",
    )
    return Planted(without(form, gone, kept) if gone else form, (kept,))


FAULTS: Iterable[Fault] = (
    Fault("D301", "a shortfall without a word", _silent_shortfall),
    Fault("D301", "nothing was done and nothing is said", _not_done_at_all),
    Fault("D302", "far above the target without a word", _far_above),
    Fault("D303", "a cause without a measure", _only_a_cause),
    Fault("D304", "no real cause", _no_cause),
    Fault("D305", "more than twice the target", _twice_the_target),
    Fault("D306", "points given away", _points_given_away, ("S108",)),
    Fault("D307", "said to be missed but met", _said_missed_but_met),
    Fault("D307", "the numbers of another row", _numbers_of_another_row),
    Fault("D308", "the same words on two rows", _same_words_twice),
    Fault("T401", "a vague target", _vague_target, ("N507",)),
    Fault("T402", "all values copied", _all_copied),
    Fault("T403", "the same name twice", _same_name_twice, ("N510",)),
    Fault("T404", "words for a number", _words_for_a_number),
    Fault("T404", "another unit", _other_unit, ("T409",)),
    Fault("T404", "a unit missing", _unit_missing, ("N508",)),
    Fault("T405", "nobody asked", _nobody_asked, ("S111",)),
    Fault("T406", "a class missing", _class_missing),
    Fault("T407", "no operator", _no_operator),
    Fault("T408", "satisfaction without a survey", _no_survey),
    Fault("T409", "in the wrong class", _misplaced),
    Fault("T410", "not applicable with points", _not_applicable),
    Fault("T411", "an impossible value", _impossible, ("D302", "N501")),
    Fault("T412", "costs only within the budget", _within_budget),
)
__all__ = ["FAULTS", "Row", "replace"]
