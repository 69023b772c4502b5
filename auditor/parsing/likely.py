"""How likely words are in a column of the indicator table: one judgement, used by every reading.

The scores are in the manner of log-likelihoods; only their differences matter. Nothing here knows a
particular form: only what numbers, deadlines, qualities and explanations look like.
"""

import re
from functools import lru_cache

from auditor.model.form import CellKind
from auditor.numerals import comparable
from auditor.parsing.pieces import Gap, Piece, width
from auditor.values import Value, read_value

_SENTENCE = re.compile(r"[。；！]")
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
_HAN = re.compile(r"[一-鿿]")
_DATE_PART = re.compile(r"[≥≤<>=]?\d{0,4}[年月]")
_CHINESE = re.compile(r"[\u3000-\u303f一-鿿\uff00-\uffef]+")
_STRAY_AFTER = "，。；：、！？）】》”’％%)]},.;:"
_STRAY_BEFORE = "（【《“‘([{≥≤＞＜=<>"

_ABSENT = -2.0  # the price of a cell left blank beside a value
LOST = -6.0
"""The price of a piece that no cell takes."""


@lru_cache(maxsize=16384)
def is_plain(text: str) -> bool:
    """A bare number or a dash, as 分值 and 得分 are written."""
    return bool(_PLAIN.fullmatch(text) or _DASH.fullmatch(text))


@lru_cache(maxsize=16384)
def is_value(text: str) -> bool:
    """A number, range, date or 不适用: certainly not a name or an explanation."""
    value = read_value(text)
    if value.kind is CellKind.NUMBER:
        return not (len(value.unit) > 4 and value.dimension == value.unit and "/" not in value.unit)
    return value.kind in (CellKind.RANGE, CellKind.DATE, CellKind.NOT_APPLICABLE)


@lru_cache(maxsize=16384)
def tells(text: str) -> bool:
    """Words of an explanation rather than of a name."""
    return bool(_TELLING.search(text))


@lru_cache(maxsize=16384)
def name(text: str) -> float:
    """As 三级指标."""
    if is_value(text):
        return 0.5 if read_value(text).kind is CellKind.NOT_APPLICABLE else -3.0
    score = 1.0 if len(text) <= 24 else 0.0 if len(text) <= 40 else -3.0
    if len(text) <= 2:
        score = -2.0 if len(text) == 1 else 0.0
    if _SENTENCE.search(text):
        score -= 4.0
    if "，" in text:
        score -= 1.0
    if text[0] in _STRAY_AFTER:
        score -= 2.0
    if text[-1] in "及和与的、（" or text[0] in "并的率性）":
        score -= 1.5
    if _TELLING.search(text):
        score -= 1.0
    elif _MEASURE_END.search(text):
        score += 0.6
    return score


def _quantities(target: Value, actual: Value) -> float:
    if not target.unit or not actual.unit:
        score = 1.5 if target.unit == actual.unit else 2.0
    else:
        score = (0.5, 3.0, 4.0)[comparable(target.unit, actual.unit)]
    return score + (1.0 if target.operator and not actual.operator else 0.0)


@lru_cache(maxsize=16384)
def pair(target: str, actual: str) -> float:
    """As 年度指标值 beside 实际完成值."""
    t, a = read_value(target), read_value(actual)
    if not target or not actual:
        return _ABSENT if is_value(target or actual) else _ABSENT - 1.5
    penalty = sum(-4.0 for text in (target, actual) if _SENTENCE.search(text)) - 0.04 * max(
        0, len(target) + len(actual) - 20
    )
    counted = (CellKind.NUMBER, CellKind.RANGE)
    if (
        len(target) == 1
        and len(actual) == 1
        and not target.isdigit()
        and not actual.isdigit()
        and t.kind is not CellKind.NOT_APPLICABLE
    ):
        return -3.0
    if target == actual:
        score = 1.6 if is_plain(target) and t.kind is CellKind.NUMBER else 4.0
    elif t.kind in counted and a.kind in counted:
        score = _quantities(t, a)
    elif t.kind is CellKind.DATE and a.kind is CellKind.DATE:
        score = 4.0
    elif CellKind.NOT_APPLICABLE in (t.kind, a.kind):
        score = -2.0
    elif t.kind is CellKind.QUALITATIVE and a.kind is CellKind.QUALITATIVE:
        shared = {target[i : i + 2] for i in range(len(target) - 1)} & {
            actual[i : i + 2] for i in range(len(actual) - 1)
        }
        score = 3.0 if _TIER.search(actual) else 2.5 if shared else 1.5 if _REPORTED.search(actual) else -1.0
    elif a.kind is CellKind.QUALITATIVE:
        score = 1.0 if _REPORTED.search(actual) else -1.0
    else:
        score = -1.0
    return score + penalty


@lru_cache(maxsize=16384)
def points(points_text: str, score_text: str) -> float:
    """As 分值 beside 得分."""
    if not is_plain(points_text) or not is_plain(score_text):
        return -5.0
    dash = _DASH.fullmatch(points_text), _DASH.fullmatch(score_text)
    if all(dash):
        return 3.0
    if any(dash):
        return 0.0
    p, s = float(points_text), float(score_text)
    return (
        3.5
        - (1.5 if s > p else 0.0)
        - (2.0 if p > 60 else 0.0)
        - (0.5 if p != round(p * 2) / 2 else 0.0)
        - (1.0 if p == 0 else 0.0)
    )


@lru_cache(maxsize=16384)
def explanation(text: str) -> float:
    """As 偏差原因分析及改进措施."""
    if is_value(text) and not _DASH.fullmatch(text):
        return -4.0
    if text in ("无", "无偏差", "—", "/", "-", "不涉及"):
        return 0.2
    score = -2.0
    if re.search(r"[，。；]", text):
        score += 1.5
    if _REASON.search(text):
        score += 1.0
    if len(text) < 6:
        score -= 0.5
    if score == -2.0:
        score -= 2.0  # neither a sentence nor a reason
    if text[0] in _STRAY_AFTER:
        score -= 2.0
    return score


_LEAD = re.compile(r"(?:[A-Za-z0-9.%]+|.)[，。；：、）》”%]*")


def early(before: Piece, after: Piece, full: int) -> bool:
    """Whether a line was broken although the next word would have fitted into a column so wide."""
    lead = _LEAD.match(after.text)
    room = full - width(before.text) - width(lead[0] if lead else after.text)
    ragged = not _CHINESE.fullmatch(before.text + (lead[0] if lead else ""))
    return room >= (2 if ragged else 0)


def stray(before: Piece, after: Piece) -> bool:
    """Whether a blank between two pieces is an artefact of the extraction, not a cell border."""
    a, b = before.text[-1], after.text[0]
    if b in _STRAY_AFTER or a in _STRAY_BEFORE or a in "，。；：、":
        return True
    if a.isdigit() and _HAN.match(b):
        return not is_plain(before.text) or is_value(before.text + after.text)
    return bool(
        _HAN.match(a)
        and b.isdigit()
        and (_DATE_PART.fullmatch(before.text) or (len(before.text) > 6 and not is_plain(after.text)))
    )


def join(before: Piece, after: Piece, *, prose: bool = False) -> float | None:
    """The price of reading two neighbouring pieces as one cell; None if that is not to be thought of."""
    if after.gap is Gap.NONE or after.gap is Gap.EDGE:
        return None
    if after.gap is Gap.LINE:
        return -0.1 if prose else -0.8
    if after.gap is Gap.WIDE:
        return None
    if stray(before, after):
        return -0.3
    if not prose:
        return None
    return -0.3 if _HAN.match(before.text[-1]) and after.text[0].isdigit() and not after.text[-1] == "%" else -1.0
