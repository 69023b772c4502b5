"""PDFs with a text layer: tables by their ruling lines, across page breaks, and the lines beside them."""

import io
import logging

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from auditor.errors import DamagedError, EncryptedError, InputError, NoTextLayerError
from auditor.readers.kinds import Kind
from auditor.readers.page_lines import lines_of
from auditor.readers.pdf_page import Sheet, read_page
from auditor.readers.sheets import Strip

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it tells of every oddity of a damaged file

MEDIA = "application/pdf"
_PAGES = 400


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
    return [Strip(None, tuple(lines_of(sheets)))], remarks
