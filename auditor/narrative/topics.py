"""What an indicator is about, and how much of it a passage speaks of.

A name is compared with prose by its runs of two characters or more; words that every indicator has
(次数, 完成, 活动) count nothing, words of the project's own name little.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

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
        "发放 拨付 兑付 打卡 支付 核发",
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
        "时限 时长 用时 周期",
        "办结 办理 处置 处理",
        "提升 提高 增强 改善",
        "下降 降低 减少 压减 降至 降到",
        "增长 增加 扩大 增至",
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
_ALIKE = 0.75  # what a synonym counts of the word itself
_EMPTY = re.compile(r"[\s，。；：、（）()“”\"《》·\-—]")


@dataclass(frozen=True, eq=False)
class Topic:
    """The words of a name that tell it from others, with their weights by character."""

    words: str
    weights: tuple[float, ...]
    full: str
    pairs: tuple[str, ...]
    total: float
    alike: tuple[tuple[int, int, tuple[str, ...]], ...] = ()
    _known: dict[str, float] = field(default_factory=dict)


@lru_cache(maxsize=4096)
def _core(name: str) -> str:
    stripped = _EMPTY.sub("", re.sub(r"[（(][^（()）]*[）)]", "", name))
    return stripped


@lru_cache(maxsize=4096)
def topic(name: str, common: str) -> Topic:
    """The topic of an indicator's name. ``common`` is the project's name: what all its indicators share."""
    core = _core(name)
    weights = [1.0] * len(core)
    for m in _GENERIC.finditer(core):
        for i in range(m.start(), m.end()):
            weights[i] = 0.25
    m = _MEASURE.search(core)
    if m and m.start() > 0:
        for i in range(m.start(), len(core)):
            weights[i] = min(weights[i], 0.1 if _COUNTED.fullmatch(m[0]) else 0.3)
    for i in range(len(core) - 1):
        if core[i : i + 2] in common:
            for k in (i, i + 1):
                weights[k] = min(weights[k], 0.45)
    alike = tuple(
        (at, at + len(word), tuple(w for w in words if w != word))
        for words in SYNONYMS
        for word in words
        if (at := core.find(word)) >= 0
    )
    return Topic(core, tuple(weights), name, tuple(core[i : i + 2] for i in range(len(core) - 1)), sum(weights), alike)


def coverage(subject: Topic, text: str) -> float:
    """The share of a topic's weight that a text has in runs of two characters or more."""
    known = subject._known.get(text)  # noqa: SLF001 - the cache lives and dies with the topic
    if known is None:
        known = _coverage(subject, text)
        subject._known[text] = known  # noqa: SLF001
    return known


def _coverage(subject: Topic, text: str) -> float:
    if not subject.total:
        return 0.0
    words, n = subject.words, len(subject.words)
    share = [0.0] * n
    for start, end, others in subject.alike:
        if any(w in text for w in others):
            share[start:end] = [_ALIKE] * (end - start)
    i = 0
    while i < n - 1:
        if subject.pairs[i] not in text:
            i += 1
            continue
        k = i + 2
        while k < n and words[i : k + 1] in text:
            k += 1
        share[i:k] = [1.0] * (k - i)
        i = k - 1
    return sum(w * part for w, part in zip(subject.weights, share, strict=True)) / subject.total
