"""A line of progress on a terminal, for a person who waits; nothing elsewhere."""

import sys
from collections.abc import Generator, Sequence
from typing import TypeVar

_FEW = 10  # pages that are read before a person begins to wait

T = TypeVar("T")


def told(doing: str, pages: Sequence[T], few: int = _FEW) -> Generator[T, None, None]:
    """The pages one by one, with a line that says how far the work is; wiped at the end, however it ends."""
    shown = len(pages) > few and sys.stderr.isatty()
    try:
        for number, page in enumerate(pages, 1):
            if shown:
                tell(f"{doing} 第 {number}/{len(pages)} 页")
            yield page
    finally:
        if shown:
            tell("")


def tell(line: str) -> None:
    """Write over the line of progress."""
    sys.stderr.write(f"\r\x1b[K{line}")
    sys.stderr.flush()
