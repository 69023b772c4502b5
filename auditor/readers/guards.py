"""What is looked at before a library opens a file: size, kind, zip bombs, entities, passwords."""

import io
import zipfile
from typing import TYPE_CHECKING

from auditor.errors import DamagedError, EncryptedError, InputError, TooLargeError, UnreadableFileError
from auditor.readers.kinds import Kind

if TYPE_CHECKING:
    from auditor.readers.sheets import Strip

LIMIT_MB = 50
_WHOLE_MB = 200  # what the parts of a document may take unpacked
_RATIO = 300  # how far a part may be packed that takes more than _FREE unpacked
_FREE = 10_000_000
_ENTRIES = 5_000
_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_CHUNK = 1 << 20
_OVERLAP = 32


def check_size(data: bytes, name: str) -> None:
    """Refuse more bytes than a form can have.

    Raises:
        TooLargeError: more than ``LIMIT_MB``.
    """
    if len(data) > LIMIT_MB << 20:
        raise TooLargeError(name, len(data) / (1 << 20), LIMIT_MB)


def check_some(strips: "list[Strip]", remarks: list[str], name: str) -> "tuple[list[Strip], list[str]]":
    """What was read of a workbook.

    Raises:
        UnreadableFileError: nothing, for the reasons that the remarks tell.
    """
    if not strips and remarks:
        raise UnreadableFileError(name, "".join(remarks))
    return strips, remarks


def open_zip(data: bytes, name: str, kind: Kind) -> zipfile.ZipFile:
    """The archive that an Office file is, if its parts are what they say, and neither huge nor traps.

    Raises:
        DamagedError: it is cut off, or a part is not what the directory says.
        EncryptedError: parts are encrypted.
        UnreadableFileError: it unpacks to more than a form can have, or declares entities.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _look(archive, name)
    except InputError:
        raise
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise DamagedError(name, kind.words) from error
    except Exception as error:  # zlib.error has no common base with the others
        raise DamagedError(name, kind.words) from error
    return archive


def _look(archive: zipfile.ZipFile, name: str) -> None:
    entries = archive.infolist()
    if any(e.flag_bits & 1 for e in entries):
        raise EncryptedError(name)
    whole = sum(e.file_size for e in entries)
    packed = any(e.file_size > _FREE and e.file_size > _RATIO * max(e.compress_size, 1) for e in entries)
    if whole > _WHOLE_MB << 20 or len(entries) > _ENTRIES or packed:
        raise UnreadableFileError(
            name, f"展开后有 {whole >> 20} MB，不会是一张自评表，没有打开。请只保留自评表，另存后再审核。"
        )
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            _look_into(archive, entry, name)


def _look_into(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    """Unpack a part once, so that a wrong size or sum shows, and look for declared entities."""
    with archive.open(entry) as part:
        tail = b""
        while chunk := part.read(_CHUNK):
            window = tail + chunk
            if any(mark in window for mark in _FORBIDDEN):
                raise UnreadableFileError(name, "文件里声明了 XML 实体，可能有害，没有打开。请用 Office 另存后再审核。")
            tail = window[-_OVERLAP:]
