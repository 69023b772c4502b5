"""Numbers that Word prints before paragraphs without holding them as words: 一、 1. （1）."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DIGITS = "〇一二三四五六七八九"
_CHINESE = (
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand",
    "ideographDigital", "koreanCounting",
)  # fmt: skip
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_TEN, _HUNDRED = 10, 100
_LETTERS = 26
_CIRCLED = 20
_DEEPEST = 9


class Level(NamedTuple):
    """A level of a list: where it begins, how its numbers look, and the words around them (``%1、``)."""

    start: int
    look: str
    words: str
    after: str


class Numbering:
    """The lists of a document with their counters; asked paragraph by paragraph in order."""

    def __init__(self, root: "Element | None", styles: "Element | None" = None) -> None:
        """Read the lists from the numbering part and the styles that number; None where there is no such part."""
        self._levels: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        for e in root if root is not None else ():
            if _local(e) == "abstractNum":
                self._levels[_attr(e, "abstractNumId")] = {
                    _number(_attr(c, "ilvl")): _level(c) for c in e if _local(c) == "lvl"
                }
            elif _local(e) == "num":
                self._lists[_attr(e, "numId")] = next((_attr(c, "val") for c in e if _local(c) == "abstractNumId"), "")
        for e in styles if styles is not None else ():
            found = next((x for x in e.iter() if _local(x) == "numPr"), None)
            if _local(e) == "style" and found is not None:
                self._styles[_attr(e, "styleId")] = _named(found)

    def before(self, paragraph: "Element") -> str:
        """What is printed before a paragraph; it counts the paragraph."""
        key, depth = self._list(paragraph)
        levels = self._levels.get(self._lists.get(key, ""), {})
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(self._lists[key], {})
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        level = levels[depth]
        if level.look in ("bullet", "none"):
            return ""
        words = level.words
        for d in range(_DEEPEST):
            if f"%{d + 1}" in words and d in levels:
                words = words.replace(f"%{d + 1}", spelled(counts.get(d, levels[d].start), levels[d].look))
        return words + (" " if level.after == "space" or words[-1:].isalnum() else "")

    def _list(self, paragraph: "Element") -> tuple[str, int]:
        """The list of a paragraph, its own or that of its style, and how deep it stands in it."""
        properties = next((c for c in paragraph if _local(c) == "pPr"), None)
        if properties is None:
            return "", 0
        own = next((c for c in properties if _local(c) == "numPr"), None)
        if own is not None:
            return _named(own)
        style = next((_attr(c, "val") for c in properties if _local(c) == "pStyle"), "")
        return self._styles.get(style, ("", 0))


def spelled(value: int, look: str) -> str:
    """A number of a list as it is printed."""
    if look in _CHINESE or look == "chineseLegalSimplified":
        return _chinese(value)
    if look in ("upperLetter", "lowerLetter"):
        letter = chr(97 + (value - 1) % _LETTERS) * ((value - 1) // _LETTERS + 1)
        return letter.upper() if look == "upperLetter" else letter
    if look in ("upperRoman", "lowerRoman"):
        out = ""
        for amount, sign in _ROMAN:
            while value >= amount and len(out) < _LETTERS:
                out, value = out + sign, value - amount
        return out.upper() if look == "upperRoman" else out
    if look.startswith("decimalEnclosedCircle") and 1 <= value <= _CIRCLED:
        return chr(0x2460 + value - 1)
    if look == "decimalZero":
        return f"{value:02d}"
    return str(value)


def _chinese(value: int) -> str:
    """一 to 九十九; greater numbers digit by digit."""
    if not 0 < value < _HUNDRED:
        return "".join(_DIGITS[int(d)] for d in str(value))
    tens, ones = divmod(value, _TEN)
    return ("" if tens <= 1 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def _level(e: "Element") -> Level:
    got = {_local(c): _attr(c, "val") for c in e}
    return Level(
        _number(got.get("start", "1")), got.get("numFmt", "decimal"), got.get("lvlText", ""), got.get("suff", "tab")
    )


def _named(e: "Element") -> tuple[str, int]:
    got = {_local(c): _attr(c, "val") for c in e}
    return got.get("numId", ""), _number(got.get("ilvl", "0"))


def _attr(e: "Element", name: str) -> str:
    return next((v for k, v in e.attrib.items() if k.rpartition("}")[2] == name), "")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _local(e: "Element") -> str:
    return e.tag.rpartition("}")[2] if isinstance(e.tag, str) else ""
