"""How much work one PDF may cause: the library bounds nothing itself, and a small file can ask for hours.

Every step of the library that a file can make it repeat is counted here, in microseconds as it takes on a slow
machine, against a sum that grows with the pages read; streams are unpacked up to a number of bytes.
"""

import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from itertools import pairwise
from types import SimpleNamespace

from pdfminer import pdffont, pdftypes
from pdfminer.cmapdb import FileUnicodeMap
from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.pdfdocument import PDFDocument, PDFXRefStream
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.psparser import PSBaseParser
from pdfplumber.utils import pdfinternals

_START, _PAGE = 3_000_000, 600_000  # for the file, and for each page; a dense page takes a third
_UNPACKED = 150 << 20  # bytes of all streams
_PIECE = 4096

Cost = int | Callable[..., int]


class TooMuchError(Exception):
    """The file asks for more than a form can need."""


class Budget:
    """What is left for a file."""

    def __init__(self) -> None:
        self._work, self._bytes = _START, _UNPACKED
        self.exceeded = False

    def page(self) -> None:
        """Allow for one page more."""
        self._work += _PAGE

    def spend(self, work: int, unpacked: int = 0) -> None:
        """Take off what a step costs.

        Raises:
            TooMuchError: nothing is left.
        """
        self._work -= work
        self._bytes -= unpacked
        if self._work < 0 or self._bytes < 0:
            self.exceeded = True
            raise TooMuchError

    @property
    def unpacked(self) -> int:
        """The bytes that may still be unpacked."""
        return self._bytes


_BUDGET: ContextVar[Budget | None] = ContextVar("budget", default=None)


@contextmanager
def bounded() -> Iterator[Budget]:
    """Count what the library does inside."""
    budget = Budget()
    token = _BUDGET.set(budget)
    try:
        yield budget
    finally:
        _BUDGET.reset(token)


def _unpacked(data: bytes) -> bytes:
    """What :func:`zlib.decompress` gives, or what there is of a stream that is cut off; within what is left."""
    budget = _BUDGET.get()
    if budget is None:
        return zlib.decompress(data)
    machine = zlib.decompressobj()
    out = []
    at = 0
    try:
        for at in range(0, len(data), _PIECE):
            rest = data[at : at + _PIECE]
            while rest:
                out.append(machine.decompress(rest, budget.unpacked + 1))
                budget.spend(0, len(out[-1]))
                rest = machine.unconsumed_tail
            if machine.eof:
                break
    except zlib.error:
        if at + _PIECE < len(data):
            raise  # the library takes such a stream as empty
    return b"".join(out)


def _of_widths(seq: Sequence[object]) -> int:
    """The cost of a list of widths, which may name a range of any length."""
    return sum(max(b - a, 0) // 20 for a, b in pairwise(seq) if isinstance(a, int) and isinstance(b, int))


def _of_rows(_pred: int, colors: int, columns: int, bits: int, data: bytes) -> int:
    """The cost of a predictor, which sets up a row of any length and takes the bytes one by one."""
    return int(colors * columns * bits) // 100 + len(data) // 2


_STEPS: tuple[tuple[object, str, Cost], ...] = (
    (PSBaseParser, "nexttoken", 10),
    (PSBaseParser, "fillbuf", lambda p: len(p._curtoken) // 5_000),  # noqa: SLF001  # it is copied at each piece
    (PDFContentParser, "fillbuf", lambda p: len(p._curtoken) // 5_000),  # noqa: SLF001
    (PDFDocument, "getobj", 30),
    (PDFXRefStream, "get_objids", lambda x: sum(n for _, n in x.ranges)),
    (PDFLayoutAnalyzer, "render_char", 60),
    (PDFLayoutAnalyzer, "paint_path", 60),
    (FileUnicodeMap, "add_cid2unichr", 4),
    (pdfinternals, "resolve_and_decode", 20),
    (pdffont, "get_widths", _of_widths),
    (pdffont, "get_widths2", _of_widths),
    (pdftypes, "apply_png_predictor", _of_rows),
    (pdftypes, "apply_tiff_predictor", lambda colors, columns, bits, data: _of_rows(0, colors, columns, bits, data)),
    (pdftypes, "lzwdecode", lambda data: len(data) * 30),
    (pdftypes, "rldecode", lambda data: len(data) * 10),
    (pdftypes, "ascii85decode", lambda data: len(data) // 2),
    (pdftypes, "asciihexdecode", lambda data: len(data) // 2),
    (pdftypes, "ccittfaxdecode", lambda data, _: len(data) * 20),
)


def _count(owner: object, name: str, cost: Cost) -> None:
    """Put the cost before a step of the library."""
    step = getattr(owner, name)

    @wraps(step)
    def counted(*given: object, **named: object) -> object:
        budget = _BUDGET.get()
        if budget is not None:
            budget.spend(cost if isinstance(cost, int) else cost(*given, **named))
        return step(*given, **named)

    setattr(owner, name, counted)


for _owner, _name, _cost in _STEPS:
    _count(_owner, _name, _cost)
_ZLIB = "zlib"
setattr(pdftypes, _ZLIB, SimpleNamespace(decompress=_unpacked, decompressobj=zlib.decompressobj, error=zlib.error))
