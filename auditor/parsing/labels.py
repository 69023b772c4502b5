"""The vocabulary: every accepted Chinese label of the form and the field it names.

Sources: domain.md sections 4, 4.1 and 4.2. A label matches a whole cell or a run of pieces that a
line break has cut; white space inside it never counts.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from auditor.numerals import WIDE, widths

_TITLE = "表"  # the last character of a title, whatever stands before it
_LONGEST = 44  # characters of a label
_KEPT = 20000  # labels looked up
_POINTS = r"(?:[（(](?P<points>\d+(?:\.\d+)?)(?:分?[）)]|分))?"  # a recogniser loses brackets at the end


_WEIGHT = r"(?:[（(]\d{1,3}(?:\.\d+)?分?[）)])?"


class Known(NamedTuple):
    """A recognised label: what part of the form it belongs to and which field it names."""

    part: str  # title, head, fund_head, fund_column, fund_row, goal_head, goal_column, table_head, column, level1, level2, total
    field: str
    points: str | None = None


_HEAD = {
    "project_name": "(?:专项名称/)?项目名称|转移支付(?:[（(]项目[）)])?名称|专项(?:资金)?名称",
    "year": "实施年度|年度|评价年度|预算年度",
    "department": "主管部门(?:及代码|[（(]?(?:及|和)代码[）)]?)?|项目主管部门|地方主管部门|中央主管部门",
    "unit": "(?:项目)?实施单位(?:[（(]盖章[）)])?|项目单位(?:[（(]盖章[）)])?|资金使用单位",
    "filler": "单位名称",
    "": "部门|项目负责人(?:及电话)?|联系人(?:及电话)?|联系电话|填报人|填报日期|填表日期|填报单位(?:[（(]盖章[）)])?|项目类别|项目属性|项目类型|财务负责人",
}
_FUND_COLUMN = {
    "initial_budget": "年初预算数?(?:[（(]A?[）)])?",
    "annual_budget": "年度预算数|全年预算数?(?:[（(]A[）)])?|调整后预算数?|全年[（(]调整[）)]预算数|预算数[（(]A[）)]",
    "executed": "年度执行数|全年执行数?(?:[（(]B[）)])?|预算执行数|执行数[（(]B[）)]|实际执行数|实际支出数?",
    "points": "[*＊]?(?:分值|权重)" + _WEIGHT,
    "rate": "(?:预算)?执行率(?:[（(](?:B/A|%|B/A[×*]100%)[）)])?",
    "score": "[*＊]?得分",
}
_FUND_ROW = {
    "total": "年度资金总额[:：]?|资金总额|年度总金额|年度财政资金总额|总额",
    "fiscal": "(?:其中[-:：]?)?(?:当年|本年)?财政(?:专项|衔接|补助)?(?:拨款|资金)(?:收入)?[:：]?|(?:其中[:：]?)?(?:一般公共预算(?:拨款)?|中央(?:补助|财政)(?:资金)?[:：]?)",
    "carryover": "(?:其中[:：]?)?上年结转(?:结余)?(?:资金)?[:：]?|(?:其中[:：]?)?结转结余资金",
    "other": "(?:其中[-:：]?)?其[他它](?:资金|来源资金)[:：]?",
}
_GOAL_COLUMN = {
    "expected": "预期目标|年初设定目标|年初绩效目标|项目年度目标|年度目标",
    "actual": "(?:目标|全年|年度目标)?(?:目标)?实际完成情况|年度目标完成情况|年度总体目标完成情况(?:综述)?",
}
_COLUMN = {
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "三级指标|指标名称",
    "target": "(?:年度|年初|预期)?指标值(?:[（(]包含数字及文字描述[）)])?|年初目标值(?:[（(]A[）)])?|目标值|预期实现值|计划值|计划完成值|绩效目标值",
    "actual": "[*＊]?(?:全年)?实际完成值(?:[（(]B[）)])?|全年(?:完成|实际)值|(?<!指标)完成值|业绩值|实施进度|实际实现值|实际值|实现值|实际完成数|实际完成指标值(?:[（(]包含数字及文字描述[）)])?",
    "points": "[*＊]?分值(?:[（(]分[）)]|[（(]权重[）)])?|指标权重(?:[（(]分[）)])?|权重(?:[（(][分%][）)])?|标准分|指标分值|权数|满分",
    "score": "[*＊]?(?:自评|指标|实际)?得分(?:[（(]分[）)])?|自评分数?|评分",
    "explanation": "(?:偏差|未完成)原因(?:分析)?(?:及|和)?(?:拟采取的)?改进措施|未完成原因(?:分析)?|偏差(?:大或目标未完成)?原因分析(?:与改进措施)?|(?:偏差|差异|偏离|未达标|未完成)(?:情况)?(?:原因)?(?:说明|分析)(?:及改进措施)?|偏差原因|未达标原因|原因说明",
}
_LEVEL1 = {
    "产出指标": "(?:项目)?产出(?:类)?指标|项目完成指标|产出",
    "效益指标": "(?:项目)?(?:效益|效果)(?:类)?指标|效益",
    "满意度指标": "满意度(?:类)?指标|满意度",
    "成本指标": "成本(?:类)?指标|成本",
    "管理指标": "(?:投入管理|过程管理|决策|过程|管理|履职效能|管理效率)指标",
}
_LEVEL2 = {
    "数量指标": "(?:产出)?数量(?:指标)?",
    "质量指标": "(?:产出)?质量(?:指标)?",
    "时效指标": "(?:产出)?(?:时效|进度)(?:指标)?",
    "成本指标": "(?:产出)?成本(?:控制)?(?:指标)?",
    "经济成本指标": "经济成本(?:指标)?",
    "社会成本指标": "社会成本(?:指标)?",
    "生态环境成本指标": "生态环境成本(?:指标)?",
    "经济效益指标": "经济效益(?:指标)?",
    "社会效益指标": "社会效益(?:指标)?",
    "生态效益指标": "(?:生态|环境)(?:环境)?效益(?:指标)?",
    "可持续影响指标": "可持续(?:性)?影响(?:指标)?|可持续指标",
    "服务对象满意度指标": "(?:社会公众(?:或|和|及))?服务对象满意度(?:指标)?等?|社会公众满意度(?:指标)?",
    "满意度指标": "满意度指标",
}
_UNIT = r"(?:[（(](?P<points>元|万元|亿元|千元)[）)]?)?"
_BEFORE = "(?:其中[-:：]?)?"
_AFTER = {"fund_head": _UNIT + _WEIGHT, "table_head": _WEIGHT, "fund_row": "[:：]?"}
"""What may follow the words of a part."""
_NARROW = str.maketrans("（）：，", "():,")
_NOTE = {
    "cause": "(?:偏差大或)?目标未完成原因分析|偏差大或未完成原因分析",
    "measure": "改进措施及结果应用(?:方案)?",
    "conclusion": "(?:自评|评价)结论",
    "problem": "存在(?:的)?(?:主要)?问题",
    "other": "其他(?:需要)?说明(?:的)?(?:事项|问题)",
}
_OTHERS = (
    (
        "title",
        "",
        r"(?:(?:19|20)\d\d年?度?)?(?:部门(?:预算)?|省级|市级|中央|财政)?项目(?:支出)?绩效(?:目标)?自评(?:价)?表|(?:(?:19|20)\d\d年?度?)?.{0,30}(?:自评(?:价)?|绩效目标完成情况)表|(?:19|20)\d\d年.{0,16}自评报告",
    ),
    ("year", "", r"[（(]\s*(?:19|20)\d\d\s*年?度?\s*[）)]"),
    ("blank", "", r"[（(]\s*_*\s*年度?\s*[）)]"),
    (
        "fund_head",
        "currency",
        r"(?:项目|预算|年度)?资金(?:投入|安排|使用)?(?:情况)?[（(](?P<points>元|万元|亿元|千元)[）)]?|项目资金|预算执行情况(?:[（(](?:万元|元)[）)])?"
        + _WEIGHT,
    ),
    ("goal_head", "", r"年度总体(?:绩效)?目标|总体目标(?:完成情况)?|年度(?:绩效)?目标|年度总体目标完成情况"),
    ("table_head", "", r"(?:年度)?绩效指标(?:及目标)?(?:完成情况)?" + _WEIGHT),
    ("total", "", r"总\s*分|合\s*计|自评总分(?:[（(]分[）)])?|总\s*计"),
    ("grade", "", r"(?:自评)?(?:等级|结论|评价等级)[:：]?"),
    ("unit", "", r"[（(]?(?:金额)?单位[:：](?P<points>万元|元|亿元|千元)[）)]?"),
)


class _Labels(NamedTuple):
    """The labels of one part as one pattern; the group ``l3`` is that of the fourth, ``p3`` its points."""

    pattern: re.Pattern[str]
    known: tuple[tuple[str, str], ...]


Rows = tuple[tuple[str, str, str], ...]
"""Labels as part, field and the pattern of their words."""


def _rows(part: str, table: Mapping[str, str]) -> Rows:
    return tuple((part, field, words) for field, words in table.items())


_TABLES: dict[str, Rows] = {
    "head": _rows("head", _HEAD),
    "fund_column": _rows("fund_column", _FUND_COLUMN),
    "fund_row": _rows("fund_row", _FUND_ROW),
    "goal_column": _rows("goal_column", _GOAL_COLUMN),
    "column": _rows("column", _COLUMN),
    "level1": _rows("level1", _LEVEL1),
    "level2": _rows("level2", _LEVEL2),
    "note": _rows("note", _NOTE),
    "other": _OTHERS,
}
_TAILS = {"head": "[:：]?", "level1": _POINTS, "level2": _POINTS}
_OF_OTHERS = ("title", "note_head", "fund_head", "goal_head", "table_head", "total")
PARTS = (*_TABLES, *_OF_OTHERS)
"""The parts of a form to which a family may add words."""


def _compile(rows: Rows, tail: str) -> _Labels:
    """The pattern of some labels; ``tail`` is what may follow each."""
    words = (f"(?P<l{i}>(?:{words}){tail})".replace("<points>", f"<p{i}>") for i, (_, _, words) in enumerate(rows))
    return _Labels(re.compile("|".join(words)), tuple((part, field) for part, field, _ in rows))


class Texts(list[str]):
    """The words of pieces in order; ``edges`` are the pieces that begin a cell, which no label crosses."""

    def __init__(self, texts: Iterable[str], edges: Iterable[int] = ()) -> None:
        super().__init__(texts)
        self.edges = frozenset(edges)


class Words:
    """The labels of a family of forms."""

    def __init__(self, tables: Mapping[str, Rows], plain: frozenset[str] = frozenset()) -> None:
        """``plain`` are words of 一级 and 二级 labels that count although they do not say 指标."""
        self.plain = plain
        self._labels = {part: _shared(rows, _TAILS.get(part, "")) for part, rows in tables.items()}
        self.match: Callable[[str, tuple[str, ...]], Known | None] = lru_cache(maxsize=_KEPT)(self._match)
        letters = frozenset("".join(labels.pattern.pattern for labels in self._labels.values()) + "0123456789")
        self._begins = letters.union(c for c in WIDE if widths(c) in letters)

    def _match(self, text: str, parts: tuple[str, ...]) -> Known | None:
        """The label that ``text`` (without white space) is, among ``parts``; None if it is none."""
        if len(text) > _LONGEST:
            return None
        text = widths(text)
        for labels in (self._labels[part] for part in parts):
            m = labels.pattern.fullmatch(text)
            if m:
                groups = m.groupdict()
                i = next(i for i in range(len(labels.known)) if groups[f"l{i}"] is not None)
                return Known(*labels.known[i], groups.get(f"p{i}"))
        return None

    def take(self, texts: Sequence[str], at: int, parts: tuple[str, ...], most: int = 6) -> tuple[Known, int] | None:
        """The longest label that begins with the piece ``at``: the label and how many pieces it takes."""
        if texts[at][:1] not in self._begins and _TITLE not in texts[at]:
            return None
        found: tuple[Known, int] | None = None
        joined = ""
        edges = texts.edges if isinstance(texts, Texts) else ()
        for k in range(at, min(len(texts), at + most)):
            if k > at and k in edges:
                break
            joined += "".join(texts[k].split())
            if len(joined) > _LONGEST or not texts[k]:
                break
            known = self.match(joined, parts)
            if known:
                found = known, k - at + 1
        return found


@lru_cache(maxsize=128)
def _shared(rows: Rows, tail: str) -> _Labels:
    return _compile(rows, tail)


BASE = Words(_TABLES)
match, take = BASE.match, BASE.take


def extended(words: Mapping[str, Mapping[str, Sequence[str]]]) -> Words:
    """The labels of the national form and some more: part and field with plain words, which go first."""
    tables = dict(_TABLES)
    for part, fields in words.items():
        after = _AFTER.get(part, "")
        before = _BEFORE if part == "fund_row" else ""
        own = tuple(
            (part, field, f"{before}(?:{'|'.join(map(_plain, said))}){after}") for field, said in fields.items()
        )
        if part in _OF_OTHERS:
            tables["other"] = (*own, *tables["other"])
        else:
            tables[part] = (*own, *tables[part])
    levels = [w for part in ("level1", "level2") for said in words.get(part, {}).values() for w in said]
    return Words(tables, frozenset(levels)) if words else BASE


def _plain(word: str) -> str:
    """Plain words as a pattern: either kind of brackets."""
    return "".join(
        {"(": "[（(]", ")": "[）)]", ":": "[:：]", ",": "[,，]"}.get(c, re.escape(c))
        for c in widths(word).translate(_NARROW)
    )


_YEAR = re.compile(r"(?:19|20)\d\d年度?")


def is_year(text: str) -> bool:
    """Whether words above the first label are the year of the form without brackets: 2023年度."""
    return bool(_YEAR.fullmatch(widths(text)))
