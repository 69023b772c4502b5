"""The form re-drawn as its table, with the findings marked at their cells."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from auditor.marking import FUNDS, GOALS, HEAD, Marker
from auditor.model.base import plain
from auditor.model.form import Cell, Form, FundLine, FundRole, Goal, Indicator
from auditor.model.review import Review
from auditor.reports import rows, view
from auditor.reports.html_columns import AMOUNTS, COLUMNS, OF_GROUP, SOME, has_amounts, there_are, title_of
from auditor.reports.html_tags import Html, el, join


class Mark(NamedTuple):
    """A marker at a cell; ``first`` is the place to come back to from the finding."""

    item: view.Numbered
    first: bool


class Drawing(NamedTuple):
    """What the cells of one drawing refer to: markers, claims and drafts by indicator, scores by group."""

    form: Form
    marks: dict[str, list[Mark]]
    claims: dict[str, rows.ClaimRow]
    drafts: dict[str | None, str]
    scores: dict[str | None, rows.ScoreRow]


def draw(review: Review) -> Html:
    """Draw the form of a review."""
    form = review.form
    drawing = Drawing(
        form=form,
        marks=marks(review),
        claims={r.claim.indicator: r for r in rows.claim_rows(review)},
        drafts={d.indicator: f"d{n}" for n, d in enumerate(review.drafts, start=1)},
        scores={r.group: r for r in rows.score_rows(review)},
    )
    parts = (_head, _funds, _goals, _indicators, _total, _notes)
    drawn = (part(drawing) for part in parts)
    return el("div", *drawn, class_="form", role="region", aria_label="自评表", tabindex="0")


def _tag(mark: Mark) -> Html:
    """The marker of a finding, in words and colour; it leads to the finding."""
    key, found = mark.item.key, mark.item.finding
    return el(
        "a",
        f"{found.severity.shown} {found.rule}",
        class_=f"tag {found.severity.value}",
        href=f"#{key}",
        id=f"at-{key}" if mark.first else None,
        data_k=key,
        title=found.message,
    )


def marks(review: Review) -> dict[str, list[Mark]]:
    """Which findings are marked at which cells."""
    marker = Marker(review.form)
    out: dict[str, list[Mark]] = {}
    for item in view.numbered(review):
        names = marker.names(item.finding)
        for name in names:
            out.setdefault(name, []).append(Mark(item, first=name == names[0]))
    return out


def _tags(drawing: Drawing, *names: str) -> Html | None:
    """The markers of a cell."""
    found = [_tag(m) for name in names for m in drawing.marks.get(name, ())]
    return el("span", *found, class_="tags") if found else None


def _words(cell: Cell | None) -> str:
    return cell.text if cell else ""


def _td(drawing: Drawing, name: str, cell: Cell | None, *extra: Html | None, **more: str | int) -> Html:
    """A cell with its words, what the review adds, and its markers; ``name`` may be several, divided by blanks."""
    return el("td", _words(cell), _doubt(cell), *extra, _tags(drawing, *name.split(" ")), **more)


def _doubt(cell: Cell | None) -> Html | None:
    """The mark of a cell that was recognised with little certainty."""
    return el("span", "识别存疑", class_="badge doubtful") if cell and cell.doubtful else None


def _head(drawing: Drawing) -> Html:
    form = drawing.form
    titles = (
        (HEAD[0], "项目名称"),
        (HEAD[1], "实施年度"),
        (HEAD[2], "主管部门"),
        (HEAD[3], "实施单位"),
    )
    there = view.asked(form)
    named = [
        (name, form.heading(name, label)) for name, label in titles if name in there or f"head-{name}" in drawing.marks
    ]
    cells = [
        join(el("th", label, scope="row"), _td(drawing, f"head-{name}", getattr(form, name))) for name, label in named
    ]
    caption = el(
        "caption",
        _words(form.title) or f"{form.kind.shown}绩效自评表",
        _tags(drawing, "title", "part-header", "part-document"),
    )
    lines = (el("tr", *cells[n : n + 2]) for n in range(0, len(cells), 2))
    return el("table", caption, el("tbody", *lines), class_="head")


def _funds(drawing: Drawing) -> Html | None:
    form = drawing.form
    if not form.funds:
        return None
    unit = f"（{form.currency}）" if form.currency else ""
    label = el(
        "th", f"项目资金{unit}", _tags(drawing, "part-funds"), _draft(drawing, None),
        scope="rowgroup", rowspan=len(form.funds) + 1,
    )  # fmt: skip
    told = any(line.explanation is not None for line in form.funds)
    shown = [
        c
        for c in FUNDS
        if has_amounts(form, c) or any(f"fund-{n}-{c}" in drawing.marks for n in range(len(form.funds)))
    ]
    titles = [form.heading(f"funds.{c}", AMOUNTS[c]) for c in shown] + (["原因"] if told else [])
    first = el("tr", label, *(el("th", t, scope="col") for t in titles))
    lines = (_fund(drawing, n, line, shown, told=told) for n, line in enumerate(form.funds))
    return el("table", el("tbody", first, *lines), class_="funds")


def _fund(drawing: Drawing, n: int, line: FundLine, shown: Sequence[str], *, told: bool) -> Html:
    deserved = _deserved(drawing, None) if line.role is FundRole.TOTAL else None
    cells = (_td(drawing, f"fund-{n}-{c}", getattr(line, c), deserved if c == "score" else None) for c in shown)
    return el("tr", *cells, el("td", _words(line.explanation)) if told else None)


def _goals(drawing: Drawing) -> Html | None:
    goals = drawing.form.goals
    if not goals:
        return None
    label = el("th", "年度总体目标", _tags(drawing, "part-goals"), scope="rowgroup", rowspan=len(goals) + 1)
    titles = (drawing.form.heading(f"goals.{c}", t) for c, t in zip(GOALS, ("预期目标", "实际完成情况"), strict=True))
    first = el("tr", label, *(el("th", t, scope="col") for t in titles))
    lines = (_goal(drawing, n, goal) for n, goal in enumerate(goals))
    return el("table", el("tbody", first, *lines), class_="goals")


def _goal(drawing: Drawing, n: int, goal: Goal) -> Html:
    title = f"{goal.label}、" if goal.label else ""
    title += f"{goal.title}：" if goal.title else ""
    cells = (
        el("td", el("b", title) if title and cell else None, _words(cell), _doubt(cell), _tags(drawing, name))
        for name, cell in ((f"goal-{n}-{c}", getattr(goal, c)) for c in GOALS)
    )
    return el("tr", *cells)


def _indicators(drawing: Drawing) -> Html | None:
    form = drawing.form
    if not form.indicators:
        return None
    there = there_are(form)
    shown = [c for c in COLUMNS if c[2] in there]
    titles = (el("th", title_of(form, there, title, field), scope="col") for _, title, field in shown)
    widths = (el("col", class_=name) for name, _, _ in shown)
    tags = _tags(drawing, "part-indicators")
    whole = el("tr", el("td", "绩效指标整体", tags, colspan=len(shown))) if tags else None
    body = el("tbody", whole, *_rows(drawing, form.indicators, there))
    return el(
        "table", el("colgroup", *widths), el("thead", el("tr", *titles)), body,
        class_="indicators" if not there & set(SOME) else "indicators wide",
    )  # fmt: skip


def _runs(keys: Sequence[str]) -> dict[int, int]:
    """Where runs of equal keys begin, and how long they are: the merged cells of a column."""
    out: dict[int, int] = {}
    at = 0
    for _, run in groupby(keys):
        out[at] = len(list(run))
        at += out[at]
    return out


def _rows(drawing: Drawing, indicators: Sequence[Indicator], there: frozenset[str]) -> Iterator[Html]:
    level1 = _runs([i.level1 for i in indicators])
    level2 = _runs([f"{i.level1}/{i.level2}" for i in indicators])
    groups = _runs([i.group for i in indicators])
    seen: set[str] = set()
    explained = "explanation" in there
    for n, i in enumerate(indicators):
        cells = [
            _level1(drawing, i.level1, level1[n], again=i.level1 in seen)
            if n in level1 and "level1" in there
            else None,
            el("th", i.level2, rowspan=level2[n], scope="rowgroup") if n in level2 and "level2" in there else None,
            _td(drawing, f"{i.id}-name", i.name),
            el("td", _words(i.core)) if "core" in there else None,
            *_targets(drawing, i, there),
            _actual(drawing, i, alone=not explained),
            _group(drawing, i.group, groups[n], there, again=i.group in seen) if n in groups else None,
            el("td", _words(i.coefficient), class_="number") if "coefficient" in there else None,
            _td(drawing, f"{i.id}-explanation", i.explanation, _draft(drawing, i.id)) if explained else None,
        ]
        seen |= {i.level1, i.group}
        yield el("tr", *cells)


def _targets(drawing: Drawing, i: Indicator, there: frozenset[str]) -> Iterator[Html]:
    """The target in force, in the column that it stands in: where it was not adjusted, that is the first of two."""
    target = _td(drawing, f"{i.id}-target", i.target)
    if "initial_target" not in there:
        yield target
    elif i.initial_target is None and drawing.form.heading("adjusted", ""):
        yield join(target, el("td", ""))
    else:
        yield join(el("td", _words(i.initial_target)), target)


def _actual(drawing: Drawing, i: Indicator, *, alone: bool) -> Html:
    """The actual value with the verdict on it; ``alone``: and with what would stand at an explanation."""
    names = f"{i.id}-actual {i.id}-explanation" if alone else f"{i.id}-actual"
    return _td(drawing, names, i.actual, _badge(drawing, i.id), _draft(drawing, i.id) if alone else None)


def _level1(drawing: Drawing, name: str, rows: int, *, again: bool) -> Html:
    points = next((v.points for v in drawing.form.level1 if v.name == name), None)
    shown = f"（{plain(points)}分）" if points is not None else ""
    tags = None if again else _tags(drawing, f"level1-{name}")
    return el("th", name, shown, tags, rowspan=rows, scope="rowgroup")


def _group(drawing: Drawing, group: str, rows: int, there: frozenset[str], *, again: bool) -> Html | None:
    """The cells that a group shares, two or one; where other rows stand between, they refer back."""
    shown = [c for c in OF_GROUP if c in there]
    if again and shown:
        return el("td", "与上面同组合并计分", rowspan=rows, colspan=len(shown), class_="again")
    found = next(g for g in drawing.form.groups if g.id == group)
    extra = {"score": _deserved(drawing, group)}
    return join(
        *(_td(drawing, f"{group}-{c}", getattr(found, c), extra.get(c), rowspan=rows, class_="number") for c in shown)
    )


def _deserved(drawing: Drawing, group: str | None) -> Html | None:
    """What the scorer admits, where the form claims something else."""
    row = drawing.scores.get(group)
    if row is None or not row.wrong:
        return None
    return el("span", f"应得 {row.deserved}" if row.deserved[0].isdigit() else row.deserved, class_="deserved")


def _badge(drawing: Drawing, indicator: str) -> Html | None:
    """The verdict on a claim; it leads to the claim."""
    row = drawing.claims.get(indicator)
    if row is None:
        return None
    word = row.claim.verdict
    return el("a", word.shown, class_=f"badge {word.value}", href=f"#{row.key}", data_k=row.key)


def _draft(drawing: Drawing, indicator: str | None) -> Html | None:
    key = drawing.drafts.get(indicator)
    return el("a", "有拟写的说明", class_="draft-link", href=f"#{key}", data_k=key) if key else None


def _total(drawing: Drawing) -> Html | None:
    total = drawing.form.total
    if drawing.form.unscored and "part-totals" not in drawing.marks:
        return None
    grade = None
    if total.grade is not None:
        grade = join(el("th", "等级", scope="row"), _td(drawing, "total-grade", total.grade))
    line = el(
        "tr",
        el("th", "总分", _tags(drawing, "part-totals"), scope="row"),
        _td(drawing, "total-points", total.points, class_="number"),
        _td(drawing, "total-score", total.score, class_="number"),
        grade,
    )
    return el("table", el("tbody", line), class_="total")


def _notes(drawing: Drawing) -> Html | None:
    """The blocks of prose that belong to the whole form."""
    notes = drawing.form.notes
    lines = (el("tr", el("th", _words(n.name), scope="row"), el("td", _words(n.text))) for n in notes)
    return el("table", el("tbody", *lines), class_="notes") if notes else None
