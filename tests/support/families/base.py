"""A correct form in plain shape: rows, funds and a narrative, before a family gives it its words and its order."""

import random
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from support.families.kinds import Family
from support.families.words import PLACES, PROJECTS, Project
from support.forms import GLAD, GOOD, OUT, Fund, Goal, Row, Spec
from support.planting import deserved
from support.randoms import CENT, Kind, number_in, parts, promise, sentence, shown, values

_NEEDED = ("数量指标", "质量指标", "时效指标", "成本指标", "社会效益指标", "服务对象满意度指标")
_COUNTS = frozenset("户人次套株盏批册份根只座个期处场家台间项年起") | {"人次", "个月", "分钟", "小时"}
_RANGES = {
    "起": (1, 3), "分钟": (10, 40), "小时": (2, 24), "年": (5, 30), "个月": (3, 12), "公里": (3, 60), "亩": (500, 9000),
    **dict.fromkeys("座个期处场家台间项", (5, 60)), **dict.fromkeys(("万元/个", "万元/处", "万元/台"), (8, 60)),
    "万元/公里": (2, 30), "万元": (20, 400), "公顷": (50, 900), "万吨": (3, 40),
}  # fmt: skip
_WHOLE, _PARTED, _ROUND = 0.6, 0.2, 1000
_LEAST_OF_SHARED = 5
_THIRDS, _NO_THIRDS = 3, 2  # a third of the points has no end
REASONS = (
    "因供货企业{m}月停产{n}天，{name}未能按期完成；已于2024年1月签订补充合同，第一季度由业务科补齐。",
    "因{m}月暴雨持续{n}天，现场无法作业，{name}未达到年初目标；已列入2024年第二季度计划，由实施单位补做。",
    "因机构改革后人员调整，{m}月起停办{n}天，{name}少于计划；2024年3月底前由综合股补办。",
)


def fill(kind: Kind, rng: random.Random, low: int = 0) -> tuple[str, str]:
    """A target and an actual value that meets it, or with ``low`` one at so many percent of it."""
    if kind.run not in {"more", "less"}:
        return values(kind, rng)
    least, most = _RANGES.get(kind.unit, (50, 4000))
    step = Decimal(1) if kind.unit in _COUNTS or rng.random() < _WHOLE else Decimal("0.1")
    aim = rng.randint(least, most) * (Decimal(1) if step == 1 else Decimal("1.1"))
    if most > _ROUND and step == 1:
        aim = aim // 10 * 10
    part = Decimal(low or (rng.randint(60, 100) if kind.run == "less" else rng.randint(100, 120))) / 100
    got = (aim * part).quantize(step, ROUND_DOWN)
    sign = "≤" if kind.run == "less" else rng.choice(("≥", "≥", "≥", "不少于"))
    return f"{sign}{_printed(aim, rng)}{kind.unit}", f"{_printed(got, rng)}{kind.unit}"


def _printed(number: Decimal, rng: random.Random) -> str:
    """A number, now and then with its thousands parted."""
    return shown(number, rng) if rng.random() < _PARTED else shown(number)


def base(family: Family, rng: random.Random, *, plain: bool = False) -> Spec:
    """A correct form; ``plain``: every row meets its target and has its own points."""
    project, place = rng.choice(PROJECTS), rng.choice(PLACES)
    rows = _rows(family, project, rng, plain=plain)
    currency = rng.choice(family.currencies)
    funds, told = _funds(family, rng, currency)
    levels = tuple((level, shown(points)) for level, points in _sums(rows))
    form = Spec(
        project=project.name if rng.random() < 0.5 else f"2023年{project.name}",
        department=place + project.department,
        unit=place + project.unit,
        funds=funds,
        goals=_goals(project, rows, told, rng),
        rows=rows,
        levels=levels if rng.random() < 0.6 else (),
        total=("100", ""),
        currency=currency,
        grade="优",
    )
    return form.scored()


def _kinds(project: Project, rng: random.Random) -> list[Kind]:
    chosen = {c: [k for k in project.kinds if k.level2 == c] for c in dict.fromkeys(k.level2 for k in project.kinds)}
    kept = []
    for level2, kinds in chosen.items():
        least = 1 if level2 in _NEEDED else 0
        kept += sorted(rng.sample(kinds, rng.randint(least, len(kinds))), key=project.kinds.index)
    return kept


def _rows(family: Family, project: Project, rng: random.Random, *, plain: bool) -> tuple[Row, ...]:
    kinds = _kinds(project, rng)
    weights = rng.choice(family.weights)
    rows = []
    for level, weight in weights:
        blocks: dict[str, list[Kind]] = {}
        for k in (k for k in kinds if k.level1 == level):
            blocks.setdefault(k.level2, []).append(k)
        kept = [b[:_NO_THIRDS] if family.joined and len(b) == _THIRDS else b for b in blocks.values()]
        for inside, each in _shares(kept, weight, rng, even=family.joined > 0):
            for kind, points in zip(inside, each, strict=True):
                rows.append(Row(kind.level1, kind.level2, kind.name, *fill(kind, rng), points, points))
    counts = [n for n, r in enumerate(rows) if _kind(project, r).run == "more"]
    mute = family.told and not family.explained  # nowhere to say why a target was missed
    if not plain and not mute and rng.random() < 0.5 and counts:
        n = rng.choice(counts)
        rows[n] = _short(project, rows[n], rng)
    return tuple(rows)


def _kind(project: Project, row: Row) -> Kind:
    return next(k for k in project.kinds if k.name == row.name)


def _shares(
    blocks: list[list[Kind]], weight: int, rng: random.Random, *, even: bool
) -> list[tuple[list[Kind], list[str]]]:
    """The points of each row; ``even``: the rows of a block have equal points, so that they may share them."""
    if not even:
        cut = iter(parts(rng, weight, sum(map(len, blocks))))
        return [(b, [shown(next(cut)) for _ in b]) for b in blocks]
    while True:
        whole = parts(rng, weight, len(blocks)) if len(blocks) > 1 else [Decimal(weight)]
        if all(
            w * 100 % len(b) == 0 and w >= min(_LEAST_OF_SHARED, weight // len(blocks))
            for w, b in zip(whole, blocks, strict=True)
        ):
            return [(b, [shown(w / len(b))] * len(b)) for w, b in zip(whole, blocks, strict=True)]


def _short(project: Project, row: Row, rng: random.Random) -> Row:
    """The row as one that misses its target, rightly scored and well explained."""
    target, actual = fill(_kind(project, row), rng, rng.randint(55, 95))
    why = rng.choice(REASONS).format(m=rng.randint(6, 9), n=rng.randint(11, 25), name=row.name)
    return replace(row, target=target, actual=actual, score=deserved(row.points, target, actual), explanation=why)


def _sums(rows: tuple[Row, ...]) -> list[tuple[str, Decimal]]:
    levels = dict.fromkeys(r.level1 for r in rows)
    return [(c, sum((Decimal(r.points) for r in rows if r.level1 == c), Decimal(0))) for c in levels]


def _funds(family: Family, rng: random.Random, currency: str) -> tuple[tuple[Fund, ...], str]:
    """The fund block, and what the narrative has to say about it."""
    unit = Decimal(10000) if currency == "元" else Decimal(1)
    annual = Decimal(rng.randint(2000, 90000)) / 100 * unit
    carried = (annual * rng.choice((0, 0, 10, 20)) / 100).quantize(CENT, ROUND_DOWN) if family.carried else Decimal(0)
    executed = annual if rng.random() < 0.3 else (annual * rng.randint(9050, 9999) / 10000).quantize(CENT, ROUND_DOWN)
    initial, told = annual, ""
    if rng.random() < 0.3 and family.initial:
        change = (annual * rng.randint(3, 19) / 100).quantize(CENT, ROUND_DOWN)
        initial, told = annual - change, f"年中财政追加预算{shown(change)}{currency}，用于扩大实施范围。"
    rate = executed / annual
    printed = (rate * 100).quantize(Decimal(rng.choice(("0.1", "0.01"))), ROUND_HALF_UP)
    score = (rate * family.execution).quantize(CENT, ROUND_HALF_UP)
    row = [_money(a) for a in (initial, annual, executed)]
    own = [_money(a) for a in (initial - carried, annual - carried, executed - carried)]
    last = _money(carried)
    funds = (
        Fund("年度资金总额", row[0], row[1], row[2], str(family.execution), f"{printed}%", shown(score)),
        Fund("其中：当年财政拨款", *own),
        Fund("上年结转资金", last, last, last),
        Fund("其他资金", "0.00", "0.00", "0.00"),
    )
    return funds, told


def _money(amount: Decimal) -> str:
    return format(amount.quantize(CENT), "f")


def _goals(project: Project, rows: tuple[Row, ...], told: str, rng: random.Random) -> tuple[Goal, ...]:
    words = {c: "".join(sentence(r) for r in rows if r.level1 == c) for c in (OUT, GOOD, GLAD)}
    promised = {c: "".join(promise(r) for r in rows if r.level1 == c) for c in words}
    if rng.random() < 0.3:
        return (Goal("", "", "".join(promised.values()), "".join(words.values()) + project.survey + told),)
    added = {OUT: told, GOOD: "", GLAD: project.survey}
    return tuple(
        Goal(label, title, promised[c], words[c] + added[c])
        for label, title, c in zip("一二三", project.titles, (OUT, GOOD, GLAD), strict=True)
    )


__all__ = ["base", "fill", "number_in"]
