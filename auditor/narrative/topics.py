"""What an indicator is about, and how much of it a passage speaks of.

A name is compared with prose by its runs of two characters or more; words that every indicator has
(次数, 完成, 活动) count nothing, words of the project's own name little.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import mul

_MEASURE = re.compile(
    r"(?:次数|数量|人数|人次|场次|件数|期数|个数|批次|条数|站次|天数|户数|台数|份数|套数|面积|长度|规模|总数|总量|数|量|完成率|完成度|完成情况|落实率|"
    r"及时性|及时率|及时|合规性|规范性|合格率|完成时间|时间|时限|时长|情况|能力|水平|程度|作用|质量|成本|金额|标准|支出|费用|年限|满意度|率|度|性)$"
)
_COUNTED = re.compile(r"(?:次|件|期|个|条|站|天|户|台|份|套|人|批)?(?:数量|次数|数)|人次|场次|批次|量")
_GENERIC = re.compile(
    r"举办|开展|组织|召开|完成|新增|实施|参加|推进|落实|保障|提供|数量|次数|人数|人次|场次|件数|期数|情况|工作|项目|活动|指标|"
    r"其中|相关|各类|各项|全年|年度|当年|本年|年内|累计|总|的|和|及|与|任务|等|率|数|量|度|性"
)
# Words that official prose uses for one another. General vocabulary; the first word of a line is the commonest.
SYNONYMS = tuple(
    tuple(line.split())
    for line in (
        "群众 居民 村民 市民 公众 百姓 住户 用户",
        "老年人 老人 长者",
        "学生 学员 生徒",
        "儿童 孩子 幼儿 小朋友",
        "培训 轮训 授课 研修 讲座",
        "审批 审核 审查 联审",
        "巡查 巡检 巡护 检查 排查 巡逻",
        "宣传 宣讲 普及",
        "投用 投运 投入使用 投入运行 启用",
        "竣工 完工 建成",
        "采购 购置 购买 添置 购入 配备",
        "维修 抢修 修缮 养护 管护 维护 检修",
        "发放 拨付 兑付 打卡 支付 核发 分送 派发 发给 送到",
        "客运 乘客 旅客 客流",
        "观众 参观 到馆 入馆",
        "图书 书籍 读物 出版物",
        "绿化 植树 造林 栽植",
        "就诊 就医 诊疗 门诊",
        "就业 上岗 求职",
        "演练 推演 演习",
        "设备 器材 装置 设施 仪器",
        "平台 系统",
        "防火 消防",
        "调研 走访 回访",
        "协议 合同",
        "纠纷 矛盾 案件",
        "公厕 厕所",
        "监测 检测 监控",
        "合格 达标",
        "时限 时长 用时 周期",
        "办结 办理 处置 处理",
        "提升 提高 增强 改善",
        "下降 降低 减少 压减 降至 降到 少了",
        "增长 增加 扩大 增至 多了",
        "知晓 认知 了解",
        "响应 到场",
        "种植 播种 栽种",
        "农户 农民 种植户 养殖户",
        "企业 公司 厂家",
        "车辆 汽车",
        "志愿 义工",
        "签约 签订",
        "改造 翻新 翻修 改建",
        "新建 新增 增设 建设 新添 新开",
        "比赛 竞赛 大赛 赛事",
        "展览 展出 布展",
        "演出 汇演 展演",
        "制度 办法 机制 规程",
        "投诉 举报 信访",
        "伤亡 受伤 死亡",
        "安全事故 事故",
    )
)
_BY_BEGINNING: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
for _line in SYNONYMS:
    for _word in _line:
        _BY_BEGINNING.setdefault(_word[:2], []).append((_word, tuple(w for w in _line if w != _word)))
_SLIGHT = 0.3  # the weight of words that every indicator has
_ALIKE = 0.75  # what a synonym counts of the word itself
_EMPTY = re.compile(r"[\s，。；：、（）()“”\"《》·\-—]")
_BRACKETED = re.compile(r"[（(][^（()）]*[）)]")
NEW = re.compile(r"新增|净增|新建|增加|增长|新购|新认定|新开")

Marks = tuple[tuple[str, int], ...]


class Worth(dict[int, float]):
    """What each set of marks makes out of a topic's weight; worked out when first asked for."""

    def __init__(self, weights: tuple[float, ...], covers: tuple[tuple[int, int, float], ...]) -> None:
        """``covers`` tells by bit from where to where in the name a mark stands, and how much it counts."""
        super().__init__({0: 0.0})
        self._weights, self._covers, self._total = weights, covers, sum(weights)

    def __missing__(self, marks: int) -> float:
        """The share of the weight that the characters of the marks have."""
        share = [0.0] * len(self._weights)
        left = marks
        while left:
            start, end, part = self._covers[left.bit_length() - 1]  # synonyms have the highest bits: pairs outdo them
            share[start:end] = [part] * (end - start)
            left ^= 1 << left.bit_length() - 1
        worth: float = sum(map(mul, self._weights, share)) / self._total
        self[marks] = worth
        return worth


@dataclass(frozen=True, eq=False, slots=True)
class Topic:
    """The words of a name that tell it from others, with their weights by character.

    ``marks`` are what a passage may have of it: its pairs of neighbouring characters and the words that
    prose uses for its own, each with its bit. ``worth`` tells what a set of marks makes out.
    """

    words: str
    weights: tuple[float, ...]
    full: str
    pairs: tuple[str, ...]
    marks: Marks
    worth: Worth
    new: bool  # whether it counts what came anew


def core(name: str) -> str:
    """A name without brackets, blanks and punctuation."""
    return _EMPTY.sub("", _BRACKETED.sub("", name))


@lru_cache(maxsize=8192)
def topic(name: str, common: str) -> Topic:
    """The topic of an indicator's name. ``common`` is the project's name: what all its indicators share."""
    words = core(name)
    pairs = tuple(words[i : i + 2] for i in range(len(words) - 1))
    alike = tuple(_synonyms(words, pairs))
    weights = _weights(words, pairs, common)
    marks = [(pair, 1 << bit) for bit, pair in enumerate(pairs)]
    marks += [(w, 1 << len(pairs) + bit) for bit, (_, _, others) in enumerate(alike) for w in others]
    covers = [(i, i + 2, 1.0) for i in range(len(pairs))] + [(start, end, _ALIKE) for start, end, _ in alike]
    return Topic(words, weights, name, pairs, tuple(marks), Worth(weights, tuple(covers)), bool(NEW.search(name)))


def _weights(words: str, pairs: tuple[str, ...], common: str) -> tuple[float, ...]:
    """How much each character of a name tells it from other names."""
    weights = [1.0] * len(words)
    for m in _GENERIC.finditer(words):
        for i in range(m.start(), m.end()):
            weights[i] = 0.25
    measure = _MEASURE.search(words)
    if measure and measure.start() > 0:
        for i in range(measure.start(), len(words)):
            weights[i] = min(weights[i], 0.1 if _COUNTED.fullmatch(measure[0]) else 0.3)
    for i, pair in enumerate(pairs):
        if pair in common:
            weights[i] = min(weights[i], 0.45)
            weights[i + 1] = min(weights[i + 1], 0.45)
    return tuple(weights)


def _synonyms(words: str, pairs: tuple[str, ...]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where a word of the synonyms stands first in a name, and the words that stand for it."""
    for at, pair in enumerate(pairs):
        for word, others in _BY_BEGINNING.get(pair, ()):
            if words.find(word) == at:
                yield at, at + len(word), others


def marks_in(marks: Marks, text: str) -> int:
    """The set of marks that a text has."""
    found = 0
    for word, bit in marks:
        if word in text:
            found |= bit
    return found


def short_for(subject: Topic, text: str) -> bool:
    """Whether a text has a word of two characters that stand apart in a name, in their order: 土样 for 土壤样品."""
    places = {c: i for i, c in enumerate(subject.words) if subject.weights[i] > _SLIGHT}
    return any(a in places and b in places and places[b] > places[a] + 1 for a, b in pairwise(text))


def coverage(subject: Topic, text: str) -> float:
    """The share of a topic's weight that a text has in runs of two characters or more."""
    return subject.worth[marks_in(subject.marks, text)]
