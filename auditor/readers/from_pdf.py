"""PDFs with a text layer: tables by their ruling lines, across page breaks, and the lines beside them."""

import io
import re
from collections.abc import Iterator, Sequence

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from auditor.errors import DamagedError, EncryptedError, InputError, NoTextLayerError
from auditor.readers.kinds import Kind
from auditor.readers.pdf_page import Grid, Sheet, read_page
from auditor.readers.pdf_tables import Join
from auditor.readers.sheets import Strip
from auditor.readers.table import Line, Part, plain

MEDIA = "application/pdf"
_PAGES = 400
_FURNITURE = re.compile(r"[-—–·第]*\d{1,4}[-—–·页]*(?:[/，,共]*\d{1,4}页?)?|第\d+页共\d+页|\d+/\d+")


def from_pdf(data: bytes, name: str) -> tuple[list[Strip], list[str]]:
    """The document as one strip, and remarks about what is not read.

    Raises:
        InputError: the file is damaged or encrypted, or holds pictures of pages only.
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return _read(pdf, name)
    except InputError:
        raise
    except PdfminerException as error:
        if any(isinstance(a, PDFPasswordIncorrect) for a in error.args):
            raise EncryptedError(name) from error
        raise DamagedError(name, Kind.PDF.words) from error
    except Exception as error:  # a damaged PDF breaks the library in many ways
        raise DamagedError(name, Kind.PDF.words) from error


def _read(pdf: PDF, name: str) -> tuple[list[Strip], list[str]]:
    sheets: list[Sheet] = []
    bare: list[int] = []
    for number, page in enumerate(pdf.pages[:_PAGES], 1):
        sheets.append(read_page(page, number))
        if not sheets[-1].items and page.images:
            bare.append(number)
        page.close()
    if not sheets:
        raise DamagedError(name, Kind.PDF.words)
    if not any(s.items for s in sheets):
        raise NoTextLayerError(name, "是扫描件或图片" if bare else "PDF 里没有文字")
    remarks = []
    if bare:
        remarks.append(f"第{'、'.join(map(str, bare))}页是图片，没有可读的文字，没有审核。")
    if len(pdf.pages) > _PAGES:
        remarks.append(f"文件有{len(pdf.pages)}页，只审核了前{_PAGES}页。")
    if any(s.askew for s in sheets):
        remarks.append("斜排或竖排的文字（如水印）没有审核。")
    return [Strip(None, tuple(_lines(sheets)))], remarks


def _lines(sheets: Sequence[Sheet]) -> Iterator[Line]:
    """The lines of the document; a table that goes on over a page break is one."""
    join = Join()
    after: list[Part] = []
    seen: set[str] = set()
    for sheet in sheets:
        for item in sheet.items:
            if isinstance(item, Grid):
                if not join.empty and join.starts_anew(item, after):
                    yield from join.lines()
                    yield from (((p,),) for p in after)
                    join, after = Join(), []
                join.add(item)
                continue
            words = plain((item,))
            if _FURNITURE.fullmatch(words) or (sheet.number > 1 and words in seen):
                continue
            if sheet.number == 1:
                seen.add(words)
            if join.empty:
                yield ((item,),)
            else:
                after.append(item)
    yield from join.lines()
    yield from (((p,),) for p in after)
