"""What bounds the reading of a PDF: bombs, memory and progress over many pages, interruption."""

import subprocess
import sys
from pathlib import Path

import pytest
from support.bombs import page
from support.carriers import areas
from support.forms import clean
from support.pdfs import Area, pdf

from auditor.errors import UnreadableFileError
from auditor.readers import progress, read, read_all
from auditor.readers.pdf_limits import bounded

ROOT = Path(__file__).resolve().parents[2]
_PEAK = """
import re, sys
from auditor.readers import read_all
print(len(read_all(sys.argv[1])), int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) >> 10)
"""


def _many(count: int) -> bytes:
    cells = [Area(a.row, a.column, a.rows, a.columns, a.text.replace("\n", "")) for a in areas(clean())]
    return pdf([((clean().title,), cells)] * count)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_forty_pages_need_little_memory_and_say_nothing_to_a_file(tmp_path: Path) -> None:
    (tmp_path / "表.pdf").write_bytes(_many(40))
    command = [sys.executable, "-c", _PEAK, str(tmp_path / "表.pdf")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    assert int(done.stdout.split()[1]) < 200
    assert "正在读取" not in done.stdout + done.stderr


def test_many_pages_show_how_far_the_work_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert list(progress.told("正在读取", range(12))) == list(range(12))
    out, err = capsys.readouterr()
    assert not out
    assert "正在读取 第 12/12 页" in err
    assert "\n" not in err
    assert err.endswith("\r\x1b[K")
    list(progress.told("正在读取", range(3)))
    assert not capsys.readouterr().err


def test_the_line_of_progress_goes_when_the_work_is_interrupted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    pages = progress.told("正在读取", range(12))
    next(pages)
    with pytest.raises(KeyboardInterrupt):
        pages.throw(KeyboardInterrupt)
    assert capsys.readouterr().err.endswith("\r\x1b[K")


def test_a_page_of_nothing_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "白.pdf").write_bytes(page(b""))
    with pytest.raises(UnreadableFileError, match="没有文字，也没有图片"):
        read(str(tmp_path / "白.pdf"))


def test_a_bomb_leaves_no_trace_on_the_file_after_it(tmp_path: Path) -> None:
    (tmp_path / "炸.pdf").write_bytes(page(b"q Q " * 1_000_000))
    (tmp_path / "表.pdf").write_bytes(page())
    with pytest.raises(UnreadableFileError, match="没有读完"):
        read_all(str(tmp_path / "炸.pdf"))
    assert "hello" in read(str(tmp_path / "表.pdf")).text
    with bounded() as budget:
        budget.spend(1)
        assert not budget.exceeded
