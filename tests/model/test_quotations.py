"""Quotations: verbatim after one normalisation, with places in the text as read; or none at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model.form import Cell, CellKind
from auditor.model.source import Quote, Source, Span
from auditor.quotes import fold, holds, quote, spans_in, verify

TEXT = "一、\n全年举办活动４６ 场，\n其中  讲座12场；参加Reading Week。"
BETWEEN = "活动46场|| 参加者 ||3600人"


def _source(text: str) -> Source:
    return Source(name="表.txt", media_type="text/plain", sha256="0", text=text)


def _cell(text: str, *spans: tuple[int, int], words: str | None = None) -> Cell:
    places = tuple(Span(start=a, end=b) for a, b in spans or ((0, len(text)),))
    shown = words if words is not None else "".join(text.split())
    return Cell(text=shown, kind=CellKind.QUALITATIVE, spans=places)


CELL, SOURCE = _cell(TEXT), _source(TEXT)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("全年举办活动４６场", "全年举办活动４６场"),
        ("全年举办活动46场", "全年举办活动４６场"),
        ("举办 活动 46 场,其中讲座", "举办活动４６场，其中讲座"),
        ("“讲座12场；”", "讲座12场"),
        ("举办活动64场", None),
        ("举办活动4场", None),
        ("讲座１2场", "讲座12场"),
        ("。；", None),
        ("", None),
        ("全年举办活动46场讲座12场", None),
    ],
)
def test_words_are_quoted_as_they_stand_or_not_at_all(words: str, told: str | None) -> None:
    found = verify(words, CELL, SOURCE, "一")
    assert (found.quote if found else None) == told
    assert found is None or (holds(found, SOURCE) and found.goal == "一")


def test_a_quote_across_other_words_has_several_places() -> None:
    cell = _cell(BETWEEN, (0, 5), (14, 19), words="活动46场3600人")
    source = _source(BETWEEN)
    found = verify("46场3600人", cell, source, None)
    assert found is not None
    assert [BETWEEN[s.start : s.end] for s in found.spans] == ["46场", "3600人"]
    assert holds(found, source)


def test_places_may_run_backwards() -> None:
    cell = _cell("乙丙甲", (2, 3), (0, 2), words="甲乙丙")
    found = quote(cell, _source("乙丙甲"), 0, 3, None)
    assert [(s.start, s.end) for s in found.spans] == [(2, 3), (0, 2)]


def test_stray_punctuation_at_the_ends_is_not_quoted() -> None:
    cell = _cell("，活动46场， ；", words="，活动46场， ；")
    found = quote(cell, _source("，活动46场， ；"), 0, len(cell.text), None)
    assert found.quote == "活动46场"


def test_a_blank_between_latin_words_keeps_a_place() -> None:
    cell = _cell("Reading Week", words="Reading Week")
    assert spans_in(cell, _source("Reading Week"), 0, 12) == (Span(start=0, end=12),)
    assert spans_in(_cell("Week", words=" Week"), _source("Week"), 0, 5) == (Span(start=0, end=4),)


def test_words_that_the_text_does_not_have_get_the_nearest_place() -> None:
    assert spans_in(_cell("甲乙", words="甲丁"), _source("甲乙"), 0, 2) == (Span(start=0, end=2),)
    blank = Cell(text=" 甲", kind=CellKind.QUALITATIVE, spans=())
    assert spans_in(blank, _source("甲"), 0, 2) == (Span(start=0, end=1),)


def test_an_invented_quote_does_not_hold() -> None:
    assert not holds(Quote(quote="活动64场", spans=(Span(start=4, end=9),)), SOURCE)
    assert holds(Quote(quote="", spans=()), SOURCE)


def test_folding_changes_the_width_of_a_digit_and_never_its_value() -> None:
    assert fold("４６ 场，\n（９０％）") == "46场,(90%)"
    assert fold("0123456789") == fold("０１２３４５６７８９") == "0123456789"


@given(st.text("活动场，。０12 \n", min_size=1), st.data())
def test_every_slice_of_a_cell_leads_back_to_its_text(text: str, data: st.DataObject) -> None:
    cell = _cell(text)
    start = data.draw(st.integers(0, len(cell.text)))
    end = data.draw(st.integers(start, len(cell.text)))
    source = _source(text)
    assert holds(quote(cell, source, start, end, None), source)
    words = cell.text[start:end]
    found = verify(words, cell, source, None)
    assert found is None or (holds(found, source) and fold(found.quote) in fold(words))
