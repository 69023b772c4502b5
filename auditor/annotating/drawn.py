"""The form of a plain text drawn as its table, cell by cell, with the names by which notes find their cells."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from auditor.marking import FUNDS, HEAD
from auditor.model.base import plain
from auditor.model.form import Cell, Form, Indicator
from auditor.paper import BODY, Box, Ink, Line, Paragraph, Piece

WIDTHS = (2.1, 2.3, 4.6, 3.1, 3.1, 1.4, 1.4, 1.8, 2.8, 2.8)
_COLUMNS = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
_FUND_COLUMNS = ("", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
_LAST = 3  # columns of the grid that the column of explanations takes
_FUND_WIDTHS = (2, 1, 1, 2, 1, 1, 1)
_INK, _LABEL = Ink(size=9), Ink(size=9, bold=True)
_DRAFT = Ink(BODY, 9, colour="C00000", ground="FFF2CC")
_GROUND = "F2F2F2"

Noted = Callable[[Sequence[str]], Sequence[int]]


class Drawing:
    """Draws one form; ``noted`` gives the numbers of the comments at cells, ``drafts`` the texts to fill in."""

    def __init__(self, form: Form, noted: Noted, drafts: dict[str, str]) -> None:
        self._form, self._noted, self._drafts = form, noted, drafts

    def tables(self) -> tuple[list[Line], list[Line]]:
        """The rows of the form: those before the indicators, and the indicators with a head that is repeated."""
        return [*self._head(), *self._funds(), *self._goals()], [*self._indicators(), *self._total()]

    def _label(self, words: str, *names: str, wide: int = 1, down: str = "") -> Box:
        told = (Paragraph((Piece(words, _LABEL),), align="center"),) if words else ()
        return Box(told, wide, down, _GROUND, self._noted(names))

    def _cell(self, cell: Cell | None, name: str, *, wide: int = 1, align: str = "center", down: str = "") -> Box:
        words, ink = (cell.text, _INK) if cell is not None and cell.text else (self._drafts.get(name, ""), _DRAFT)
        told = tuple(Paragraph((Piece(part, ink),), align=align) for part in words.split("\n")) if words else ()
        return Box(told, wide, down, comments=self._noted([name]))

    def _head(self) -> Iterator[Line]:
        form = self._form
        words = ("项目名称", "实施年度", "主管部门", "实施单位")
        for n in (0, 2):
            yield Line(
                [
                    self._label(words[n], wide=2),
                    self._cell(getattr(form, HEAD[n]), f"head-{HEAD[n]}", wide=2),
                    self._label(words[n + 1]),
                    self._cell(getattr(form, HEAD[n + 1]), f"head-{HEAD[n + 1]}", wide=5),
                ],
                high=0.8,
            )

    def _funds(self) -> Iterator[Line]:
        form = self._form
        if not form.funds:
            return
        unit = f"（{form.currency}）" if form.currency else ""
        titles = [self._label(t, wide=w) for t, w in zip(_FUND_COLUMNS, _FUND_WIDTHS, strict=True)]
        yield Line([self._label(f"项目资金{unit}", "part-funds", down="restart"), *titles], high=0.7)
        for n, fund in enumerate(form.funds):
            cells = (
                self._cell(getattr(fund, c), f"fund-{n}-{c}", wide=w) for c, w in zip(FUNDS, _FUND_WIDTHS, strict=True)
            )
            yield Line([Box(down="continue"), *cells], high=0.7)

    def _goals(self) -> Iterator[Line]:
        goals = self._form.goals
        if not goals:
            return
        side = self._label("年度总体目标", "part-goals", down="restart")
        yield Line([side, self._label("预期目标", wide=3), self._label("实际完成情况", wide=6)], high=0.7)
        for n, goal in enumerate(goals):
            head = (f"{goal.label}、" if goal.label else "") + (f"{goal.title}：" if goal.title else "")
            cells = [
                self._goal(head, getattr(goal, c), f"goal-{n}-{c}", w) for c, w in (("expected", 3), ("actual", 6))
            ]
            yield Line([Box(down="continue"), *cells], whole=False)

    def _goal(self, head: str, cell: Cell | None, name: str, wide: int) -> Box:
        pieces = [Piece(head, _LABEL)] if head and cell else []
        pieces += [Piece(cell.text, _INK)] if cell else []
        return Box([Paragraph(pieces)], wide, comments=self._noted([name]))

    def _indicators(self) -> Iterator[Line]:
        rows = self._form.indicators
        if not rows:
            return
        titles = [
            self._label(t, *(["part-indicators"] if n == 0 else []), wide=1 if t is not _COLUMNS[-1] else _LAST)
            for n, t in enumerate(_COLUMNS)
        ]
        yield Line(titles, head=True, high=0.8)
        level1 = _down([i.level1 for i in rows])
        level2 = _down([f"{i.level1}/{i.level2}" for i in rows])
        groups = _down([i.group for i in rows])
        for n, i in enumerate(rows):
            yield self._indicator(i, level1[n], level2[n], groups[n])

    def _indicator(self, i: Indicator, level1: str, level2: str, group: str) -> Line:
        points = next((v.points for v in self._form.level1 if v.name == i.level1), None)
        shown = f"\n（{plain(points)}分）" if points is not None else ""
        found = next(g for g in self._form.groups if g.id == i.group)
        goes_on = [level == "continue" for level in (level1, level2, group)]
        return Line(
            [
                Box(down=level1) if goes_on[0] else self._label(i.level1 + shown, f"level1-{i.level1}", down=level1),
                Box(down=level2) if goes_on[1] else self._label(i.level2, down=level2),
                self._cell(i.name, f"{i.id}-name", align="left"),
                self._cell(i.target, f"{i.id}-target"),
                self._cell(i.actual, f"{i.id}-actual"),
                Box(down=group) if goes_on[2] else self._cell(found.points, f"{i.group}-points", down=group),
                Box(down=group) if goes_on[2] else self._cell(found.score, f"{i.group}-score", down=group),
                self._cell(i.explanation, f"{i.id}-explanation", wide=_LAST, align="left"),
            ],
            high=0.7,
        )

    def _total(self) -> Iterator[Line]:
        total = self._form.total
        grade = self._cell(total.grade, "total-grade", wide=_LAST, align="left")
        cells = [self._cell(total.points, "total-points"), self._cell(total.score, "total-score"), grade]
        yield Line([self._label("总分", "part-totals", wide=5), *cells], high=0.8)


def _down(keys: Sequence[str]) -> list[str]:
    """How the cells of a column are merged where the same key goes on."""
    out: list[str] = []
    for _, run in groupby(keys):
        count = len(list(run))
        out += ["restart", *["continue"] * (count - 1)] if count > 1 else [""]
    return out
