"""The difference as one self-contained page: no outside resource, no script, printable."""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from string import Template

from auditor.model.difference import Difference
from auditor.reports import view
from auditor.reports.diff import told
from auditor.reports.html_tags import Html, el, join, text


@lru_cache(maxsize=1)
def _template() -> Template:
    return Template(files(__package__).joinpath("page.html").read_text(encoding="utf-8"))


def render(made: Difference) -> str:
    """Write a difference as a page. All words of the forms pass through ``html_tags.text``."""
    title = f"{told.TITLE}　{made.new.project}"
    return _template().substitute(title=text(title), main=join(*_main(made, title))).rstrip("\n")


def _main(made: Difference, title: str) -> Iterator[Html]:
    yield el("h1", title)
    yield el("p", told.summary(made), class_="summary well" if told.answered(made) else "summary")
    head = el("tr", el("th"), el("th", "上次", scope="col"), el("th", "本次", scope="col"))
    rows = (el("tr", el("th", label, scope="row"), el("td", a), el("td", b)) for label, a, b in told.head(made))
    yield el("table", head, *rows)
    for n, part in enumerate(told.parts(made), start=1):
        yield el("section", el("h2", view.heading(n, part.title)), el("ol", *map(_line, part.lines)))
    yield el("footer", f"{made.program}；文件 SHA-256：上次 {made.old.sha256}，本次 {made.new.sha256}")


def _line(line: told.Line) -> Html:
    tags = {"old": "del", "new": "ins"}
    words = (el(tags[p.how], p.text) if p.how in tags else text(p.text) for p in line.words if p.how != "mark")
    notes = (el("small", note) for note in line.notes)
    return el("li", el("b", line.tag, class_=line.severity), " ", *words, *notes)
