"""Carriers in, :class:`auditor.model.source.Source` out. One row a format."""

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

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
from auditor.readers.from_txt import from_txt
from auditor.readers.kinds import SUFFIXES, Kind, kind_of
from auditor.readers.several import texts
from auditor.readers.simplified import simplified

if TYPE_CHECKING:
    from auditor.readers.sheets import Strip

STDIN = "-"

Carry = Callable[[bytes, str], "tuple[list[Strip], list[str]]"]
"""A reader: bytes and name in, strips and remarks for the user out."""


def read(path: str) -> Source:
    """Read a form from a path, or from standard input for ``-``.

    Raises:
        InputError: the path is missing, unreadable or of a format that is not read; the line says what to do.
        SeveralFormsError: the file holds several forms.
    """
    data, name, suffix = _bytes(path)
    found = _read_all(data, name, suffix)
    if len(found) > 1:
        raise SeveralFormsError(name, len(found))
    return found[0]


def read_all(path: str) -> tuple[Source, ...]:
    """Read every form of a file: the sheets of a workbook, the tables of a document, the forms of a text.

    Raises:
        InputError: the path is missing, unreadable or of a format that is not read; the line says what to do.
    """
    return _read_all(*_bytes(path))


def _read_all(data: bytes, name: str, suffix: str) -> tuple[Source, ...]:
    return tuple(simplified(source) for source in _read(data, name, suffix))


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
    if kind in (Kind.IMAGE, Kind.OTHER) and suffix not in SUFFIXES:
        kind = Kind.TEXT  # whose reader names what it is instead
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
        return _from_scan(data, name, kind)
    if kind is Kind.OTHER:
        raise UnsupportedFormatError(name, suffix or "这种")
    from auditor.readers.forms import Carrier, sources
    from auditor.readers.guards import check_size

    check_size(data, name)
    carry, media_type = _reader(kind)
    try:
        strips, remarks = carry(data, name)
    except NoTextLayerError:
        return _from_scan(data, name, kind)
    return sources(Carrier(name, media_type, hashlib.sha256(data).hexdigest()), strips, remarks)


def _reader(kind: Kind) -> tuple[Carry, str]:
    """The reader of a kind with the media type; each is loaded when it is used."""
    if kind is Kind.XLSX:
        from auditor.readers import from_xlsx

        return from_xlsx.from_xlsx, from_xlsx.MEDIA
    if kind is Kind.XLS:
        from auditor.readers import from_xls

        return from_xls.from_xls, from_xls.MEDIA
    if kind is Kind.DOCX:
        from auditor.readers import from_docx

        return from_docx.from_docx, from_docx.MEDIA
    if kind is Kind.DOC:
        from auditor.readers import from_doc

        return from_doc.from_doc, from_doc.MEDIA
    from auditor.readers import from_pdf

    return from_pdf.from_pdf, from_pdf.MEDIA


def _from_scan(data: bytes, name: str, kind: Kind) -> tuple[Source, ...]:
    from auditor.readers.forms import Carrier, sources
    from auditor.readers.from_scan import PDF, PICTURE, from_scan, name_doubts
    from auditor.readers.guards import check_size

    check_size(data, name)
    strips, remarks = from_scan(data, name, kind)
    carrier = Carrier(name, PDF if kind is Kind.PDF else PICTURE, hashlib.sha256(data).hexdigest())
    return tuple(name_doubts(s) for s in sources(carrier, strips, remarks))
