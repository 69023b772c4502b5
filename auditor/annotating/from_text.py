"""A Word file of a form that came as plain text: the form drawn as its table, with comments and drafts."""

from collections.abc import Sequence

from auditor.annotating.drawn import WIDTHS, Drawing
from auditor.annotating.notes import AUTHOR, INITIALS, TITLE, Plan
from auditor.annotating.results import Annotated
from auditor.paper import TITLE as TITLE_FONT
from auditor.paper import Ink, Paper, Paragraph, Piece

_TITLED = {TITLE, "part-header", "part-document", "head-title"}


def annotate(plans: Sequence[Plan]) -> Annotated:
    """The forms of a text as a Word file, one after another."""
    paper = Paper("项目支出绩效自评表", landscape=True, margins=(2.0, 2.1, 2.2, 2.1))
    count = filled = 0
    for plan in plans:
        page = _Page(paper, plan)
        page.write()
        count += page.count
        filled += len(plan.fills)
    return Annotated(paper.save(), count, filled, ("原文是文本，表格由程序重画。",))


_GAP = Paragraph((Piece("", Ink(size=1)),))


class _Page:
    def __init__(self, paper: Paper, plan: Plan) -> None:
        self._paper, self._plan = paper, plan
        self._waiting: dict[str, list[str]] = {}
        for note in plan.notes([f.name for f in plan.fills]):
            self._waiting.setdefault(note.name, []).append(note.text)
        self.count = 0

    def noted(self, names: Sequence[str]) -> Sequence[int]:
        """The numbers of the comments at some cells; each is made once."""
        texts = [t for name in names for t in self._waiting.pop(name, [])]
        self.count += bool(texts)
        return [self._paper.comment(t, AUTHOR, INITIALS) for t in texts]

    def write(self) -> None:
        """Write the form; what has no cell of its own is said at the title."""
        form = self._plan.review.form
        drawing = Drawing(form, self.noted, {f.name: f.text for f in self._plan.fills})
        tables = drawing.tables()
        texts = [t for name in sorted(self._waiting, key=lambda n: n not in _TITLED) for t in self._waiting[name]]
        self._waiting = {TITLE: texts}
        words = form.title.text if form.title and form.title.text else "项目支出绩效自评表"
        title = Paragraph((Piece(words, Ink(TITLE_FONT, 18)),), align="center", after=8)
        self._paper.write(title, comments=self.noted([TITLE]))
        for lines in tables:
            self._paper.table(WIDTHS, lines)
            self._paper.write(_GAP)
