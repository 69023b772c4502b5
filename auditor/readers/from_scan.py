"""Scans and photos: characters recognised, cells by ruling lines, and how certain each cell is.

The recogniser and its helpers come with ``pip install 'auditor[ocr]'``; they are imported when a scan is read.
"""

import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import islice

from auditor.errors import DamagedError, NoRecogniserError
from auditor.model.source import Source
from auditor.readers.kinds import Kind
from auditor.readers.page_lines import lines_of
from auditor.readers.scan_grid import Grid, find_grid
from auditor.readers.scan_image import Page, Pixels, count_pages, pages_of_pdf, pages_of_picture
from auditor.readers.scan_ink import is_covered, is_dash, left_ink
from auditor.readers.scan_level import Straight, straighten
from auditor.readers.scan_page import SCALE, UNREAD, Fit, Scanned, bounds, fit, hand_out, put_together, sides_of
from auditor.readers.scan_rows import is_inside, unsound
from auditor.readers.scan_words import Glyph, is_sideways, recognise, recognise_cell
from auditor.readers.sheets import Strip
from auditor.readers.table import Box, Part, Words

PDF, PICTURE = "application/pdf", "image/*"
_NEEDED = ("rapidocr", "onnxruntime", "cv2", "pypdfium2")
_PAGES = 100  # of one file; at some seconds a page
_NAMED = 8  # uncertain cells that a remark names
_CUT = 20  # characters of a cell that a remark shows
_DASH_SURE = 0.95  # a level stroke alone in a cell
_STROKES = frozenset("一二三=-—–－_")  # what a dash is taken for
_POOR = 0.88  # the mean certainty on a page; fair copies have 0.99, those that break up 0.73
_HALF = 0.5  # what was read where other ink stands too


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
    for number, page in enumerate(islice(pages, _PAGES), 1):
        _tell(number, min(count, _PAGES))
        straight, glyphs = upright(page)
        grid = find_grid(straight.pixels)
        blurred = is_poor(glyphs, grid)
        glyphs = [under_seal(g, straight.seals) for g in read_cells(straight, grid, glyphs)]
        if blurred:
            glyphs = [_halved(g) for g in glyphs]
            remarks.append(f"第{number}页模糊，识别把握低，整页没有据以计分。请重新扫描（200 DPI 以上）。")
        torn = list(unsound(grid.cells, glyphs))
        if torn and not blurred:
            glyphs = [_halved(g) if any(is_inside(g.box, row) for row in torn) else g for g in glyphs]
            remarks.append(f"第{number}页有的表格线看不清或不平，有关的行没有据以计分，请对照原件。")
        moved = fit(grid.cells, sides)
        cells = [moved.to(c) for c in grid.cells]
        sides = sides or (sides_of(cells) if cells else None)
        scanned.append(put_together(cells, [g._replace(box=moved.to(g.box)) for g in glyphs], number))
        ways.append((straight._replace(pixels=straight.pixels[:0], seals=None), moved))
        if not cells:
            remarks.append(f"第{number}页没有找到表格线，只读了文字，可能读乱。")
    _tell(0, 0)
    if not scanned:
        raise DamagedError(name, kind.words)
    lines = [tuple(_placed(w, scanned, ways) for w in line) for line in lines_of([s.sheet for s in scanned])]
    return [Strip(None, tuple(lines))], remarks


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
        sys.stderr.write(f"\r正在识别第{number}/{count}页…" if number else "\r\x1b[K")
        sys.stderr.flush()


def upright(page: Page) -> tuple[Straight, list[Glyph]]:
    """The page and its characters the right way up: a page that is read badly is tried the other ways."""
    straight = straighten(page)
    found = [(straight, recognise(straight.pixels))]
    sure = certainty(found[0][1]) >= _POOR
    ways: tuple[int, ...] = () if sure else (2,)
    if is_sideways(found[0][1]):
        found, ways = (
            [],
            (1, 3) if sure else (3, 1),
        )  # a line that runs up is read as it stands, one that runs down is not
    for quarters in ways:
        turned = straighten(page, quarters)
        found.append((turned, recognise(turned.pixels)))
        if certainty(found[-1][1]) >= _POOR:
            break
    return max(found, key=lambda f: certainty(f[1]))


def certainty(glyphs: Sequence[Glyph]) -> float:
    """The mean certainty of characters."""
    return sum(g.sure for g in glyphs) / max(len(glyphs), 1)


def is_poor(glyphs: Sequence[Glyph], grid: Grid) -> bool:
    """Whether a page is so blurred that also its ruling lines cannot be trusted."""
    if not glyphs:
        return bool(grid.cells)
    return certainty(glyphs) < _POOR


def read_cells(straight: Straight, grid: Grid, glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The characters of a page with those that were passed over in cells: digits that stand alone, dashes.

    What nothing can be made of is marked as such; a cell in which other ink is left has no certainty.
    """
    out: list[Glyph] = []
    line = max((g.line for g in glyphs), default=0)
    held = hand_out(glyphs, grid.cells)
    for number, (cell, inside) in enumerate(zip(grid.cells, held, strict=True), line + 1):
        out += _completed(straight, grid, cell, inside, number)
    known = {id(g) for inside in held for g in inside}
    return [*out, *(g for g in glyphs if id(g) not in known)]


def under_seal(glyph: Glyph, seals: "Pixels | None") -> Glyph:
    """A character, in doubt if a seal stands on it."""
    if seals is None or not is_covered(seals, glyph.box):
        return glyph
    return _halved(glyph)


def _halved(glyph: Glyph) -> Glyph:
    return glyph._replace(sure=min(glyph.sure, _HALF))


def _completed(straight: Straight, grid: Grid, cell: Box, inside: Sequence[Glyph], number: int) -> Sequence[Glyph]:
    """The characters of one cell, held against its ink; ``number`` is that of a line of its own."""
    marks = left_ink(grid.ink, cell, [g.box for g in inside])
    if len(inside) <= 1 and all(g.text in _STROKES for g in inside):
        every = left_ink(grid.ink, cell, []) if inside else marks
        if is_dash(every):
            return [Glyph("—", bounds(every), _DASH_SURE, number)]
    if not marks:
        return inside
    if inside:
        return [_halved(g) for g in inside]
    around = bounds(marks)
    return recognise_cell(straight.pixels, around, number) or [Glyph(UNREAD, around, 0.0, number)]


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
