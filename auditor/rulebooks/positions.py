"""Where the keys of a TOML text stand: ``tomllib`` reads values, this finds the line to point at."""

import re
from collections.abc import Mapping, Sequence

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[\s,]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_PART = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|[^\s.=\[\]{}#\"',]+")
_KEY = re.compile(rf"[ \t]*(?:{_PART.pattern})[ \t]*(?:\.[ \t]*(?:{_PART.pattern})[ \t]*)*")
_TEXT = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}|' + r"'''.*?'{3,5}|" + r"\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'", re.DOTALL)
_PLAIN = re.compile(r"[^\n,\]}#]*")


def positions(text: str) -> dict[Path, int]:
    """The line of every key and array item of a valid TOML text by its path."""
    scan = _Scan(text)
    scan.statements()
    return scan.found


def line_of(found: Mapping[Path, int], path: Sequence[str | int]) -> int:
    """The line of a path, or of what encloses it where it is not written."""
    inner = tuple(path)
    while inner and inner not in found:
        inner = inner[:-1]
    return found.get(inner, 1)


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, int] = {}
        self.tables: dict[Path, int] = {}

    def statements(self) -> None:
        """Table heads and keys to the end of the text."""
        inside: Path = ()
        self.skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                inside = self.head()
            else:
                self.pair(inside)
            self.skip(_BLANK)

    def head(self) -> Path:
        """[table] or [[item of an array of tables]]."""
        start = self.at
        several = self.text.startswith("[[", self.at)
        self.at += 1 + several
        path = self.key()
        self.at += 1 + several
        if several:
            self.tables[path] = self.tables.get(path, -1) + 1
            path = (*path, self.tables[path])
        self.mark(path, start)
        return path

    def pair(self, inside: Path) -> None:
        """A key with its value."""
        start = self.at
        path = (*inside, *self.key())
        self.mark(path, start)
        self.at += 1  # =
        self.value(path)

    def key(self) -> Path:
        """A dotted key, up to what follows it."""
        start = self.at
        self.skip(_KEY)
        return tuple(part.strip("\"'") for part in _PART.findall(self.text, start, self.at))

    def value(self, path: Path) -> None:
        """A value; the items of arrays and inline tables are marked too."""
        self.skip(_SPACE)
        opens = self.text[self.at : self.at + 1]
        if opens not in ("[", "{"):
            self.skip(_TEXT if _TEXT.match(self.text, self.at) else _PLAIN)
            return
        self.at += 1
        number = 0
        self.skip(_BLANK)
        while self.at < len(self.text) and self.text[self.at] not in "]}":
            if opens == "[":
                self.mark((*path, number), self.at)
                self.value((*path, number))
                number += 1
            else:
                self.pair(path)
            self.skip(_BLANK)
        self.at += 1

    def mark(self, path: Path, start: int) -> None:
        self.found.setdefault(path, self.text.count("\n", 0, start) + 1)

    def skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at
