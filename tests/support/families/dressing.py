"""A plain form in the clothes of a family: its names, its columns, its blocks."""

import random
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from support.families.extras import extras, notes_of, titled
from support.families.funds import funds_of
from support.families.kinds import Family
from support.families.truth import Goal, Line, Target, Truth
from support.forms import GLAD, GOOD, Row, Spec
from support.randoms import CENT, shown

_TARGET = re.compile(
    r"(?P<op>≥|≧|>=|不少于|不低于|达到|≤|<=|不超过|不高于|[=＝])?(?P<n>-?\d[\d,]*(?:\.\d+)?)(?P<u>\D*\d?\D*)"
)
_DAY = re.compile(r"\d+月|\d{4}年")
_SIGNS = {
    "≧": "≥", ">=": "≥", "不少于": "≥", "不低于": "≥", "达到": "≥", "<=": "≤", "不超过": "≤", "不高于": "≤", "＝": "=", None: "",
}  # fmt: skip
_VILLAGES = ("松岭村", "石碾村", "柳湾村", "梅坪村", "双井村", "磨盘村", "茶园村", "河口村", "上坝村", "杨家村")
_EMPTY = ("生态效益指标", "经济效益指标", "可持续影响指标")


def dressed(form: Spec, family: Family, rng: random.Random) -> Truth:
    """The form as the family has it."""
    rows = list(_rows(form, family, rng))
    had = {r.level2 for r in form.rows}
    spare = [c for c in _EMPTY if c not in had]
    spare = spare if family.levels and rng.random() < 0.5 else []
    if family.id == "shenzhen-2020":
        at = max(n for n, r in enumerate(rows) if r.level1 == GOOD and r.level2 != "满意度指标") + 1
        for level2 in spare:
            none = Target("不适用", words="不适用")
            rows.insert(at, Line(GOOD, level2, "不适用", none, "不适用", "—", "—", "", 0, 0))
    title = titled(form, family, rng)
    kind = "department" if "整体" in title else family.kind
    return Truth(
        family=family.id,
        kind=kind,
        title=title,
        year=form.year,
        project="" if kind == "department" else form.project,
        department=form.department,
        unit=form.unit,
        currency=form.currency,
        funds=tuple(funds_of(form, family, rng)),
        goals=tuple(_told(tuple(_goals(form, rng)), rows)) if family.told else (),
        rows=tuple(_numbered(rows)),
        levels=_levels(form, family),
        points=form.total[0] if family.points else "",
        score=form.total[1] if family.scores else "",
        grade=form.grade
        if family.id == "yunnan-gongkai14" or rng.random() < 0.2 or form.grade != form.scored().grade
        else "",
        notes=notes_of(form, family, rng),
        empty=() if family.id == "shenzhen-2020" else tuple((GOOD, c) for c in spare),
        extra=extras(form, family, rng),
        tail=form.tail,
    )


def target_of(text: str) -> Target:
    """What a target cell says."""
    m = _TARGET.fullmatch(text)
    if not m or _DAY.match(text):
        return Target(text, words=text)
    return Target(text, _SIGNS.get(m["op"], m["op"]), m["n"].replace(",", ""), m["u"])


def _parted(target: Target) -> Target:
    """The target in three columns; its text is the three put together."""
    if not target.text:
        return target
    if target.words:
        return Target(f"定性{target.words}", words=target.words)
    sign = target.operator or "="
    return Target(f"{sign}{target.value}{target.unit}", sign, target.value, target.unit)


def _exported(target: Target) -> Target:
    if not target.value:
        return target
    unit = "百分比" if target.unit == "%" else target.unit
    return Target(
        f"{target.operator or '='}{target.value}{unit}",
        target.operator or "=",
        target.value,
        "%" if target.unit == "%" else unit,
    )


def _rows(form: Spec, family: Family, rng: random.Random) -> Iterator[Line]:
    bare = family.parted and rng.random() < 0.6  # 完成值 without the unit that stands in its own column
    of_block: dict[str, int] = {}
    villages = list(_VILLAGES)
    n = 0
    for level2, block in groupby(form.rows, key=lambda r: r.level2):
        inside = list(block)
        full = all(r.points and r.score for r in inside)
        joined = (full and len(inside) > 1 and rng.random() < family.joined) or any(r.shared for r in inside)
        points, score = (_sum(r.points for r in inside), _sum(r.score for r in inside)) if joined else ("", "")
        first = 0
        for r in inside:
            n += 1
            of_block[level2] = of_block.get(level2, 0) + 1
            target, actual = target_of(r.target), r.actual
            if family.parted:
                target = _parted(target)
                actual = _without_unit(actual, target) if bare else actual
            name = r.name
            if family.id == "national-2020-export":
                target, name = _exported(target), f"指标{of_block[level2]}：{r.name}"
                actual = "达成预期指标" if target.words and r.actual == r.target else _without_unit(actual, target)
            elif family.id == "sichuan-transfer-area":
                name = f"指标{of_block[level2]}{'.:'[n % 2]}{r.name}"
            elif family.id == "poverty" and level2 == "数量指标":
                name = f"★{r.name}"
            first = first or n
            line = Line(
                *_classes(r, family), name, target, actual,
                (points if joined else r.points) if family.points else "",
                (score if joined else r.score) if family.scores else "",
                r.explanation if family.explained else "",
                first if joined else n, n,
            )  # fmt: skip
            yield _with_coefficient(line, rng) if family.id == "chongqing" else line
            if family.id == "poverty" and level2 == "数量指标" and target.value and rng.random() < 0.4:
                yield from _parts_of(line, r, villages, rng)


def _classes(row: Row, family: Family) -> tuple[str, str]:
    if family.id == "chongqing":
        return "", ""
    return (GOOD, "满意度指标") if family.id == "shenzhen-2020" and row.level1 == GLAD else (row.level1, row.level2)


def _sum(cells: Iterator[str]) -> str:
    return shown(sum((Decimal(c) for c in cells if c), Decimal(0)))


def _without_unit(actual: str, target: Target) -> str:
    unit = target.unit
    return actual.removesuffix(unit) if unit and target.value and actual[:1].isdigit() else actual


def _with_coefficient(line: Line, rng: random.Random) -> Line:
    """得分系数 is the share of the points that was earned."""
    share = Decimal(line.score) / Decimal(line.points) * 100 if line.score and Decimal(line.points) else Decimal(0)
    text = shown(share.quantize(CENT, ROUND_HALF_UP))
    core = "是" if rng.random() < 0.4 else "否"
    adjusted = line.target.value or line.target.words if rng.random() < 0.3 else ""
    return Line(**{**vars(line), "coefficient": text, "core": core, "adjusted": adjusted})


def _parts_of(line: Line, row: Row, villages: list[str], rng: random.Random) -> Iterator[Line]:
    """Two rows 其中… without points that add up to the row above."""
    m = _TARGET.fullmatch(row.actual)
    if not m or not m["n"].isdigit() or int(m["n"]) <= 1:
        return
    one = rng.randint(1, int(m["n"]) - 1)
    for count in (one, int(m["n"]) - one):
        text = f"{count}{m['u']}"
        target = Target(text, "", str(count), m["u"])
        yield Line(line.level1, line.level2, f"其中{villages.pop()}", target, text, "", "", "", 0, 0)


def _told(goals: tuple[Goal, ...], rows: list[Line]) -> Iterator[Goal]:
    """The goals with the parts of rows told after their sums."""
    words: dict[str, str] = {}
    whole = ""
    for r in rows:
        if r.number:
            whole = r.name.removeprefix("★") + r.actual
        else:
            words[whole] = words.get(whole, whole) + ("、" if whole in words else "，") + r.name + r.actual
    for goal in goals:
        told = goal.actual
        for sentence, longer in words.items():
            told = told.replace(f"{sentence}。", f"{longer}。")
        yield Goal(goal.mark, goal.expected, told)


def _numbered(rows: list[Line]) -> Iterator[Line]:
    """The rows with their first rows counted in the form as it is printed."""
    at = {r.number: n for n, r in enumerate(rows, start=1) if r.number}
    for n, r in enumerate(rows, start=1):
        yield Line(**{**vars(r), "first": at.get(r.first, n)})


def _levels(form: Spec, family: Family) -> tuple[tuple[str, str], ...]:
    levels = dict(form.levels)
    if family.id == "shenzhen-2020" and levels:
        levels[GOOD] = _sum(iter((levels[GOOD], levels.pop(GLAD, "0"))))
    return tuple(levels.items()) if family.scores else ()


def _goals(form: Spec, rng: random.Random) -> Iterator[Goal]:
    way = rng.choice("一目1（")
    for n, g in enumerate(form.goals, start=1):
        marks = {
            "一": f"{g.label}、{g.title}：", "目": f"目标{n}：", "1": f"{n}.{g.title}：", "（": f"（{g.label}）{g.title}：",
        }  # fmt: skip
        yield Goal(marks[way] if g.label else "", g.expected, g.actual)
