"""PDFs: tables by their lines, rows and cells that a page break divides, places on the page."""

from pathlib import Path

import pytest
from support.carriers import areas
from support.damage import pdf as page_of
from support.forms import Goal, Spec, clean
from support.pdfs import Area, pdf
from support.truth import of_form, of_spec

from auditor.errors import InputError
from auditor.model.source import Source
from auditor.parsing import parse
from auditor.readers import read, read_all

SHORT = clean().but(goals=(Goal("", "", "新购图书。", "全年新购图书20800册。"),))
HEAD = (SHORT.title, f"（{SHORT.year}年度）")


def _cells(spec: Spec) -> list[Area]:
    return [Area(a.row, a.column, a.rows, a.columns, a.text.replace("\n", "")) for a in areas(spec)]


def _cut(cells: list[Area], row: int, *, undone: bool, twice: bool) -> tuple[list[Area], list[Area]]:
    """The table on two pages: cells over the break without a border there, or printed on both."""
    one = [
        a if a.row + a.rows <= row else a._replace(rows=row - a.row, open_below=undone) for a in cells if a.row < row
    ]
    two = [
        a._replace(row=a.row - row)
        if a.row >= row
        else a._replace(row=0, rows=a.row + a.rows - row, text=a.text if twice else "", open_above=undone)
        for a in cells
        if a.row + a.rows > row
    ]
    return one, two


def _read(tmp_path: Path, *pages: tuple[tuple[str, ...], list[Area]]) -> Source:
    (tmp_path / "表.pdf").write_bytes(pdf(pages))
    return read(str(tmp_path / "表.pdf"))


def test_a_form_on_one_page(tmp_path: Path) -> None:
    source = _read(tmp_path, (HEAD, _cells(SHORT)))
    assert of_form(parse(source.text)) == of_spec(SHORT)
    assert all(p.page == 1 and p.bbox for p in source.places)


@pytest.mark.parametrize("row", range(12, 24))
@pytest.mark.parametrize("way", ["open", "open and twice", "closed", "closed and twice"])
def test_a_page_break_anywhere_changes_nothing(tmp_path: Path, row: int, way: str) -> None:
    spec = (
        SHORT.row(1, points="14", score="14")
        .row(2, shared=True, points="", score="")
        .row(3, shared=True, points="", score="")
    )
    one, two = _cut(_cells(spec), row, undone="open" in way, twice="twice" in way)
    source = _read(tmp_path, (HEAD, one), (("— 2 —",), two))
    assert of_form(parse(source.text)) == of_spec(spec)
    assert {p.page for p in source.places} == {1, 2}


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("first", [1, 10])
def test_scores_alike_on_both_sides_of_a_page_break_are_one_where_the_total_says_so(
    tmp_path: Path, first: int, *, shared: bool
) -> None:
    spec = SHORT.row(first, points="8", score="8").row(first + 1, points="8", score="8")
    if shared:
        spec = SHORT.row(first, points="16", score="16").row(first + 1, points="", score="", shared=True)
    points = sum(int(r.points or 0) for r in spec.rows) + int(spec.funds[0].points)
    spec = spec.but(total=(str(points), spec.total[1]))
    one, two = _cut(_cells(spec), 10 + first, undone=False, twice=True)
    source = _read(tmp_path, (HEAD, one), ((), two))
    assert of_form(parse(source.text)) == of_spec(spec)


def test_a_row_that_a_page_break_divides_is_one(tmp_path: Path) -> None:
    one, two = _cut(_cells(SHORT), 14, undone=False, twice=False)
    name = next(a for a in one if a.row == 13 and a.column == 3)
    rest = [Area(0, a.column, 1, a.columns, "") for a in two if a.row == 0]
    rest = [a._replace(text="人数") if a.column == 3 else a for a in rest]
    source = _read(tmp_path, (HEAD, one), ((), [*rest, *(a._replace(row=a.row + 1) for a in two)]))
    names = [i.name.text for i in parse(source.text).indicators]
    assert name.text + "人数" in names
    assert len(names) == len(SHORT.rows)


def test_a_row_whose_cells_are_all_divided_is_one(tmp_path: Path) -> None:
    words = {3: ("新购图书验收一次合格", "批次数"), 4: ("≥200000", "批次"), 5: ("200000", "批次")}
    name, target, actual = ("".join(w) for w in words.values())
    spec = SHORT.row(4, name=name, target=target, actual=actual)
    one, two = _cut(_cells(spec), 14, undone=False, twice=False)
    above = [a._replace(text=words[a.column][0]) if a.row == 13 and a.column in words else a for a in one]
    rest = [Area(0, a.column, 1, a.columns, words.get(a.column, ("", ""))[1]) for a in two if a.row == 0]
    source = _read(tmp_path, (HEAD, above), ((), [*rest, *(a._replace(row=a.row + 1) for a in two)]))
    assert of_form(parse(source.text)).rows == of_spec(spec).rows


def test_two_forms_in_one_file(tmp_path: Path) -> None:
    other = SHORT.but(project="另一个项目")
    (tmp_path / "表.pdf").write_bytes(pdf([(HEAD, _cells(SHORT)), (HEAD, _cells(other))]))
    forms = read_all(str(tmp_path / "表.pdf"))
    assert [of_form(parse(f.text)) for f in forms] == [of_spec(SHORT), of_spec(other)]


def test_a_page_without_words_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "扫描.pdf").write_bytes(page_of(content=b""))
    with pytest.raises(InputError):
        read(str(tmp_path / "扫描.pdf"))
