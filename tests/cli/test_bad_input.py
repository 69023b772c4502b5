"""What is no form: one clear Chinese line, the right status, nothing half written."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from support.commands import FAULTY, SOUND, Command, is_one_chinese_line, process
from support.forms import clean

FORM = clean().text()
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
NOVEL = "那年冬天，祖母死了，父亲的差使也交卸了，正是祸不单行的日子。\n" * 400
MEGABYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("空.txt", b"", "文件是空的"),
        ("空白.txt", " \n\t\u3000\n".encode(), "文件是空的"),
        ("空白.txt", "\n\n".encode("utf-16"), "文件是空的"),
        ("图.txt", PNG, "PNG 图片"),
        ("压缩.txt", b"PK\x03\x04" + PNG, "Word、Excel 文件或压缩包"),
        ("文件.txt", b"%PDF-1.7\n" + PNG, "PDF 文件"),
        ("程序.txt", b"\x7fELF" + PNG, "程序文件"),
        ("乱码.txt", bytes(range(256)) * 40, "二进制文件"),
        ("表.docx", b"PK\x03\x04", "不是完整的 Word 文件"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(
    command: Command, tmp_path: Path, name: str, data: bytes, told: str
) -> None:
    (tmp_path / name).write_bytes(data)
    for ran in (command("review", tmp_path / name, "-o", tmp_path / "报告.txt"), command("draft", tmp_path / name)):
        assert ran.status == 2
        assert is_one_chinese_line(ran.err)
        assert name in ran.err
        assert told in ran.err
    assert [p.name for p in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(("name", "told"), [("没有.txt", "没有这个文件"), (".", "是文件夹")])
def test_a_path_that_is_no_file(command: Command, tmp_path: Path, name: str, told: str) -> None:
    for verb in ("review", "parse", "draft"):
        ran = command(verb, tmp_path / name)
        assert (ran.status, is_one_chinese_line(ran.err)) == (2, True)
        assert told in ran.err


def test_a_file_that_may_not_be_read(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", refuse)
    ran = command("review", FAULTY)
    assert ran.status == 2
    assert "没有读取权限" in ran.err


@pytest.mark.parametrize("size", [11, 50])
def test_a_file_that_is_too_large_for_a_form(command: Command, tmp_path: Path, size: int) -> None:
    path = tmp_path / "大.txt"
    path.write_bytes(FORM.encode())
    os.truncate(path, size * MEGABYTE)
    ran = command("review", path)
    assert ran.status == 2
    assert f"文件有 {size} MB，超过 10 MB" in ran.err


def test_a_novel_is_no_form(command: Command, tmp_path: Path) -> None:
    (tmp_path / "小说.txt").write_text(NOVEL, encoding="utf-8")
    ran = command("review", tmp_path / "小说.txt")
    assert ran.status == 3
    assert "不像项目支出绩效自评表" in ran.out
    assert "F603" in ran.out
    assert re.search(r"不适用  不是自评表，未查：\d\d 项", ran.out)


@pytest.mark.parametrize(("part", "status"), [(0.2, 3), (0.4, 3), (0.6, 1), (0.8, 1), (0.95, 1)])
def test_a_form_cut_in_the_middle_is_read_as_far_as_it_goes(
    command: Command, tmp_path: Path, part: float, status: int
) -> None:
    (tmp_path / "表.txt").write_text(FORM[: int(len(FORM) * part)], encoding="utf-8")
    ran = command("review", tmp_path / "表.txt")
    assert ran.status == status
    assert ran.err == ""
    assert "F60" in ran.out


def test_standard_input_without_a_form(command: Command) -> None:
    ran = command("review", "-", stdin=b"")
    assert ran.status == 2
    assert "标准输入：文件是空的" in ran.err


@pytest.mark.parametrize("verb", ["review", "draft", "parse"])
def test_the_output_never_overwrites_a_form(command: Command, tmp_path: Path, verb: str) -> None:
    form = tmp_path / "表.txt"
    form.write_text(FORM, encoding="utf-8")
    (tmp_path / "连.txt").symlink_to(form)
    for output in (form, tmp_path / "." / "表.txt", tmp_path / "连.txt"):
        ran = command(verb, form, "-o", output)
        assert ran.status == 2
        assert "正是待审核的表" in ran.err
    assert form.read_text(encoding="utf-8") == FORM


@pytest.mark.parametrize(("output", "told"), [(".", "是文件夹"), ("无/报告.txt", "没有文件夹")])
def test_an_output_that_cannot_be_written_is_refused_before_any_work(
    command: Command, tmp_path: Path, output: str, told: str
) -> None:
    ran = command("review", FAULTY, "-o", tmp_path / output)
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err


def test_a_disk_that_refuses_leaves_the_old_report_and_nothing_else(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path, __: Path) -> Path:
        raise OSError(28, "No space left on device")

    report = tmp_path / "报告.md"
    report.write_text("旧", encoding="utf-8")
    monkeypatch.setattr(Path, "replace", refuse)
    ran = command("review", FAULTY, "-o", report)
    assert ran.status == 2
    assert "不能写入" in ran.err
    assert report.read_text(encoding="utf-8") == "旧"
    assert [p.name for p in tmp_path.iterdir()] == ["报告.md"]


def test_a_report_replaces_an_older_one_whole(command: Command, tmp_path: Path) -> None:
    report = tmp_path / "报告.md"
    report.write_text("旧" * 100000, encoding="utf-8")
    report.chmod(0o640)
    assert command("review", FAULTY, "-o", report).status == 1
    assert report.read_text(encoding="utf-8").startswith("# ")
    assert report.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("data", [b"", PNG, NOVEL.encode(), FORM.encode()[:900]])
def test_no_input_brings_a_traceback(data: bytes) -> None:
    ran = process("review", "-", stdin=data)
    assert ran.status in (1, 2, 3)
    assert "Traceback" not in ran.err + ran.out


def test_an_interruption_keeps_what_was_reviewed(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Path.read_bytes

    def interrupted(path: Path) -> bytes:
        if path == SOUND:
            raise KeyboardInterrupt
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", interrupted)
    ran = command("review", FAULTY, SOUND, "--format", "json")
    assert ran.status == 3
    assert len(ran.out.splitlines()) == 1
    assert is_one_chinese_line(ran.err)


def test_a_form_that_the_program_fails_on_does_not_lose_the_others(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def broken(path: Path) -> bytes:
        if path == FAULTY:
            raise RuntimeError
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", broken)
    ran = command("review", FAULTY, SOUND, "--format", "json")
    assert ran.status == 2
    assert len(ran.out.splitlines()) == 1
    assert "文件读不了（RuntimeError）" in ran.err
    assert is_one_chinese_line(ran.err)


def test_two_forms_in_one_text_are_reviewed_each(command: Command, tmp_path: Path) -> None:
    (tmp_path / "两张.txt").write_text(FORM + "\n" + FORM, encoding="utf-8")
    ran = command("review", tmp_path / "两张.txt", "--format", "json", "--fail-on", "never")
    assert ran.status == 0, ran.err
    assert len(ran.out.splitlines()) == 2


def test_a_blank_template_is_named_as_one(command: Command, tmp_path: Path) -> None:
    blank = clean().but(project="", department="", unit="", goals=(), total=("100", ""))
    empty = tuple(replace(f, initial="", annual="", executed="", rate="", score="") for f in blank.funds)
    rows = (replace(blank.rows[0], name="指标1：", target="", actual="", points="", score=""),)
    (tmp_path / "空表.txt").write_text(blank.but(funds=empty, rows=rows).text(), encoding="utf-8")
    ran = command("review", tmp_path / "空表.txt")
    assert ran.status == 3
    assert "这是一张空白表，没有填写内容" in "".join(ran.out.split())
