"""PDFs with a text layer: tables by their ruling lines, across page breaks, and the lines beside them."""

import io
import logging

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from auditor.errors import DamagedError, EncryptedError, InputError, NoTextLayerError, UnreadableFileError
from auditor.readers.kinds import Kind
from auditor.readers.page_lines import lines_of
from auditor.readers.pdf_limits import Budget, bounded
from auditor.readers.pdf_page import Sheet, read_page
from auditor.readers.progress import told
from auditor.readers.sheets import Strip

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it tells of every oddity of a damaged file

MEDIA = "application/pdf"
_PAGES = 400
_TOO_MUCH = "内容异常庞大或循环引用，不会是自评表，没有读完。请用 Word 或 Excel 另存为 PDF 后再审核。"


def from_pdf(data: bytes, name: str) -> tuple[list[Strip], list[str]]:
    """The document as one strip, and remarks about what is not read.

    Raises:
        InputError: the file is damaged or encrypted, holds pictures of pages only, or asks for more work than a
            form can need.
    """
    with bounded() as budget:
        try:
            with pdfplumber.open(io.BytesIO(data)) as pdf:
                return _read(pdf, name, budget)
        except InputError:
            raise
        except Exception as error:  # a damaged PDF breaks the library in many ways
            if budget.exceeded:
                raise UnreadableFileError(name, _TOO_MUCH) from error
            if isinstance(error, PdfminerException) and any(isinstance(a, PDFPasswordIncorrect) for a in error.args):
                raise EncryptedError(name) from error
            raise DamagedError(name, Kind.PDF.words) from error


def _read(pdf: PDF, name: str, budget: Budget) -> tuple[list[Strip], list[str]]:
    sheets: list[Sheet] = []
    bare: list[int] = []
    drawn = False
    for number, page in enumerate(told("正在读取", pdf.pages[:_PAGES]), 1):
        budget.page()
        sheets.append(read_page(page, number))
        if not sheets[-1].items:
            drawn = drawn or bool(page.curves)
            if page.images:
                bare.append(number)
        page.close()
    if not sheets:
        raise UnreadableFileError(name, "PDF 里没有页，不能审核。请用原来的程序打开检查，另存后再审核。")
    if not any(s.items for s in sheets):
        if not bare and not drawn:
            raise UnreadableFileError(name, "PDF 里没有文字，也没有图片，没有可审核的内容。请检查是不是选错了文件。")
        raise NoTextLayerError(name, "是扫描件或图片")
    remarks = []
    if bare:
        remarks.append(f"第{'、'.join(map(str, bare))}页是图片，没有可读的文字，没有审核。")
    if len(pdf.pages) > _PAGES:
        remarks.append(f"文件有{len(pdf.pages)}页，只审核了前{_PAGES}页。")
    if any(s.askew for s in sheets):
        remarks.append("斜排或竖排的文字（如水印）没有审核。")
    return [Strip(None, tuple(lines_of(sheets)))], remarks
