"""What an .xls file holds beside its words: numbers with their formats, errors, what is hidden."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from auditor.readers.shown import BUILTIN, number

_BOF, _EOF, _FILEPASS, _DATEMODE, _BOUNDSHEET, _XF, _FORMAT = 0x0809, 0x000A, 0x002F, 0x0022, 0x0085, 0x00E0, 0x041E
_ROW, _COLINFO, _NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR = 0x0208, 0x007D, 0x0203, 0x027E, 0x00BD, 0x0006, 0x0205
_LABEL, _LABELSST = 0x0204, 0x00FD
_CELLS = (_NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR, _LABEL, _LABELSST)
_TRUTH = ("FALSE", "TRUE")
_IS_TRUTH, _IS_ERROR = 1, 2  # what the stored value of a formula is that is no number
_HIDDEN = 0x20
_NO_NUMBER = 0xFFFF
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_MOST = 2_000_000  # records of a file


@dataclass
class Marks:
    """A sheet of an .xls file: what its numbers show, where its words stand, what is hidden."""

    name: str
    visible: bool
    worksheet: bool
    start: int
    numbers: dict[tuple[int, int], str] = field(default_factory=dict)
    words: list[tuple[int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


class LockedError(Exception):
    """The stream is encrypted."""


def read_marks(stream: bytes) -> list[Marks]:
    """The sheets of a workbook stream.

    Raises:
        LockedError: it is encrypted.
        struct.error, IndexError: it is damaged.
    """
    formats, styles = dict(BUILTIN), []
    sheets: list[Marks] = []
    since_1904 = False
    for kind, body in _records(stream, 0):
        if kind == _FILEPASS:
            raise LockedError
        if kind == _DATEMODE:
            since_1904 = bool(body[0])
        elif kind == _FORMAT:
            formats[_short(body, 0)] = _string(body[2:], wide=True)
        elif kind == _XF:
            styles.append(_short(body, 2))
        elif kind == _BOUNDSHEET:
            start, state, sort = struct.unpack_from("<IBB", body)
            sheets.append(Marks(_string(body[6:], wide=False), state & 3 == 0, sort == 0, start))
    codes = [formats.get(s, "General") for s in styles]

    def show(value: float, style: int) -> str:
        return number(value, codes[style] if style < len(codes) else "General", since_1904=since_1904)

    for sheet in sheets:
        for kind, body in _records(stream, sheet.start):
            _note(sheet, kind, body, show)
    return sheets


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place to the end of the part that begins there."""
    depth = 0
    for _ in range(_MOST):
        if at + 4 > len(stream):
            return
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _note(sheet: Marks, kind: int, body: bytes, show: Callable[[float, int], str]) -> None:
    """Keep what a record of a sheet says; ``show`` gives what a number shows in a cell of a style."""
    if kind == _ROW:
        if _short(body, 12) & _HIDDEN:
            sheet.hidden_rows.add(_short(body, 0))
    elif kind == _COLINFO:
        if _short(body, 8) & 1:
            sheet.hidden_columns.append((_short(body, 0), _short(body, 2)))
    elif kind in _CELLS:
        row, column = struct.unpack_from("<HH", body)
        if kind == _MULRK:
            for n in range((len(body) - 6) // 6):
                style = _short(body, 4 + 6 * n)
                sheet.numbers[row, column + n] = show(_packed(body[6 + 6 * n : 10 + 6 * n]), style)
            return
        text = _cell(kind, body, show)
        if text is None:
            sheet.words.append((row, column))
        else:
            sheet.numbers[row, column] = text


def _cell(kind: int, body: bytes, show: Callable[[float, int], str]) -> str | None:
    """What a cell shows; None for one with words, which are read elsewhere."""
    style = _short(body, 4)
    if kind == _NUMBER:
        return show(struct.unpack_from("<d", body, 6)[0], style)
    if kind == _RK:
        return show(_packed(body[6:10]), style)
    if kind == _BOOLERR:
        return _ERRORS.get(body[6], "#N/A") if body[7] else _TRUTH[bool(body[6])]
    if kind == _FORMULA:
        if _short(body, 12) != _NO_NUMBER:
            return show(struct.unpack_from("<d", body, 6)[0], style)
        if body[6] == _IS_TRUTH:
            return _TRUTH[bool(body[8])]
        return _ERRORS.get(body[8], "#N/A") if body[6] == _IS_ERROR else None
    return None


def _packed(four: bytes) -> float:
    """A number in the short form: an integer or the upper half of a double, perhaps in hundredths."""
    bits = struct.unpack("<i", four)[0]
    whole = bits & ~3
    value = float(bits >> 2) if bits & 2 else struct.unpack("<d", b"\0\0\0\0" + struct.pack("<i", whole))[0]
    return value / 100 if bits & 1 else value


def _short(body: bytes, at: int) -> int:
    return int(struct.unpack_from("<H", body, at)[0])


def _string(body: bytes, *, wide: bool) -> str:
    """Words with their length in two bytes or in one before them."""
    count, at = (_short(body, 0), 2) if wide else (body[0], 1)
    flags = body[at]
    return (
        body[at + 1 : at + 1 + 2 * count].decode("utf-16-le", "replace")
        if flags & 1
        else body[at + 1 : at + 1 + count].decode("latin-1")
    )
