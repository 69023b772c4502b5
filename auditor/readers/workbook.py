"""The parts of an .xlsx file as they are: sheets, shown texts, merged ranges, what is hidden."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import IO, TYPE_CHECKING, NamedTuple

from defusedxml.ElementTree import fromstring, iterparse

from auditor.readers.shown import BUILTIN, number, words

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

CELLS = 200_000  # more than any form has
_ROWS, _COLUMNS = 1_048_576, 16_384
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NO = ("0", "false", "off")

Address = tuple[int, int]
"""Row and column of a cell, counted from 0."""


class Range(NamedTuple):
    """First and last row, first and last column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """A sheet: what its cells show, and what a person sees of it."""

    name: str
    visible: bool = True
    texts: dict[Address, str] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    unstored: list[Address] = field(default_factory=list)
    whole: bool = True

    def hidden(self, at: Address) -> bool:
        """Whether a cell is in a hidden row or column."""
        return at[0] in self.hidden_rows or any(a <= at[1] <= b for a, b in self.hidden_columns)


def address(at: Address) -> str:
    """``C12`` for row 11, column 2."""
    row, column = at
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def place(text: str) -> Address | None:
    """Row 11, column 2 for ``C12``; None for what is no cell of a sheet."""
    m = _ADDRESS.fullmatch(text)
    if not m:
        return None
    column = 0
    for letter in m[1]:
        column = column * 26 + ord(letter) - 64
    row = int(m[2]) - 1
    return (row, column - 1) if 0 <= row < _ROWS and column <= _COLUMNS else None


class Workbook:
    """An .xlsx archive whose parts have been looked at before; its sheets are read one by one.

    Raises:
        KeyError, ValueError, SyntaxError: a part is missing or is no XML.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Read what all sheets share."""
        self._zip = archive
        root = next((t for t, kind in _relations(archive, "").values() if kind == "officeDocument"), "xl/workbook.xml")
        book = fromstring(archive.read(root))
        self._targets = _relations(archive, root)
        self._1904 = any(_local(e) == "workbookPr" and e.get("date1904", "0").lower() not in _NO for e in book)
        self._sheets = [e for e in book.iter() if _local(e) == "sheet"]
        kinds = {kind: target for target, kind in self._targets.values()}
        self._shared = self._strings(kinds.get("sharedStrings"))
        self._formats = self._styles(kinds.get("styles"))

    def sheets(self) -> Iterator[Sheet]:
        """The worksheets in order, hidden ones with them."""
        for element in self._sheets:
            relation = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
            target, kind = self._targets.get(relation, ("", ""))
            if kind == "worksheet":
                sheet = Sheet(element.get("name", ""), element.get("state", "visible") == "visible")
                with self._zip.open(target) as part:
                    self._read(part, sheet)
                yield sheet

    def has_drawn_words(self) -> bool:
        """Whether text boxes or shapes hold words, which are not read."""
        names = [n for n in self._zip.namelist() if n.startswith("xl/drawings/") and n.endswith(".xml")]
        return any(re.search(rb"<a:t>\s*[^<\s]", self._zip.read(n)) for n in names)

    def _strings(self, part: str | None) -> list[str]:
        if part is None or part not in self._zip.namelist():
            return []
        return [_text(e) for e in fromstring(self._zip.read(part)) if _local(e) == "si"]

    def _styles(self, part: str | None) -> list[str]:
        """The number format of each style of cells."""
        if part is None or part not in self._zip.namelist():
            return []
        root = fromstring(self._zip.read(part))
        codes = dict(BUILTIN)
        for e in root.iter():
            if _local(e) == "numFmt":
                codes[_int(e.get("numFmtId"))] = e.get("formatCode", "General")
        styles = next((e for e in root if _local(e) == "cellXfs"), ())
        return [codes.get(_int(e.get("numFmtId")), "General") for e in styles]

    def _read(self, part: IO[bytes], sheet: Sheet) -> None:
        row = column = -1
        for event, e in iterparse(part, events=("start", "end"), forbid_dtd=True):
            name = _local(e)
            if event == "start":
                if name == "row":
                    row, column = _int(e.get("r"), row + 2) - 1, -1
                    if e.get("hidden", "0").lower() not in _NO or e.get("ht") in ("0", "0.0"):
                        sheet.hidden_rows.add(row)
                continue
            if name == "c":
                at = place(e.get("r", "")) or (row, column + 1)
                column = at[1]
                self._cell(e, at, sheet)
                e.clear()
                if len(sheet.texts) > CELLS:
                    sheet.whole = False
                    return
            elif name == "row":
                e.clear()
            elif name == "col":
                if e.get("hidden", "0").lower() not in _NO or e.get("width") in ("0", "0.0"):
                    sheet.hidden_columns.append((_int(e.get("min"), 1) - 1, _int(e.get("max"), 1) - 1))
            elif name == "mergeCell" and len(sheet.merged) < CELLS:
                ends = [place(p) for p in e.get("ref", "").split(":")]
                if len(ends) == len(_ENDS) and ends[0] and ends[1]:
                    (a, b), (c, d) = ends[0], ends[1]
                    sheet.merged.append(Range(min(a, c), min(b, d), max(a, c), max(b, d)))

    def _cell(self, e: "Element", at: Address, sheet: Sheet) -> None:
        """Note what a cell shows."""
        kind = e.get("t", "n")
        value = formula = None
        for child in e:
            local = _local(child)
            if local == "v":
                value = child.text
            elif local == "f":
                formula = child
        if formula is not None and not value and kind != "str":
            sheet.unstored.append(at)
            return
        if kind == "inlineStr":
            shown = next((_text(c) for c in e if _local(c) == "is"), "")
        elif value is None:
            return
        else:
            style = _int(e.get("s"))
            code = self._formats[style] if 0 <= style < len(self._formats) else "General"
            shown = self._shown(value, kind, code)
        if shown.strip():
            sheet.texts[at] = shown

    def _shown(self, value: str, kind: str, code: str) -> str:
        if kind == "s":
            index = _int(value, -1)
            return words(self._shared[index], code) if 0 <= index < len(self._shared) else ""
        if kind == "b":
            return "FALSE" if value.strip() == "0" else "TRUE"
        if kind in ("e", "d"):
            return value
        if kind == "str":
            return words(_unescaped(value), code)
        try:
            return number(float(value), code, since_1904=self._1904)
        except (ValueError, ArithmeticError):
            return value


_ENDS = (0, 1)


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """The parts that a part names: id to path and kind. What lies outside the file is left out."""
    folder, _, base = part.rpartition("/")
    path = join(folder, "_rels", f"{base}.rels")
    if path not in archive.namelist():
        return {}
    out = {}
    for e in fromstring(archive.read(path)):
        if e.get("TargetMode") != "External":
            target = e.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            out[e.get("Id", "")] = whole, e.get("Type", "").rpartition("/")[2]
    return out


def _local(e: "Element") -> str:
    return e.tag.rpartition("}")[2] if isinstance(e.tag, str) else ""


def _text(e: "Element") -> str:
    """The words of a string, in runs or not, without the reading aids above them."""
    out = []
    for child in e:
        local = _local(child)
        if local == "t":
            out.append(child.text or "")
        elif local == "r":
            out += [t.text or "" for t in child if _local(t) == "t"]
    return _unescaped("".join(out))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def _int(text: str | None, default: int = 0) -> int:
    try:
        return int(text) if text else default
    except ValueError:
        return default
