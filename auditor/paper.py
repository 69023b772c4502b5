"""Office paper as a Word file: A4, the fonts of offices, tables with merged cells and repeated heads, page numbers.

Paragraphs and tables are written as XML: python-docx looks at every cell of a table for each one that it is asked for.
"""

import io
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm

BODY, HEAD, TITLE = "宋体", "黑体", "方正小标宋简体"
_LATIN = "Times New Roman"
_TWIPS = 567  # a centimetre
_LONG, _SHORT = 29.7, 21.0
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NS = nsdecls("w")
# What a machine without a font shows in its place: its other name, and its kind (serif or not).
_FONTS = (
    (BODY, "SimSun", "roman"),
    (HEAD, "SimHei", "swiss"),
    (TITLE, "SimSun", "roman"),
    (_LATIN, "Liberation Serif", "roman"),
)


class Ink(NamedTuple):
    """How words look: ``size`` in points, ``colour`` and ``ground`` as RRGGBB."""

    font: str = BODY
    size: float = 10.5
    bold: bool = False
    colour: str = ""
    ground: str = ""


class Piece(NamedTuple):
    """Words that look alike."""

    words: str
    ink: Ink = Ink()


class Paragraph(NamedTuple):
    """Pieces in a line of text. ``indent`` and ``hang`` are in characters of 10.5 points, spaces in points."""

    pieces: Sequence[Piece]
    align: str = "left"
    before: float = 0
    after: float = 0
    indent: float = 0
    hang: float = 0
    line: float = 1.0
    with_next: bool = False


class Box(NamedTuple):
    """A cell of a table. ``down`` is "restart" or "continue" where cells are merged over rows.

    ``comments`` are the numbers of the comments at it.
    """

    paragraphs: Sequence[Paragraph] = ()
    wide: int = 1
    down: str = ""
    ground: str = ""
    comments: Sequence[int] = ()


class Line(NamedTuple):
    """A row of a table; a ``head`` is printed again on each page, ``high`` is its least height in centimetres."""

    boxes: Sequence[Box]
    head: bool = False
    high: float = 0.0
    whole: bool = True


class Paper:
    """A Word file that is written from its beginning to its end; measures are in centimetres."""

    def __init__(self, title: str, *, landscape: bool = False, margins: Sequence[float] = (2.4, 2.2, 2.4, 2.2)) -> None:
        self.word = Document()
        self.word.core_properties.title = clean(title)
        self.word.core_properties.author = "auditor"
        self.word.core_properties.comments = ""
        section = self.word.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        wide, high = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
        section.page_width, section.page_height = Cm(wide), Cm(high)
        section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Cm, margins)
        section.footer_distance = Cm(1.1)
        self.width = wide - margins[1] - margins[3]
        footer = section.footer.paragraphs[0].add_run("").element.getparent()
        footer.getparent().replace(footer, parse_xml(_footer()))
        self._name_fonts()

    def _name_fonts(self) -> None:
        """Put the table of fonts in place of that of the library's template."""
        part = self.word.part
        old = next(r for r in part.rels.values() if r.reltype == RT.FONT_TABLE)
        kind = old.target_part.content_type
        part.drop_rel(old.rId)
        part.relate_to(Part(PackURI("/word/fontTable.xml"), kind, _fonts().encode(), part.package), RT.FONT_TABLE)

    def comment(self, text: str, author: str, initials: str) -> int:
        """A new comment; gives its number."""
        made = self.word.comments.add_comment(clean(text), author, initials)
        return made.comment_id

    def write(self, *paragraphs: Paragraph, comments: Sequence[int] = ()) -> None:
        """Put paragraphs at the end; the first one carries the comments with these numbers."""
        for n, p in enumerate(paragraphs):
            self._append(_paragraph(p, comments if n == 0 else ()))

    def table(self, widths: Sequence[float], lines: Iterable[Line], *, lined: bool = True) -> None:
        """Put a table at the end."""
        self._append(_table(widths, lines, lined=lined))

    def turn(self) -> None:
        """Begin a new page."""
        self._append(f'<w:p {_NS}><w:r><w:br w:type="page"/></w:r></w:p>')

    def _append(self, xml: str) -> None:
        body = self.word.element.body
        body.insert(len(body) - 1, parse_xml(xml))

    def save(self) -> bytes:
        """The file's bytes."""
        out = io.BytesIO()
        self.word.save(out)
        return out.getvalue()


def clean(words: str) -> str:
    """Words without the characters that XML cannot hold."""
    return _CONTROL.sub("\ufffd", words)


def _look(ink: Ink) -> str:
    bold = "<w:b/>" if ink.bold else ""
    colour = f'<w:color w:val="{ink.colour}"/>' if ink.colour else ""
    ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{ink.ground}"/>' if ink.ground else ""
    return (
        f'<w:rPr><w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:cs="{_LATIN}" w:eastAsia="{ink.font}"/>{bold}{colour}'
        f'<w:sz w:val="{round(ink.size * 2)}"/><w:szCs w:val="{round(ink.size * 2)}"/>{ground}'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
    )


def _run(piece: Piece) -> str:
    words = escape(clean(piece.words)).split("\n")
    broken = "<w:br/>".join(f'<w:t xml:space="preserve">{w}</w:t>' for w in words)
    return f"<w:r>{_look(piece.ink)}{broken}</w:r>"


def _paragraph(p: Paragraph, comments: Sequence[int] = (), *, first: bool = True, last: bool = True) -> str:
    opened = "".join(f'<w:commentRangeStart w:id="{n}"/>' for n in comments) if first else ""
    closed = "".join(
        f'<w:commentRangeEnd w:id="{n}"/><w:r><w:commentReference w:id="{n}"/></w:r>' for n in comments if last
    )
    keep = "<w:keepNext/>" if p.with_next else ""
    mark = _look(p.pieces[-1].ink) if p.pieces else ""
    indent = (
        f'<w:ind w:left="{round(p.indent * 210)}" w:hanging="{round(p.hang * 210)}"/>' if p.indent or p.hang else ""
    )
    return (
        f'<w:p {_NS}><w:pPr>{keep}<w:snapToGrid w:val="0"/><w:spacing w:before="{round(p.before * 20)}" '
        f'w:after="{round(p.after * 20)}" w:line="{round(p.line * 240)}" w:lineRule="auto"/>{indent}'
        f'<w:jc w:val="{p.align}"/>{mark}</w:pPr>{opened}{"".join(map(_run, p.pieces))}{closed}</w:p>'
    )


def _fonts() -> str:
    told = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="{"00" if name == _LATIN else "86"}"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        for name, other, family in _FONTS
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {_NS}>{told}</w:fonts>'


def _footer() -> str:
    ink = Ink(size=9)
    page, pages = (
        f'<w:fldSimple w:instr="{field}">{_run(Piece("1", ink))}</w:fldSimple>' for field in ("PAGE", "NUMPAGES")
    )
    words = [_run(Piece(w, ink)) for w in ("第 ", " 页　共 ", " 页")]
    return (
        f'<w:p {_NS}><w:pPr><w:jc w:val="center"/></w:pPr>{words[0]}{page}{words[1]}{pages}{words[2]}</w:p>'
    )  # fmt: skip


def _table(widths: Sequence[float], lines: Iterable[Line], *, lined: bool) -> str:
    twips = [round(w * _TWIPS) for w in widths]
    kind = 'w:val="single" w:sz="4" w:space="0" w:color="000000"' if lined else 'w:val="none"'
    sides = "".join(f"<w:{side} {kind}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    margins = '<w:top w:w="40" w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>'
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in twips)
    return (
        f'<w:tbl {_NS}><w:tblPr><w:tblW w:w="{sum(twips)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(_line(row, twips) for row in lines)}</w:tbl>"
    )


def _line(row: Line, twips: Sequence[int]) -> str:
    whole = "<w:cantSplit/>" if row.whole else ""
    high = f'<w:trHeight w:val="{round(row.high * _TWIPS)}" w:hRule="atLeast"/>' if row.high else ""
    head = "<w:tblHeader/>" if row.head else ""
    cells, at = "", 0
    for box in row.boxes:
        cells += _box(box, sum(twips[at : at + box.wide]))
        at += box.wide
    return f"<w:tr><w:trPr>{whole}{high}{head}</w:trPr>{cells}</w:tr>"


def _box(box: Box, wide: int) -> str:
    span = f'<w:gridSpan w:val="{box.wide}"/>' if box.wide > 1 else ""
    down = f'<w:vMerge w:val="{box.down}"/>' if box.down else ""
    ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{box.ground}"/>' if box.ground else ""
    told = box.paragraphs or (Paragraph(()),)
    inside = "".join(_paragraph(p, box.comments, first=n == 0, last=n == len(told) - 1) for n, p in enumerate(told))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{span}{down}{ground}<w:vAlign w:val="center"/></w:tcPr>{inside}</w:tc>'
    )  # fmt: skip
