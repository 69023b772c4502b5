"""How likely words are in a column of the indicator table: one judgement, used by every reading.

The scores are in the manner of log-likelihoods, in whole hundredths; only their differences matter.
Nothing here knows a particular form: only what numbers, deadlines, qualities and explanations look like.
"""

import re
from decimal import Decimal
from functools import lru_cache

from auditor.model.form import CellKind
from auditor.numerals import comparable
from auditor.parsing.pieces import Gap, Piece, width
from auditor.values import Value, punctuated, read_value

_SENTENCE = re.compile(r"[。；！]")
_STOP = re.compile(r"[，。；]")
_REASON = re.compile(r"因|由于|受|原因|导致|下年|下一步|将|已|未|暂|按|加强|调整|疫情|措施|计划|完成|请")
_TELLING = re.compile(
    r"^因|由于|受.{0,8}影响|原因|导致|未完|未能|取消|推迟|暂未|^请|偏差|措施|疫情|下年度|将于|争取|已由"
)
_MEASURE_END = re.compile(
    r"(?:率|数|量|度|性|次|时间|成本|面积|人次|情况|能力|水平|比例|标准|金额|支出|费用|年限|机制|场次|件数|作用|影响|意识|质量)$"
)
_REPORTED = re.compile(r"完成|达成|达到|未|已|正常|实现|通过|及时|按期|按时|部分|基本|全部|无|否|是|合格|提")
_TIER = re.compile(r"^(?:部分|基本|全部)?(?:达成|完成)(?:年度|预期)?指标|^未达成")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_DASH = re.compile(r"[-—–―－/]{1,2}")
_DATE_PART = re.compile(r"[≥≤<>=]?\d{0,4}[年月]")
_CHINESE = re.compile(r"[\u3000-\u303f一-鿿\uff00-\uffef]+")
_STRAY_AFTER = "，。；：、！？）】》”’％%)]},.;:"
_STRAY_BEFORE = "（【《“‘([{≥≤＞＜=<>"

_LONGEST = 40  # characters of a value
_ABSENT = -200  # the price of a cell left blank beside a value
LOST = -600
"""The price of a piece that no cell takes."""
IMPOSSIBLE = -(10**9)
"""The worth of a reading that there is not."""
NEW_LINE = -80
"""The price of a line break in a name or a value."""


@lru_cache(maxsize=16384)
def is_plain(text: str) -> bool:
    """A bare number or a dash, as 分值 and 得分 are written."""
    return bool(_PLAIN.fullmatch(text) or _DASH.fullmatch(text))


@lru_cache(maxsize=16384)
def is_value(text: str) -> bool:
    """A number, range, date or 不适用: certainly not a name or an explanation."""
    if len(text) > _LONGEST:
        return False
    value = read_value(text)
    if value.kind is CellKind.NUMBER:
        return not (len(value.unit) > 4 and value.dimension == value.unit and "/" not in value.unit)
    return value.kind in (CellKind.RANGE, CellKind.DATE, CellKind.NOT_APPLICABLE)


@lru_cache(maxsize=16384)
def tells(text: str) -> bool:
    """Words of an explanation rather than of a name."""
    return bool(_TELLING.search(text))


@lru_cache(maxsize=16384)
def name(text: str) -> int:
    """As 三级指标."""
    if is_value(text):
        return 50 if read_value(text).kind is CellKind.NOT_APPLICABLE else -300
    score = _length(len(text))
    text = punctuated(text)
    if _SENTENCE.search(text):
        score -= 400
    if "，" in text:
        score -= 100
    if text[0] in _STRAY_AFTER:
        score -= 200
    if text[-1] in "及和与的、（" or text[0] in "并的率性）":
        score -= 150
    if _TELLING.search(text):
        score -= 100
    elif _MEASURE_END.search(text):
        score += 60
    return score


def _length(characters: int) -> int:
    """Names have three to twenty-four characters, seldom up to forty."""
    if characters <= 2:
        return -200 if characters == 1 else 0
    return 100 if characters <= 24 else 0 if characters <= 40 else -300


@lru_cache(maxsize=16384)
def pair(target: str, actual: str) -> int:
    """As 年度指标值 beside 实际完成值."""
    if not target or not actual:
        return _ABSENT if is_value(target or actual) else _ABSENT - 150
    target, actual = punctuated(target), punctuated(actual)
    t, a = read_value(target), read_value(actual)
    single = len(target) == 1 and len(actual) == 1 and not target.isdigit() and not actual.isdigit()
    if single and t.kind is not CellKind.NOT_APPLICABLE:
        return -300
    sentences = sum(1 for text in (target, actual) if _SENTENCE.search(text))
    return _together(t, a, target, actual) - 400 * sentences - 4 * max(0, len(target) + len(actual) - 20)


_COUNTED = frozenset({CellKind.NUMBER, CellKind.RANGE})


def _together(t: Value, a: Value, target: str, actual: str) -> int:
    """How well the kinds of two values go together."""
    if target == actual:
        return 160 if is_plain(target) and t.kind is CellKind.NUMBER else 400
    if t.kind in _COUNTED and a.kind in _COUNTED:
        return _quantities(t, a)
    if t.kind is CellKind.DATE and a.kind is CellKind.DATE:
        return 400
    if CellKind.NOT_APPLICABLE in (t.kind, a.kind):
        return -200
    if a.kind is not CellKind.QUALITATIVE:
        return -100
    if t.kind is not CellKind.QUALITATIVE:
        return 100 if _REPORTED.search(actual) else -100
    if _TIER.search(actual):
        return 300
    if any(target[i : i + 2] in actual for i in range(len(target) - 1)):
        return 250
    return 150 if _REPORTED.search(actual) else -100


def _quantities(target: Value, actual: Value) -> int:
    if not target.dimension or not actual.dimension:
        score = 150 if target.unit == actual.unit else 200
    else:
        score = (50, 300, 400)[comparable(target.unit, actual.unit)]
    return score + (100 if target.operator and not actual.operator else 0)


@lru_cache(maxsize=16384)
def points(points_text: str, score_text: str) -> int:
    """As 分值 beside 得分."""
    if not is_plain(points_text) or not is_plain(score_text):
        return -500
    dashes = not points_text[0].isdigit(), not score_text[0].isdigit()
    if any(dashes):
        return 300 if all(dashes) else 0
    p, s = Decimal(points_text), Decimal(score_text)
    return 350 - (150 if s > p else 0) - (200 if p > 60 else 0) - (50 if p * 2 % 1 else 0) - (100 if p == 0 else 0)


@lru_cache(maxsize=16384)
def explanation(text: str) -> int:
    """As 偏差原因分析及改进措施."""
    if text in ("无", "无偏差", "0", "—", "/", "-", "不涉及"):
        return 20
    text = punctuated(text)
    stops, reasons = _STOP.search(text), _REASON.search(text)
    if not stops and not reasons and len(text) >= 6:
        return -600 if text[0] in _STRAY_AFTER else -400
    if is_value(text) and not _DASH.fullmatch(text):
        return -400
    score = -200 + (150 if stops else 0) + (100 if reasons else 0) - (50 if len(text) < 6 else 0)
    if text[0] in _STRAY_AFTER:
        score -= 200
    return score


_LEAD = re.compile(r"(?:[A-Za-z0-9.%]+|.)[，。；：、）》”%]*")


def early(before: Piece, after: Piece, full: int) -> bool:
    """Whether a line was broken although the next word would have fitted into a column so wide."""
    return _room(before.text, after.text) <= full


@lru_cache(maxsize=16384)
def _room(before: str, after: str) -> int:
    """How wide a column must be for the first word of a line to fit at the end of the line before."""
    lead = _LEAD.match(after)
    first = lead[0] if lead else ""
    ragged = not _CHINESE.fullmatch(before + first)
    return width(before) + width(first or after) + (2 if ragged else 0)


def _is_han(c: str) -> bool:
    return "一" <= c <= "鿿"


def stray(before: Piece, after: Piece) -> bool:
    """Whether a blank between two pieces is an artefact of the extraction, not a cell border."""
    a, b = before.text[-1], after.text[0]
    if b in _STRAY_AFTER or a in _STRAY_BEFORE or a in "，。；：、,;:":
        return True
    if a.isdigit() and _is_han(b):
        return not is_plain(before.text) or is_value(before.text + after.text)
    return bool(
        _is_han(a)
        and b.isdigit()
        and (_DATE_PART.fullmatch(before.text) or (len(before.text) > 6 and not is_plain(after.text)))
    )


def join(before: Piece, after: Piece, *, prose: bool = False) -> int | None:
    """The price of reading two neighbouring pieces as one cell; None if that is not to be thought of."""
    if after.gap is Gap.LINE:
        return -10 if prose else NEW_LINE
    if after.gap is not Gap.BLANK:
        return None
    if stray(before, after):
        return -30
    if not prose:
        return None
    return -30 if _is_han(before.text[-1]) and after.text[0].isdigit() and after.text[-1] != "%" else -100
