"""Highlights in a PDF: over the right boxes, however the page is turned, as an addition to the file."""

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, RectangleObject

from auditor.annotating import Told, annotate
from auditor.annotating.notes import AUTHOR
from auditor.annotating.results import AGAIN, SIGNED
from auditor.annotating.to_pdf import turned
from auditor.model.review import Review
from auditor.model.source import Place
from auditor.returning import told

WIDE, HIGH, STEP = 595, 842, 20


def _blank(pages: int = 2) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(WIDE, HIGH)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _boxed(review: Review) -> Review:
    """The review as if each cell of the workbook stood at a place on the second page of a PDF."""
    places = []
    for place in review.document.places:
        assert place.cell is not None
        at = place.cell.partition("!")[2]
        left, top = Decimal(ord(at[0]) - ord("A")) * 60, Decimal(at[1:]) * STEP
        places.append(Place(start=place.start, end=place.end, page=2, bbox=(left, top, left + 60, top + STEP)))
    document = review.document.model_copy(update={"places": tuple(places)})
    return review.model_copy(update={"document": document})


@pytest.fixture(scope="module")
def notes(reviewed: Callable[[str], Review]) -> list[Told]:
    return [told(_boxed(reviewed(".xlsx")))]


def _marks(data: bytes, kind: str) -> list[Any]:
    pages = PdfReader(io.BytesIO(data)).pages
    found: list[Any] = [a.get_object() for page in pages for a in page.get("/Annots") or ()]
    return [a for a in found if a["/Subtype"] == kind]


def test_highlights_lie_over_their_cells_and_hold_the_words(notes: list[Told]) -> None:
    done = annotate("pdf", _blank(), notes)
    marks = {tuple(round(float(n)) for n in m["/Rect"]): m for m in _marks(done.data, "/Highlight")}
    score = marks[7 * 60, HIGH - 14 * STEP, 8 * 60, HIGH - 13 * STEP]
    assert str(score["/Contents"]).startswith("【错误】S107")
    assert score["/T"] == AUTHOR
    assert len(marks) == done.cells
    assert not PdfReader(io.BytesIO(done.data)).pages[0].get("/Annots")


def test_the_summary_is_a_note_beside_the_title(notes: list[Told]) -> None:
    (note,) = _marks(annotate("pdf", _blank(), notes).data, "/Text")
    assert str(note["/Contents"]).startswith("项目支出绩效自评审核意见")


def test_the_original_stays_byte_for_byte(notes: list[Told]) -> None:
    before = _blank()
    assert annotate("pdf", before, notes).data.startswith(before)


def test_a_draft_is_offered_where_its_row_meets_the_column_of_explanations(notes: list[Told]) -> None:
    done = annotate("pdf", _blank(), notes, fill=True)
    texts = [str(m["/Contents"]) for m in _marks(done.data, "/Highlight") if round(float(m["/Rect"][0])) == 8 * 60]
    assert any("【草稿】" in t and "少6株" in t for t in texts)
    assert done.remarks == ("PDF 不能填写，1 条草稿写在批注里；要填入表中，请批注这张表的 Word 或 Excel 文件。",)


@pytest.mark.parametrize(
    ("angle", "rect"),
    [(0, (10, 772, 110, 822)), (90, (20, 10, 70, 110)), (180, (485, 20, 585, 70)), (270, (525, 732, 575, 832))],
)
def test_turned_pages(angle: int, rect: tuple[float, ...]) -> None:
    page = PageObject.create_blank_page(width=WIDE, height=HIGH)
    page.mediabox = RectangleObject((0, 0, WIDE, HIGH))
    page.rotate(angle)
    assert tuple(turned(page, (10, 20, 110, 70))) == rect


def test_a_second_review_says_that_the_first_one_stays(notes: list[Told]) -> None:
    first = annotate("pdf", _blank(), notes)
    assert not first.remarks
    assert annotate("pdf", first.data, notes).remarks == (AGAIN,)


def test_a_signature_that_comments_break_is_said(notes: list[Told]) -> None:
    writer = PdfWriter()
    writer.add_blank_page(WIDE, HIGH)
    form = DictionaryObject({NameObject("/Fields"): ArrayObject(), NameObject("/SigFlags"): NumberObject(3)})
    writer.root_object[NameObject("/AcroForm")] = form
    out = io.BytesIO()
    writer.write(out)
    assert annotate("pdf", out.getvalue(), notes).remarks == (SIGNED,)
