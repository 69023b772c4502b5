"""The words of a .doc file from its own streams: cells are divided by a mark, rows end with another."""

import io
import struct
from bisect import bisect_right
from collections.abc import Iterator

import olefile

from auditor.readers.table import Line, Part

_CELL = "\x07"
_MAGIC = 0xA5EC
_LOCKED, _WHICH = 0x0100, 0x0200
_CLX = 0x01A2  # where the file says where its pieces are listed
_PIECES = 2
_PACKED = 0x40000000
_FIELD = "\x13\x14\x15"  # before the code of a field, between it and its result, and after it
_COUNT = 0x4C  # where the file says how many characters its main text has
_PARAGRAPHS = 0x0102  # where it says where the properties of paragraphs are
_PAGE = 512
_ROW_END, _TABLE, _APART = 0x2417, 0xD608, 0x6646
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_VARIABLE = 6
_BROKEN = (OSError, struct.error, IndexError, ValueError)
_MOST = 4_000_000  # characters


def is_locked(data: bytes) -> bool:
    """Whether the document is encrypted."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            head = ole.openstream("WordDocument").read(12)
    except _BROKEN:
        return False
    return len(head) == 12 and bool(struct.unpack_from("<H", head, 10)[0] & _LOCKED)


def doc_lines(data: bytes) -> tuple[Line, ...]:
    """The rows of the tables and the paragraphs between them; empty where the file is not understood.

    A row's cells stand as they are; cells that are merged downwards are empty from the second row on.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            words = ole.openstream("WordDocument").read()
            which = "1Table" if struct.unpack_from("<H", words, 10)[0] & _WHICH else "0Table"
            table = ole.openstream(which).read()
            apart = ole.openstream("Data").read() if ole.exists("Data") else b""
        if struct.unpack_from("<H", words)[0] != _MAGIC:
            return ()
        return tuple(_lines(_characters(words, table), _row_ends(words, table, apart)))
    except _BROKEN:
        return ()


def _characters(words: bytes, table: bytes) -> list[tuple[str, int]]:
    """The characters of the main text with their places in the file, put together from its pieces."""
    start, _ = struct.unpack_from("<II", words, _CLX)
    count = int(struct.unpack_from("<i", words, _COUNT)[0])
    at = start
    while table[at] == 1:
        at += 3 + int(struct.unpack_from("<H", table, at + 1)[0])
    if table[at] != _PIECES:
        return []
    pieces = (int(struct.unpack_from("<I", table, at + 1)[0]) - 4) // 12
    bounds = struct.unpack_from(f"<{pieces + 1}I", table, at + 5)
    out: list[tuple[str, int]] = []
    for n in range(pieces):
        where = int(struct.unpack_from("<I", table, at + 5 + 4 * (pieces + 1) + 8 * n + 2)[0])
        length = min(max(bounds[n + 1] - bounds[n], 0), _MOST)
        wide = not where & _PACKED
        first = where if wide else (where & ~_PACKED) // 2
        coded = words[first : first + length * (1 + wide)]
        text = coded.decode("utf-16-le" if wide else "cp1252", "replace")
        out += [(c, first + i * (1 + wide)) for i, c in enumerate(text)]
    return out[: max(count, 0)]


def _row_ends(words: bytes, table: bytes, apart: bytes) -> list[tuple[int, int]]:
    """The places in the file of the paragraphs that end a row of a table, in order."""
    start, size = struct.unpack_from("<II", words, _PARAGRAPHS)
    pages = (size - 4) // 8
    out: list[tuple[int, int]] = []
    for n in range(pages):
        page = int(struct.unpack_from("<I", table, start + 4 * (pages + 1) + 4 * n)[0]) * _PAGE
        runs = words[page + _PAGE - 1]
        bounds = struct.unpack_from(f"<{runs + 1}I", words, page)
        for i in range(runs):
            offset = words[page + 4 * (runs + 1) + 13 * i] * 2
            papx = words[page + offset : page + _PAGE - 1]
            size, at = (papx[0] * 2 - 1, 1) if papx[0] else (papx[1] * 2, 2)
            if offset and _ends_row(papx[at + 2 : at + size], apart):
                out.append((bounds[i], bounds[i + 1]))
    return sorted(out)


def _ends_row(properties: bytes, apart: bytes) -> bool:
    """Whether the properties of a paragraph say that it is the end of a row; long ones are kept ``apart``."""
    at = 0
    while at + 3 <= len(properties):
        sprm = int(struct.unpack_from("<H", properties, at)[0])
        if sprm == _ROW_END:
            return properties[at + 2] == 1
        if sprm == _APART and apart:
            start = int(struct.unpack_from("<I", properties, at + 2)[0])
            size = int(struct.unpack_from("<H", apart, start)[0])
            return _ends_row(apart[start + 2 : start + 2 + size], b"")
        kind = sprm >> 13
        if kind == _VARIABLE:
            long = sprm == _TABLE
            at += 3 + (int(struct.unpack_from("<H", properties, at + 2)[0]) if long else properties[at + 2])
        else:
            at += 2 + _SIZES[kind]
    return False


def _lines(characters: list[tuple[str, int]], ends: list[tuple[int, int]]) -> Iterator[Line]:
    """Paragraphs and rows, the results of fields in place of their codes."""
    cells: list[str] = []
    word: list[str] = []
    starts = [a for a, _ in ends]
    codes: list[bool] = []  # of each field that is open, whether its code is read, not its result
    began = False
    for c, at in characters:
        if c == _FIELD[0]:
            codes.append(True)
        elif c in _FIELD:
            codes[-1:] = [False] if codes and c == _FIELD[1] else []
        elif any(codes):
            continue
        elif c == _CELL:
            n = bisect_right(starts, at) - 1
            if n >= 0 and at < ends[n][1]:
                if not began and cells:
                    *before, cells[0] = cells[0].split("\n")
                    yield from (((Part(t),),) for t in before if t.strip())
                began = True
                yield tuple((Part(t),) if t.strip() else () for t in cells)
                cells = []
            else:
                cells.append("".join(word))
            word = []
        else:
            word.append("\n" if c in "\r\x0c" else c)
    if word:
        cells.append("".join(word))
    yield from (((Part(t),),) for c in cells for t in c.split("\n") if t.strip())
