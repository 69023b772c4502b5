"""``auditor annotate``: the copy, the line about it, and what is refused."""

import io
import json
import os
import zipfile
from pathlib import Path

import docx
import pytest
from support.commands import FAULTY, Command, is_one_chinese_line
from support.truth import of_form

from auditor.model.form import DRAFT_MARK
from auditor.parsing import parse
from auditor.readers import read


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_the_copy_is_written_and_the_original_stays(
    command: Command, files: dict[str, Path], tmp_path: Path, suffix: str
) -> None:
    before = files[suffix].read_bytes()
    copy = tmp_path / f"批注{suffix}"
    ran = command("annotate", files[suffix], "-o", copy, "--fill", "--engine", "offline")
    assert ran.status == 0
    assert ran.out == ""
    assert is_one_chinese_line(ran.err)
    assert "处批注，填入草稿 1 条" in ran.err
    assert zipfile.ZipFile(copy).testzip() is None
    assert files[suffix].read_bytes() == before


def test_text_becomes_a_word_file_of_the_form(command: Command, tmp_path: Path) -> None:
    copy = tmp_path / "表.docx"
    ran = command("annotate", FAULTY, "-o", copy, "--fill", "--engine", "offline")
    assert ran.status == 0
    assert "重画" in ran.err
    word = docx.Document(str(copy))
    shown = json.loads(command("review", FAULTY, "--format", "json", "--engine", "offline").out)
    cells = {c.text for t in word.tables for row in t.rows for c in row.cells}
    assert {i["name"]["text"] for i in shown["form"]["indicators"]} <= cells
    assert {i["actual"]["text"] for i in shown["form"]["indicators"]} <= cells
    every = "\n".join(c.text for c in word.comments)
    assert all(f["message"] in every for f in shown["findings"])
    assert any(c.startswith(DRAFT_MARK) for c in cells) == any(
        not d["existing"] for d in shown["drafts"] if d["indicator"]
    )


def test_standard_input_becomes_a_word_file(command: Command, tmp_path: Path) -> None:
    copy = tmp_path / "表.docx"
    assert command("annotate", "-", "-o", copy, "--engine", "offline", stdin=FAULTY.read_bytes()).status == 0
    assert docx.Document(str(copy)).tables


def test_the_output_is_never_the_input(command: Command, files: dict[str, Path], tmp_path: Path) -> None:
    own = tmp_path / "表.xlsx"
    own.write_bytes(files[".xlsx"].read_bytes())
    link = tmp_path / "同一个.xlsx"
    os.link(own, link)
    for output in (own, link):
        ran = command("annotate", own, "-o", output)
        assert ran.status == 2
        assert is_one_chinese_line(ran.err)
    assert own.read_bytes() == files[".xlsx"].read_bytes()


@pytest.mark.parametrize(
    ("suffix", "wrong", "right"), [(".xlsx", ".docx", ".xlsx"), (".docx", ".pdf", ".docx"), (".txt", ".txt", ".docx")]
)
def test_the_suffix_must_be_that_of_the_carrier(
    command: Command, files: dict[str, Path], tmp_path: Path, suffix: str, wrong: str, right: str
) -> None:
    copy = tmp_path / f"批注{wrong}"
    ran = command("annotate", files.get(suffix, FAULTY), "-o", copy)
    assert ran.status == 2
    assert right in ran.err
    assert is_one_chinese_line(ran.err)
    assert not copy.exists()


def test_old_files_are_refused_with_what_to_do(command: Command, tmp_path: Path) -> None:
    old = tmp_path / "表.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    ran = command("annotate", old, "-o", tmp_path / "批注.xls")
    assert ran.status == 2
    assert "另存为" in ran.err


def test_a_folder_that_is_not_there_leaves_nothing(command: Command, files: dict[str, Path], tmp_path: Path) -> None:
    ran = command("annotate", files[".xlsx"], "-o", tmp_path / "没有" / "批注.xlsx")
    assert ran.status == 2
    assert is_one_chinese_line(ran.err)
    assert not list(tmp_path.iterdir())


def test_an_output_is_needed(command: Command, files: dict[str, Path]) -> None:
    ran = command("annotate", files[".xlsx"])
    assert ran.status == 2
    assert "缺少选项" in ran.err


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_broken_part_is_one_line(command: Command, files: dict[str, Path], tmp_path: Path, name: str) -> None:
    broken, copy = tmp_path / "坏.xlsx", tmp_path / "批注.xlsx"
    out = io.BytesIO()
    with zipfile.ZipFile(files[".xlsx"]) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, b"<broken" if part == name else old.read(part))
    broken.write_bytes(out.getvalue())
    ran = command("annotate", broken, "-o", copy, "--fill", "--engine", "offline")
    assert is_one_chinese_line(ran.err)
    assert (ran.status == 2) == (not copy.exists())


@pytest.mark.parametrize(
    ("name", "data"),
    [("没有.xlsx", None), ("锁.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600), ("断.docx", b"PK\x03\x04"), ("空.txt", b"")],
)
def test_what_cannot_be_read_leaves_no_copy(command: Command, tmp_path: Path, name: str, data: bytes | None) -> None:
    form = tmp_path / name
    if data is not None:
        form.write_bytes(data)
    copy = tmp_path / ("批注.docx" if form.suffix == ".txt" else f"批注{form.suffix}")
    ran = command("annotate", form, "-o", copy, "--engine", "offline")
    assert ran.status == 2
    assert is_one_chinese_line(ran.err)
    assert not copy.exists()


def test_what_a_library_trips_over_is_one_line(
    command: Command, files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trip(*_: object, **__: object) -> None:
        raise AttributeError("find")

    monkeypatch.setattr("auditor.returning.annotate", trip)
    ran = command("annotate", files[".xlsx"], "-o", tmp_path / "批注.xlsx", "--engine", "offline")
    assert ran.status == 2
    assert "不能加批注" in ran.err
    assert is_one_chinese_line(ran.err)
    assert not list(tmp_path.iterdir())


def test_without_fill_no_cell_is_written(command: Command, files: dict[str, Path], tmp_path: Path) -> None:
    plain = command("annotate", files[".docx"], "-o", tmp_path / "批注.docx", "--engine", "offline")
    assert "填入" not in plain.err
    word = docx.Document(str(tmp_path / "批注.docx"))
    assert not any(c.text.startswith(DRAFT_MARK) for t in word.tables for r in t.rows for c in r.cells)


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_a_draft_that_nobody_accepted_is_no_explanation(
    command: Command, files: dict[str, Path], tmp_path: Path, suffix: str
) -> None:
    copy, again = tmp_path / f"批注{suffix}", tmp_path / f"再批注{suffix}"
    command("annotate", files[suffix], "-o", copy, "--fill", "--engine", "offline")
    before, after = (
        json.loads(command("review", f, "--format", "json", "--engine", "offline").out) for f in (files[suffix], copy)
    )
    told = {f["rule"]: f["message"] for f in after["findings"]}
    assert "1处草稿未经确认" in told["F605"]
    assert "只有未经确认的草稿" in told["D301"]
    assert [d["text"] for d in after["drafts"]] == [d["text"] for d in before["drafts"]]
    ran = command("annotate", copy, "-o", again, "--fill", "--engine", "offline")
    assert "填入草稿 0 条" in ran.err


def test_a_text_that_was_drawn_reads_as_the_same_form(command: Command, tmp_path: Path) -> None:
    copy = tmp_path / "表.docx"
    command("annotate", FAULTY, "-o", copy, "--engine", "offline")
    drawn = of_form(parse(read(str(copy)).text))
    assert drawn == of_form(parse(read(str(FAULTY)).text))


def test_a_name_that_the_disk_cannot_hold_is_one_line(command: Command, files: dict[str, Path], tmp_path: Path) -> None:
    ran = command("annotate", files[".xlsx"], "-o", tmp_path / f"{'表' * 120}.xlsx")
    assert ran.status == 2
    assert is_one_chinese_line(ran.err)


def test_what_cannot_be_kept_is_said_before_the_copy_is_written(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    monkeypatch.setattr("auditor.returning.write_bytes", lambda output, _: written.append(output))
    monkeypatch.setattr("auditor.returning.say", written.append)
    command("annotate", FAULTY, "-o", tmp_path / "表.docx", "--engine", "offline")
    assert written[0].startswith("注意：原文是文本")
    assert written[1].endswith("表.docx")
