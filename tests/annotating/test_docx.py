"""Comments and drafts in a Word file: in the right cells, and nothing else changed."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from annotating.conftest import edited
from auditor.annotating import Annotated, Told, annotate
from auditor.annotating.docx_tables import Tables
from auditor.annotating.notes import AUTHOR
from auditor.annotating.package import parsed
from auditor.annotating.results import AGAIN
from auditor.model.form import DRAFT_MARK
from auditor.model.review import Review
from auditor.pipeline import audit
from auditor.readers import read
from auditor.returning import told

Tellings = Callable[[str], list[Told]]


@pytest.fixture(scope="module")
def done(files: dict[str, Path], tellings: Tellings) -> Annotated:
    return annotate("docx", files[".docx"].read_bytes(), tellings(".docx"), fill=True)


@pytest.fixture(scope="module")
def word(done: Annotated) -> Document:
    return docx.Document(io.BytesIO(done.data))


def _told(word: Document, row: int, column: int) -> str:
    """The comments that begin in a cell of the first table, row and column of the grid from 0."""
    cell = word.tables[0].cell(row, column)
    return _of(word, [p._p for p in cell.paragraphs])


def _of(word: Document, paragraphs: Sequence[Any]) -> str:
    ids = [int(e.get(qn("w:id"))) for p in paragraphs for e in p.iter(qn("w:commentRangeStart"))]
    found = [word.comments.get(n) for n in ids]
    return "\n".join(c.text for c in found if c is not None)


def test_comments_stand_in_the_cells_that_they_are_about(word: Document) -> None:
    assert "S107" in _told(word, 10, 7)
    assert "S107" in _told(word, 10, 5)
    assert "T401" in _told(word, 14, 4)
    assert "N501" in _told(word, 11, 5)
    assert "N501" in _told(word, 8, 5)
    assert not _told(word, 10, 6)


def test_every_finding_is_told(word: Document, reviewed: Callable[[str], Review]) -> None:
    every = "\n".join(c.text for c in word.comments)
    assert all(f.message in every for f in reviewed(".docx").findings)
    assert {c.author for c in word.comments} == {AUTHOR}


def test_the_title_has_the_summary(word: Document) -> None:
    assert _of(word, [word.paragraphs[0]._p]).startswith("项目支出绩效自评审核意见：需修改")


def test_each_comment_begins_ends_and_is_shown_once(done: Annotated, word: Document) -> None:
    with zipfile.ZipFile(io.BytesIO(done.data)) as file:
        root = parsed(file.read("word/document.xml"))
    ids = sorted(c.comment_id for c in word.comments)
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert sorted(int(e.get(qn("w:id"))) for e in root.iter(qn(f"w:{name}"))) == ids


def test_an_empty_explanation_is_filled_and_marked_as_a_draft(word: Document, done: Annotated) -> None:
    cell = word.tables[0].cell(10, 8)
    assert cell.text.startswith(f"{DRAFT_MARK}年度指标值20株，实际14株")
    run = cell.paragraphs[0].runs[0]
    assert str(run.font.color.rgb) == "C00000"
    assert run._r.find(f".//{qn('w:shd')}").get(qn("w:fill")) == "FFF2CC"
    assert done.filled == 1


def test_an_explanation_that_is_there_stays(word: Document) -> None:
    assert word.tables[0].cell(11, 8).text == "群众参与踊跃。"
    assert DRAFT_MARK in _told(word, 11, 8)


def test_every_other_part_is_the_same(files: dict[str, Path], done: Annotated) -> None:
    with zipfile.ZipFile(files[".docx"]) as old, zipfile.ZipFile(io.BytesIO(done.data)) as new:
        assert new.testzip() is None
        changed = {n for n in old.namelist() if old.read(n) != new.read(n)}
        assert set(new.namelist()) - set(old.namelist()) == {"word/comments.xml"}
    assert changed == {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}


def test_a_second_review_adds_to_the_comments_of_the_first(tellings: Tellings, done: Annotated) -> None:
    again = docx.Document(io.BytesIO(annotate("docx", done.data, tellings(".docx")).data))
    first = docx.Document(io.BytesIO(done.data))
    ids = [c.comment_id for c in again.comments]
    assert len(ids) == len(set(ids)) == 2 * len(list(first.comments))


def test_places_and_cells_agree(files: dict[str, Path], reviewed: Callable[[str], Review]) -> None:
    """What a place says that stands in a cell is what stands there."""
    source = reviewed(".docx").document
    with zipfile.ZipFile(files[".docx"]) as file:
        tables = Tables(parsed(file.read("word/document.xml")))
    seen = 0
    for place in source.places:
        if place.cell and "!" in place.cell:
            name, _, at = place.cell.partition("!R")
            row, _, number = at.partition("C")
            table = tables.get(name)
            assert table is not None
            cell = table.cell(int(row), int(number))
            assert cell is not None
            words = "".join("".join(t.text or "" for t in cell.iter(qn("w:t"))).split())
            assert "".join(source.text[place.start : place.end].split()).strip('"') == words
            seen += 1
    assert seen > 80


def test_a_cell_whose_paragraphs_stand_in_content_controls(files: dict[str, Path], tmp_path: Path) -> None:
    def controlled(xml: str) -> str:
        wrapped = r"\1<w:sdt><w:sdtPr/><w:sdtContent>\2</w:sdtContent></w:sdt>\3"
        return re.sub(r"(</w:tcPr>)(<w:p(?:/>|>(?:(?!</w:p>).)*</w:p>))(</w:tc>)", wrapped, xml)

    form = tmp_path / "控件.docx"
    form.write_bytes(edited(files[".docx"].read_bytes(), {"word/document.xml": controlled}))
    done = annotate("docx", form.read_bytes(), [told(audit(read(str(form)), today=date(2026, 11, 22)))], fill=True)
    with zipfile.ZipFile(io.BytesIO(done.data)) as file:
        root = parsed(file.read("word/document.xml"))
    controls = ["".join(t.text or "" for t in c.iter(qn("w:t"))) for c in root.iter(qn("w:sdt"))]
    assert any(c.startswith(DRAFT_MARK) for c in controls)
    assert done.filled == 1
    held = {e for c in root.iter(qn("w:sdt")) for e in c.iter(qn("w:commentRangeStart"))}
    assert len(held) > 10


def test_a_second_review_says_that_the_first_one_stays(tellings: Tellings, done: Annotated) -> None:
    assert annotate("docx", done.data, tellings(".docx")).remarks == (AGAIN,)
