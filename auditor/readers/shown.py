"""Numbers and dates of a workbook as its cells show them, by the number format of each cell."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

BUILTIN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mm:ss", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: 'yyyy"年"m"月"', 56: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""The formats that have a number and no words in the file, as a Chinese Excel shows them."""

_TOKEN = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|AM/PM|A/P|上午/下午|General|e+|a{3,4}|y+|m+|d+|h+|s+|.', re.IGNORECASE | re.DOTALL
)
_SKIPPED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|General', re.IGNORECASE)
_DIGITS = re.compile(r"[#0?,.]*[#0?][#0?,.]*")
_ASIDE = ("_", "*", "[")
_DAY = 86400
_MINUTE, _HOUR = 60, 3600
_FIRST = date(1899, 12, 30).toordinal()
_FROM_1904 = 1462
_LAST = 2958466  # the day after 31 December 9999
_LONG = 10**11  # beyond this a cell without a format shows powers of ten
_FIGURES = 11
_WEEK = "一二三四五六日"


def is_date(code: str) -> bool:
    """Whether a number format shows a day or a time."""
    bare = _SKIPPED.sub("", code.split(";", 1)[0])
    return bool(re.search(r"[ymdhs]", bare, re.IGNORECASE)) and not re.search(r"[#?]|0(?!0*$)", bare)


def number(value: float, code: str, *, since_1904: bool = False) -> str:
    """A number as a cell of this format shows it; a day or a time where the format says so.

    Args:
        value: the stored number; of a date the days since the end of 1899.
        code: the number format.
        since_1904: whether the workbook counts its days from 1904.
    """
    if is_date(code):
        days = value + (_FROM_1904 if since_1904 else 0)
        return _moment(days, code.split(";", 1)[0]) if 0 <= days < _LAST else general(value)
    parts = _sections(code)
    part = parts[0]
    sign = "-" if value < 0 else ""
    if value < 0 and len(parts) > 1:
        part, sign = parts[1], ""
    elif value == 0 and len(parts) > 2:
        part = parts[2]
    shown = _by_digits(abs(Decimal(repr(value))), part)
    return shown if not re.search("[1-9]", shown) and "-" not in part else sign + shown


def general(value: float) -> str:
    """A number in a cell without a number format."""
    exact = Decimal(repr(value))
    if exact == exact.to_integral_value():
        return format(exact.quantize(Decimal(1)), "f") if abs(exact) < Decimal(_LONG) * 10**4 else f"{value:.5E}"
    return format(Decimal(f"{value:.{_FIGURES}g}"), "f")


def words(text: str, code: str) -> str:
    """A text as a cell of this format shows it: the fourth part of a format may add words."""
    parts = _sections(code)
    part = parts[-1]
    if "@" not in part or part == "@":
        return text
    return "".join(_literal(t) if t != "@" else text for t in _TOKEN.findall(part))


def _sections(code: str) -> list[str]:
    """The parts of a format between semicolons that are not quoted."""
    out = [""]
    for piece in _TOKEN.findall(code or "General"):
        if piece == ";":
            out.append("")
        else:
            out[-1] += piece
    return out


def _literal(piece: str) -> str:
    """What a piece of a format prints that stands for no digit and no part of a date."""
    if piece.startswith('"'):
        return piece[1:-1]
    if piece.startswith("\\"):
        return piece[1:]
    if piece.startswith("[$"):
        return piece[2:-1].split("-", 1)[0]
    return "" if piece.startswith(_ASIDE) and piece not in _ASIDE else piece


def _by_digits(value: Decimal, part: str) -> str:
    """A number that is not negative by one part of a format."""
    bare = _SKIPPED.sub("", part)
    if "General" in part or "@" in bare or re.search(r"E[+-]|/", bare):
        return "".join(
            general(float(value)) if t.lower() == "general" or t == "@" else _literal(t) for t in _TOKEN.findall(part)
        ) if "General" in part or "@" in bare else general(float(value))  # fmt: skip
    out, digits = [], ""
    for piece in _TOKEN.findall(part):
        if piece in "#0?,." and not (piece in ",." and not digits and "0" not in part):
            digits += piece
            if len(digits) == 1:
                out.append("\0")
        else:
            out.append(_literal(piece))
    if not digits:
        return "".join(out)
    return "".join(out).replace("\0", _figures(value, digits, bare.count("%")), 1)


def _figures(value: Decimal, digits: str, percents: int) -> str:
    """The digits of a number: decimals and thousands as the pattern has them."""
    whole, _, decimals = digits.partition(".")
    thousands = len(digits) - len(digits.rstrip(","))
    value = value.scaleb(2 * percents - 3 * thousands)
    most = sum(c in "0#?" for c in decimals)
    least = sum(c == "0" for c in decimals)
    text = format(value.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP), ",f" if "," in whole.rstrip(",") else "f")
    if most > least:
        kept = text.rstrip("0")
        text = (
            text[: max(len(kept), len(text) - most + least)].rstrip(".")
            if least == 0
            else text[: max(len(kept), len(text) - most + least)]
        )
    figures, _, tail = text.partition(".")
    zeros = sum(c == "0" for c in whole)
    figures = figures.zfill(zeros) if zeros else figures.lstrip("0")
    return figures + ("." + tail if tail else "")


def _moment(days: float, code: str) -> str:
    """A day or a time by a format."""
    seconds = round((days % 1) * _DAY)
    day = date.fromordinal(_FIRST + int(days) + seconds // _DAY)
    seconds %= _DAY
    pieces = _TOKEN.findall(code)
    half = any(t.upper() in ("AM/PM", "A/P") or t == "上午/下午" for t in pieces)
    out = []
    for n, piece in enumerate(pieces):
        kind = piece.lower()
        if kind.startswith("m") and _is_minute(pieces, n):
            out.append(_padded(seconds % _HOUR // _MINUTE, kind))
        elif kind[0] in "ymdea" and kind.strip(kind[0]) == "":
            out.append(_of_day(day, kind))
        elif kind[0] in "hs" and kind.strip(kind[0]) == "":
            hour = seconds // _HOUR
            out.append(
                _padded(
                    (hour % 12 or 12) if half and kind[0] == "h" else hour if kind[0] == "h" else seconds % _MINUTE,
                    kind,
                )
            )
        elif kind in ("[h]", "[hh]"):
            out.append(str(int(days) * 24 + seconds // _HOUR))
        elif kind in ("am/pm", "a/p", "上午/下午"):
            out.append(piece.split("/")[seconds >= _DAY // 2])
        else:
            out.append(_literal(piece))
    return "".join(out).strip()


def _padded(value: int, kind: str) -> str:
    return f"{value:02d}" if len(kind) > 1 else str(value)


def _of_day(day: date, kind: str) -> str:
    """The year, month, day or day of the week."""
    letter, count = kind[0], len(kind)
    if letter in "ye":
        return str(day.year) if count > 2 or letter == "e" else f"{day.year % 100:02d}"
    if letter == "a":
        return ("星期" if count > 3 else "") + _WEEK[day.weekday()]
    if letter == "m":
        return day.strftime("%b" if count == 3 else "%B") if count > 2 else _padded(day.month, kind)
    return day.strftime("%a" if count == 3 else "%A") if count > 2 else _padded(day.day, kind)


def _is_minute(pieces: list[str], at: int) -> bool:
    """Whether an m counts minutes: after hours or before seconds."""
    before = [t.lower().strip("[]")[0] for t in pieces[:at] if t.lower().strip("[]")[:1] in tuple("ymdhs")]
    after = [t.lower()[0] for t in pieces[at + 1 :] if t.lower()[0] in tuple("ymdhs")]
    return bool(before and before[-1] == "h") or bool(after and after[0] == "s")
