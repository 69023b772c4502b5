"""What a cell's words mean: number, range, deadline, quality, not applicable, or nothing.

Operators in all the spellings of domain.md section 3.1. Readings are exact and carry their words.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from auditor.model.form import Cell, CellKind, Indicator, Operator
from auditor.numerals import Day, days, dimension, number, widths, years

_HALF = Decimal("0.5")
_REACH = 24  # a cell that is a date has its first date within so many characters
_LONG = 3  # characters of a measure word; a longer word after a numeral is no measure
_OPERATORS = (
    (Operator.AT_LEAST, ("≥", "≧", ">=", "大于等于", "大于或等于", "不少于", "不低于", "不小于", "不得少于", "不得低于", "至少", "达到", "达", "不短于", "保底")),
    (Operator.AT_MOST, ("≤", "≦", "<=", "小于等于", "小于或等于", "不超过", "不高于", "不多于", "不大于", "不得超过", "不超", "控制在", "最多", "至多")),
    (Operator.EQUAL, ("=", "等于", "﹦", "═")),
    (Operator.ABOVE, (">", "大于", "超过", "高于", "多于")),
    (Operator.BELOW, ("<", "小于", "少于", "低于")),
)  # fmt: skip
_PREFIX = tuple((word, op) for op, words in _OPERATORS for word in words)
_PREFIXES = re.compile("|".join(sorted((re.escape(w) for w, _ in _PREFIX), key=len, reverse=True)))
_BY_WORD = dict(_PREFIX)
_BY_SUFFIX = {
    "以上": Operator.AT_LEAST, "以下": Operator.AT_MOST, "以内": Operator.AT_MOST, "之内": Operator.AT_MOST, "内": Operator.AT_MOST,
}  # fmt: skip
_SUFFIX = re.compile(r"(?:[（(]含[）)])?及?(?P<way>以上|以下|以内|之内|内)?(?:[（(]含[）)])?$")
_SAME_WAY = {Operator.ABOVE: Operator.AT_LEAST, Operator.BELOW: Operator.AT_MOST}
_COUNTABLE = re.compile(r"[\d〇零一二两三四五六七八九十百千]|年[底末初中]|半[年个小天]")
_NOT_APPLICABLE = re.compile(
    r"不适用|不涉及|未涉及|无此项(?:指标)?|无此指标|不考核|未设置|[Nn]/?[Aa]|[-—–―－一/／\\]{1,4}|——|\*"
)
_LEAD = re.compile(
    r"(?:已(?:全部)?(?:完成|达到|达|实现)|共计|共|合计|累计|总计|约|近|完成|实际|全年|年内|人民币|提前|增长|提高|提升|下降|降低|减少|[¥￥])+"
)
_NUMBER = re.compile(
    r"(?P<n>[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[〇零一二两三四五六七八九十百千]+(?=[万亿一-龥]|$)|半(?=个|小时|天))"
    r"(?P<half>个半(?=[小月工]))?(?:[余多](?=.))?(?P<scale>[万亿]?)(?:[余多](?=.))?"
)
_NO_UNIT = re.compile(r"[-/~—–]\d|A+(?:[级类等]|$)")  # 5-3天, 3/4, 4A级
_RANGE = re.compile(
    r"^(?P<a>(?:\d+(?:\.\d+)?))(?P<ua>[^\d\-~—–至到、,]{0,6}?)(?:-|~|—|–|－|至|到)(?P<b>\d+(?:\.\d+)?)(?P<u>[^\d]{0,8})$"
)
_PERCENT_HAN = re.compile(r"^百分之([〇零一二两三四五六七八九十百点]+)$")
_UNIT_OK = re.compile(r"^[^，。；！？、,;:：\s\d]{0,12}$|^[^，。；！？、,;:：\d]{0,8}\d?[^，。；！？、,;:：\d]{0,4}$")
_DEADLINE = re.compile(
    r"(?:之前|以前|前|止|截止)(?:完成|完工|竣工|到位|上线|投用|验收|开园|开放)?$|^(?:截至|截止|不晚于|不迟于|早于)"
)
_BEFORE_DATE = re.compile(
    r"[（(]?(?:于|在|按|为|约|截至|截止|不晚于|不迟于|早于|预计|实际|[一-龥]{0,4}(?:完成|竣工|完工|验收|投用)时间?[:：]?)?"
)
_AFTER_DATE = re.compile(r"(?:之?前|以前|之内|内|止|[底末])?(?:全部|全面|均)?(?!起|以来|开始)[一-龥]{0,6}[）)]?")


_FULL_MARKS = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_HALF_MARKS = re.compile(r"(?<!\d)[,;:!?]|[,;:!?](?!\d)")


@dataclass(frozen=True, slots=True)
class Value:
    """The reading of a cell.

    ``number`` and ``unit`` as written (5万份 is 5 of 万份); ``base`` is the number in the base of
    ``dimension`` (50000 of 份). ``low`` and ``high`` bound a range, in the same base as ``base``.
    ``day`` is the date or deadline; ``deadline`` says 前, so earlier is better.
    """

    kind: CellKind
    text: str
    operator: Operator | None = None
    number: Decimal | None = None
    unit: str = ""
    dimension: str = ""
    base: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    day: Day | None = None
    deadline: bool = False

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """The least and the greatest of a number or a range, in the base of ``dimension``; zero for what is neither."""
        if self.base is not None:
            return self.base, self.base
        return self.low or Decimal(0), self.high or Decimal(0)


def squeeze(text: str) -> str:
    """Drop white space, but keep one blank between two words of Latin letters or digits."""
    first, *others = text.split() or ("",)
    return glue(first, *others) if others else first


def punctuated(text: str) -> str:
    """Half-width punctuation of a web page as full-width, one character for one; what stands between digits stays."""
    return _HALF_MARKS.sub(lambda m: _FULL_MARKS[m[0]], text)


def glue(out: str, *parts: str) -> str:
    """Words without white space put together, a blank only between two Latin words."""
    for part in parts:
        keep = out[-1].isascii() and part[0].isascii() and out[-1].isalnum() and part[0].isalnum()
        out += f" {part}" if keep else part
    return out


def _numeric(text: str) -> tuple[Decimal, str] | None:
    m = _NUMBER.match(text)
    if not m:
        return None
    n = number(m["n"])
    if n is not None and m["half"]:
        n += _HALF
    unit = text[m.end() :]
    if n is None or not _UNIT_OK.match(unit) or _NO_UNIT.match(unit):
        return None
    if any(d.start == 0 for d in days(text)) or any(start == 0 for start, _, _ in years(text)):
        return None  # 9月开始实施: the number of a date
    if not m["n"][-1].isdigit() and len(unit) > _LONG and dimension(m["scale"] + unit)[0] == unit:
        return None  # 一体化平台 and the like: a word, not a count
    return n, m["scale"] + unit


def _as_number(text: str, operator: Operator | None) -> Value | None:
    body = text
    han = _PERCENT_HAN.match(body)
    if han:
        read = number(han[1])
        if read is not None:
            return Value(CellKind.NUMBER, text, operator, read, "%", "share", read)
    suffix = _SUFFIX.search(body)
    if suffix and suffix[0] and _numeric(body[: suffix.start()]):
        body = body[: suffix.start()]
        way = _BY_SUFFIX.get(suffix["way"] or "")
        if way and operator and _SAME_WAY.get(operator, operator) is not way:
            operator = None  # 控制在90%以上
        operator = operator or way
    tail = re.sub(r"(?:完成|达标|合格|覆盖|左右)$", "", body) if body[:1].isdigit() and "%" in body else body
    got = _numeric(tail)
    if got is None:
        return None
    n, unit = got
    shown = "%" if unit == "百分比" else unit
    dim, factor = dimension(unit)
    return Value(CellKind.NUMBER, text, operator, n, shown, dim, n * factor)


def _as_range(text: str, operator: Operator | None) -> Value | None:
    m = _RANGE.match(text)
    if not m:
        return None
    low, high = Decimal(m["a"]), Decimal(m["b"])
    unit = m["u"] or m["ua"]
    if low > high or not _UNIT_OK.match(unit) or unit[:1] in ("月", "日", "年", "号"):
        return None
    dim, factor = dimension(unit)
    return Value(CellKind.RANGE, text, operator, None, unit, dim, None, low * factor, high * factor)


def _as_date(text: str) -> Value | None:
    found = days(text) if len(text) <= _REACH or days(text[:_REACH]) else ()
    if not found:
        year = re.fullmatch(r"((?:19|20)\d\d)(?!$)年?(?:度|内|全年)?(?:完成|前|之前)?", text)
        if year:
            day = Day(0, len(year[1]), year[1], int(year[1]), 0, 0, "")
            return Value(CellKind.DATE, text, day=day, deadline=text.endswith("前"))
        return None
    last = found[-1]
    if re.match(r"\d+(?:\.\d+)?[-./]\d+$", text) and not last.year:
        return None
    if not _BEFORE_DATE.fullmatch(text[: found[0].start]) or not _AFTER_DATE.fullmatch(text[last.end :]):
        return None
    rest = text[last.end :]
    return Value(
        CellKind.DATE,
        text,
        day=last,
        deadline=bool(_DEADLINE.search(text)) or "内" in rest or last.part in ("年底", "年末") or text.startswith("≤"),
    )


@lru_cache(maxsize=32768)
def read_value(words: str) -> Value:
    """Read a cell's words; never fails: what is no number, range or date is a quality."""
    shown = squeeze(words)
    text = widths(shown).replace(" ", "")
    if not text:
        return Value(CellKind.EMPTY, shown)
    if _NOT_APPLICABLE.fullmatch(text):
        return Value(CellKind.NOT_APPLICABLE, shown)
    if not _COUNTABLE.search(text):
        return Value(CellKind.QUALITATIVE, shown)
    operator = None
    body = text
    m = _PREFIXES.match(body)
    if m:
        operator = _BY_WORD[m[0]]
        body = body[m.end() :].lstrip("：:")
    ranged = _as_range(body, operator) if body[:1].isdigit() else None
    if ranged:
        return replace(ranged, text=shown)
    date = _as_date(body)
    if date and not re.match(r"\d+(?:个|天|小时|分钟|周)", body):
        deadline = date.deadline or operator in (Operator.AT_MOST, Operator.BELOW)
        return Value(CellKind.DATE, shown, operator, day=date.day, deadline=deadline)
    for start in (body, _LEAD.sub("", body, count=1) if _LEAD.match(body) else body):
        got = _as_number(start, operator)
        if got:
            return replace(got, text=shown)
    return Value(CellKind.QUALITATIVE, shown)


def value_of(cell: Cell) -> Value:
    """What a cell means; its unit may stand in a column of its own (度量单位)."""
    value = read_value(cell.text)
    return read_value(cell.text + cell.unit) if cell.unit and value.number is not None and not value.unit else value


def actual_of(indicator: Indicator) -> Value:
    """What an actual value means; a bare number is in the unit of its target."""
    value, target = value_of(indicator.actual), value_of(indicator.target)
    if value.kind is CellKind.NUMBER and not value.unit and target.unit:
        return read_value(indicator.actual.text + target.unit)
    return value


def scale_left_out(one: Value, two: Value) -> str:
    """The 万 or 亿 that one of two values of about the same number lacks: 180万羽 beside 183.5羽; "" if none does."""
    if not one.number or not two.number or one.unit == two.unit:
        return ""
    if abs(one.number - two.number) > min(abs(one.number), abs(two.number)):
        return ""
    longer, shorter = (one.unit, two.unit) if len(one.unit) > len(two.unit) else (two.unit, one.unit)
    return longer.removesuffix(shorter) if shorter and longer in (f"万{shorter}", f"亿{shorter}") else ""
