"""Numbers, units and dates as Chinese official prose writes them (数词、量词、日期).

Below every room, because parsing reads cells with it, scoring compares with it, and the narrative
engine counts with it. All arithmetic is in ``Decimal``. Nothing here knows the form.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

_HALF = Decimal("0.5")
_LONGEST = 1900  # years that a thing may last; a greater number of 年 is a date
WIDE = "０１２３４５６７８９％．＋－＝＜＞～／﹦═≧≦"
_NARROW = str.maketrans(WIDE, "0123456789%.+-=<>~/==≥≤")
_HAS_WIDE = re.compile(f"[{WIDE}]")

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": Decimal(10000), "亿": Decimal(100000000), "千": Decimal(1000), "百": Decimal(100)}

# Measure words (量词) and units; the longest is tried first.
_MEASURES = (
    "人次 个工作日 个小时 个学时 万人次 人天 人日 课时 学时 学位 床位 席位 个百分点 百分点 工作日 小时 分钟 平方公里 平方千米 平方米 立方米 公里 千米 毫米 厘米 公顷 公斤 千克 千瓦时 千瓦 兆瓦 "
    "摄氏度 场次 批次 班次 户次 家次 期次 台次 车次 件次 头次 只次 亩次 例次 份次 项次 台套 台（套） 个月 季度 单元 标段 站次 点位 小区 乡镇 街道 社区 校园 人 名 位 员 个 场 次 "
    "项 件 家 套 台 座 处 米 亩 吨 份 册 张 篇 条 期 批 部 届 天 秒 年 户 所 间 班 头 只 羽 株 辆 艘 块 站 卷 封 面 起 宗 例 组 对 支 队 本 幅 种 类 门 轮 遍 分 "
    "方 升 桶 箱 袋 包 瓶 盏 杆 棵 栋 幢 床 元 周 笔 款 节 讲 课 堂 枚 颗 尾 匹 盒 版 集 段 口 眼 樘 扇 根 架 副 顶 双 盘 具 把 艇 层 路 线 网 站点 盆 片 道 趟 顿 "
    "则 粒 束 尊 罐 孔 幕 碗 枝 轴 股 堆 页 页次 柜 针 针次 剂 剂次 架次 航次 班列 列 餐 桌 票 村 校 馆 桥 井 桩 渠 闸 亭 版面 台班 平方 立方 斤 毫升 毫克 克 千伏安 千伏 "
    "km² km m² ㎡ mg/L μg/m³ 微克/立方米 毫克/升 kWh km/h MB GB TB km2 m2 m³ m3 kg m g t L 百分比 % ‰ 折"
)
_UNITS = frozenset(_MEASURES.split())
_UNIT = "|".join(sorted((re.escape(u) for u in _UNITS), key=len, reverse=True))
_PER = r"(?:[/／](?:人·年|人/年|人•年|人次|" + _UNIT + r"|月|日|学年|[一-龥])(?:[·•./](?:年|月|天|日|人|次))?)?"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN = r"(?<![每大上下前后一])半(?=个?(?:小时|工作日)|个月|天)|[〇零一二两三四五六七八九十百千]+(?:万零?[一二两三四五六七八九十百千]+)?"
_APPROX_BEFORE = r"(?P<before>(?<![签节预合条违契公制])约|(?<![附最临邻靠])近|[几上](?=[十百千])|(?<![人户次件个场总])数(?=[十百千])|将近|接近|逾|超过|超|突破|至少|不少于|不足|不到|大约|共计约|累计近|达到约)?"
_AMOUNT = re.compile(
    _APPROX_BEFORE
    + r"(?P<number>"
    + _NUMBER
    + r"|"
    + _HAN
    + r")(?P<half>个半)?(?P<more>余|多|来)?(?P<scale>万亿|百万|千万|百亿|万|亿|千|百)?(?P<more2>余|多)?"
    + r"(?P<unit>(?:"
    + _UNIT
    + r")(?:[（(][一-龥]{1,3}[）)]次?)?"
    + _PER
    + r")?"
    + r"(?P<after>左右|以上|上下|以内|以下|出头|开外|有余|多|余)?"
)
_SHARE = re.compile(
    _APPROX_BEFORE
    + r"(?:百分之(?P<han>[〇零一二两三四五六七八九十百]+(?:点[〇零一二三四五六七八九]+)?)"
    + r"|(?P<tenths>[一二两三四五六七八九]|\d(?:\.\d)?)成(?P<half>半|[一二三四五六七八九])?(?![本立员效果交品功都为])"
    + r"|(?P<den>[二三四五六七八九十])分之(?P<num>[一二三四五六七八九]))"
    + r"(?P<after>左右|以上|多|以下)?"
)
_FIRST = re.compile(r"首(届|次|场|批|期|个|台|家|部)")
ONE_EACH = re.compile(r"一(?P<one>(?![十百千万亿])[一-龥])一(?P<other>[一-龥])")
_DATE = re.compile(
    r"(?<!\d)(?P<iso>(?:19|20)\d\d(?P<sep>[-./])(?:1[0-2]|0?[1-9])(?P=sep)(?:3[01]|[12]\d|0?[1-9]))(?!\d)"
    r"|(?:(?P<year>(?:19|20)\d\d)\s*(?:年度?|[-./])|(?P<rel>今年|本年|当年|上年度?|去年|次年|翌年|明年|下年度?|同年))?"
    r"(?:(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*(?:月(?![光球饼季嫂])|[-./])"
    r"(?:\s*(?P<day>3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])\s*[日号]|(?P<part>底|末|初|上旬|中旬|下旬|中|份))?"
    r"|第?(?P<quarter>[一二三四1-4])季度|(?P<half>上半年|下半年)|(?P<end>(?<=年)[底末初中](?!心)|年底|年末|年初|年中))"
)
_DATED = re.compile(r"[月年季半.．/／－-]")  # without one of these a text has no date
_THROUGH = re.compile(r"\s*(?:至|到|-|—|–|～|~)\s*(3[01]|[12]\d|0?[1-9])\s*[日号]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:年度?|学年)")
_NOT_COUNTED_BEFORE = "第每同统唯任某逐单初之届"
_NOT_COUNTED = re.compile(
    r"一(?:[户人企校村站室河点车门场馆园镇][一二三四五六七八九十][一-龥]|次性|类|线|级|期工程|员|年一度|起(?!案|事|疫|火)|部分|方面|对一|面(?!锦旗)|周年|路|把手|门式|口|网通|层|线|款|双|批次?次|课)|三方(?!米)|三农|四好|五个一"
)


def widths(text: str) -> str:
    """Full-width digits and signs as half-width ones, one character for one, so offsets stay."""
    return text.translate(_NARROW) if _HAS_WIDE.search(text) else text


def plain(value: Decimal) -> str:
    """A number without exponent and needless zeros: 4.50 as 4.5, 10.00 as 10."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def chinese_number(text: str) -> Decimal | None:
    """Read a whole Chinese numeral without 万/亿 (二十三, 一百零五, 二〇二三); None if it is none."""
    whole, myriad, rest = text.partition("万")
    if myriad and rest:
        high, low = chinese_number(whole), chinese_number(rest)
        return None if high is None or low is None else high * 10000 + low * (1000 if rest in _DIGITS else 1)
    if text == "半":
        return _HALF
    if "点" in text:
        whole, _, part = text.partition("点")
        units = chinese_number(whole)
        if units is None or not part or any(c not in _DIGITS for c in part):
            return None
        return units + Decimal("0." + "".join(str(_DIGITS[c]) for c in part))
    if not text or any(c not in _DIGITS and c not in _STEPS for c in text):
        return None
    if not any(c in _STEPS for c in text):
        return Decimal("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, 0
    for c in text:
        if c in _STEPS:
            total += (digit or 1) * _STEPS[c]
            digit = 0
        else:
            digit = _DIGITS[c]
    return Decimal(total + digit * _STEPS.get(text[-2:-1], 10) // 10)  # 三百五 is 350


def number(text: str) -> Decimal | None:
    """Read a number written with digits (with or without thousands separators) or numerals."""
    text = widths(text).strip()
    if re.fullmatch(r"[-+]?(?:" + _NUMBER + r")", text):
        return Decimal(text.replace(",", ""))
    scale = Decimal(1)
    while text and text[-1] in "万亿":
        scale *= _SCALES[text[-1]]
        text = text[:-1]
    if scale != 1 and re.fullmatch(_NUMBER, text):
        return Decimal(text.replace(",", "")) * scale
    read = chinese_number(text)
    return None if read is None else read * scale


# Families of measure words that may count the same thing; factors to the base of a dimension.
_FAMILIES: tuple[frozenset[str], ...] = tuple(
    frozenset(f.split())
    for f in (
        "人 名 位 员",
        "人次 人 名",
        "次 场 场次 回 期 届 轮 班 讲 课 堂 节 班次 期次",
        "个 项 件 处 家 所 座 套 台 种 类 台套 只 间 组 块 点位 站 站点 辆 艘 支 队 栋 幢 部",
        "份 册 本 张 套 幅",
        "批 批次",
        "天 日 工作日",
        "条 篇 个 部",
        "户 家",
        "起 次 件 例 宗 个",
        "卷 件 宗",
        "学时 课时",
        "头 只 羽 匹 尾 口",
        "株 棵 颗",
        "亩 亩次",
    )
)
_FACTORS = {
    "米": ("length", "1"), "m": ("length", "1"), "公里": ("length", "1000"), "千米": ("length", "1000"),
    "km": ("length", "1000"), "厘米": ("length", "0.01"), "毫米": ("length", "0.001"),
    "平方米": ("area", "1"), "㎡": ("area", "1"), "m²": ("area", "1"), "m2": ("area", "1"),
    "公顷": ("area", "10000"), "平方公里": ("area", "1000000"), "平方千米": ("area", "1000000"), "km²": ("area", "1000000"),
    "立方米": ("volume", "1"), "立方": ("volume", "1"), "平方": ("area", "1"), "斤": ("mass", "0.5"), "方": ("volume", "1"), "m³": ("volume", "1"), "m3": ("volume", "1"),
    "吨": ("mass", "1000"), "t": ("mass", "1000"), "公斤": ("mass", "1"), "千克": ("mass", "1"), "kg": ("mass", "1"),
    "元": ("money", "1"), "%": ("share", "1"), "百分比": ("share", "1"), "个百分点": ("share", "1"), "百分点": ("share", "1"),
    "‰": ("share", "0.1"), "秒": ("time", "1"), "分钟": ("time", "60"), "小时": ("time", "3600"), "个小时": ("time", "3600"),
}  # fmt: skip


@lru_cache(maxsize=4096)
def dimension(unit: str) -> tuple[str, Decimal]:
    """The dimension of a unit and its factor: ("length", 1000) for 公里, ("人次", 10000) for 万人次."""
    scale = Decimal(1)
    while unit and unit[0] in _SCALES and unit not in _FACTORS and (len(unit) > 1 or unit in "万亿"):
        scale *= _SCALES[unit[0]]
        unit = unit[1:]
    base = re.sub(r"[（(].*?[）)]", "", unit)
    known = _FACTORS.get(base)
    if known:
        return known[0], Decimal(known[1]) * scale
    return base, scale


@lru_cache(maxsize=16384)
def comparable(one: str, other: str) -> int:
    """How far two units count the same: 2 the same dimension, 1 words of one family, 0 not."""
    a, b = dimension(one)[0], dimension(other)[0]
    if a == b:
        return 2
    if any(a in f and b in f for f in _FAMILIES):
        return 1
    return 0


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit in a text.

    ``value`` is in the base of ``measure`` (2.3万人次 is 23000 of 人次, 95% is 95 of share).
    ``approx`` is "" when exact, "about", "over" (余, 突破, 以上) or "under" (近, 不足).
    ``first`` marks 首届, 首次: one event of its kind. ``ordinal`` marks 第三批: no count.
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    measure: str
    approx: str = ""
    ordinal: bool = False
    first: bool = False


_PARTS_OF_YEAR = {
    "年初": ((1, 1), (3, 31)), "年中": ((5, 1), (8, 31)), "年底": ((12, 1), (12, 31)), "年末": ((12, 1), (12, 31)),
    "上半年": ((1, 1), (6, 30)), "下半年": ((7, 1), (12, 31)),
    "1季度": ((1, 1), (3, 31)), "2季度": ((4, 1), (6, 30)), "3季度": ((7, 1), (9, 30)), "4季度": ((10, 1), (12, 31)),
}  # fmt: skip
_PARTS_OF_MONTH = {
    "上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "中": (11, 20), "下旬": (21, 31), "底": (25, 31), "末": (25, 31),
}  # fmt: skip
_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Day:
    """A date or part of a year in a text; ``month`` and ``day`` 0 where not given.

    ``part`` keeps 底, 上旬, 年底 and the like; ``year`` is 0 when the text names none,
    and ``relative`` keeps 上年, 次年, 今年.
    """

    start: int
    end: int
    text: str
    year: int
    month: int
    day: int
    part: str
    relative: str = ""

    @property
    def first_last(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """The first and the last (month, day) that the words admit."""
        if self.month == 0:
            return _PARTS_OF_YEAR.get(self.part, ((1, 1), (12, 31)))
        if self.day:
            return (self.month, self.day), (self.month, self.day)
        first, last = _PARTS_OF_MONTH.get(self.part, (1, 31))
        return (self.month, first), (self.month, min(last, _LENGTHS[self.month]))

    def days_after(self, due: "Day", year: int) -> int:
        """How many days this full date is after a deadline; 0 where it is not a full date, or not after it."""
        if not (self.month and self.day):
            return 0
        done = date(self.year or year, self.month, self.day)
        late = done - date(due.year or year or self.year, *due.first_last[1])
        return max(0, late.days)


def _ordinary(word: str) -> int:
    if word.isdigit():
        return int(word)
    read = chinese_number(word)
    return int(read) if read is not None else 0


def _day(m: re.Match[str], text: str, through: re.Match[str] | None = None) -> Day:
    """The day that a match is, or the last day of the days of a month that it begins."""
    if m["iso"]:
        whole, first, second = map(int, m["iso"].split(m["sep"]))
        return Day(m.start(), m.end(), text[m.start() : m.end()], whole, first, second, "")
    year, month = int(m["year"] or 0), _ordinary(m["month"]) if m["month"] else 0
    if through:
        return Day(through.start(1), through.end(), through[0], year, month, int(through[1]), "")
    end = m["end"] or ""
    part = m["part"] or m["half"] or (f"年{end}" if len(end) == 1 else end)
    if m["quarter"]:
        part = f"{_ordinary(m['quarter'])}季度"
    return Day(
        m.start(), m.end(), text[m.start() : m.end()], year, month, _ordinary(m["day"] or "0"), part, m["rel"] or ""
    )


@lru_cache(maxsize=4096)
def days(text: str) -> tuple[Day, ...]:
    """All dates and year parts in a text, left to right."""
    found: list[Day] = []
    for m in _DATE.finditer(widths(text)) if _DATED.search(text) else ():
        month = m["month"]
        if month and m["day"] is None and m["part"] is None and text[m.end() - 1] in "-./":
            continue  # a plain decimal such as 3.5
        found.append(_day(m, text))
        through = _THROUGH.match(text, m.end()) if month and m["day"] else None
        if through:  # 3月17日至19日
            found.append(_day(m, text, through))
    return tuple(found)


def years(text: str) -> tuple[tuple[int, int, int], ...]:
    """All calendar years written out in a text, as (start, end, year)."""
    return tuple((m.start(), m.end(), int(m[1])) for m in _YEAR.finditer(widths(text)))


_APPROX = {
    "约": "about", "大约": "about", "左右": "about", "上下": "about", "共计约": "about", "达到约": "about",
    "近": "under", "将近": "under", "接近": "under", "不足": "under", "不到": "under", "以内": "under", "以下": "under", "累计近": "under",
    "逾": "over", "超过": "over", "超": "over", "突破": "over", "至少": "over", "不少于": "over",
    "数": "over", "几": "over", "上": "over", "余": "over", "多": "over", "出头": "over", "开外": "over", "有余": "over", "来": "about", "以上": "over",
}  # fmt: skip


@lru_cache(maxsize=64)
def _pattern(units: frozenset[str]) -> re.Pattern[str]:
    """The pattern of an amount, with further measure words."""
    more = "|".join(sorted((re.escape(u) for u in units), key=len, reverse=True))
    return re.compile(_AMOUNT.pattern.replace("(?P<unit>(?:", f"(?P<unit>(?:{more}|", 1))


def unknown_unit(unit: str) -> str | None:
    """The measure word of a unit that this module does not know, without 万; None if it knows it."""
    base = dimension(unit)[0]
    return (
        base if re.fullmatch(r"[一-龥]{1,3}", base) and base not in _UNITS and base not in ("money", "share") else None
    )


@lru_cache(maxsize=4096)
def amounts(text: str, units: frozenset[str] = frozenset()) -> tuple[Amount, ...]:
    """All counted or measured amounts in a text, left to right; dates and bare numbers are none.

    ``units`` are measure words to know beside the usual ones.
    """
    narrow = widths(text)
    taken = [(d.start, d.end) for d in days(text) if d.month or d.day or d.part]
    taken += [(s, e) for s, e, _ in years(text)]
    found: list[Amount] = []
    for m in _SHARE.finditer(narrow):
        approx = _APPROX.get(m["before"] or m["after"] or "", "")
        found.append(Amount(m.start(), m.end(), text[m.start() : m.end()], _share(m), "%", "share", approx))
        taken.append((m.start(), m.end()))
    for m in (_pattern(units) if units else _AMOUNT).finditer(narrow):
        start = m.start("number")
        if any(s < m.end() and start < e for s, e in taken) or not _counts(m, narrow):
            continue
        amount = _amount(m, text, ordinal=_is_ordinal(m, narrow))
        if amount:
            found.append(amount)
    found += [Amount(m.start(), m.end(), m[0], Decimal(1), m[1], m[1], first=True) for m in _FIRST.finditer(narrow)]
    return tuple(sorted(found, key=lambda a: a.start))


def _share(m: re.Match[str]) -> Decimal:
    """The percentage of 百分之九十五点五, 八成半 or 三分之二."""
    if m["han"]:
        return chinese_number(m["han"]) or Decimal(0)
    if m["tenths"]:
        half = m["half"]
        extra = Decimal(5) if half == "半" else chinese_number(half or "零") or Decimal(0)
        return (number(m["tenths"]) or Decimal(0)) * 10 + extra
    return (chinese_number(m["num"]) or Decimal(0)) * 100 / (chinese_number(m["den"]) or Decimal(1))


def _is_numeral(c: str) -> bool:
    return c in _DIGITS or c in _STEPS


def _is_ordinal(m: re.Match[str], text: str) -> bool:
    """第三批, 三之一."""
    start = m.start("number")
    return text[start - 1 : start] == "第" or (_is_numeral(text[start]) and text[m.end() : m.end() + 1] == "之")


def _counts(m: re.Match[str], text: str) -> bool:
    """Whether the number counts something: not the rest of a longer number, not 统一, 一次性 or 一株一块."""
    start, digits = m.start("number"), m["number"]
    before = text[start - 1] if start else ""
    if before.isdigit() or before == ".":
        return False
    if not _is_numeral(digits[0]):
        return True
    if _is_numeral(before):
        return False
    if not _is_ordinal(m, text) and ((before and before in _NOT_COUNTED_BEFORE) or _NOT_COUNTED.match(text, start)):
        return False
    if ONE_EACH.match(text, start - 2 if digits == "一" and text[max(0, start - 2) : start - 1] == "一" else start):
        return False  # 一株一块: for each tree one
    return digits == "百" or any(c not in "百千" for c in digits) or m["before"] is not None or m["more"] is not None


def _amount(m: re.Match[str], text: str, *, ordinal: bool) -> Amount | None:
    """The amount of a match; None for a year, and for a bare number."""
    value = number(m["number"])
    scale, unit = m["scale"] or "", m["unit"] or ""
    if value is None or (not unit and scale[-1:] not in ("万", "亿")):
        return None
    value += _HALF if m["half"] else 0
    for c in scale:
        value *= _SCALES[c]  # 百万 is 百 times 万
    if unit == "年" and value > _LONGEST:
        return None
    measure, factor = dimension(unit)
    approx = _APPROX.get(m["before"] or m["more"] or m["more2"] or m["after"] or "", "")
    return Amount(m.start(), m.end(), text[m.start() : m.end()], value * factor, scale + unit, measure, approx, ordinal)
