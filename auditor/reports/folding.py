"""Lines of Chinese for a terminal: cut to a width by the rules of Chinese typesetting.

rich cuts at blanks only and folds what has none, so a Chinese sentence with a number in it comes
out ragged. Here a line may end after any Chinese character, no line begins with a closing mark or
ends with an opening one, and numbers stay whole.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

_CLOSING = frozenset("，。、；：？！）》〉】〕」』”’％…,.;:?!)]}%")
_CUT = "..."
_OPENING = frozenset("（《〈【〔「『“‘([{")
_UNITS = re.compile(r"[A-Za-z0-9_./+\-%§]+|\s+|.", re.DOTALL)


def cells(text: str) -> int:
    """The width of a text, taking characters whose width terminals disagree on as wide."""
    return cell_len(text) + sum(unicodedata.east_asian_width(c) == "A" for c in text)


def fold(text: str, width: int) -> list[str]:
    """Cut a text into lines of at most ``width`` cells (never less than one character)."""
    return [line for part in text.split("\n") for line in _fold(part, max(2, width))]


def _fold(text: str, width: int) -> Iterator[str]:
    line, used = "", 0
    for unit in _units(text, width):
        size = cells(unit)
        if used + size <= width or not line:
            line, used = line + unit, used + size
            continue
        kept, carried = _tie(line, unit)
        yield kept.rstrip()
        line = (carried + unit).lstrip()
        used = cells(line)
        if used > width:  # what was carried over does not fit with it
            yield carried
            line, used = unit.lstrip(), cells(unit.lstrip())
    yield line.rstrip()


def _units(text: str, width: int) -> Iterator[str]:
    for unit in _UNITS.findall(text):
        if cells(unit) <= width:
            yield unit
        else:
            yield from unit


def _tie(line: str, following: str) -> tuple[str, str]:
    """Where a full line ends: a closing mark keeps its word, an opening mark goes to the next line."""
    cut = len(line)
    if following[0] in _CLOSING:
        cut -= len(_UNITS.findall(line)[-1])
        while cut > 1 and line[cut] in _CLOSING:
            cut -= 1
    while cut > 1 and line[cut - 1] in _OPENING:
        cut -= 1
    if cut <= len(line) // 2:
        return line, ""
    return line[:cut], line[cut:]


class Prose(NamedTuple):
    """A text that folds itself to the width that rich gives it, also inside of a table.

    With ``most`` it takes at most so many lines and ends in three dots.
    """

    text: str
    style: str = ""
    most: int | None = None

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the folded lines."""
        lines = fold(self.text, options.max_width)
        if self.most is not None and len(lines) > self.most:
            last = fold(lines[self.most - 1], options.max_width - len(_CUT))[0]
            lines = [*lines[: self.most - 1], last + _CUT]
        yield Text("\n".join(lines), style=self.style, no_wrap=True, overflow="fold")

    def __rich_measure__(self, _: Console, options: ConsoleOptions) -> Measurement:
        """Need eight cells, want the longest line."""
        longest = max(map(cells, self.text.split("\n")))
        return Measurement(min(longest, 8), longest).with_maximum(options.max_width)
