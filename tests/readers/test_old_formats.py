"""The old formats of Word and Excel, made by LibreOffice where it is installed."""

import shutil
import subprocess
from pathlib import Path

import pytest
from support.carriers import document, saved, workbook
from support.forms import clean
from support.truth import of_form, of_spec

from auditor.errors import NoHelperError
from auditor.parsing import parse
from auditor.readers import read

OFFICE = shutil.which("soffice")
UNKNOWN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
FORM = clean().row(1, points="14", score="14").row(2, shared=True, points="", score="").row(3, actual="61次")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(("before", "after"), [("xlsx", "xls"), ("docx", "doc")])
def test_an_old_file_reads_as_the_new_one(tmp_path: Path, before: str, after: str) -> None:
    book = workbook(FORM)
    book.active["H6"] = 0.97
    book.active["H6"].number_format = "0.0%"
    (tmp_path / f"表.{before}").write_bytes(saved(book if before == "xlsx" else document(FORM)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command: list[str | Path] = [
        str(OFFICE),
        profile,
        "--headless",
        "--convert-to",
        after,
        "--outdir",
        tmp_path,
        tmp_path / f"表.{before}",
    ]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    source = read(str(tmp_path / f"表.{after}"))
    assert of_form(parse(source.text)) == of_spec(FORM)
    assert bool(source.remarks) == (after == "doc")


@pytest.mark.parametrize(("program", "dialect"), [("catdoc", "tabs"), ("antiword", "pipes")])
def test_text_that_another_program_prints_is_read_with_a_remark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, dialect: str
) -> None:
    (tmp_path / "表.doc").write_bytes(UNKNOWN)
    (tmp_path / "text").write_text(FORM.text(dialect), encoding="utf-8")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(NoHelperError, match="没有安装"):
        read(str(tmp_path / "表.doc"))
    fake = tmp_path / "bin" / program
    fake.parent.mkdir()
    fake.write_text(f"#!/bin/sh\nexec /bin/cat '{tmp_path / 'text'}'\n")
    fake.chmod(0o755)
    source = read(str(tmp_path / "表.doc"))
    assert of_form(parse(source.text)) == of_spec(FORM)
    assert program in source.remarks[0]
    assert "把握低" in source.remarks[0]
    (tmp_path / "text").write_text("没有表", encoding="utf-8")
    with pytest.raises(NoHelperError, match="读不出来"):
        read(str(tmp_path / "表.doc"))
