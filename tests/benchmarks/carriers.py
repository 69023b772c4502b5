"""Carriers: rows exact, and reviews equal to that of the text: python tests/benchmarks/carriers.py [-v] [carrier ...]

The forms beside the checkout as they lie there, and the forms of tests/gold drawn here. LibreOffice, where it is
installed, makes the old formats of both, and PDFs: upright ones whose rows page breaks divide, flat ones on a page
that lies, and ones whose rows are too low for their words.
"""

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import docx
import openpyxl
from docx.enum.section import WD_ORIENT
from docx.shared import Emu
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.properties import PageSetupProperties
from paths import say
from support.annotated import OFFICE, converted, spec_of
from support.carriers import document, saved, workbook
from support.shared import CLAIMS, GOLD, IDS, SEED, claims_text
from support.truth import Row, Truth, bare, load, of_form, of_gold

from auditor.errors import InputError
from auditor.model.review import Review
from auditor.parsing import parse
from auditor.pipeline import audit
from auditor.readers import read
from auditor.readers.from_txt import from_txt
from auditor.reports import render

TODAY = date(2026, 11, 22)
NEW = ("docx", "xlsx", "pdf")
PARTS = ("form", "scores", "findings", "claims", "drafts")
PLACES = ("spans", "labels")  # and the labels, which hold the bars of the text
LOW = 60  # points of a row that holds more words than fit


class Sample(NamedTuple):
    """A form: its name, what it holds, the review of its text, its file and the carrier that this is."""

    name: str
    truth: Truth
    review: Mapping[str, Any]
    carrier: str
    path: Path


def told(review: Review) -> Mapping[str, Any]:
    """What a review says, places aside."""

    def bare_of(node: Any) -> Any:
        if isinstance(node, dict):
            return {k: bare_of(v) for k, v in node.items() if k not in PLACES}
        return [bare_of(v) for v in node] if isinstance(node, list) else node

    whole = json.loads(render(review, "json"))
    return {part: bare_of(whole[part]) for part in PARTS}


def of_text(text: str) -> Mapping[str, Any]:
    """The review of a text."""
    return told(audit(from_txt(text.encode(), "表.txt"), today=TODAY))


def beside() -> Iterator[Sample]:
    """The forms beside the checkout."""
    if not CLAIMS.is_dir():
        say("beside: left out, the annotated forms do not lie beside the checkout")
        return
    for name in IDS:
        truth, review = of_gold(load(CLAIMS / f"{name}.json")), of_text(claims_text(name, "pipes"))
        for kind in NEW:
            yield Sample(name, truth, review, f"beside {kind}", CLAIMS / "files" / f"{name}.{kind}")
    text = SEED.read_text(encoding="utf-8")
    for kind in NEW:
        yield Sample("seed", of_form(parse(text)), of_text(text), f"beside {kind}", SEED.with_suffix(f".{kind}"))


def drawn(folder: Path) -> Iterator[Sample]:
    """The forms of the repository as workbooks and Word files."""
    folder.mkdir()
    for gold in sorted(GOLD.glob("*.json")):
        spec, truth = spec_of(load(gold)), of_gold(load(gold))
        review = of_text(spec.text("tabs"))
        for kind, make in (("xlsx", workbook), ("docx", document)):
            path = folder / f"{gold.stem}.{kind}"
            path.write_bytes(saved(make(spec)))
            yield Sample(gold.stem, truth, review, f"drawn {kind}", path)


def ruled(path: Path, out: Path, *, lies: bool = False) -> None:
    """A Word file whose tables have lines, on pages that stand or lie."""
    file = docx.Document(str(path))
    for table in file.tables:
        table.style = "Table Grid"
    for section in file.sections if lies else ():
        short, long = sorted((int(section.page_width or 0), int(section.page_height or 0)))
        section.page_width, section.page_height = Emu(long), Emu(short)
        section.orientation = WD_ORIENT.LANDSCAPE
    file.save(str(out))


def lying(path: Path, out: Path) -> None:
    """A Word file whose tables have lines, on pages that lie."""
    ruled(path, out, lies=True)


def low(path: Path, out: Path) -> None:
    """A workbook, one page wide, whose rows of goals are too low for their words."""
    book = openpyxl.load_workbook(path)
    for sheet in book:
        sheet.page_setup.orientation = "landscape"
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToHeight = 0
        edge = Side(style="thin")
        for number, row in enumerate(sheet.iter_rows(), 1):
            for cell in row:
                cell.border = Border(left=edge, right=edge, top=edge, bottom=edge)
                cell.alignment = Alignment(wrap_text=True, vertical="center")
            widest = max(len(str(c.value or "")) for c in row)
            sheet.row_dimensions[number].height = LOW if widest > LOW else 24
    book.save(out)


def made(samples: Sequence[Sample], folder: Path) -> Iterator[Sample]:
    """What LibreOffice makes of workbooks and Word files."""
    if OFFICE is None:
        say("xls, doc, PDFs made here: left out, LibreOffice is not installed")
        return
    ways = (
        ("xlsx", "xls", "xls", None), ("docx", "doc", "doc", None), ("docx", "pdf", "pdf with divided rows", ruled),
        ("docx", "pdf", "pdf that lies", lying), ("xlsx", "pdf", "pdf with rows too low", low),
    )  # fmt: skip
    for before, after, carrier, change in ways:
        chosen = [s for s in samples if s.path.suffix == f".{before}"]
        files = []
        for s in chosen:
            files.append(folder / carrier / "of" / s.path.name)
            files[-1].parent.mkdir(parents=True, exist_ok=True)
            if change:
                change(s.path, files[-1])
            else:
                files[-1].write_bytes(s.path.read_bytes())
        for s, path in zip(chosen, converted(files, after, folder / carrier), strict=True):
            yield s._replace(carrier=f"{s.carrier.split()[0]} {carrier}", path=path)


def matched(truth: Truth, rows: Sequence[Row]) -> int:
    """How many rows were read with every column, found by their names where some are lost."""
    one, two = ([bare(r.name) + r.target for r in side] for side in (truth.rows, rows))
    blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    pairs = [(a + k, b + k) for a, b, size in blocks for k in range(size)]
    return sum(truth.rows[a][:-1] == rows[b][:-1] and truth.rows[a].first - a == rows[b].first - b for a, b in pairs)


def differences(one: Any, two: Any, at: str = "") -> Iterator[str]:
    """Where two reviews differ."""
    if isinstance(one, dict) and isinstance(two, dict):
        for k in one:
            yield from differences(one[k], two.get(k), f"{at}.{k}")
    elif isinstance(one, list) and isinstance(two, list) and len(one) == len(two):
        for n, (a, b) in enumerate(zip(one, two, strict=True)):
            yield from differences(a, b, f"{at}[{n}]")
    elif one != two:
        yield f"{at}: {str(one)[:300]} | {str(two)[:300]}"


def main(arguments: Sequence[str]) -> None:
    """Print a line a carrier; with -v what differs."""
    wanted = [a for a in arguments if a != "-v"]
    with tempfile.TemporaryDirectory() as name:
        stored = [*beside(), *drawn(Path(name) / "drawn")]
        samples = [s for s in (*stored, *made(stored, Path(name))) if not wanted or s.carrier in wanted]
        say(f"{'carrier':32} forms  rows  exact         equal reviews")
        for carrier, group in groupby(sorted(samples, key=lambda s: s.carrier), lambda s: s.carrier):
            forms = rows = exact = equal = 0
            notes = []
            for s in group:
                forms, rows = forms + 1, rows + len(s.truth.rows)
                try:
                    review = audit(read(str(s.path)), today=TODAY)
                except InputError as error:
                    notes.append(f"    {s.name}: {error}")
                    continue
                good = matched(s.truth, of_form(review.form).rows)
                found = list(differences(s.review, told(review)))
                exact, equal = exact + good, equal + (not found)
                if found or good < len(s.truth.rows):
                    notes.append(f"    {s.name}: rows {good}/{len(s.truth.rows)}, {len(found)} differences")
                    notes += [f"        {f}" for f in found[:6]]
            say(f"{carrier:32} {forms:5} {rows:5} {exact:5} {exact / rows:7.2%} {equal:8}/{forms}")
            for note in notes if "-v" in arguments else ():
                say(note)


if __name__ == "__main__":
    main(sys.argv[1:])
