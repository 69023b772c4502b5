"""Small forms that tell something, and what the narrative engine makes of it."""

from collections.abc import Sequence
from datetime import date

from auditor.model.case import Case
from auditor.model.claim import Claim, Note, NoteKind, Reading
from auditor.narrative import review
from auditor.parsing import parse
from auditor.readers.from_txt import from_txt
from auditor.rulebooks import choose
from auditor.scoring import form_year, score
from support.forms import GLAD, GOOD, OUT, Goal, Row, Spec, clean

_LEVELS = {"率": "质量指标", "时间": "时效指标", "及时": "时效指标", "成本": "成本指标", "合规": "质量指标"}


def form(rows: Sequence[tuple[str, ...]], told: str | Sequence[Goal], year: str = "2023") -> Spec:
    """A form with these rows (name, target, actual) and this narrative: prose, or numbered items."""
    goals = (Goal("", "", "按计划完成年度工作。", told),) if isinstance(told, str) else tuple(told)
    made = [_row(*r) for r in rows]
    return clean().but(rows=tuple(made), goals=goals, year=year, levels=())


def _row(name: str, target: str, actual: str, explanation: str = "") -> Row:
    if "满意" in name:
        return Row(GLAD, "服务对象满意度指标", name, target, actual, "10", "10", explanation)
    if "影响" in name or "效益" in name:
        return Row(GOOD, "社会效益指标", name, target, actual, "10", "10", explanation)
    level = next((v for k, v in _LEVELS.items() if k in name), "数量指标")
    return Row(OUT, level, name, target, actual, "10", "10", explanation)


def case(spec: Spec) -> Case:
    """The case of a form, as the checks and the drafts see it."""
    source = from_txt(spec.text("pipes").encode(), "表.txt")
    parsed = parse(source.text)
    year = form_year(parsed)
    book, _ = choose(parsed, date(int(year or 2023) + 1, 1, 1), None)
    sheet = score(parsed, book)
    told = review(parsed, source, year, sheet.deviations)
    return Case(source=source, form=parsed, book=book, sheet=sheet, reading=told, year=year)


def reading(spec: Spec) -> Reading:
    """What the embedded engine reads."""
    return case(spec).reading


def claim(name: str, actual: str, told: str | Sequence[Goal], target: str = "", **more: str) -> Claim:
    """The verdict on one row; the target is the actual value where none is given."""
    rows = [(name, target or actual, actual), ("档案整理卷数", "≥10卷", "12卷")]
    return reading(form(rows, told, **more)).claims[0]


def notes(spec: Spec, kind: NoteKind) -> list[Note]:
    """The remarks of one kind."""
    return [n for n in reading(spec).notes if n.kind is kind]
