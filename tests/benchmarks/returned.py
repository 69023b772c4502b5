"""Annotated copies, read back: comments at their cells, other parts unchanged, LibreOffice's PDF, a second reading.

python tests/benchmarks/returned.py [--office] [file ...]

Without files: the forms beside the checkout, and the samples as workbook, Word file and PDF. ``--office`` lets
LibreOffice make a PDF of each copy, one at a time.
"""

import json
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from posixpath import join, normpath
from typing import Any, NamedTuple

import pdfplumber
from lxml import etree
from openpyxl.utils import get_column_letter, range_boundaries
from paths import ROOT, say
from pypdf import PdfReader
from support.carriers import areas, document, saved, workbook
from support.forms import Fund, Goal, Row, Spec
from support.pdfs import Area, pdf
from support.shared import CLAIMS, SAMPLES, SEED

from auditor.model.form import Cell
from auditor.parsing import parse

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE = "/usr/bin/soffice"
LOCK = str(Path(tempfile.gettempdir(), "soffice.lock"))
SECONDS = 300
_DRAWN = ("template", "template_confidence", "template_basis")  # a text drawn as a table has its template no longer
NEAR = 4  # characters of a cell that must stand beside its note in a PDF


class Told(NamedTuple):
    """A comment as it stands in a file: at which cell or box, the cell's words, its own."""

    at: str
    cell: str
    words: str


def spec(text: str) -> Spec:
    """A sample as a form that can be written as a workbook or a Word file."""
    form = parse(text)
    groups = {g.id: g for g in form.groups}
    first = {g.indicators[0] for g in form.groups}

    def words(cell: Cell | None) -> str:
        return cell.text if cell is not None else ""

    return Spec(
        form.project_name.text, form.department.text, form.unit.text,
        tuple(Fund(words(f.name), *(words(getattr(f, c)) for c in ("initial_budget", "annual_budget", "executed", "points", "rate", "score"))) for f in form.funds),
        tuple(Goal(g.label or "", g.title or "", words(g.expected), words(g.actual)) for g in form.goals),
        tuple(Row(i.level1, i.level2, words(i.name), words(i.target), words(i.actual), words(groups[i.group].points), words(groups[i.group].score), words(i.explanation), i.id not in first) for i in form.indicators),
        tuple((v.name, f"{v.points:f}") for v in form.level1 if v.points is not None),
        (words(form.total.points), words(form.total.score)), year="".join(c for c in form.year.text if c.isdigit()), currency=form.currency or "万元",
    )  # fmt: skip


def forms(folder: Path) -> Iterator[Path]:
    """Every form that is measured."""
    yield from (p for p in sorted((CLAIMS / "files").glob("*")) if p.suffix in (".docx", ".xlsx", ".pdf", ".txt"))
    yield from (p for p in sorted(SEED.parent.glob("shenzhen*")))
    for sample in sorted(SAMPLES.glob("*.txt")):
        made = spec(sample.read_text(encoding="utf-8"))
        cells = [Area(a.row, a.column, a.rows, a.columns, a.text.replace("\n", "")) for a in areas(made)]
        for suffix, data in (
            (".xlsx", saved(workbook(made))),
            (".docx", saved(document(made))),
            (".pdf", pdf([((made.title, f"（{made.year}年度）"), cells)])),
        ):
            (folder / f"{sample.stem}{suffix}").write_bytes(data)
            yield folder / f"{sample.stem}{suffix}"
        yield sample


def auditor(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    command = [sys.executable, "-m", "auditor", *map(str, words), "--engine", "offline"]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False, timeout=SECONDS)


def bare(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def told(path: Path) -> list[Told]:
    """All comments of a file, read from its XML or its annotations."""
    return list({".xlsx": _of_sheets, ".docx": _of_word, ".pdf": _of_pdf}[path.suffix](path))


class _Zip:
    """The parts of a workbook as trees."""

    def __init__(self, path: Path) -> None:
        self.file = zipfile.ZipFile(path)
        self.names = set(self.file.namelist())

    def all(self, part: str, name: str) -> list[Any]:
        """The elements of a name in a part; none where there is no such part."""
        root: Any = etree.fromstring(self.file.read(part)) if part in self.names else ()
        return [e for e in (root.iter() if len(root) else ()) if etree.QName(e).localname == name]

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: kind and name by id."""
        folder, _, name = part.rpartition("/")
        return {
            e.get("Id"): (e.get("Type"), normpath(join("/", folder, e.get("Target")))[1:])
            for e in self.all(f"{folder}/_rels/{name}.rels", "Relationship")
        }


def _of_sheets(path: Path) -> Iterator[Told]:
    held = _Zip(path)
    strings = ["".join(e.itertext()) for e in held.all("xl/sharedStrings.xml", "si")]
    book = held.relations("xl/workbook.xml")
    for sheet in held.all("xl/workbook.xml", "sheet"):
        part = book[next(v for k, v in sheet.attrib.items() if k.endswith("}id"))][1]
        values = {}
        for c in held.all(part, "c"):
            value = "".join(c.itertext())
            values[c.get("r")] = strings[int(value)] if c.get("t") == "s" and value else value
        covered = {
            f"{get_column_letter(x)}{y}": m.get("ref").partition(":")[0]
            for m in held.all(part, "mergeCell")
            for left, top, right, bottom in [range_boundaries(m.get("ref"))]
            for x in range(int(left or 1), int(right or 1) + 1)
            for y in range(int(top or 1), int(bottom or 1) + 1)
        }
        for kind, target in held.relations(part).values():
            for c in held.all(target, "comment") if kind.endswith("/comments") else ():
                ref = c.get("ref")  # in a covered cell Excel would not show it
                at = ref if covered.get(ref, ref) == ref else f"{ref}?"
                yield Told(f"{sheet.get('name')}!{at}", values.get(ref, ""), "".join(c.itertext()))


def _of_word(path: Path) -> Iterator[Told]:
    file = zipfile.ZipFile(path)
    root = etree.fromstring(file.read("word/document.xml"))
    where: dict[str, tuple[str, str]] = {}
    tables = {t: n for n, t in enumerate(root.iter(f"{W}tbl"), 1)}
    for start in root.iter(f"{W}commentRangeStart"):
        cell = next(start.iterancestors(f"{W}tc"), None)
        at, held = "", next(start.iterancestors(f"{W}p"))
        if cell is not None:
            row = next(cell.iterancestors(f"{W}tr"))
            table = next(row.iterancestors(f"{W}tbl"))
            at, held = f"表{tables[table]}!R{_own(table, 'tr', 'tbl').index(row) + 1}C{_own(row, 'tc', 'tr').index(cell) + 1}", cell  # fmt: skip
        where[start.get(f"{W}id")] = at, "".join(t.text or "" for t in held.iter(f"{W}t"))
    for c in etree.fromstring(file.read("word/comments.xml")):
        lines = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in c.iter(f"{W}p")]
        yield Told(*where[c.get(f"{W}id")], "\n".join(lines))


def _own(holder: Any, name: str, kind: str) -> list[Any]:
    return [e for e in holder.iter(f"{W}{name}") if next(e.iterancestors(f"{W}{kind}")) is holder]


def _of_pdf(path: Path) -> Iterator[Told]:
    with pdfplumber.open(path) as opened:
        for page in opened.pages:
            for a in page.annots:
                if a["data"]["Subtype"].name == "Highlight":
                    box = a["x0"], a["top"], a["x1"], a["bottom"]
                    words = page.crop(box, strict=False).extract_text() or ""
                    yield Told(f"{page.page_number}!" + ",".join(f"{n:.0f}" for n in box), words, a["contents"] or "")


def misplaced(review: dict[str, Any], found: dict[str, Any], comments: list[Told]) -> str | None:
    """Why a finding's comments are not where it says; None where they are."""
    mine = [
        c
        for c in comments
        if f"{found['rule']} {found['title']}" in c.words and bare(found["message"]) in bare(c.words)
    ]
    if not mine:
        return "no comment"
    same = [f for f in review["findings"] if (f["rule"], f["message"]) == (found["rule"], found["message"])]
    cells = {_key(s) for f in same for s in f["spans"]}
    if not cells:
        return None
    off = [c.at for c in mine if c.at not in cells]
    if not off:
        return None
    rows = {_key(s) for i in review["form"]["indicators"] if i["id"] in found["indicators"] for c in ("name", "actual") for s in i[c]["spans"]}  # fmt: skip
    if set(off) <= rows:
        return "at its row"
    return "at the heading of many" if len(cells) > 1 and len(mine) == 1 else f"ELSEWHERE {off}, not {sorted(cells)}"


def _key(span: dict[str, Any]) -> str:
    if "bbox" in span:
        return f"{span['page']}!" + ",".join(f"{float(n):.0f}" for n in span["bbox"])
    return str(span.get("cell", "")) if "!" in span.get("cell", "") else ""


def form_of(review: dict[str, Any]) -> str:
    """A form without its places, and without what stands in the column of explanations."""

    def walk(node: Any) -> Any:
        if isinstance(node, list):
            return [walk(n) for n in node]
        if isinstance(node, dict):
            return {
                k: walk(v) for k, v in node.items() if k not in ("spans", "explanation", "labels", "headings", *_DRAWN)
            }
        return node

    return json.dumps(walk(review["form"]), ensure_ascii=False, sort_keys=True)


def in_office(copy: Path, comments: list[Told], folder: Path) -> Counter[str]:
    """What a PDF of LibreOffice says: its notes with their words, and whether the cell's words stand beside them."""
    out: Counter[str] = Counter()
    kind = "calc" if copy.suffix == ".xlsx" else "writer"
    options = '{"ExportNotes":{"type":"boolean","value":"true"}}'
    command = [
        "flock", LOCK, OFFICE, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to",
        f"pdf:{kind}_pdf_Export:{options}", "--outdir", str(folder / "office"), str(copy),
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, check=False, timeout=SECONDS)
    made = folder / "office" / f"{copy.stem}.pdf"
    if not made.exists():
        return Counter({"office: NOT OPENED": 1})
    out["office: opened"] += 1
    with pdfplumber.open(made) as opened:
        for number, page in enumerate(PdfReader(made).pages):
            for a in (a.get_object() for a in page.get("/Annots") or ()):
                if a["/Subtype"] != "/Text":
                    continue
                words = bare(str(a.get("/Contents", "")))
                match = next((c for c in comments if bare(c.words) == words), None)
                out["office: comments read" if match else "office: comments of other words"] += 1
                if match and bare(match.cell):
                    x, y = float(a["/Rect"][0]), float(opened.pages[number].height) - float(a["/Rect"][3])
                    near = opened.pages[number].crop((x - 400, y - 45, x + 60, y + 60), strict=False)
                    seen, held = bare(near.extract_text() or ""), bare(match.cell)
                    out["office: beside their cell"] += held[:NEAR] in seen or held[-NEAR:] in seen
    return out


def check(form: Path, folder: Path, *, office: bool) -> Counter[str]:
    """Annotate a form, read the copy back, count."""
    out: Counter[str] = Counter()
    suffix = ".docx" if form.suffix == ".txt" else form.suffix
    copy = folder / f"{form.stem}-{form.suffix[1:]}{suffix}"
    done = auditor("annotate", form, "-o", copy, "--fill")
    if done.returncode not in (0, 3) or not copy.exists():
        return Counter({f"{form.name}: NO COPY {done.returncode} {done.stderr.strip()}": 1})
    before = json.loads(auditor("review", form, "--format", "json").stdout.splitlines()[0])
    comments = told(copy)
    out["copies"], out["comments"] = 1, len(comments)
    out["drafts filled"] += int(done.stderr.partition("填入草稿 ")[2].partition(" ")[0] or 0)
    for found in before["findings"]:
        why = misplaced(before, found, comments) if form.suffix != ".txt" else _redrawn(found, comments)
        out[f"findings {'at their cells' if why is None else why}"] += 1
    told_of = bare("\n".join(c.words for c in comments))
    for claim in before["claims"]:
        if claim["verdict"] != "supported":
            said = any(
                f["rule"].startswith("N5") and f["indicators"] == [claim["indicator"]] for f in before["findings"]
            )
            out["unsupported claims told" if said or "叙述核对" in told_of else "unsupported claims NOT told"] += 1
    if form.suffix in (".docx", ".xlsx"):
        old, new = zipfile.ZipFile(form), zipfile.ZipFile(copy)
        changed = [n for n in old.namelist() if n not in new.namelist() or old.read(n) != new.read(n)]
        out["parts unchanged"] += len(old.namelist()) - len(changed)
        out.update(f"parts changed: {n}" for n in changed)
    if form.suffix == ".pdf":
        out["PDFs whose bytes begin the copy"] += copy.read_bytes().startswith(form.read_bytes())
    again = json.loads(auditor("review", copy, "--format", "json").stdout.splitlines()[0])
    out["read again: the same form" if form_of(before) == form_of(again) else f"READ AGAIN OTHERWISE {form.name}"] += 1
    errors = [[f["rule"] for f in r["findings"] if f["rule"] in ("D301", "D302", "D306")] for r in (before, again)]
    out["read again: explanations still wanting" if errors[0] == errors[1] else f"DRAFTS COUNT AS EXPLANATIONS {form.name}"] += 1  # fmt: skip
    return out + (in_office(copy, comments, folder) if office and suffix != ".pdf" else Counter())


def _redrawn(found: dict[str, Any], comments: list[Told]) -> str | None:
    return None if any(bare(found["message"]) in bare(c.words) for c in comments) else "no comment"


def main() -> None:
    """Print the counts."""
    named = [Path(a) for a in sys.argv[1:] if not a.startswith("--")]
    office = "--office" in sys.argv
    every: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for form in named or list(forms(folder)):
            count = check(form, folder, office=office)
            every += count
            odd = [k for k in count if k.upper() in k or any(w.isupper() and len(w) > 2 for w in k.split())]
            if odd:
                say(f"{form.name}: {'; '.join(f'{count[k]} {k}' for k in odd)}")
    for what, number in sorted(every.items()):
        say(f"{number:6d} {what}")


if __name__ == "__main__":
    main()
