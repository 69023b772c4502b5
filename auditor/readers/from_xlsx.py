"""Excel workbooks: every sheet as it is seen on paper."""

import zlib
from zipfile import BadZipFile

from auditor.errors import DamagedError
from auditor.readers.guards import check_some, open_zip
from auditor.readers.kinds import Kind
from auditor.readers.sheets import Strip, strip_of
from auditor.readers.workbook import Workbook

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BROKEN = (KeyError, ValueError, SyntaxError, IndexError, OSError, EOFError, BadZipFile, zlib.error)


def from_xlsx(data: bytes, name: str) -> tuple[list[Strip], list[str]]:
    """The sheets that are seen, and remarks about what is not read.

    Raises:
        InputError: the file is damaged, encrypted or a trap.
    """
    with open_zip(data, name, Kind.XLSX) as archive:
        try:
            strips, remarks = _strips(Workbook(archive))
        except _BROKEN as error:
            raise DamagedError(name, Kind.XLSX.words) from error
    return check_some(strips, remarks, name)


def _strips(book: Workbook) -> tuple[list[Strip], list[str]]:
    strips: list[Strip] = []
    hidden: list[str] = []
    remarks: list[str] = []
    for sheet in book.sheets():
        if not sheet.visible:
            if sheet.texts:
                hidden.append(sheet.name)
        elif not sheet.whole:
            remarks.append(f"工作表“{sheet.name}”的内容太多，不会是自评表，没有审核。")
        else:
            strips.append(strip_of(sheet))
    if hidden:
        remarks.append(f"隐藏的工作表没有审核：{'、'.join(hidden)}。")
    if book.has_drawn_words():
        remarks.append("工作簿里文本框或图形中的文字没有审核。")
    return strips, remarks
