"""Carriers in, :class:`auditor.model.source.Source` out. One row a format."""

import sys
from pathlib import Path

from auditor.errors import MissingFileError, UnreadableFileError, UnsupportedFormatError
from auditor.model.source import Source
from auditor.readers.from_txt import from_txt

_TEXT = {"", ".txt", ".md", ".text", ".tsv", ".csv", ".markdown", ".log"}
_LATER = {
    ".pdf",
    ".doc",
    ".docx",
    ".xls",
    ".xlsx",
    ".wps",
    ".et",
    ".png",
    ".jpg",
    ".jpeg",
    ".tif",
    ".tiff",
    ".rtf",
    ".html",
    ".htm",
    ".ofd",
    ".zip",
}
STDIN = "-"


def read(path: str) -> Source:
    """Read a form from a path, or from standard input for ``-``.

    Raises:
        InputError: the path is missing, unreadable or of a format that is not read; the line says what to do.
    """
    if path == STDIN:
        return from_txt(sys.stdin.buffer.read(), "标准输入")
    file = Path(path)
    try:
        data = file.read_bytes()
    except IsADirectoryError as error:
        raise UnreadableFileError(path, "是文件夹。请写明其中的文件，例如 auditor review 文件夹/*.txt。") from error
    except FileNotFoundError as error:
        raise MissingFileError(path) from error
    except PermissionError as error:
        raise UnreadableFileError(path, "没有读取权限。请检查文件权限。") from error
    except OSError as error:
        raise UnreadableFileError(path, f"不能读取（{error.strerror}）。") from error
    suffix = file.suffix.lower()
    if suffix in _LATER:
        raise UnsupportedFormatError(path, suffix)
    return from_txt(data, file.name)
