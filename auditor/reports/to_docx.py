"""The opinion sheet (审核意见) as a Word file: the form, the verdict, scores, findings, drafts, signatures."""

from collections.abc import Iterable, Iterator, Sequence

from auditor.model.finding import Finding, Severity
from auditor.model.review import Draft, Review
from auditor.paper import HEAD, TITLE, Box, Ink, Line, Paper, Paragraph, Piece
from auditor.reports import rows, view
from auditor.reports.originals import original

_SMALL, _LABEL, _NOTE = Ink(size=9), Ink(HEAD, 9), Ink(size=9, colour="595959")
_FAINT = Ink(size=8, colour="595959")
_GROUND = "F2F2F2"
_COLOURS = {Severity.ERROR: "C00000", Severity.WARNING: "9C5700", Severity.INFO: "1F4E79"}
_TONES = {Severity.ERROR.value: "C00000", Severity.WARNING.value: "9C5700"}
_FINDINGS = (("序号", 1.0), ("级别", 1.3), ("位置", 2.7), ("问题", 5.3), ("请改", 3.2), ("依据", 3.1))
_SCORES = (("部分", 4.6), ("分值", 1.3), ("自评", 1.4), ("应得", 2.4), ("差额", 1.9), ("算法", 5.0))
_ACCEPTED = (2.0, 7.2, 4.6, 2.8)
_DRAFTS = (("指标", 3.4), ("草稿", 8.6), ("依据和待补", 4.6))
_SIGNED = ("审核人：", "复核人：", "日期：　　　　年　　月　　日")


def render(reviews: Sequence[Review]) -> bytes:
    """Write the opinion sheets of reviews, each from a new page on."""
    paper = Paper(view.title(*(r.form for r in reviews)))
    for n, review in enumerate(reviews):
        if n:
            paper.turn()
        _Sheet(paper, review).write()
    return paper.save()


def _words(text: str, ink: Ink = _SMALL) -> Piece:
    return Piece(view.clean(text), ink)


def _lines(*texts: str, ink: Ink = _SMALL, align: str = "left") -> list[Paragraph]:
    return [Paragraph([_words(t, ink)], align) for t in texts if t]


def _cell(*texts: str, align: str = "left", ink: Ink = _SMALL, wide: int = 1, ground: str = "") -> Box:
    return Box(_lines(*texts, ink=ink, align=align), wide, ground=ground)


def _label(text: str) -> Box:
    return _cell(text, align="center", ink=_LABEL, ground=_GROUND)


class _Sheet:
    def __init__(self, paper: Paper, review: Review) -> None:
        self._paper, self._review = paper, review

    def write(self) -> None:
        """Write the sheet of one review."""
        self._paper.write(Paragraph([_words(view.title(self._review.form), Ink(TITLE, 20))], "center", after=10))
        self._head()
        parts = [
            (f"审核意见（{len(self._review.findings)}条）", self._findings),
            (view.scores_title(self._review.form), self._scores),
        ]
        if title := view.accepted_title(self._review):
            parts.insert(1, (title, self._accepted))
        if self._review.drafts:
            parts.append((f"拟写的{view.explanations(self._review.form)}", self._drafts))
        parts.append(("审核说明", self._basis))
        for n, (title, write) in enumerate(parts, start=1):
            heading = Paragraph([_words(view.heading(n, title), Ink(HEAD, 12))], before=12, after=5, with_next=True)
            self._paper.write(heading)
            write()
        self._signatures()

    def _head(self) -> None:
        review = self._review
        facts = [*view.head(review), *view.totals(review)]
        lines = [
            Line([box for f in facts[n : n + 2] for box in (_label(f.label), _cell(f.value))], high=0.75)
            for n in range(0, len(facts), 2)
        ]
        ink = Ink(HEAD, 10.5, colour=_TONES.get(view.tone(review), ""))
        lines.append(Line([_label("审核结论"), _cell(view.verdict(review), ink=ink, wide=3)], high=0.95))
        self._paper.table((2.2, 5.3, 2.2, 6.9), lines)

    def _table(self, columns: Sequence[tuple[str, float]], lines: Iterable[Line]) -> None:
        head = Line([_label(title) for title, _ in columns], head=True, high=0.7)
        self._paper.table([width for _, width in columns], [head, *lines])

    def _findings(self) -> None:
        if not self._review.findings:
            self._paper.write(*_lines("没有发现问题。", ink=Ink()))
            return
        self._table(_FINDINGS, map(self._finding, view.numbered(self._review)))
        notes = view.reservations(self._review)
        self._paper.write(*(Paragraph([_words(note, _NOTE)], before=3) for note in notes))

    def _finding(self, item: view.Numbered) -> Line:
        found = item.finding
        remark = view.remark(found)
        grave = Ink(HEAD, 9, colour=_COLOURS[found.severity])
        level = Box([*_lines(found.severity.shown, ink=grave, align="center"), *_lines(found.rule, align="center")])
        return Line(
            [
                _cell(str(item.number), align="center"),
                level,
                self._place(found),
                Box([*_lines(found.message), *_lines(f"（{remark}）" if remark else "", ink=_NOTE)]),
                _cell(found.advice),
                Box(_lines(view.short_source(found), ink=_FAINT)),
            ],
        )

    def _accepted(self) -> None:
        if self._review.waived:
            lines = [Line([_cell(words) for words in one]) for one in view.accepted(self._review)]
            self._table(tuple(zip(view.ACCEPTED, _ACCEPTED, strict=True)), lines)
        self._paper.write(*(Paragraph([_words(line, _NOTE)], before=3) for line in view.stale(self._review)))

    def _place(self, found: Finding) -> Box:
        there = original(self._review, found)
        there = f"原件{there}" if there else ""
        return Box([*_lines(view.place(self._review.form, found)), *_lines(there, ink=_FAINT)])

    def _scores(self) -> None:
        self._table(_SCORES, map(self._score, rows.score_rows(self._review)))

    @staticmethod
    def _score(row: rows.ScoreRow) -> Line:
        ink = Ink(size=9, bold=True, colour="C00000") if row.wrong else _SMALL
        title = [
            *_lines(row.title),
            *_lines(*(f"{part.title}：应得 {part.deserved}，满分 {part.points}" for part in row.lost), ink=_NOTE),
        ]
        figures = (row.points, row.claimed, row.deserved, row.difference)
        cells = [_cell(f, align="center", ink=ink if n else _SMALL) for n, f in enumerate(figures)]
        return Line([Box(title), *cells, Box(_lines(row.method, ink=_FAINT))])

    def _drafts(self) -> None:
        self._paper.write(Paragraph([_words(rows.draft_note(self._review.form), _NOTE)], after=3, with_next=True))
        self._table(_DRAFTS, map(self._draft, self._review.drafts))

    def _draft(self, draft: Draft) -> Line:
        quoted = [f"“{q.quote}”{rows.goal(q)}" for q in draft.evidence] or [rows.NO_CAUSE]
        beside = [rows.draft_use(draft), *quoted]
        beside += [f"待补：{'；'.join(draft.placeholders)}"] if draft.placeholders else []
        beside += [f"原有：{draft.existing}"] if draft.existing else []
        return Line([_cell(rows.draft_title(self._review, draft)), _cell(draft.text), _cell(*beside, ink=_NOTE)])

    def _basis(self) -> None:
        facts: list[tuple[str, str]] = [(f.label, f.value) for f in view.basis(self._review)]
        facts.append(("检查台账", rows.ledger(self._review).line))
        if self._review.told:
            facts.append(("叙述核对", rows.claim_counts(self._review)))
        facts += [(f.label, f.value) for f in rows.unread(self._review)]
        for label, value in facts:
            pieces = [_words(f"{label}：", _LABEL), _words(value)]
            self._paper.write(Paragraph(pieces, indent=4.5, hang=4.5, after=2))

    def _signatures(self) -> None:
        boxes = list(self._signed())
        gap = Paragraph([_words("", Ink(size=6))], before=14, with_next=True)
        self._paper.write(gap)
        self._paper.table((5.0, 5.0, 6.6), [Line(boxes, high=1.0)], lined=False)

    @staticmethod
    def _signed() -> Iterator[Box]:
        for words in _SIGNED:
            yield _cell(words, ink=Ink(size=11))
