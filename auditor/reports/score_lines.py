"""The indicators one by one with figures as numbers; rows that share a pair of 分值/得分 cells have theirs once."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from auditor.model.base import plain
from auditor.model.form import Group
from auditor.model.review import Review
from auditor.model.score import ExecutionScore, GroupScore, IndicatorScore, TotalScore
from auditor.reports import rows, view

Figure = Decimal | str


class ScoreLine(NamedTuple):
    """A scored row; its figures (分值, 自评, 应得下限, 应得上限, 差额) stand for ``height`` rows from here on.

    A row under such figures has none and a height of 0.
    """

    row: str
    level1: str
    level2: str
    title: str
    target: str
    actual: str
    completion: Figure
    figures: tuple[Figure, ...]
    method: str
    part: str
    height: int


def score_lines(review: Review) -> Iterator[ScoreLine]:
    """The execution rate, the indicators group by group, and the total."""
    sheet = review.scores
    rate = sheet.execution.rate
    yield ScoreLine(
        "", "预算执行", "", "预算执行率", "", "", "" if rate is None else rate, _figures(sheet.execution),
        sheet.execution.method, "", 1,
    )  # fmt: skip
    members = {g.id: g for g in review.form.groups}
    for score in sheet.groups:
        yield from _group(review, members[score.group], score)
    yield ScoreLine("", "总分", "", "", "", "", "", _figures(sheet.total), "", "", 1)


def _group(review: Review, group: Group, score: GroupScore) -> Iterator[ScoreLine]:
    known, order = view.by_id(review.form), view.ordinal(review.form)
    height = len(score.indicators)
    for n, one in enumerate(score.indicators):
        row = known[one.indicator]
        figures = _figures(score)
        if height == 1 and rows.is_late(one):
            figures = (*figures[:2], rows.LESS, rows.LESS, rows.MUST_LOSE if score.difference else figures[4])
        yield ScoreLine(
            str(order[row.id]), group.level1, group.level2, view.written(row.name), view.written(row.target),
            view.written(row.actual), "" if one.completion is None else one.completion, () if n else figures,
            one.method or score.method, _part(score, one, first=n == 0) if height > 1 else "", 0 if n else height,
        )  # fmt: skip


def _part(score: GroupScore, one: IndicatorScore, *, first: bool) -> str:
    """What a row that shares its figures is worth by itself; the first one says how they are shared."""
    if score.points is None:
        return ""
    due = rows.LESS if rows.is_late(one) else f"应得 {view.interval(one.deserved)} 分"
    return (f"{score.method}：\n" if first else "") + f"占 {plain(one.share)} 分，{due}"


def _figures(score: GroupScore | ExecutionScore | TotalScore) -> tuple[Figure, ...]:
    due = score.deserved
    none = "" if score.points is None else view.interval(None)
    figures = (score.points, score.claimed, due.low if due else none, due.high if due else none, score.difference)
    return tuple("" if f is None else f for f in figures)
