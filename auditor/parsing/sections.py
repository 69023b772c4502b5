"""What a text holds, by the blocks of the form: head, 项目资金, 年度总体目标, 绩效指标, 总分, notes."""

from dataclasses import dataclass, field

from auditor.parsing.labels import BASE, Words
from auditor.parsing.pieces import Cut, Piece


@dataclass(slots=True)
class Mark:
    """A level label in the indicator table: its name, the points that it announces, its pieces."""

    part: str
    name: str
    points: str | None
    cut: Cut


@dataclass(slots=True)
class Sections:
    """The pieces of a text, handed out to the blocks of the form; what fits nowhere is handed to none."""

    words: Words = BASE
    title: list[Cut] = field(default_factory=list)
    years: list[Cut] = field(default_factory=list)
    head: dict[str, Cut] = field(default_factory=dict)
    currency: str | None = None
    funds: list[tuple[str, Cut, list[Piece]]] = field(default_factory=list)
    fund_columns: list[str] = field(default_factory=list)
    fund_places: list[int] = field(default_factory=list)  # which cell of its row each column of the amounts is
    goal_columns: list[str] = field(default_factory=list)
    goals: list[Piece] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)  # heads of columns that no field holds
    name_at: int = 0  # which cell of its row the head of the names is
    table: list[Piece | Mark] = field(default_factory=list)
    total: list[Piece] = field(default_factory=list)
    grade: list[Piece] = field(default_factory=list)
    notes: list[tuple[str, Cut, list[Piece]]] = field(default_factory=list)
    labels: list[Cut] = field(default_factory=list)
