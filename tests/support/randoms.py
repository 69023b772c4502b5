"""Random correct forms: every number follows from the others by this module's own small arithmetic."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import pairwise

from support.forms import DASH, GLAD, GOOD, OUT, Fund, Goal, Row, Spec

CENT = Decimal("0.01")
_COUNTED = frozenset(
    [
        "户",
        "人",
        "次",
        "套",
        "株",
        "场",
        "盏",
        "批",
        "处",
        "起",
        "年",
        "项",
        "座",
        "台",
        "个",
        "期",
        "册",
        "家",
        "份",
        "根",
        "间",
        "只",
        "人次",
        "个月",
    ]
)
_TOO_MUCH = 40
_AT_LEAST = ("≥", "≥", "≥", "≧", ">=", "不少于", "不低于", "达到")
_AT_MOST = ("≤", "≤", "≤", "<=", "不超过", "不高于")


class Dice(random.Random):
    """Chance that is drawn again by its seed: a form that fails a test can be looked at."""


@dataclass(frozen=True)
class Kind:
    """An indicator that a form may have: its class, its name, its unit and how its value runs."""

    level1: str
    level2: str
    name: str
    unit: str
    run: str  # more, less, share, error, day, quality


_POOL = tuple(
    Kind(level1, level2, *words.split(":"))
    for level1, level2, many in (
        (OUT, "数量指标", "道路巡查次数:次:more 下水井盖更换数量:套:more 行道树补植株数:株:more 管网疏通长度:公里:more 安全培训场次:场:more 宣传手册印制数量:万份:more 维修路灯盏数:盏:more 惠及居民户数:户:more 水样抽检批次:批:more 绿地养护面积:万平方米:more"),
        (OUT, "质量指标", "井盖更换验收合格率:%:share 苗木成活率:%:share 抽检结果准确率:%:share 施工返工率:%:error 材料采购程序:合规:quality"),
        (OUT, "时效指标", "年度养护完成时间:日:day 报修平均响应时间:小时:less 管网改造完工时间:日:day 应急抢修平均用时:分钟:less 工程款支付时间:及时:quality"),
        (OUT, "成本指标", "单套井盖平均造价:元/套:less 单株苗木平均单价:元/株:less 公里疏通单位成本:万元/公里:less 单场培训平均费用:元:less"),
        (GOOD, "经济效益指标", "带动临时用工人数:人:more 节水量:万吨:more 沿街商户增收金额:万元:more"),
        (GOOD, "社会效益指标", "内涝点消除数量:处:more 居民步行出行比例:%:share 受益人口数量:万人:more 有责安全事故起数:起:less"),
        (GOOD, "生态效益指标", "污水收集率:%:share 新增绿化覆盖面积:公顷:more"),
        (GOOD, "可持续影响指标", "设施完好使用年限:年:more 管护制度建立数量:项:more"),
        (GLAD, "服务对象满意度指标", "沿线居民满意度:%:share 商户代表满意度:%:share"),
    )
    for words in many.split()
)  # fmt: skip
KINDS = {kind.name: kind for kind in _POOL}  # by name; forms of other projects add theirs
_NEEDED = ("数量指标", "质量指标", "时效指标", "成本指标", "社会效益指标", "服务对象满意度指标")
MOST = len(_POOL)


def _number(rng: random.Random, low: int, high: int) -> Decimal:
    value = Decimal(rng.randint(low, high))
    return value + Decimal(rng.randint(1, 9)) / 10 if rng.random() < 0.3 else value


def shown(value: Decimal, rng: random.Random | None = None) -> str:
    """A number as people write it; with ``rng`` now and then with thousands separators."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return format(value, ",f") if rng is not None and value >= 1000 and "." not in text and rng.random() < 0.4 else text


def values(kind: Kind, rng: random.Random, reach: Callable[[random.Random], Decimal] | None = None) -> tuple[str, str]:
    """A target and an actual value that meets it; ``reach`` gives another completion for a number."""
    if kind.run == "quality":
        return kind.unit, kind.unit
    if kind.run == "day":
        month = rng.randint(6, 11)
        target = rng.choice((f"{month}月底前", f"{month}月30日前", f"2023年{month}月底前"))
        return target, rng.choice(
            (f"{rng.randint(2, month)}月{rng.randint(1, 28)}日", f"2023年{month}月{rng.randint(1, 28)}日")
        )
    if kind.run == "share":
        least = rng.randint(78, 96)
        got = Decimal(least) + Decimal(rng.randint(1, (100 - least) * 10)) / 10
        return f"{rng.choice(_AT_LEAST)}{least}%", f"{shown(got)}%"
    if kind.run == "error":
        return f"{rng.choice(_AT_MOST)}{rng.randint(2, 5)}%", f"{shown(Decimal(rng.randint(1, 19)) / 10)}%"
    aim = _number(rng, 8, 30) if kind.unit in ("小时", "起", "年", "项") else _number(rng, 10, 4000)
    if kind.unit in _COUNTED:
        aim = aim.to_integral_value(ROUND_DOWN)
    if reach is None and kind.run == "less":
        return (
            f"{rng.choice(_AT_MOST)}{shown(aim, rng)}{kind.unit}",
            f"{shown(_between(rng, aim, '0.6', '0.98'), rng)}{kind.unit}",
        )
    got = _between(rng, aim, "1.02", "1.25") if reach is None else (aim * reach(rng)).quantize(CENT, ROUND_DOWN)
    return f"{rng.choice(_AT_LEAST)}{shown(aim, rng)}{kind.unit}", f"{shown(got, rng)}{kind.unit}"


def _between(rng: random.Random, aim: Decimal, low: str, high: str) -> Decimal:
    """A value between two fractions of an aim, whole where the aim is whole and large enough."""
    part = Decimal(low) + (Decimal(high) - Decimal(low)) * rng.randint(0, 100) / 100
    got = aim * part
    if aim == aim.to_integral_value() and aim >= 60:
        return got.to_integral_value(ROUND_HALF_UP)
    return got.quantize(Decimal("0.1"), ROUND_HALF_UP)


def parts(rng: random.Random, whole: int, count: int) -> list[Decimal]:
    """Points that add up to a whole: integers, or halves now and then."""
    step = 2 if rng.random() < 0.3 and count > 1 else 1
    while True:
        cuts = sorted(rng.sample(range(1, whole * step), count - 1))
        out = [Decimal(b - a) / step for a, b in pairwise([0, *cuts, whole * step])]
        if max(out) <= _TOO_MUCH:
            return out


def _rows(rng: random.Random, kinds: list[Kind], *, plain: bool) -> list[Row]:
    """The rows with their points: each its own, or one pair for a whole 二级指标."""
    weights = {OUT: 50, GOOD: 30, GLAD: 10}
    blocks = list(dict.fromkeys((k.level1, k.level2) for k in kinds))
    shared = {b for b in blocks if not plain and rng.random() < 0.35}
    rows = []
    for level, weight in weights.items():
        units: list[list[Kind]] = []
        for block in (b for b in blocks if b[0] == level):
            inside = [k for k in kinds if (k.level1, k.level2) == block]
            units += [inside] if block in shared else [[k] for k in inside]
        for unit, points in zip(units, parts(rng, weight, len(units)), strict=True):
            for k in unit:
                target, actual = values(k, rng)
                pair = ("", "") if k is not unit[0] else (shown(points), shown(points))
                rows.append(Row(k.level1, k.level2, k.name, target, actual, *pair, shared=k is not unit[0]))
    return rows


# What narratives tell beside their results.
ASIDES = (
    "年初收到沿线单位申请45份。",
    "有意向参与共建的商户186户。",
    "结算审减金额37万元。",
    "项目涉及14个街道。",
    "全市现有养护站点23个。",
    "剩余资金由财政收回12万元。",
)


def _funds(rng: random.Random, currency: str) -> tuple[tuple[Fund, ...], str]:
    """The fund block, and what the narrative has to say about it."""
    unit = Decimal(10000) if currency == "元" else Decimal(1)
    annual = Decimal(rng.randint(2000, 90000)) / 100 * unit
    carried = (annual * rng.choice((0, 0, 10, 20)) / 100).quantize(CENT, ROUND_DOWN)
    executed = annual if rng.random() < 0.2 else (annual * rng.randint(9050, 9999) / 10000).quantize(CENT, ROUND_DOWN)
    initial, told = annual, ""
    if rng.random() < 0.3:
        change = (annual * rng.randint(3, 30) / 100).quantize(CENT, ROUND_DOWN)
        initial, told = annual - change, f"年中财政追加预算{shown(change)}{currency}，用于扩大养护范围。"
    rate = executed / annual
    printed = (rate * 100).quantize(Decimal(rng.choice(("0.1", "0.01"))), ROUND_HALF_UP)
    score = (rate * 10).quantize(CENT, rng.choice((ROUND_HALF_UP, ROUND_DOWN)))
    style = ",f" if rng.random() < 0.3 else "f"
    row = [format(a.quantize(CENT), style) for a in (initial, annual, executed)]
    own = [format(a.quantize(CENT), style) for a in (initial - carried, annual - carried, executed - carried)]
    last = format(carried.quantize(CENT), style)
    funds = (
        Fund("年度资金总额", row[0], row[1], row[2], "10", f"{printed}%", shown(score)),
        Fund("其中：当年财政拨款", *own),
        Fund("上年结转资金", last, last, last),
        Fund("其他资金", "0.00", "0.00", "0.00"),
    )
    if rng.random() < 0.3:
        told += rng.choice(ASIDES)
    return funds, told


def sentence(row: Row) -> str:
    """What the narrative says about a row."""
    return f"{row.name}{row.actual}。"


def promise(row: Row) -> str:
    """What the goals say about a row."""
    return f"{row.name}{row.target}。"


def _goals(rows: list[Row], told: str, *, items: bool) -> tuple[Goal, ...]:
    survey = "12月由第三方机构组织满意度问卷调查，样本覆盖全部路段。"
    words = {level: "".join(sentence(r) for r in rows if r.level1 == level) for level in (OUT, GOOD, GLAD)}
    promised = {level: "".join(promise(r) for r in rows if r.level1 == level) for level in words}
    if not items:
        return (Goal("", "", "".join(promised.values()), "".join(words.values()) + survey + told),)
    return (
        Goal("一", "设施养护", promised[OUT], words[OUT] + told),
        Goal("二", "综合效益", promised[GOOD], words[GOOD]),
        Goal("三", "满意度", promised[GLAD], words[GLAD] + survey),
    )


def kind_of(row: Row) -> Kind:
    """The kind of a row of a random form."""
    return KINDS[row.name]


def short_row(rng: random.Random, row: Row) -> Row | None:
    """A row that misses its target, rightly scored and well explained; None for a row that is no count of its own."""
    kind = kind_of(row)
    if kind.run != "more" or row.shared or not row.points:
        return None
    target, actual = values(kind, rng, lambda r: Decimal(r.randint(45, 96)) / 100)
    aim, got = number_in(target), number_in(actual)
    score = (got / aim * Decimal(row.points)).quantize(CENT, ROUND_HALF_UP)
    why = f"因{rng.randint(6, 8)}月连续降雨{rng.randint(11, 25)}天，{row.name}所涉路段无法施工；已列入2024年第{rng.choice('一二')}季度施工计划，由养护科补做{row.name}。"
    return replace(row, target=target, actual=actual, score=shown(score), explanation=why)


def number_in(text: str) -> Decimal:
    """The number of a cell as it is written."""
    return Decimal("".join(c for c in text.replace(",", "").split("/")[0] if c.isdigit() or c == "."))


def correct(rng: random.Random, *, plain: bool = False) -> Spec:
    """A correct form. ``plain``: every row has its own points and meets its target."""
    count = rng.randint(6, min(30, MOST))
    first = [rng.choice([k for k in _POOL if k.level2 == level]) for level in _NEEDED]
    rest = rng.sample([k for k in _POOL if k not in first], count - len(first))
    kinds = [k for k in _POOL if k in (*first, *rest)]
    rows = _rows(rng, kinds, plain=plain)
    alone = [i for i, r in enumerate(rows) if not (r.shared or (rows[i + 1 : i + 2] and rows[i + 1].shared))]
    if not plain and rng.random() < 0.4:
        at = rng.choice(alone) if alone else 0
        rows[at] = (short_row(rng, rows[at]) if alone else None) or rows[at]
    currency = rng.choice(("元", "万元"))
    funds, told = _funds(rng, currency)
    spec = Spec(
        project="市政设施运行经费",
        department=rng.choice(("青岚市住房和城乡建设局", "白河区城市管理局")),
        unit=rng.choice(("青岚市市政设施管理处", "白河区市政养护中心")),
        funds=funds,
        goals=_goals(rows, told, items=rng.random() < 0.7),
        rows=tuple(rows),
        levels=((OUT, "50"), (GOOD, "30"), (GLAD, "10")) if rng.random() < 0.8 else (),
        total=("100", ""),
        currency=currency,
        grade="优" if rng.random() < 0.3 else "",
        title="项目支出绩效自评表" if rng.random() < 0.7 else "2023年度项目支出绩效自评表",
    )
    return spec.scored()


__all__ = [
    "CENT",
    "DASH",
    "KINDS",
    "MOST",
    "Kind",
    "correct",
    "kind_of",
    "number_in",
    "parts",
    "sentence",
    "short_row",
    "shown",
    "values",
]
