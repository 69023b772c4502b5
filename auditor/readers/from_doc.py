"""Word documents of the old format: their cells as the file has them, else converted by LibreOffice."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from auditor.errors import EncryptedError, InputError, NoHelperError
from auditor.readers.doc_text import doc_lines, is_locked
from auditor.readers.from_docx import from_docx
from auditor.readers.lines import is_form
from auditor.readers.sheets import Strip

MEDIA = "application/msword"
_SECONDS = 60
_OFFICES = ("soffice", "libreoffice")
_PLAIN = "旧版 .doc 文件按格子的先后读，合并的格可能读错，请对照原表；另存为 .docx 再审核更可靠。"


def from_doc(data: bytes, name: str) -> tuple[list[Strip], list[str]]:
    """The document as one strip, and remarks about what is not read or read with doubt.

    The cells are read from the file itself; LibreOffice, which may lose the tables of such files, is asked
    only where that gives no form.

    Raises:
        InputError: the file is encrypted, or neither way gives a table.
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
    if any(len(line) > 1 for line in lines):
        return [Strip(None, lines)], [_PLAIN]
    if converted is None:
        raise NoHelperError(name, "没有安装 LibreOffice，读不了这个旧版 .doc 文件")
    raise NoHelperError(name, "旧版 .doc 文件里的表格读不出来")


def _converted(data: bytes) -> bytes | None:
    """The document as .docx by LibreOffice; None where it is not installed or fails."""
    office = next((found for o in _OFFICES if (found := shutil.which(o))), None)
    if office is None:
        return None
    with tempfile.TemporaryDirectory(prefix="auditor-") as folder:
        source = Path(folder, "form.doc")
        source.write_bytes(data)
        command = [
            office, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", "docx", "--outdir", folder, os.fspath(source),
        ]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL)
        except (OSError, subprocess.TimeoutExpired):
            return None
        made = source.with_suffix(".docx")
        return made.read_bytes() if made.is_file() else None
