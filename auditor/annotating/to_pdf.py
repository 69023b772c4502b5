"""Highlights with notes into a PDF, as an addition at its end: the bytes of the original stay as they are."""

import io
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.annotations import Highlight, Text
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from auditor.annotating.locating import Box, Locator
from auditor.annotating.notes import AUTHOR, TITLE, Plan
from auditor.annotating.results import AGAIN, SIGNED, Annotated
from auditor.errors import InputError
from auditor.model.finding import Severity

_COLOURS = {Severity.ERROR: "ffb3b3", Severity.WARNING: "ffe08a", Severity.INFO: "bfe3ff", None: "d9ead3"}
_ICON, _MARGIN, _LARGE = 18, 2, 8_000
_PRINTED = 4
_TURNED = 360


class Rect(NamedTuple):
    """Left, bottom, right, top in the page's own coordinates, as it is before it is turned."""

    left: float
    bottom: float
    right: float
    top: float


def annotate(data: bytes, plans: Sequence[Plan]) -> Annotated:
    """The PDF with the notes of the forms that are in it; drafts are offered in notes, for paper takes none."""
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise InputError("PDF 有打开密码，不能加批注。请先去掉密码。")
    again = any(_is_ours(a.get_object()) for page in reader.pages for a in page.get("/Annots") or ())
    writer = PdfWriter(reader, incremental=not reader.is_encrypted)
    spots: dict[tuple[int, Box], list[tuple[Severity | None, str]]] = defaultdict(list)
    titles: set[tuple[int, Box]] = set()
    drafts = 0
    for plan in plans:
        locator = Locator(plan.review)
        drafts += len(plan.fills)
        for note in plan.notes(()):
            place = locator.place(note.name)
            if place is not None and place.bbox is not None:
                spots[place.page or 1, place.bbox].append((note.severity, note.text))
                titles |= {(place.page or 1, place.bbox)} if note.name == TITLE else set()
    for (number, box), told in spots.items():
        if number <= len(writer.pages):
            _mark(writer, number - 1, box, told, title=(number, box) in titles)
    out = io.BytesIO()
    writer.write(out)
    remarks = (
        [f"PDF 不能填写，{drafts} 条草稿写在批注里；要填入表中，请批注这张表的 Word 或 Excel 文件。"] if drafts else []
    )
    remarks += [SIGNED] if _signed(reader) else []
    remarks += [AGAIN] if again else []
    return Annotated(out.getvalue(), len(spots), 0, tuple(remarks))


def _is_ours(annotation: DictionaryObject) -> bool:
    return bool(annotation.get("/T") == AUTHOR)


def _signed(reader: PdfReader) -> bool:
    form = reader.root_object.get("/AcroForm")
    return form is not None and bool(int(form.get_object().get("/SigFlags", 0)) & 1)


def _mark(writer: PdfWriter, page: int, box: Box, told: Sequence[tuple[Severity | None, str]], *, title: bool) -> None:
    """A highlight over a cell that holds the words; the summary has a note of its own beside the title."""
    rect = turned(writer.pages[page], box)
    gravest = min((s for s, _ in told if s is not None), key=lambda s: s.rank, default=None)
    words = "\n\n".join(dict.fromkeys(text for _, text in told))
    shape = Highlight(rect=rect, quad_points=_quad(rect), highlight_color=_COLOURS[gravest], printing=True)
    drawn = _look(rect, _COLOURS[gravest]).clone(writer)  # a stream must be an object of the file
    if drawn.indirect_reference is not None:
        shape[NameObject("/AP")] = DictionaryObject({NameObject("/N"): drawn.indirect_reference})
    marks: list[DictionaryObject] = [shape]
    if title:
        _, top, right, _ = (float(n) for n in box)
        beside = turned(writer.pages[page], (right + _MARGIN * 3, top, right + _MARGIN * 3 + _ICON, top + _ICON))
        marks.append(Text(rect=beside, text=words, open=False))
    for mark in marks:
        mark[NameObject("/T")] = TextStringObject(AUTHOR)
        mark[NameObject("/Contents")] = TextStringObject(words)
        mark[NameObject("/F")] = NumberObject(_PRINTED)
        writer.add_annotation(page, mark)


def _quad(r: Rect) -> ArrayObject:
    corners = (r.left, r.top, r.right, r.top, r.left, r.bottom, r.right, r.bottom)
    return ArrayObject([FloatObject(n) for n in corners])


def _look(r: Rect, colour: str) -> StreamObject:
    """How a highlight is drawn: a small cell is coloured, a large one framed."""
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
    inks = f"/M gs {red:.3f} {green:.3f} {blue:.3f}"
    if (r.top - r.bottom) * (r.right - r.left) > _LARGE:
        frame = f"{r.left + 1:.2f} {r.bottom + 1:.2f} {r.right - r.left - 2:.2f} {r.top - r.bottom - 2:.2f} re S"
        drawn = f"{inks} RG 2 w {frame}"
    else:
        drawn = f"{inks} rg {r.left:.2f} {r.bottom:.2f} {r.right - r.left:.2f} {r.top - r.bottom:.2f} re f"
    form = StreamObject()
    form.indirect_reference = None  # makes its clone an object of the file that it is cloned into
    form.set_data(drawn.encode())
    form[NameObject("/Type")], form[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject([FloatObject(n) for n in r])
    multiply = DictionaryObject({NameObject("/BM"): NameObject("/Multiply")})
    states = DictionaryObject({NameObject("/M"): multiply})
    form[NameObject("/Resources")] = DictionaryObject({NameObject("/ExtGState"): states})
    return form


def turned(page: PageObject, box: Sequence[Decimal | float]) -> Rect:
    """A box counted from the upper left corner of a page as it is shown, in the page's own coordinates."""
    left, top, right, bottom = (float(n) for n in box)
    frame = page.mediabox
    x0, y0, x1, y1 = (float(n) for n in (frame.left, frame.bottom, frame.right, frame.top))
    angle = int(page.get("/Rotate", 0) or 0) % _TURNED
    shown = {
        0: Rect(x0 + left, y1 - bottom, x0 + right, y1 - top),
        90: Rect(x0 + top, y0 + left, x0 + bottom, y0 + right),
        180: Rect(x1 - right, y0 + top, x1 - left, y0 + bottom),
        270: Rect(x1 - bottom, y1 - right, x1 - top, y1 - left),
    }
    return shown.get(angle, shown[0])
