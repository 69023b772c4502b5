"""Excel workbooks of the old format: words by calamine, numbers as their formats show them."""

import io
import struct
from collections.abc import Sequence

import olefile
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from auditor.errors import DamagedError, EncryptedError
from auditor.readers.biff import LockedError, Marks, read_marks
from auditor.readers.guards import check_some
from auditor.readers.kinds import Kind
from auditor.readers.sheets import Strip, strip_of
from auditor.readers.workbook import CELLS, Range, Sheet

MEDIA = "application/vnd.ms-excel"
_CIRCLE = "a chain of sectors without end"
_STREAMS = ("Workbook", "Book")
_AREA = 2_000_000  # cells of a sheet from the first to the last
_BROKEN = (CalamineError, struct.error, IndexError, ValueError, KeyError, OSError, OverflowError)


def from_xls(data: bytes, name: str) -> tuple[list[Strip], list[str]]:
    """The sheets that are seen, and remarks about what is not read.

    Raises:
        InputError: the file is damaged or encrypted.
    """
    try:
        with _opened(data) as ole:
            stream = next(ole.openstream(s).read() for s in _STREAMS if ole.exists(s))
        strips, remarks = _strips(CalamineWorkbook.from_filelike(io.BytesIO(data)), read_marks(stream))
    except (LockedError, PasswordError) as error:
        raise EncryptedError(name) from error
    except (*_BROKEN, StopIteration) as error:
        raise DamagedError(name, Kind.XLS.words) from error
    return check_some(strips, remarks, name)


def _opened(data: bytes) -> olefile.OleFileIO:
    """The old Office file that some bytes are, if no chain of its sectors goes in a circle.

    Raises:
        OSError, ValueError: it is damaged.
    """
    ole = olefile.OleFileIO(io.BytesIO(data))
    ole.loadminifat()
    for path in ole.listdir():
        if ole.get_size(path) > len(data):
            raise ValueError(_CIRCLE)
    for entry in ole.direntries or ():
        if entry is not None and entry.size:
            _follow((ole.minifat if entry.is_minifat else ole.fat) or (), entry.isectStart)
    return ole


def _follow(chain: Sequence[int], at: int) -> None:
    """Walk along sectors to the end of their chain."""
    for _ in range(len(chain) + 1):
        if not 0 <= at < len(chain):
            return
        at = chain[at]
    raise ValueError(_CIRCLE)


def _strips(book: CalamineWorkbook, sheets: list[Marks]) -> tuple[list[Strip], list[str]]:
    hidden = [m.name for m in sheets if not m.visible and (m.words or m.numbers)]
    strips: list[Strip] = []
    remarks: list[str] = []
    for marks in sheets:
        if not (marks.visible and marks.worksheet):
            continue
        cells = [*marks.words, *marks.numbers]
        area = (max((r for r, _ in cells), default=0) + 1) * (max((c for _, c in cells), default=0) + 1)
        if area > _AREA or len(cells) > CELLS:
            remarks.append(f"工作表“{marks.name}”的内容太多，不会是自评表，没有审核。")
        else:
            strips.append(strip_of(_sheet(book, marks)))
    if hidden:
        remarks.append(f"隐藏的工作表没有审核：{'、'.join(hidden)}。")
    return strips, remarks


def _sheet(book: CalamineWorkbook, marks: Marks) -> Sheet:
    """The words and the numbers of a sheet together."""
    read = book.get_sheet_by_name(marks.name)
    rows = read.to_python(skip_empty_area=False)
    texts = dict(marks.numbers)
    for row, column in marks.words:
        if row < len(rows) and column < len(rows[row]) and str(rows[row][column]).strip():
            texts[row, column] = str(rows[row][column])
    ranges = [Range(*start, *end) for start, end in read.merged_cell_ranges or ()]
    return Sheet(
        marks.name, texts=texts, merged=ranges, hidden_rows=marks.hidden_rows, hidden_columns=marks.hidden_columns
    )
