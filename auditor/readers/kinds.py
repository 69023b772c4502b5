"""What a file is, by its first bytes and what it holds; the suffix is a hint only."""

import io
import zipfile
from enum import Enum


class Kind(Enum):
    """A kind of carrier, with its words for the user."""

    TEXT = "文本"
    XLSX = "Excel 文件（.xlsx）"
    XLS = "旧版 Excel 文件（.xls）"
    DOCX = "Word 文件（.docx）"
    DOC = "旧版 Word 文件（.doc）"
    PDF = "PDF 文件"
    IMAGE = "图片"
    LOCKED = "加密的 Office 文件"
    OTHER = "别的文件"

    @property
    def words(self) -> str:
        """The kind as it is named to the user."""
        return self.value


SUFFIXES = {
    ".xlsx": Kind.XLSX, ".xlsm": Kind.XLSX, ".xltx": Kind.XLSX, ".xls": Kind.XLS, ".et": Kind.XLS,
    ".docx": Kind.DOCX, ".docm": Kind.DOCX, ".dotx": Kind.DOCX, ".doc": Kind.DOC, ".wps": Kind.DOC, ".pdf": Kind.PDF,
    ".png": Kind.IMAGE, ".jpg": Kind.IMAGE, ".jpeg": Kind.IMAGE, ".tif": Kind.IMAGE, ".tiff": Kind.IMAGE,
    ".rtf": Kind.OTHER, ".html": Kind.OTHER, ".htm": Kind.OTHER, ".ofd": Kind.OTHER, ".zip": Kind.OTHER,
    ".ods": Kind.OTHER, ".odt": Kind.OTHER, ".xlsb": Kind.OTHER, ".rar": Kind.OTHER, ".7z": Kind.OTHER,
}  # fmt: skip
_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 1024  # bytes among which a PDF may begin


def kind_of(data: bytes, suffix: str = "") -> Kind:
    """The kind of some bytes; ``suffix`` decides only about bytes that show nothing themselves."""
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data, suffix)
    if data.startswith(_OLE):
        return _compound(data, suffix)
    if b"%PDF-" in data[:_HEAD] and (suffix == ".pdf" or data.startswith(b"%PDF-")):
        return Kind.PDF
    if data.startswith(_IMAGES):
        return Kind.IMAGE
    if data.startswith(b"{\\rtf") or data[:_HEAD].lstrip().lower().startswith((b"<html", b"<!doctype html")):
        return Kind.OTHER
    return Kind.TEXT


def _zipped(data: bytes, suffix: str) -> Kind:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return SUFFIXES.get(suffix, Kind.OTHER)
    if any(n.startswith("xl/worksheets/") and n.endswith(".xml") for n in names) or "xl/workbook.xml" in names:
        return Kind.XLSX
    if any(n.startswith("word/document") and n.endswith(".xml") for n in names):
        return Kind.DOCX
    known = SUFFIXES.get(suffix)
    return known if known in (Kind.XLSX, Kind.DOCX) and "[Content_Types].xml" in names else Kind.OTHER


def _compound(data: bytes, suffix: str) -> Kind:
    """What an old Office file holds, by the names of its streams."""
    names = {n for n in ("Workbook", "Book", "WordDocument", "EncryptedPackage") if n.encode("utf-16-le") in data}
    if "EncryptedPackage" in names:
        return Kind.LOCKED
    if "WordDocument" in names:
        return Kind.DOC
    if names:
        return Kind.XLS
    return SUFFIXES.get(suffix, Kind.OTHER)
