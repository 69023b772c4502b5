"""The old formats of Word and Excel, made by LibreOffice where it is installed."""

import shutil
import subprocess
from pathlib import Path

import pytest
from support.carriers import document, saved, workbook
from support.forms import clean
from support.truth import of_form, of_spec

from auditor.parsing import parse
from auditor.readers import read

OFFICE = shutil.which("soffice")
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
