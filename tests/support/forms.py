"""A small correct form as a value, and its text in the dialects that people send.

``clean()`` has no finding at all. A test changes one thing of it::

    clean().row(2, actual="18册").text("tabs")
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import TypeVar

BLANK = ""
DASH = "—"
_AMOUNTS = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
_COLUMNS = (
    "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施",
)  # fmt: skip


T = TypeVar("T", bound="Row | Spec")


def _changed(one: T, changes: Mapping[str, object]) -> T:
    """The value with other fields; a name that it does not have is an error."""
    known = {f.name: getattr(one, f.name) for f in fields(one)}
    if not set(changes) <= set(known):
        raise TypeError(sorted(set(changes) - set(known)))
    return type(one)(**known | dict(changes))


@dataclass(frozen=True)
class Fund:
    """A row of 项目资金."""

    name: str
    initial: str
    annual: str
    executed: str
    points: str = DASH
    rate: str = DASH
    score: str = DASH

    @property
    def cells(self) -> tuple[str, ...]:
        return self.initial, self.annual, self.executed, self.points, self.rate, self.score


@dataclass(frozen=True)
class Row:
    """A 三级指标. ``shared`` puts it into the group of the row above: points and score stand there."""

    level1: str
    level2: str
    name: str
    target: str
    actual: str
    points: str
    score: str
    explanation: str = BLANK
    shared: bool = False

    @property
    def cells(self) -> tuple[str, ...]:
        return self.name, self.target, self.actual, self.points, self.score, self.explanation


@dataclass(frozen=True)
class Goal:
    """An item of 年度总体目标; an empty label means that the goals are not divided into items."""

    label: str
    title: str
    expected: str
    actual: str

    def item(self, words: str) -> str:
        if not self.label:
            return words
        return f"{self.label}、{self.title}：{words}" if words else BLANK


@dataclass(frozen=True)
class Spec:
    """A whole form."""

    project: str
    department: str
    unit: str
    funds: tuple[Fund, ...]
    goals: tuple[Goal, ...]
    rows: tuple[Row, ...]
    levels: tuple[tuple[str, str], ...]
    total: tuple[str, str]
    title: str = "项目支出绩效自评表"
    year: str = "2023"
    currency: str = "万元"
    grade: str = BLANK
    tail: str = BLANK
    head: tuple[tuple[str, str], ...] = field(default=())

    def row(self, number: int, **changes: str | bool) -> "Spec":
        """The same form with one row (from 1, as people count) changed."""
        rows = list(self.rows)
        rows[number - 1] = _changed(rows[number - 1], changes)
        return replace(self, rows=tuple(rows))

    def fund(self, number: int, **changes: str) -> "Spec":
        """The same form with one fund row (from 0: the total) changed."""
        funds = list(self.funds)
        funds[number] = replace(funds[number], **changes)
        return replace(self, funds=tuple(funds))

    def goal(self, number: int, **changes: str) -> "Spec":
        """The same form with one goal item (from 1) changed."""
        goals = list(self.goals)
        goals[number - 1] = replace(goals[number - 1], **changes)
        return replace(self, goals=tuple(goals))

    def but(self, **changes: object) -> "Spec":
        """The same form with other fields."""
        return _changed(self, changes)

    def told(self, words: str, instead: str) -> "Spec":
        """The same form with other words in 实际完成情况; the words must stand there."""
        changed = tuple(replace(g, actual=g.actual.replace(words, instead)) for g in self.goals)
        if changed == self.goals:
            raise ValueError(words)
        return replace(self, goals=changed)

    def scored(self) -> "Spec":
        """The same form with the total that its scores add up to, and the grade of it where one is printed."""
        scores = [self.funds[0].score, *(r.score for r in self.rows)]
        whole = sum((Decimal(s) for s in scores if _is_number(s)), Decimal(0))
        grade = next(g for g, floor in (("优", 90), ("良", 80), ("中", 60), ("差", -999)) if whole >= floor)
        return replace(self, total=(self.total[0], format(whole, "f")), grade=grade if self.grade else BLANK)

    def weighed(self) -> "Spec":
        """The same form with level-1 labels that announce what their rows add up to."""
        out = []
        for level, _ in self.levels:
            points = [Decimal(r.points) for r in self.rows if r.level1 == level and _is_number(r.points)]
            out.append((level, format(sum(points, Decimal(0)), "f")))
        return replace(self, levels=tuple(out))

    def ids(self, *numbers: int) -> tuple[str, ...]:
        """The ids of rows, counted from 1."""
        return tuple(f"I{n:02d}" for n in numbers)

    def text(self, dialect: str = "pipes") -> str:
        """The form as text."""
        return DIALECTS[dialect](self)

    def level(self, name: str) -> str:
        """A level-1 label as it is printed."""
        points = dict(self.levels).get(name, BLANK)
        return f"{name}（{points}分）" if points else name

    @property
    def expected(self) -> tuple[str, ...]:
        return tuple(w for g in self.goals if (w := g.item(g.expected)))

    @property
    def actual(self) -> tuple[str, ...]:
        return tuple(w for g in self.goals if (w := g.item(g.actual)))


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).removeprefix("-").isdigit()


def _blocks(spec: Spec) -> list[list[str]]:
    """The printed rows of the form, each the cells that a merged table leaves in it."""
    out = [[spec.title]]
    if spec.year:
        out.append([f"（{spec.year}年度）"])
    out.append(["项目名称", spec.project, *(w for pair in spec.head for w in pair)])
    out.append(["主管部门", spec.department, "实施单位", spec.unit])
    currency = f"（{spec.currency}）" if spec.currency else ""
    out.append([f"项目资金{currency}", "", *_AMOUNTS])
    out += [[f.name, *f.cells] for f in spec.funds]
    out.append(["年度总体目标", "预期目标", "实际完成情况"])
    out.append([" ".join(spec.expected), " ".join(spec.actual)])
    out.append(["绩效指标", *_COLUMNS])
    level1 = level2 = ""
    for row in spec.rows:
        cells = list(row.cells)
        if row.level2 != level2 or row.level1 != level1:
            cells.insert(0, row.level2)
        if row.level1 != level1:
            cells.insert(0, spec.level(row.level1))
        level1, level2 = row.level1, row.level2
        out.append(cells)
    out.append(["总分", *spec.total, *(("等级", spec.grade) if spec.grade else ()), ""])
    return out


def _pipes(spec: Spec) -> str:
    """Cells between bars, covered cells left out."""
    rows = [" | ".join(cells) + " |" for cells in _blocks(spec)]
    return "\n".join([rows[0].removesuffix(" |"), *rows[1:], *spec.tail.splitlines()]) + "\n"


def _tabs(spec: Spec) -> str:
    """As a spreadsheet pastes: every column there, covered cells empty."""
    rows = []
    for cells in _blocks(spec):
        inside = len(cells) in (6, 7, 8) and cells[-6:] in [list(r.cells) for r in spec.rows]
        covered = [""] * (9 - len(cells)) if inside else []
        rows.append("\t".join([*covered, *cells]))
    return "\n".join([*rows, *spec.tail.splitlines()]) + "\n"


def _words(spec: Spec) -> list[str]:
    out = []
    for cells in _blocks(spec):
        goals = cells == [" ".join(spec.expected), " ".join(spec.actual)]
        out += [*spec.expected, *spec.actual] if goals else [c for c in cells if c]
    return [*out, *spec.tail.splitlines()]


def _rows(spec: Spec) -> str:
    """One printed row a line, in the order of the content; empty cells leave no trace."""
    out = []
    for cells in _blocks(spec):
        goals = cells == [" ".join(spec.expected), " ".join(spec.actual)]
        out += [*spec.expected, *spec.actual] if goals else [" ".join(c for c in cells if c)]
    return "\n".join([*out, *spec.tail.splitlines()]) + "\n"


def _lines(spec: Spec) -> str:
    """One cell a line, in the order of the content; empty cells leave no trace."""
    return "\n".join(_words(spec)) + "\n"


def _flat(spec: Spec) -> str:
    """All in one line, as a web page flattens a table."""
    return " ".join(_words(spec))


DIALECTS = {"pipes": _pipes, "tabs": _tabs, "rows": _rows, "lines": _lines, "flat": _flat}

OUT, GOOD, GLAD = "产出指标", "效益指标", "满意度指标"
_ROWS = (
    Row(OUT, "数量指标", "阅读推广活动场次", "≥40场", "46场", "8", "8"),
    Row(OUT, "数量指标", "新购图书册数", "≥20000册", "20800册", "8", "8"),
    Row(OUT, "数量指标", "流动图书车出车次数", "≥60次", "62次", "6", "6"),
    Row(OUT, "质量指标", "新购图书验收合格率", "≥98%", "99.5%", "6", "6"),
    Row(OUT, "质量指标", "图书采购合规性", "合规", "合规", "5", "5"),
    Row(OUT, "时效指标", "新购图书上架完成时间", "9月底前", "8月20日", "3", "3"),
    Row(OUT, "时效指标", "读者咨询平均答复时间", "≤2个工作日", "1.5个工作日", "3", "3"),
    Row(OUT, "成本指标", "图书平均采购单价", "≤45元/册", "42元/册", "5", "5"),
    Row(OUT, "成本指标", "单场活动平均成本", "≤3000元", "2850元", "6", "6"),
    Row(GOOD, "社会效益指标", "年到馆读者人次", "≥15万人次", "16.2万人次", "10", "10"),
    Row(GOOD, "社会效益指标", "新增持证读者人数", "≥1500人", "1620人", "10", "10"),
    Row(GOOD, "可持续影响指标", "在册志愿者人数", "≥80人", "86人", "5", "5"),
    Row(GOOD, "可持续影响指标", "馆藏图书外借率", "≥60%", "66%", "5", "5"),
    Row(GLAD, "服务对象满意度指标", "到馆读者满意度", "≥90%", "95%", "10", "10"),
)
_GOALS = (
    Goal(
        "一", "馆藏建设",
        "新购图书不少于20000册，9月底前完成上架，验收合格率不低于98%，平均采购单价控制在45元以内。",
        "全年新购图书20800册。图书采购经公开招标确定供应商，县审计局专项审计未发现违规问题。"
        "新购图书验收合格率99.5%，图书平均采购单价42元/册，8月20日新购图书全部完成上架。",
    ),
    Goal(
        "二", "阅读推广",
        "举办阅读推广活动不少于40场，流动图书车出车不少于60次。",
        "全年举办阅读推广活动46场，单场活动平均成本2850元。流动图书车全年出车62次，在册志愿者86人。",
    ),
    Goal(
        "三", "读者服务",
        "年到馆读者不少于15万人次，新增持证读者1500人，读者满意度达到90%以上。",
        "全年到馆读者16.2万人次，新增持证读者1620人，馆藏图书外借率66%，读者咨询平均答复时间1.5个工作日。"
        "12月发放到馆读者满意度问卷600份，收回600份，满意570份，满意度95%。",
    ),
)  # fmt: skip


def clean() -> Spec:
    """The form without any finding."""
    return Spec(
        project="公共服务提升专项经费",
        department="青岚县文化广电旅游局",
        unit="青岚县图书馆",
        funds=(
            Fund("年度资金总额", "120.00", "120.00", "116.40", "10", "97.0%", "9.70"),
            Fund("其中：当年财政拨款", "110.00", "110.00", "106.40", DASH, "96.7%", DASH),
            Fund("上年结转资金", "10.00", "10.00", "10.00", DASH, "100.0%", DASH),
            Fund("其他资金", "0.00", "0.00", "0.00"),
        ),
        goals=_GOALS,
        rows=_ROWS,
        levels=((OUT, "50"), (GOOD, "30"), (GLAD, "10")),
        total=("100", "99.70"),
    )
