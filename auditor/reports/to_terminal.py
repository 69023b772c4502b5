"""The review for a terminal of 80 columns or more, and as plain text for a pipe."""

import io
from collections.abc import Iterable

from rich.box import SIMPLE_HEAD, Box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from auditor.model.claim import Claim, Verdict
from auditor.model.finding import Finding
from auditor.model.review import Draft, Review
from auditor.reports import rows, view
from auditor.reports.folding import Prose

_LEAST = 60
_WIDE = 100
_ASCII = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
_STYLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "info": "bold cyan",
    "clear": "bold green",
}
_VERDICT_STYLES = {
    Verdict.CONTRADICTED: "bold red",
    Verdict.NOT_MENTIONED: "yellow",
    Verdict.PARTIAL: "yellow",
    Verdict.SUPPORTED: "green",
}


def render(review: Review, *, width: int = 80, color: bool = False, plain: bool = False) -> str:
    """Write the review as text: what matters first, then the details.

    Without ``color`` there is no control sequence, and lines are drawn in ASCII, as with ``plain``:
    the box characters of Unicode have no fixed width in Chinese terminals.
    """
    width = max(width, _LEAST)
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=color, color_system="standard" if color else None,
        no_color=not color, markup=False, emoji=False, highlight=False, legacy_windows=False,
    )  # fmt: skip
    box = _ASCII if plain or not color else SIMPLE_HEAD
    console.print(_summary(review), Text())
    for n, (title, body) in enumerate(_sections(review, box, width), start=1):
        console.print(_heading(view.heading(n, title), box, width))
        console.print(body)
    written = out.getvalue()
    return (written if color else "\n".join(line.rstrip() for line in written.split("\n"))).rstrip("\n")


def _sections(review: Review, box: Box, width: int) -> Iterable[tuple[str, RenderableType]]:
    yield f"审核意见（{len(review.findings)}条）", _findings(review)
    if title := view.accepted_title(review):
        yield title, Group(*_accepted(review), Text())
    yield view.scores_title(review.form), Group(_scores(review, box, wide=width >= _WIDE), Text())
    if review.told:
        yield f"叙述核对（{rows.claim_counts(review)}）", Group(_claims(review, box), Text())
    if review.drafts:
        yield f"拟写的{view.explanations(review.form)}（{len(review.drafts)}条）", _drafts(review)
    yield "检查台账", Group(_ledger(review), Text())
    unread = rows.unread(review)
    if unread:
        yield "没有读懂或没有判断的内容", _facts(unread)


def _prose(text: str, style: str = "") -> Prose:
    return Prose(view.clean(text), style)


def _heading(text: str, box: Box, width: int) -> RenderableType:
    line = "-" if box is _ASCII else "─"
    return Group(_prose(text, "bold"), Text(line * width, style="dim", no_wrap=True))


def _facts(facts: Iterable[view.Fact], style: str = "") -> Table:
    facts = tuple(facts)
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(ratio=1)
    for label, value in facts:
        grid.add_row(Text(label), _prose(value, style))
    return grid


def _summary(review: Review) -> RenderableType:
    tone = _STYLES[view.tone(review)]
    return Group(
        _prose(view.title(review.form), "bold"),
        Text(),
        _facts(view.head(review)),
        Text(),
        _facts([view.Fact("审核结论", view.verdict(review))], tone),
        _facts(view.totals(review), "bold"),
        _facts(view.basis(review)),
    )


def _findings(review: Review) -> RenderableType:
    if not review.findings:
        return Group(_prose("没有发现问题。"), Text())
    grid = Table.grid(padding=(0, 1, 0, 0), expand=True)
    grid.add_column(justify="right", no_wrap=True, style="dim")
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    for run in view.runs(review):
        for item in run:
            found = item.finding
            tag = Text(f"{found.severity.shown} {found.rule}", style=_STYLES[found.severity.value])
            last = _remedy(found) if item is run[-1] else ()
            grid.add_row(Text(str(item.number)), tag, Group(*_told(found), *last))
    notes = [_prose(line, "dim") for line in view.reservations(review)]
    return Group(grid, *notes, Text()) if notes else grid


def _accepted(review: Review) -> Iterable[RenderableType]:
    for one in view.accepted(review):
        yield _prose(f"{one.what} {one.message}")
        yield Padding(_prose(f"接受的理由：{one.reason}（{one.by}）", "dim"), (0, 0, 0, 2))
    yield from (_prose(line) for line in view.stale(review))


def _told(found: Finding) -> Iterable[RenderableType]:
    yield _prose(found.message)
    remark = view.remark(found)
    if remark:
        yield _prose(f"（{remark}）", "dim")


def _remedy(found: Finding) -> Iterable[RenderableType]:
    """What to do and by which rule: once for a run of findings that share them."""
    if found.advice:
        yield _prose(f"怎么改：{found.advice}")
    yield _prose(f"依据：{view.short_source(found)}", "dim")
    yield Text()


def _table(box: Box, *columns: tuple[str, int | None]) -> Table:
    """A table with the given titles; a column without a width shares what is left."""
    table = Table(box=box, expand=True, padding=(0, 1, 0, 0), show_edge=False, pad_edge=False)
    for title, width in columns:
        table.add_column(title, width=width, ratio=None if width else 1)
    return table


def _scores(review: Review, box: Box, *, wide: bool) -> Table:
    figures: list[tuple[str, int | None]] = [("分值", 5), ("自评", 7), ("应得", 12), ("差额", 8)]
    columns: list[tuple[str, int | None]] = [("部分", None), *figures]
    table = _table(box, *columns, *([("算法", None)] if wide else []))
    for row in rows.score_rows(review):
        style = "bold red" if row.wrong else ""
        shown = (row.points, row.claimed, row.deserved, row.difference)
        method = [_prose(row.method, "dim")] if wide else []
        table.add_row(_prose(row.title, style), *(_prose(s, style) for s in shown), *method)
        for part in row.lost:
            cells = (part.points, "", part.deserved, "", *([part.method] if wide else []))
            table.add_row(Padding(_prose(part.title, "dim"), (0, 0, 0, 2)), *(_prose(s, "dim") for s in cells))
    return table


def _claims(review: Review, box: Box) -> Table:
    table = _table(box, ("行", 3), ("指标", 18), ("自评填写", 10), ("核对", 8), ("叙述中的依据", None))
    for row in rows.claim_rows(review):
        claim = row.claim
        table.add_row(
            _prose(str(row.row)),
            _prose(row.title),
            _prose(row.actual),
            _prose(claim.verdict.shown, _VERDICT_STYLES[claim.verdict]),
            _prose(_evidence(claim))._replace(most=_most(claim)),
        )
    return table


def _most(claim: Claim) -> int:
    """How many lines a claim may take: the full words stand in the other formats."""
    return 4 if claim.verdict is Verdict.CONTRADICTED else 2


def _evidence(claim: Claim) -> str:
    """The quotation; the reason where the quotation alone does not tell it."""
    quoted = view.quotes(q.quote for q in claim.evidence)
    told = quoted and claim.verdict in (Verdict.SUPPORTED, Verdict.PARTIAL) and not claim.flags
    return quoted if told else f"{quoted}\n{rows.claim_remark(claim)}".strip()


def _drafts(review: Review) -> RenderableType:
    parts: list[RenderableType] = [
        _prose(rows.draft_note(review.form), "dim"),
        Text(),
    ]
    for draft in review.drafts:
        title = f"{rows.draft_title(review, draft)}  {rows.draft_use(draft)}"
        parts += [_prose(title, "bold"), Padding(_draft(draft), (0, 0, 1, 2))]
    return Group(*parts)


def _draft(draft: Draft) -> RenderableType:
    lines = [view.Fact("拟写", draft.text)]
    lines += [view.Fact("依据", view.quotes([q.quote]) + rows.goal(q)) for q in draft.evidence]
    if not draft.evidence:
        lines.append(view.Fact("依据", rows.NO_CAUSE))
    if draft.placeholders:
        lines.append(view.Fact("待补", "；".join(draft.placeholders)))
    if draft.existing:
        lines.append(view.Fact("原有", draft.existing))
    return _facts(lines)


def _ledger(review: Review) -> RenderableType:
    return Group(_prose(rows.ledger(review).line), _facts(rows.ledger_lines(review)))
