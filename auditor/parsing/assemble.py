"""The blocks of the form put together into one :class:`Form`, and the account of every character."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import takewhile

from auditor.model.form import Cell, CellKind, Form, FormKind, FundLine, FundRole, Note, NoteRole, Part, Total
from auditor.model.source import Label, Span
from auditor.numerals import widths
from auditor.parsing.families import ASKS, UNKNOWN, Recognised
from auditor.parsing.flow import flow
from auditor.parsing.funds import fund_lines
from auditor.parsing.goals import pair
from auditor.parsing.pieces import Cut, Piece, cut_text, spans, to_cell
from auditor.parsing.sections import Mark, Sections
from auditor.parsing.table import Block, build, level_names

_DASH = re.compile(r"[-—–―－/]{1,3}")
_NUMBER = re.compile(r"\d+(?:\.\d+)?分?")
_WORD = re.compile(r"\S+")
_BARE = re.compile(rb"\x00+")
_GRADE = re.compile(r"优秀?|良好?|中等?|较?差|合格|不合格|低")
_TITLE_END = 60  # characters within which a title stands
_YEAR_OF_TITLE = re.compile(r"^\s*(?:19|20)\d\d年度")
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年?度?")


@dataclass(slots=True)
class Reading:
    """What a reader of one dialect has found, before it is put together."""

    sections: Sections
    blocks: list[Block] = field(default_factory=list)
    expected: list[Piece] = field(default_factory=list)
    actual: list[Piece] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    unsure: list[Part] = field(default_factory=list)
    family: Recognised | None = None
    by_head: bool = False  # the head of the table says which columns there are; else its family does
    fund_places: list[int] = field(default_factory=list)
    spare: list[Piece] = field(default_factory=list)  # words of the goals that another cell replaces


def assemble(text: str, reading: Reading) -> Form:
    """The form with its cells; whatever no cell and no label holds is ``unparsed``."""
    sections = reading.sections
    found = reading.family
    funds, doubts = fund_lines(sections.funds, sections.fund_columns, reading.fund_places)
    goals, goal_labels = pair(reading.expected, reading.actual)
    marks = level_names([e for e in sections.table if isinstance(e, Mark)])
    columns = _columns(reading)
    scored = not columns or bool({"points", "score"} & set(columns) and {"level1", "level2"} & set(columns))
    table = build(reading.blocks, marks, scored=scored)
    line = next((f for f in funds if f.role is FundRole.TOTAL), None)
    pairs = [(line.points, line.score)] if line else []
    total, rest = _total(sections, [*pairs, *((g.points, g.score) for g in table.groups)])
    labels = [Label(text=cut_text(cut), spans=spans(cut)) for cut in sections.labels if cut]
    labels += goal_labels
    labels += [Label(text=p.text, spans=spans((p,))) for p in [*rest, *reading.spare]]
    prompts = found.family.prompts if found else ()
    funds, prompted = _unprompted(funds, prompts)
    notes, others = _notes(sections)
    labels += [*prompted, *others]
    head = sections.head
    year, used = _year(sections)
    if year.kind is CellKind.EMPTY:
        year = _year_above(text)
    labels += [Label(text=cut_text(c), spans=spans(c)) for c in [*sections.years, *sections.title[1:]] if c is not used]
    if not table.indicators:
        reading.unsure.append(Part.ROWS)
    if goals and not sections.columns:
        reading.unsure.append(Part.GOALS)  # the text ends before the indicator table, perhaps within the goals
    kind = FormKind(found.family.kind) if found and found.family.kind else _kind(sections)
    form = Form(
        kind=kind,
        template=found.family.id if found else UNKNOWN,
        template_confidence=found.confidence if found else "low",
        template_basis=found.basis if found else (),
        columns=columns,
        asks=found.family.asks if found else ASKS,
        title=to_cell(sections.title[0]) if sections.title else None,
        project_name=to_cell(head.get("project_name")),
        year=year,
        department=to_cell(head.get("department")),
        unit=to_cell(head.get("unit") or head.get("filler")),
        currency=sections.currency,
        funds=funds,
        goals=goals,
        indicators=table.indicators,
        groups=table.groups,
        level1=table.level1,
        total=total,
        notes=notes,
        labels=tuple(labels),
        unparsed=(),
        unsure=tuple(dict.fromkeys(reading.unsure)),
        doubts=(*reading.doubts, *doubts),
    )
    form = _named(form) if kind is FormKind.DEPARTMENT else form
    return form.model_copy(update={"unparsed": left_over(text, form)})


def _columns(reading: Reading) -> tuple[str, ...]:
    """The columns of the table. Where a text has torn its head apart, those of its family."""
    if reading.by_head:
        return tuple(reading.sections.columns)
    return reading.family.family.columns if reading.family else ()


def _named(form: Form) -> Form:
    """A form of a whole department, which names one body only: it is project, department and unit at once."""
    names = ("department", "unit", "project_name")
    told = next((c for n in names if (c := getattr(form, n)).kind is not CellKind.EMPTY), None)
    empty = [n for n in names if getattr(form, n).kind is CellKind.EMPTY]
    return form.model_copy(update=dict.fromkeys(empty, told)) if told else form


def _unprompted(funds: Sequence[FundLine], prompts: Sequence[str]) -> tuple[tuple[FundLine, ...], list[Label]]:
    """The amounts without the instructions of the blank form, which are labels."""
    lines: list[FundLine] = []
    labels: list[Label] = []
    for line in funds:
        told = line.explanation
        prompted = told and told.text and told.text.replace("，", ",").startswith(tuple(prompts))
        if told and prompted:
            labels.append(Label(text=told.text, spans=told.spans))
        empty = told is None or prompted or told.kind is CellKind.EMPTY
        lines.append(line.model_copy(update={"explanation": None}) if empty else line)
    return tuple(lines), labels


def _notes(sections: Sections) -> tuple[tuple[Note, ...], list[Label]]:
    """The blocks of prose of the whole form, and the values of the head that no field holds."""
    notes = tuple(
        Note(role=NoteRole(role), name=to_cell(cut), text=flow(pieces).cell(0, len(flow(pieces).text)))
        for role, cut, pieces in sections.notes
    )
    spare = ("other", "note", *(["filler"] if "unit" in sections.head else []))
    others = [sections.head[key] for key in spare if sections.head.get(key)]
    return notes, [Label(text=cut_text(cut), spans=spans(cut)) for cut in others]


def _total(sections: Sections, scored: Sequence[tuple[Cell | None, Cell | None]]) -> tuple[Total, list[Piece]]:
    """The 总分 row and the dashes that fill its other cells; ``scored`` are all points with their scores."""
    told = [p for p in sections.head.get("total", ()) if _NUMBER.fullmatch(p.text)]
    if told and not sections.total:
        return Total(points=None, score=to_cell((told[0],)), grade=None), []
    numbers = [p for p in sections.total if _NUMBER.fullmatch(p.text)]
    dashes = [p for p in sections.total if _DASH.fullmatch(p.text)]
    grade = next((p for p in [*sections.grade, *sections.total] if _GRADE.fullmatch(p.text)), None)
    points, score = (numbers[0], numbers[1]) if len(numbers) > 1 else (None, numbers[0] if numbers else None)
    if score and not points and _is_points(score, sections, scored):
        points, score = score, None
    total = Total(
        points=to_cell((points,)) if points else None,
        score=to_cell((score,)) if score else None,
        grade=to_cell((grade,)) if grade else None,
    )
    return total, dashes


def _is_points(alone: Piece, sections: Sections, scored: Sequence[tuple[Cell | None, Cell | None]]) -> bool:
    """Whether the only number of the 总分 row is what the points add up to, and the score is blank.

    Where the sums of points and scores do not tell, it is if an empty cell or a dash is left for the score after it.
    """
    cells = [p for p in sections.total if p.line == alone.line]
    at, explained = cells.index(alone), "explanation" in sections.columns
    after = len(list(takewhile(lambda p: not p.text or _DASH.fullmatch(p.text), cells[at + 1 :])))
    if not after or (at and len(cells) <= 2 + explained):
        return False
    number = Decimal(alone.text.rstrip("分"))
    points, scores = (_sum(pair[k] for pair in scored) for k in (0, 1))
    if (number == points) is (number == scores):
        return after > explained
    return number == points


def _sum(cells: Iterable[Cell | None]) -> Decimal:
    return sum((c.value for c in cells if c and c.value is not None), Decimal(0))


def _year(sections: Sections) -> tuple[Cell, Cut | None]:
    """The year of the form: 实施年度, else the line （2023年度）, else the year in the title."""
    if sections.head.get("year"):
        return to_cell(sections.head["year"]), None
    for cut in [*sections.years, *sections.title[:1]]:
        whole = widths("".join(p.text for p in cut))
        m = _YEAR.search(whole)
        if m:
            inner = cut_text(cut).strip("（()） ") if cut in sections.years else m[0]
            cell = Cell(text=inner, kind=CellKind.DATE, spans=spans(cut))
            return cell, cut if cut in sections.years else None
    return to_cell(None), None


def _year_above(text: str) -> Cell:
    """The year in a title of several lines that is not recognised as one: 2023年度…项目 / 绩效目标自评表."""
    m = _YEAR_OF_TITLE.search(text, 0, _TITLE_END)
    return Cell(text=m[0], kind=CellKind.DATE, spans=(Span(start=m.start(), end=m.end()),)) if m else to_cell(None)


def _kind(sections: Sections) -> FormKind:
    words = "".join(cut_text(c) for c in sections.title) + "".join(cut_text(c) for c in sections.labels[:6])
    if "转移支付" in words:
        return FormKind.TRANSFER
    if "部门整体" in words or "整体支出" in words:
        return FormKind.DEPARTMENT
    return FormKind.PROJECT


def cells(form: Form) -> Iterator[Cell]:
    """Every cell of a form."""
    yield from (c for c in (form.title, form.project_name, form.year, form.department, form.unit) if c)
    for line in form.funds:
        yield from (
            line.name,
            line.initial_budget,
            line.annual_budget,
            line.executed,
            line.points,
            line.rate,
            line.score,
        )
        if line.explanation:
            yield line.explanation
    for goal in form.goals:
        yield from (c for c in (goal.expected, goal.actual) if c)
    for indicator in form.indicators:
        yield from (c for c in (indicator.name, indicator.target, indicator.actual, indicator.explanation) if c)
        yield from (c for c in (indicator.initial_target, indicator.coefficient, indicator.core) if c)
        yield from indicator.others
    for group in form.groups:
        yield from (c for c in (group.points, group.score) if c)
    yield from (c for c in (form.total.points, form.total.score, form.total.grade) if c)
    yield from (c for note in form.notes for c in (note.name, note.text))


def left_over(text: str, form: Form) -> tuple[Label, ...]:
    """The characters, white space aside, that stand in no cell and in no label, in runs of one line."""
    covered = bytearray(len(text))
    places: list[Sequence[Span]] = [c.spans for c in cells(form)]
    places += [label.spans for label in form.labels]
    places += [level.spans for level in form.level1]
    for group in places:
        for span in group:
            covered[span.start : span.end] = b"\x01" * (span.end - span.start)
    words = (m.span() for m in _WORD.finditer(text) if covered.find(0, m.start(), m.end()) >= 0)
    bare = (m.span() for word in words for m in _BARE.finditer(covered, *word))
    runs = [Label(text=text[a:b], spans=(Span(start=a, end=b),)) for a, b in bare]
    return tuple(_joined(runs, text))


def _joined(runs: list[Label], text: str) -> Iterator[Label]:
    """Neighbouring runs of one line as one entry."""
    at = 0
    while at < len(runs):
        end = at
        while end + 1 < len(runs) and not text[runs[end].spans[0].end : runs[end + 1].spans[0].start].strip(
            " \t\u3000"
        ):
            end += 1
        part = runs[at : end + 1]
        yield Label(text=" ".join(r.text for r in part), spans=tuple(s for r in part for s in r.spans))
        at = end + 1
