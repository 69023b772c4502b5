"""Scans and photos: characters recognised, cells by ruling lines, and how certain each cell is.

The recogniser and its helpers come with ``pip install 'auditor[ocr]'``; they are imported when a scan is read.
"""

import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from typing import NamedTuple

from auditor.errors import DamagedError, NoRecogniserError
from auditor.model.source import Source
from auditor.readers.kinds import Kind
from auditor.readers.page_lines import lines_of
from auditor.readers.progress import tell
from auditor.readers.scan_cells import halved, read_cells, under_seal
from auditor.readers.scan_grid import find_grid
from auditor.readers.scan_image import Page, count_pages, pages_of_pdf, pages_of_picture
from auditor.readers.scan_level import Straight
from auditor.readers.scan_page import SCALE, Fit, Scanned, fit, put_together, sides_of
from auditor.readers.scan_rows import is_inside, unsound
from auditor.readers.scan_upright import is_poor, upright
from auditor.readers.scan_words import Glyph
from auditor.readers.sheets import Strip
from auditor.readers.table import Box, Part, Words

PDF, PICTURE = "application/pdf", "image/*"
_NEEDED = ("rapidocr", "onnxruntime", "cv2", "pypdfium2")
_PAGES = 100  # of one file; at some seconds a page
_NAMED = 8  # uncertain cells that a remark names
_CUT = 20  # characters of a cell that a remark shows


def from_scan(data: bytes, name: str, kind: Kind) -> tuple[list[Strip], list[str]]:
    """The pages as one strip, and remarks: that characters were recognised, and which pages are poor.

    Raises:
        InputError: the file is damaged, or the recogniser is not installed.
    """
    if any(find_spec(m) is None for m in _NEEDED):
        raise NoRecogniserError(name)
    pages, count = _pages(data, name, kind)
    remarks = ["文字是从图上识别的，可能有错，请对照原件。"]
    if count > _PAGES:
        remarks.append(f"文件有{count}页，只识别了前{_PAGES}页。")
    scanned: list[Scanned] = []
    ways: list[tuple[Straight, Fit]] = []
    sides: tuple[float, float] | None = None
    try:
        for number, page in enumerate(islice(pages, _PAGES), 1):
            _tell(number, min(count, _PAGES))
            straight, read, said = _read(page, number)
            moved = fit(read.cells, sides)
            cells = [moved.to(c) for c in read.cells]
            sides = sides or (sides_of(cells) if cells else None)
            scanned.append(put_together(cells, [g._replace(box=moved.to(g.box)) for g in read.glyphs], number))
            ways.append((straight._replace(pixels=straight.pixels[:0], seals=None), moved))
            remarks += said
    finally:
        _tell(0, 0)
    if not scanned:
        raise DamagedError(name, kind.words)
    lines = [tuple(_placed(w, scanned, ways) for w in line) for line in lines_of([s.sheet for s in scanned])]
    return [Strip(None, tuple(lines))], remarks


class _Read(NamedTuple):
    """The cells of a page and its characters."""

    cells: Sequence[Box]
    glyphs: Sequence[Glyph]


def _read(page: Page, number: int) -> tuple[Straight, _Read, list[str]]:
    """A page made level, what stands on it, and what a user is told of it."""
    straight, glyphs = upright(page)
    grid = find_grid(straight.pixels)
    blurred = is_poor(glyphs, grid)
    glyphs = [under_seal(g, straight.seals) for g in read_cells(straight, grid, glyphs)]
    torn = list(unsound(grid.cells, glyphs))
    remarks = []
    if blurred:
        glyphs = [halved(g) for g in glyphs]
        remarks.append(f"第{number}页模糊，识别把握低，整页没有据以计分。请重新扫描（200 DPI 以上）。")
    elif torn:
        glyphs = [halved(g) if any(is_inside(g.box, row) for row in torn) else g for g in glyphs]
        remarks.append(f"第{number}页有的表格线看不清或不平，有关的行没有据以计分，请对照原件。")
    if not grid.cells:
        remarks.append(f"第{number}页没有找到表格线，只读了文字，可能读乱。")
    return straight, _Read(grid.cells, glyphs), remarks


def _pages(data: bytes, name: str, kind: Kind) -> tuple[Iterator[Page], int]:
    if kind is Kind.PDF:
        try:
            return pages_of_pdf(data), count_pages(data)
        except ValueError as error:
            raise DamagedError(name, kind.words) from error
    read = pages_of_picture(data)
    return iter(read), len(read)


def _tell(number: int, count: int) -> None:
    """A line of progress for a person who waits; wiped at the end."""
    if sys.stderr.isatty():
        tell(f"正在识别 第 {number}/{count} 页" if number else "")


def _placed(words: Words, scanned: Sequence[Scanned], ways: Sequence[tuple[Straight, Fit]]) -> Words:
    """Words with their place on the page as it came, and their certainty."""
    return tuple(_at(p, scanned[p.page - 1], *ways[p.page - 1]) if p.page and p.box else p for p in words)


def _at(part: Part, page: Scanned, straight: Straight, moved: Fit) -> Part:
    if part.box is None:
        return part
    left, top, right, bottom = (v / SCALE for v in part.box)
    return part._replace(box=straight.box(*moved.back((left, top, right, bottom))), sure=page.sure.get(part.box, 0.0))


def name_doubts(source: Source) -> Source:
    """The source of a scan with a remark that names the cells of little certainty."""
    if not source.doubtful:
        return source
    shown = [f"第{p.page}页“{_short(source.text[p.start : p.end])}”" for p in source.doubtful[:_NAMED]]
    more = f"等{len(source.doubtful)}格" if len(source.doubtful) > _NAMED else ""
    remark = f"识别把握低，没有据以计分，请对照原件：{'、'.join(shown)}{more}。"
    return source.model_copy(update={"remarks": (*source.remarks, remark)})


def _short(text: str) -> str:
    bare = "".join(text.split())
    return bare if len(bare) <= _CUT else f"{bare[:_CUT]}…"
