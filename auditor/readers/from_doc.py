"""Word documents of the old format: their cells as the file has them, else by LibreOffice, catdoc or antiword."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from auditor.errors import EncryptedError, InputError, NoHelperError
from auditor.readers.doc_text import doc_lines, is_locked
from auditor.readers.from_docx import from_docx
from auditor.readers.lines import is_form
from auditor.readers.sheets import Strip
from auditor.readers.table import Line, Part

MEDIA = "application/msword"
_SECONDS = 60
_OFFICES = ("soffice", "libreoffice")
_PRINTERS = (("catdoc", "-w", "-d", "utf-8"), ("antiword", "-w", "0", "-m", "UTF-8.txt"))
_PRINTED = "旧版 .doc 文件的文字由 {} 取出，把握低，格子可能读错，结论请对照原表；另存为 .docx 再审核更可靠。"
_PLAIN = "旧版 .doc 文件按格子的先后读，合并的格可能读错，请对照原表；另存为 .docx 再审核更可靠。"


def from_doc(data: bytes, name: str) -> tuple[list[Strip], list[str]]:
    """The document as one strip, and remarks about what is not read or read with doubt.

    The cells are read from the file itself; LibreOffice, which may lose the tables of such files, is asked
    only where that gives no form, and after it the programs that print the text of such files.

    Raises:
        InputError: the file is encrypted, or no way gives a table.
    """
    if is_locked(data):
        raise EncryptedError(name)
    lines = doc_lines(data)
    if is_form(lines):
        return [Strip(None, lines)], [_PLAIN]
    converted = _converted(data)
    if converted is not None:
        try:
            strips, remarks = from_docx(converted, name)
        except InputError:
            strips, remarks = [], []
        if any(len(line) > 1 for s in strips for line in s.lines):
            return strips, remarks
    for program in _PRINTERS:
        printed = _printed(data, program)
        if is_form(printed):
            return [Strip(None, printed)], [_PRINTED.format(program[0])]
    if any(len(line) > 1 for line in lines):
        return [Strip(None, lines)], [_PLAIN]
    if not any(shutil.which(program) for program in (*_OFFICES, *(p[0] for p in _PRINTERS))):
        raise NoHelperError(name, "没有安装 LibreOffice、catdoc 或 antiword，读不了这个旧版 .doc 文件")
    raise NoHelperError(name, "旧版 .doc 文件里的表格读不出来")


def _converted(data: bytes) -> bytes | None:
    """The document as .docx by LibreOffice; None where it is not installed or fails."""
    office = next((found for o in _OFFICES if (found := shutil.which(o))), None)
    if office is None:
        return None
    with tempfile.TemporaryDirectory(prefix="auditor-") as folder:
        source = Path(folder, "form.doc")
        source.write_bytes(data)
        _run(
            office, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", "docx", "--outdir", folder, os.fspath(source),
        )  # fmt: skip
        made = source.with_suffix(".docx")
        return made.read_bytes() if made.is_file() else None


def _printed(data: bytes, program: Sequence[str]) -> tuple[Line, ...]:
    """The text that a program prints of the document, its cells divided by tabs or bars; nothing without it."""
    found = shutil.which(program[0])
    if found is None:
        return ()
    with tempfile.TemporaryDirectory(prefix="auditor-") as folder:
        source = Path(folder, "form.doc")
        source.write_bytes(data)
        text = _run(found, *program[1:], os.fspath(source)).decode("utf-8", "replace")
    rows = (row.split("\t") if "\t" in row else row.strip().strip("|").split("|") for row in text.splitlines())
    return tuple(tuple((Part(c),) if c.strip() else () for c in row) for row in rows if any(c.strip() for c in row))


def _run(*command: str) -> bytes:
    """What a program prints; nothing where it cannot be started or takes too long."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout
