"""A small PDF with ruled tables, written by hand: cells as boxes with Chinese words in them."""

from collections.abc import Sequence
from typing import NamedTuple

_WIDTHS = (30, 60, 60, 90, 60, 60, 40, 40, 90)
_HEIGHT = 20
_LEFT, _TOP, _SIZE = 30, 800, 8
_ROOM = 0.95
_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/UniGB-UTF16-H/DescendantFonts["
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/S/DW 1000/CIDSystemInfo"
    b"<</Registry(Adobe)/Ordering(GB1)/Supplement 5>>>>]>>"
)


class Area(NamedTuple):
    """A cell with its extent, counted from 0; a page may leave its lower or upper border out."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    open_above: bool = False
    open_below: bool = False


def pdf(
    pages: Sequence[tuple[Sequence[str], Sequence[Area]]],
    widths: Sequence[int] = _WIDTHS,
    heights: Sequence[int] = (),
) -> bytes:
    """A PDF whose pages have lines of words at the top and a table below, and are as large as they must be."""
    right = max(595, 2 * _LEFT + sum(widths))
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    kids = []
    for lines, cells in pages:
        tall = list(heights) or [_HEIGHT] * max((a.row + a.rows for a in cells), default=0)
        bottom = min(0, _TOP - 12 * len(lines) - sum(tall) - _LEFT)
        content = _content(lines, cells, widths, tall)
        page = len(bodies) + 1
        kids.append(b"%d 0 R" % page)
        bodies.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 %d %d 842]/Contents %d 0 R/Resources<</Font<</F1 %d 0 R>>>>>>"
            % (bottom, right, page + 1, page + 2)
        )
        bodies += [b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream", _FONT]
    bodies[1] = b"<</Type/Pages/Count %d/Kids[" % len(kids) + b" ".join(kids) + b"]>>"
    out = b"%PDF-1.4\n"
    offsets = []
    for n, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % n + body + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    table += b"".join(b"%010d 00000 n \n" % o for o in offsets)
    return out + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, len(out))


def _content(lines: Sequence[str], cells: Sequence[Area], widths: Sequence[int], heights: Sequence[int]) -> bytes:
    out = [_words(text, 250, _TOP + 20 - 12 * n) for n, text in enumerate(lines)]
    top = _TOP - 12 * len(lines)
    for a in cells:
        left, right = (_LEFT + sum(widths[:n]) for n in (a.column, a.column + a.columns))
        upper, lower = (top - sum(heights[:n]) for n in (a.row, a.row + a.rows))
        out += [f"{x} {lower} m {x} {upper} l S" for x in (left, right)]
        out += [
            f"{left} {y} m {right} {y} l S"
            for y, missing in ((upper, a.open_above), (lower, a.open_below))
            if not missing
        ]
        room = max(int((right - left) * _ROOM) // _SIZE, 1)
        pieces = [part[n : n + room] for part in a.text.split("\n") for n in range(0, len(part), room)]
        first = (upper + lower) / 2 + (len(pieces) - 1) * _SIZE / 2 - 3
        out += [_words(t, left + 1, first - n * (_SIZE + 1)) for n, t in enumerate(pieces)]
    return "\n".join(out).encode()


def _words(text: str, left: float, base: float) -> str:
    return f"BT /F1 {_SIZE} Tf {left:.1f} {base:.1f} Td <{text.encode('utf-16-be').hex()}> Tj ET"
