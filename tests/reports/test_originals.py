"""Where a finding stands in the file that was handed in."""

import pytest

from auditor.model.review import Review
from auditor.model.source import Place, Span
from auditor.reports import render
from auditor.reports.originals import original


def _in(review: Review, places: tuple[Place, ...]) -> Review:
    found = review.findings[0].model_copy(update={"spans": tuple(Span(start=n, end=n + 1) for n in range(5))})
    carried = review.document.model_copy(update={"places": places})
    return review.model_copy(update={"document": carried, "findings": (found,)})


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (("自评表!F13",), "F13"),
        (("自评表!F13", "说明!A1"), "自评表!F13、说明!A1"),
        (("表1!R5C3", "段2"), "第5行第3格、第2段"),
        (("表1!R5C3", "表2!R1C1"), "表1第5行第3格、表2第1行第1格"),
        (("自评表!A1", "自评表!A2", "自评表!A3", "自评表!A4"), "A1、A2、A3等4处"),
    ],
)
def test_cells_are_told_in_words_without_the_only_sheet(review: Review, cells: tuple[str, ...], words: str) -> None:
    told = _in(review, tuple(Place(start=n, end=n + 1, cell=cell) for n, cell in enumerate(cells)))
    assert original(told, told.findings[0]) == words


def test_of_a_pdf_the_page_is_told_once(review: Review) -> None:
    told = _in(review, (Place(start=0, end=4, page=2),))
    assert original(told, told.findings[0]) == "第2页"
    for kind in ("html", "markdown"):
        assert "原件第2页" in render(told, kind)


def test_plain_text_has_no_places(review: Review) -> None:
    assert original(review, review.findings[0]) == ""
