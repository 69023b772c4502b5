"""The 项目支出绩效自评表 as understood: each value with its words, its meaning and its place."""

import re
from enum import StrEnum

from pydantic import Field

from auditor.model.base import Frozen, Number
from auditor.model.source import Label, Span


class CellKind(StrEnum):
    """What a cell's words are."""

    NUMBER = "number"
    RANGE = "range"
    DATE = "date"
    QUALITATIVE = "qualitative"
    NOT_APPLICABLE = "not_applicable"
    EMPTY = "empty"


class Operator(StrEnum):
    """The comparison that a target states; the direction of the indicator follows from it."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    EQUAL = "="
    ABOVE = ">"
    BELOW = "<"


class Cell(Frozen):
    """A cell's words without the line breaks and stray blanks of the extraction, and their places.

    A ``doubtful`` cell holds characters that were recognised with little certainty: its words are kept as a
    quality without a value, and nothing is decided by them.
    """

    text: str
    kind: CellKind
    value: Number | None = None
    unit: str | None = None
    operator: Operator | None = None
    spans: tuple[Span, ...] = ()
    doubtful: bool = Field(default=False, exclude=True)


class FundRole(StrEnum):
    """The rows of 项目资金."""

    TOTAL = "total"
    FISCAL = "fiscal"
    CARRYOVER = "carryover"
    OTHER = "other"


class FundLine(Frozen):
    """A row of 项目资金; amounts are in ``Form.currency``."""

    role: FundRole
    name: Cell = Field(title="资金名称")
    initial_budget: Cell = Field(title="年初预算数")
    annual_budget: Cell = Field(title="全年预算数")
    executed: Cell = Field(title="全年执行数")
    points: Cell = Field(title="分值")
    rate: Cell = Field(title="执行率")
    score: Cell = Field(title="得分")
    explanation: Cell | None = Field(
        default=None, title="原因", description="Where the form asks for it at the amounts."
    )


class Goal(Frozen):
    """An item of 年度总体目标: what was promised and what is reported, paired by its number."""

    label: str | None = Field(title="序号")
    title: str | None = Field(title="标题")
    expected: Cell | None = Field(title="预期目标")
    actual: Cell | None = Field(title="实际完成情况")


_MARKED = re.compile(r"(?:[★☆▲△●○◆◇■□※*＊#]|指标\d{1,2}[:：.．、]|[（(]\d{1,2}[）)]|\d{1,2}[、.．](?!\d)|[①-⑳])+(?=.)")
"""What only numbers or marks a name: 指标1：, ★, （2）."""
DRAFT_MARK = "【草稿】"
"""Stands before a draft that was filled in, until a person accepts it."""


class Indicator(Frozen):
    """A 三级指标; its points and score stand on its group.

    ``target`` is the one in force: 调整指标值 where a form has that column and it is filled, ``initial_target`` then
    the one before. A target that a form divides into 指标性质, 指标值 and 度量单位 is one cell, in that order.
    """

    id: str
    level1: str = Field(title="一级指标")
    level2: str = Field(title="二级指标")
    name: Cell = Field(title="三级指标")
    target: Cell = Field(title="年度指标值")
    actual: Cell = Field(title="实际完成值")
    group: str
    explanation: Cell | None = Field(title="偏差原因分析及改进措施")
    initial_target: Cell | None = Field(default=None, title="年初指标值")
    coefficient: Cell | None = Field(default=None, title="得分系数")
    core: Cell | None = Field(default=None, title="是否核心指标")
    others: tuple[Cell, ...] = Field(default=(), title="其他列", description="指标解释, 数据来源 and the like.")

    @property
    def plain_name(self) -> str:
        """The name without what only numbers or marks it: 指标1：, ★."""
        marked = _MARKED.match(self.name.text)
        return self.name.text[marked.end() :] if marked else self.name.text


class Group(Frozen):
    """The indicators that share one pair of 分值/得分 cells; often just one indicator."""

    id: str
    level1: str = Field(title="一级指标")
    level2: str = Field(title="二级指标")
    points: Cell | None = Field(title="分值")
    score: Cell | None = Field(title="得分")
    indicators: tuple[str, ...]


class Level1(Frozen):
    """A 一级指标 label with the points that it announces, as in 产出指标（50分）."""

    name: str
    points: Number | None
    spans: tuple[Span, ...] = ()


class Total(Frozen):
    """The 总分 row."""

    points: Cell | None = Field(title="总分分值")
    score: Cell | None = Field(title="总分得分")
    grade: Cell | None = Field(default=None, title="自评等级")


class NoteRole(StrEnum):
    """What a block of prose below the table is for."""

    CAUSE = "cause"
    MEASURE = "measure"
    CONCLUSION = "conclusion"
    PROBLEM = "problem"
    OTHER = "other"


class Note(Frozen):
    """A block of prose that belongs to the whole form: 偏差大或目标未完成原因分析, 改进措施, 评价结论, 其他需要说明事项."""

    role: NoteRole
    name: Cell
    text: Cell


class Part(StrEnum):
    """Parts of a form that a reading may leave unsure; the checks that rest on them are then undecidable."""

    HEAD = "head"
    FUNDS = "funds"
    GOALS = "goals"
    ROWS = "rows"
    LEVELS = "levels"
    POINTS = "points"
    EXPLANATIONS = "explanations"

    @property
    def shown(self) -> str:
        """The words for people."""
        return {
            "head": "表头", "funds": "资金表", "goals": "目标与完成情况", "rows": "指标各行", "levels": "二级指标的归属",
            "points": "各行的分值和得分", "explanations": "偏差说明的归属",
        }[self.value]  # fmt: skip


class FormKind(StrEnum):
    """The kinds of self-evaluation form that a rule set can cover."""

    PROJECT = "project"
    DEPARTMENT = "department"
    TRANSFER = "transfer"

    @property
    def shown(self) -> str:
        """The words for people."""
        return {"project": "项目支出", "department": "部门整体支出", "transfer": "转移支付"}[self.value]


class Heading(Frozen):
    """The words that a form prints over a column or before a value of its head, by field: goals.actual, funds.rate."""

    field: str
    text: str


class Form(Frozen):
    """A whole form. Every character but white space is in a cell, a label or ``unparsed``.

    ``template`` is the family of layouts, "unknown" where none was recognised; ``template_basis`` the words that told.
    ``columns`` are the fields that the head of the indicator table names, in its order; empty where it was not found.
    """

    kind: FormKind
    template: str
    template_confidence: str = Field(default="low", description="high, medium or low")
    template_basis: tuple[str, ...] = Field(default=(), title="识别依据")
    columns: tuple[str, ...] = Field(default=(), title="指标表的列")
    asks: tuple[str, ...] = Field(
        default=("project_name", "year", "department", "unit", "goals", "parts"),
        title="表式的栏目",
        description="Of the head, the goals and the parts of the funds what the layout has a place for.",
    )
    headings: tuple[Heading, ...] = Field(default=(), title="栏目名称", description="As the form prints them.")
    title: Cell | None = Field(title="表名")
    project_name: Cell = Field(title="项目名称")
    year: Cell = Field(title="实施年度")
    department: Cell = Field(title="主管部门")
    unit: Cell = Field(title="实施单位")
    currency: str | None = Field(title="金额单位")
    funds: tuple[FundLine, ...] = Field(title="项目资金")
    goals: tuple[Goal, ...] = Field(title="年度总体目标")
    indicators: tuple[Indicator, ...] = Field(title="绩效指标")
    groups: tuple[Group, ...]
    level1: tuple[Level1, ...]
    total: Total = Field(title="总分")
    notes: tuple[Note, ...] = Field(default=(), title="全表说明")
    labels: tuple[Label, ...]
    unparsed: tuple[Label, ...]
    unsure: tuple[Part, ...] = Field(
        default=(), description="Parts whose reading is not sure, so that nothing is decided by them."
    )
    doubts: tuple[str, ...] = Field(
        default=(), title="存疑", description="Places where another reading was possible, in Chinese."
    )

    def heading(self, field: str, usual: str) -> str:
        """What the form calls a field; ``usual`` is the national word, where that was not read."""
        return next((h.text for h in self.headings if h.field == field), usual)

    def lacks(self, column: str) -> bool:
        """Whether the head of the indicator table was found, and names no such column."""
        return bool(self.columns) and column not in self.columns

    @property
    def unscored(self) -> bool:
        """Whether the layout has neither 分值 nor 得分 for indicators, and none was read."""
        scored = any(c is not None and c.kind is CellKind.NUMBER for g in self.groups for c in (g.points, g.score))
        return self.lacks("points") and self.lacks("score") and not scored

    @property
    def one_unit(self) -> bool:
        """Whether a column of its own gives the unit of target and actual value."""
        return "measure" in self.columns
