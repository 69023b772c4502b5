"""Carriers in, :class:`auditor.model.source.Source` out. One row a format."""

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

from auditor.errors import (
    DamagedError,
    EncryptedError,
    MissingFileError,
    NoTextLayerError,
    SeveralFormsError,
    UnreadableFileError,
    UnsupportedFormatError,
)
from auditor.model.source import Source
from auditor.readers.from_txt import from_txt, texts
from auditor.readers.kinds import SUFFIXES, Kind, kind_of

STDIN = "-"

Reader = Callable[[bytes, str], tuple[Source, ...]]


def read(path: str) -> Source:
    """Read a form from a path, or from standard input for ``-``.

    Raises:
        InputError: the path is missing, unreadable or of a format that is not read; the line says what to do.
        SeveralFormsError: the file holds several forms.
    """
    data, name, suffix = _bytes(path)
    found = _read(data, name, suffix)
    if len(found) > 1:
        raise SeveralFormsError(name, len(found))
    return found[0]


def read_all(path: str) -> tuple[Source, ...]:
    """Read every form of a file: the sheets of a workbook, the tables of a document, the forms of a text.

    Raises:
        InputError: the path is missing, unreadable or of a format that is not read; the line says what to do.
    """
    return _read(*_bytes(path))


def _bytes(path: str) -> tuple[bytes, str, str]:
    """The bytes of a path, its name, and its suffix."""
    if path == STDIN:
        return sys.stdin.buffer.read(), "标准输入", ""
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
    return data, file.name, file.suffix.lower()


def _read(data: bytes, name: str, suffix: str) -> tuple[Source, ...]:
    kind = kind_of(data, suffix)
    if kind is Kind.TEXT:
        said = SUFFIXES.get(suffix)
        if said in (None, Kind.XLS, Kind.DOC) or not data.strip():
            return texts(from_txt(data, name))
        if said is Kind.OTHER:
            raise UnsupportedFormatError(name, suffix)
        raise DamagedError(name, said.words)
    if kind is Kind.LOCKED:
        raise EncryptedError(name)
    if kind is Kind.IMAGE:
        raise NoTextLayerError(name, "是图片")
    if kind is Kind.OTHER:
        raise UnsupportedFormatError(name, suffix or "这种")
    return _READERS[kind](data, name)


def _from_xlsx(data: bytes, name: str) -> tuple[Source, ...]:
    from auditor.readers.forms import Carrier, sources
    from auditor.readers.from_xlsx import MEDIA, from_xlsx
    from auditor.readers.guards import check_size

    check_size(data, name)
    strips, remarks = from_xlsx(data, name)
    return sources(Carrier(name, MEDIA, hashlib.sha256(data).hexdigest()), strips, remarks)


def _from_docx(data: bytes, name: str) -> tuple[Source, ...]:
    from auditor.readers.forms import Carrier, sources
    from auditor.readers.from_docx import MEDIA, from_docx
    from auditor.readers.guards import check_size

    check_size(data, name)
    strips, remarks = from_docx(data, name)
    return sources(Carrier(name, MEDIA, hashlib.sha256(data).hexdigest()), strips, remarks)


def _from_pdf(data: bytes, name: str) -> tuple[Source, ...]:
    from auditor.readers.forms import Carrier, sources
    from auditor.readers.from_pdf import MEDIA, from_pdf
    from auditor.readers.guards import check_size

    check_size(data, name)
    strips, remarks = from_pdf(data, name)
    return sources(Carrier(name, MEDIA, hashlib.sha256(data).hexdigest()), strips, remarks)


_READERS: dict[Kind, Reader] = {Kind.XLSX: _from_xlsx, Kind.DOCX: _from_docx, Kind.PDF: _from_pdf}
