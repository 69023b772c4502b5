"""Documents as ratios: reading and parsing against the bare library on the same file; 200 pages and their memory.

python tests/benchmarks/documents.py [file ...]

Seconds are the processor's, the best of runs that take turns, since other work shares the machine.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import docx
import openpyxl
import pdfplumber
from paths import ROOT, say
from python_calamine import CalamineWorkbook
from support.carriers import areas, document, saved, workbook
from support.forms import clean
from support.pdfs import Area, pdf
from support.shared import CLAIMS, IDS, SEED

from auditor.parsing import parse
from auditor.readers import read_all

ROUNDS, LARGE_ROUNDS, PAGES, FORMS = 7, 1, 200, 50
_MEASURED = """
import re, sys, time
start = time.process_time()
from auditor.readers import read_all
count = len(read_all(sys.argv[1]))
print(time.process_time() - start, int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) >> 10, count)
"""


class Bare(NamedTuple):
    """A library's own extraction of a file, the largest ratio that is allowed."""

    name: str
    extract: Callable[[str], object]
    bound: float | None


def by_docx(path: str) -> list[str]:
    """All cells and paragraphs of a Word file."""
    read_in = docx.Document(path)
    cells = [c.text for t in read_in.tables for r in t.rows for c in r.cells]
    return [*cells, *(p.text for p in read_in.paragraphs)]


def by_openpyxl(path: str) -> list[object]:
    """All values of a workbook."""
    book = openpyxl.load_workbook(path)
    return [v for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for v in row]


def by_calamine(path: str) -> list[object]:
    """All values of a workbook, old or new."""
    book = CalamineWorkbook.from_path(path)
    return [book.get_sheet_by_name(n).to_python() for n in book.sheet_names]


def by_pdfplumber(path: str) -> list[object]:
    """Tables and words of all pages."""
    out: list[object] = []
    with pdfplumber.open(path) as opened:
        for page in opened.pages:
            out += [page.extract_tables(), page.extract_words()]
            page.close()
    return out


BARE = {
    ".docx": (Bare("python-docx", by_docx, 3),),
    ".xlsx": (Bare("openpyxl", by_openpyxl, 3), Bare("calamine", by_calamine, None)),
    ".xls": (Bare("calamine", by_calamine, None),),
    ".pdf": (Bare("pdfplumber", by_pdfplumber, 1.5),),
}


def seconds(work: Callable[[], object]) -> float:
    """The processor's time of one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


def ratio(path: Path, bare: Bare, rounds: int = ROUNDS) -> tuple[float, float, float]:
    """Our best time, the library's, and the one over the other; the runs take turns."""
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(rounds):
        ours.append(seconds(lambda: [parse(s.text) for s in read_all(str(path))]))
        theirs.append(seconds(lambda: bare.extract(str(path))))
    return min(ours), min(theirs), min(ours) / min(theirs)


def large() -> bytes:
    """A PDF of so many forms, each with its own name over pages that divide it."""
    pages: list[tuple[tuple[str, ...], list[Area]]] = []
    for n in range(FORMS):
        spec = clean().but(project=f"第{n + 1}个项目")
        cells = [Area(a.row, a.column, a.rows, a.columns, a.text.replace("\n", "")) for a in areas(spec)]
        step = max(a.row + a.rows for a in cells) // (PAGES // FORMS) + 1
        for k in range(PAGES // FORMS):
            top = k * step
            here = [
                a._replace(row=max(a.row - top, 0), rows=min(a.row + a.rows, top + step) - max(a.row, top))
                for a in cells
                if a.row < top + step and top < a.row + a.rows
            ]
            pages.append((((spec.title, f"（{2000 + n}年度）") if k == 0 else ()), here))
    return pdf(pages)


def files(folder: Path) -> list[Path]:
    """Made forms of each kind, an .xls where LibreOffice is installed, and the forms beside the checkout."""
    (folder / "表.xlsx").write_bytes(saved(workbook(clean())))
    (folder / "表.docx").write_bytes(saved(document(clean())))
    office = shutil.which("soffice")
    if office:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [
            office,
            profile,
            "--headless",
            "--convert-to",
            "xls",
            "--outdir",
            str(folder),
            str(folder / "表.xlsx"),
        ]
        subprocess.run(command, capture_output=True, timeout=120, check=False)
    found = [folder / f"表{s}" for s in BARE if (folder / f"表{s}").exists()]
    real = [SEED, *(CLAIMS / "files" / f"{n}.txt" for n in IDS)]
    return found + [p.with_suffix(s) for s in (".docx", ".xlsx", ".pdf") for p in real if p.with_suffix(s).exists()]


def main(given: list[str]) -> None:
    """Print a line a file, the worst of each kind, and the figures of the large file."""
    worst: dict[tuple[str, str], float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for path in [Path(g) for g in given] or files(Path(folder)):
            for bare in BARE[path.suffix]:
                ours, theirs, times = ratio(path, bare)
                key = path.suffix, bare.name
                worst[key] = max(worst.get(key, 0.0), times)
                say(f"{path.name:45} {ours * 1e3:6.1f} ms, {bare.name:12} {theirs * 1e3:6.1f} ms: {times:6.2f} times")
        for (suffix, name), times in worst.items():
            bound = next(b.bound for b in BARE[suffix] if b.name == name)
            say(f"worst {suffix:5} against {name:12} {times:6.2f} times{f', allowed {bound}' if bound else ''}")
        path = Path(folder, "large.pdf")
        path.write_bytes(large())
        command = [sys.executable, "-c", _MEASURED, str(path)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        seconds_taken, peak, count = done.stdout.split()
        say(f"{PAGES} pages, {count} forms: {float(seconds_taken):.1f} s, {peak} MB, on standard error {done.stderr!r}")
        ours, theirs, times = ratio(path, BARE[".pdf"][0], LARGE_ROUNDS)
        say(f"{PAGES} pages: {ours:.1f} s, pdfplumber {theirs:.1f} s: {times:.2f} times")


if __name__ == "__main__":
    main(sys.argv[1:])
