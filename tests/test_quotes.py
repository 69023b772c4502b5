"""Quotations: verbatim, at their place, or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.forms import clean

from auditor.model.form import Cell, CellKind
from auditor.model.source import Quote, Source, Span
from auditor.parsing import parse
from auditor.quotes import fold, holds, nested, quote, spans_in, verify

_TEXT = "头 全年举办讲座２３场，\n参加 1,200 人次；首\n届大赛（8月）举行。 尾"


def _source(text: str) -> Source:
    return Source(name="表", media_type="text/plain", sha256="", text=text)


def _cell(text: str, *places: tuple[int, int]) -> Cell:
    """The cell at some places of a text, white space dropped."""
    words = "".join("".join(text[a:b].split()) for a, b in places)
    return Cell(text=words, kind=CellKind.QUALITATIVE, spans=tuple(Span(start=a, end=b) for a, b in places))


SOURCE = _source(_TEXT)
CELL = _cell(_TEXT, (2, len(_TEXT) - 2))


def _shown(found: Quote, source: Source = SOURCE) -> str:
    return "".join("".join(source.text[s.start : s.end].split()) for s in found.spans)


def test_a_quote_is_found_over_line_breaks_and_widths() -> None:
    for words in ("全年举办讲座23场", "全年举办讲座２３场,参加1，200人次", "首届大赛(8月)举行", " 参加 1,200\n人次 "):
        found = verify(words, CELL, SOURCE, "一")
        assert found is not None
        assert holds(found, SOURCE)
        assert found.goal == "一"
        assert fold(found.quote) == fold(words)


def test_a_quote_keeps_the_characters_of_the_form() -> None:
    found = verify("讲座23场", CELL, SOURCE, None)
    assert found is not None
    assert found.quote == "讲座２３场"


def test_words_that_are_not_there_are_refused() -> None:
    for words in (
        "全年举办讲座24场",
        "全年举办讲座二十三场",
        "参加1,300人次",
        "讲座23场次",
        "头",
        "",
        " ，。",
        "举办大赛",
    ):
        assert verify(words, CELL, SOURCE, None) is None


def test_words_of_another_cell_are_refused() -> None:
    assert verify("尾", CELL, SOURCE, None) is None


def test_stray_punctuation_at_the_ends_is_left_out() -> None:
    found = quote(CELL, SOURCE, CELL.text.index("，"), CELL.text.index("；") + 1, None)
    assert found.quote == "参加1,200人次"


def test_a_quote_over_a_torn_cell_has_a_place_for_each_part() -> None:
    text = "完成巡查 | 其他 | 十二次"
    cell = _cell(text, (0, 4), (text.index("十"), len(text)))
    found = verify("巡查十二次", cell, _source(text), None)
    assert found is not None
    assert [text[s.start : s.end] for s in found.spans] == ["巡查", "十二次"]
    assert holds(found, _source(text))


def test_a_quote_whose_words_are_elsewhere_does_not_hold() -> None:
    found = verify("讲座23场", CELL, SOURCE, None)
    assert found is not None
    assert not holds(found.model_copy(update={"quote": "讲座２４场"}), SOURCE)
    assert not holds(found.model_copy(update={"spans": (Span(start=0, end=1),)}), SOURCE)


def test_a_narrow_and_a_wide_sign_fold_alike_and_digits_keep_their_value() -> None:
    assert fold("“１２”，（３％）！") == fold('"12",(3%)!')
    assert [fold(a) == fold(b) for a, b in (("12", "13"), ("1.2", "12"), ("3%", "3"), ("二", "2"))] == [False] * 4


_PROSE = st.text(alphabet="全年讲座次人，。；：（）“” \n0123456789０１２３％%二三", min_size=1, max_size=60)


@given(text=_PROSE, data=st.data())
def test_every_slice_of_a_cell_verifies_and_holds(text: str, data: st.DataObject) -> None:
    source = _source(text)
    cell = _cell(text, (0, len(text)))
    start = data.draw(st.integers(0, len(cell.text)))
    end = data.draw(st.integers(start, len(cell.text)))
    found = verify(cell.text[start:end], cell, source, None)
    if found is None:
        assert fold(cell.text[start:end]).strip(",.;:\"'") == ""
        return
    assert holds(found, source)
    assert fold(found.quote).strip(",.;:\"'") == fold(cell.text[start:end]).strip(",.;:\"'")


@given(digit=st.integers(0, 9), other=st.integers(0, 9))
def test_a_changed_digit_is_never_found(digit: int, other: int) -> None:
    text = f"全年举办讲座{digit}5场"
    cell = _cell(text, (0, len(text)))
    assert (verify(f"讲座{other}5场", cell, _source(text), None) is not None) == (digit == other)


def test_the_places_of_a_whole_cell_are_those_of_the_form() -> None:
    text = clean().text("rows")
    for goal in parse(text).goals:
        cell = goal.actual
        assert cell is not None
        spans = spans_in(cell, _source(text), 0, len(cell.text))
        assert "".join(text[s.start : s.end] for s in spans).split() == cell.text.split()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("数量指标“建设“最美书吧””未达", "数量指标“建设‘最美书吧’”未达"),
        ("“甲”和“乙”", "“甲”和“乙”"),
        ("“建设“最美书…”未达", "“建设“最美书…”未达"),
        ("最美书吧”“未达", "最美书吧”“未达"),
    ],
)
def test_quotation_marks_within_quotation_marks_are_single(text: str, shown: str) -> None:
    assert nested(text) == shown
