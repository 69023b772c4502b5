"""Word documents: the paragraphs and tables of the body in order, as they are seen on paper."""

import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from defusedxml.ElementTree import fromstring

from auditor.errors import DamagedError
from auditor.readers.guards import open_zip
from auditor.readers.kinds import Kind
from auditor.readers.numbering import Numbering
from auditor.readers.sheets import Strip
from auditor.readers.table import Line, Part, lines
from auditor.readers.word_xml import Body, WordTable, local

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BROKEN = (
    KeyError,
    ValueError,
    SyntaxError,
    IndexError,
    OSError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
    RecursionError,
)
_MOST = 20_000  # lines that are kept


def from_docx(data: bytes, name: str) -> tuple[list[Strip], list[str]]:
    """The document as one strip, and remarks about what is not read.

    Raises:
        InputError: the file is damaged, encrypted or a trap.
    """
    with open_zip(data, name, Kind.DOCX) as archive:
        try:
            return _read(archive)
        except _BROKEN as error:
            raise DamagedError(name, Kind.DOCX.words) from error


def _read(archive: zipfile.ZipFile) -> tuple[list[Strip], list[str]]:
    root = fromstring(archive.read(_main(archive)))
    body = Body(Numbering(_part(archive, "word/numbering.xml"), _part(archive, "word/styles.xml")))
    out: list[Line] = []
    for e in root:
        if local(e) == "body":
            for block in body.blocks(e):
                out += _lines(block)
    remarks = []
    if body.revised:
        remarks.append("文件里有还没接受的修订，审核按修订之后的文字。")
    if body.hidden:
        remarks.append("文件里有隐藏的文字，打印不出来，没有计入。")
    if body.boxed:
        remarks.append("文本框里的文字按它所在的段落读，位置可能有出入，请对照原件。")
    return [Strip(None, tuple(out[:_MOST]))], remarks


def _lines(block: Part | WordTable) -> Iterator[Line]:
    if isinstance(block, Part):
        for text in block.text.split("\n"):
            if text.strip():
                yield ((block._replace(text=text),),)
        return
    yield from lines(block.regions, block.rows)
    for inner in block.inner:
        yield from _lines(inner)


def _main(archive: zipfile.ZipFile) -> str:
    """The part that holds the document itself."""
    for e in fromstring(archive.read("_rels/.rels")) if "_rels/.rels" in archive.namelist() else ():
        if e.get("Type", "").endswith("/officeDocument"):
            return str(e.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _part(archive: zipfile.ZipFile, name: str) -> "Element | None":
    return fromstring(archive.read(name)) if name in archive.namelist() else None
