"""The boxes in which Excel shows comments: an old drawing language, written as text."""

from collections.abc import Sequence
from typing import NamedTuple

_HEAD = """<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"\
 xmlns:x="urn:schemas-microsoft-com:office:excel">
<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{number}"/></o:shapelayout>
<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">\
<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>
"""
_SHAPE = """<v:shape id="_x0000_s{id}" type="#_x0000_t202"\
 style="position:absolute;width:{width}pt;height:{height}pt;z-index:{z};visibility:hidden"\
 fillcolor="#fff8dc" o:insetmode="auto"><v:fill color2="#fff8dc"/><v:shadow on="t" color="black" obscured="t"/>\
<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>\
<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>\
<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>
"""
_END = "</xml>"
_IDS = 1024  # shapes of the drawing with number n are counted from n times this
WIDTH, LINE, MOST = 270, 13, 420  # points
_WIDE = 22  # Chinese characters in a line of a box


class Box(NamedTuple):
    """A comment's cell (row and column from 1), where its box may lie, and how high it is."""

    row: int
    column: int
    anchor: str
    height: int


def height(text: str) -> int:
    """How high a box must be for a text, in points."""
    lines = sum(-(-max(len(line), 1) // _WIDE) for line in text.split("\n"))
    return min(lines * LINE + 12, MOST)


def shapes(boxes: Sequence[Box], first: int) -> str:
    """The boxes, with ids counted from ``first``."""
    return "".join(
        _SHAPE.format(
            id=first + n, width=WIDTH, height=box.height, z=n + 1, anchor=box.anchor, row=box.row - 1, column=box.column - 1
        )
        for n, box in enumerate(boxes)
    )  # fmt: skip


def drawing(boxes: Sequence[Box], number: int) -> bytes:
    """A new drawing with a number that no other drawing of the workbook has."""
    return (_HEAD.format(number=number) + shapes(boxes, number * _IDS + 1) + _END).encode()


def extended(old: bytes, boxes: Sequence[Box]) -> bytes:
    """An existing drawing with more boxes; what is in it stays as it is."""
    cut = old.rfind(_END.encode())
    first = 1 + max((int(i) for i in _ids(old)), default=_IDS)
    return old[:cut] + shapes(boxes, first).encode() + old[cut:]


def _ids(old: bytes) -> list[str]:
    pieces = old.decode("utf-8", "replace").split("_x0000_s")[1:]
    found = ["".join(c for c in p[:8].partition('"')[0] if c.isdigit()) for p in pieces]
    return [f for f in found if f]
