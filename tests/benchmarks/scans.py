"""Scans: rows exact, cells in doubt, wrong cells without a mark: python tests/benchmarks/scans.py [form ...]

Each annotated form that lies beside the checkout, drawn at 150, 200 and 300 dpi, and once turned by 1.5 degrees
with blur, noise and JPEG. Needs auditor[ocr]. About ten seconds a page.
"""

import resource
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from paths import say
from support.scanning import drawn, tiff, worn
from support.shared import CLAIMS, IDS, SEED
from support.truth import Row, Truth, bare, load, of_form, of_gold

from auditor.model.form import Cell, Form
from auditor.model.source import Source
from auditor.parsing import parse
from auditor.readers import read

KINDS = ("150", "200", "300", "worn")


class Count(NamedTuple):
    """Rows of the form, rows exact, cells, cells in doubt, wrong cells, wrong values without a mark, wrong prose without one, seconds."""

    rows: int
    exact: int
    cells: int
    doubtful: int
    wrong: int
    silent: tuple[str, ...]
    prose: tuple[str, ...]
    seconds: float


def same(text: str) -> str:
    """Words as they are compared: widths of characters aside."""
    return unicodedata.normalize("NFKC", bare(text))


def told(form: Form) -> Iterator[tuple[str, Cell | None]]:
    """The cells of a form that hold values, in the order of :class:`support.truth.Truth`."""
    yield from (("head", c) for c in (form.project_name, form.department, form.unit))
    for f in form.funds:
        yield from (
            (f"funds {f.role.value}", c)
            for c in (f.initial_budget, f.annual_budget, f.executed, f.points, f.rate, f.score)
        )
    yield from (("total", c) for c in (form.total.points, form.total.score))


def doubted(source: Source, cell: Cell | None) -> bool:
    """Whether a cell stands in a place of little certainty."""
    spans = cell.spans if cell else ()
    return any(p.start < s.end and s.start < p.end for p in source.doubtful for s in spans)


def pairs(truth: Truth, form: Form) -> Iterator[tuple[str, str, Cell | None]]:
    """What should be read and the cell that was: rows by their names."""
    wanted = [*truth.head[:1], *truth.head[2:4], *(v for f in truth.funds for v in f[1:]), *truth.total]
    got = list(told(form))
    for n, want in enumerate(wanted):
        yield (*((got[n][0],) if n < len(got) else ("lost",)), want, got[n][1] if n < len(got) else None)
    groups = {i: g for g in form.groups for i in g.indicators}
    for at, row in aligned(truth, form):
        i = form.indicators[at] if at is not None else None
        g = groups.get(i.id) if i else None
        for name in ("name", "target", "actual", "explanation"):
            yield f"row {row.name} {name}", getattr(row, name), getattr(i, name) if i else None
        yield f"row {row.name} points", row.points, g.points if g else None
        yield f"row {row.name} score", row.score, g.score if g else None
    for n, goal in enumerate(truth.goals):
        expected, actual = (form.goals[n].expected, form.goals[n].actual) if n < len(form.goals) else (None, None)
        yield f"goal {n} expected", goal[0], expected
        yield f"goal {n} actual", goal[1], actual


def aligned(truth: Truth, form: Form) -> Iterator[tuple[int | None, Row]]:
    """Each true row with the number of the row that was read for it."""
    names = [same(r.name) for r in truth.rows]
    read_names = [same(i.name.text) for i in form.indicators]
    if len(names) == len(read_names):
        yield from enumerate(truth.rows)
        return
    found: dict[int, int] = {}
    for a, b, size in SequenceMatcher(None, names, read_names, autojunk=False).get_matching_blocks():
        found.update({a + k: b + k for k in range(size)})
    yield from ((found.get(n), row) for n, row in enumerate(truth.rows))


def measure(path: Path, truth: Truth) -> Count:
    """Read one file and compare. The goals of a side are one cell of the carrier, and are paired as a whole."""
    started = time.perf_counter()
    source = read(str(path))
    seconds = time.perf_counter() - started
    form = parse(source.text)
    rows = sum(
        (same(r.name), same(r.target), same(r.actual)) == (same(t.name), same(t.target), same(t.actual))
        for r, t in zip(of_form(form).rows, truth.rows, strict=False)
    )
    every = list(pairs(truth, form))
    wrong = [(at, want, c) for at, want, c in every if same(want) != same(c.text if c else "")]
    goals = any(doubted(source, c) for at, _, c in every if at.startswith("goal"))
    silent = tuple(
        f"{at}: {want[:60]} read as {c.text[:60] if c else ''}"
        for at, want, c in wrong
        if not doubted(source, c) and not (goals and at.startswith("goal"))
    )
    doubtful = sum(doubted(source, c) for _, _, c in every)
    prose = tuple(s for s in silent if s.startswith("goal") or " explanation: " in s)
    values = tuple(s for s in silent if s not in prose)
    return Count(len(truth.rows), rows, len(every), doubtful, len(wrong), values, prose, seconds)


def main(forms: list[str]) -> None:
    """Print a line a file and the sums."""
    files = {n: (CLAIMS / "files" / f"{n}.pdf", of_gold(load(CLAIMS / f"{n}.json"))) for n in IDS}
    files["seed"] = (SEED.with_suffix(".pdf"), of_form(parse(read(str(SEED.with_suffix(".docx"))).text)))
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            counts = []
            for name in forms or files:
                pdf, truth = files[name]
                pages = drawn(pdf, 200 if kind == "worn" else int(kind))
                path = Path(folder) / f"{name}.tif"
                path.write_bytes(tiff([worn(p) for p in pages] if kind == "worn" else pages))
                c = measure(path, truth)
                counts.append(c)
                say(
                    f"{kind:>5} {name}: rows {c.exact}/{c.rows}, cells {c.cells}, in doubt {c.doubtful}, wrong {c.wrong}, unmarked values {len(c.silent)} and prose {len(c.prose)}, {c.seconds / len(pages):.1f} s a page"
                )
                for line in (*c.silent, *c.prose):
                    say(f"        {line}")
            rows, exact = sum(c.rows for c in counts), sum(c.exact for c in counts)
            cells, doubtful, wrong = (
                sum(v) for v in zip(*((c.cells, c.doubtful, c.wrong) for c in counts), strict=True)
            )
            say(
                f"{kind:>5} all: rows exact {exact}/{rows} ({exact / rows:.1%}), cells in doubt {doubtful}/{cells}, wrong {wrong}, unmarked values {sum(len(c.silent) for c in counts)}, unmarked prose {sum(len(c.prose) for c in counts)}"
            )
    say(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
