"""What is usual in the indicator table: the 一级 label of a 二级 label, and the names that stand under it."""

import re
from collections.abc import Sequence

from auditor.model.form import CellKind
from auditor.values import Value

PARENT = {
    "数量指标": "产出指标", "质量指标": "产出指标", "时效指标": "产出指标", "成本指标": "产出指标",
    "经济成本指标": "成本指标", "社会成本指标": "成本指标", "生态环境成本指标": "成本指标",
    "经济效益指标": "效益指标", "社会效益指标": "效益指标", "生态效益指标": "效益指标", "可持续影响指标": "效益指标",
    "服务对象满意度指标": "满意度指标", "满意度指标": "效益指标",
}  # fmt: skip


_TYPICAL = {
    "数量指标": "数量|数$|次数|人次|场次|面积|长度|规模|批次|[量次场个]$",
    "质量指标": "率$|合格|质量|达标|合规|规范|准确|通过|验收|密度",
    "时效指标": "时间|及时|时限|时效|按期|按时|进度|周期|时长",
    "成本指标": "成本|支出|费用|造价|单价|价$|金额|预算|标准$|经费",
    "经济效益指标": "收入|产值|经济|损失|增收|效益|成交|税",
    "社会效益指标": "社会|群众|公众|知晓|事故|事件|覆盖|保障|就业",
    "生态效益指标": "生态|环境|污染|绿化|节能|节水|水质|噪声|排放|浓度",
    "可持续影响指标": "持续|长效|机制|年限|稳定|长期",
    "服务对象满意度指标": "满意|投诉",
    "满意度指标": "满意|投诉",
}


def parent(level2: str, names: list[str]) -> str:
    """The 一级 label of a 二级 label, among those of the form."""
    known = PARENT.get(level2, "")
    if known in names or not names:
        return known
    return names[-1] if level2.startswith(("满意", "服务")) else known


def strange(level2: str, name: str) -> int:
    """How odd a name is under a 二级 label, in hundredths, where the geometry leaves two readings open."""
    own = _TYPICAL.get(level2)
    if own and re.search(own, name):
        return 0
    return 15 if any(re.search(words, name) for words in _TYPICAL.values()) else 5


def likely_under(level2: str, name: str, target: Value, labels: Sequence[str]) -> int:
    """How well a row stands under a 二级 label, among the labels that the form has: by its name and its unit."""
    fits = [label for label in labels if label in _TYPICAL and re.search(_TYPICAL[label], name)]
    score = 100 // len(fits) + 20 if level2 in fits else -80 if fits else 0
    if target.kind is CellKind.DATE:
        return score + (80 if level2 == "时效指标" else -80)
    if "元" in target.unit:
        return score + (50 if "成本" in level2 or "经济" in level2 else -50)
    if target.dimension == "share":
        return score - (60 if level2 == "数量指标" else 0)
    counted = target.base is not None and target.unit and not re.search(r"时|天|日|年|分", target.unit)
    return score + (
        60 if counted and level2 == "数量指标" else -40 if counted and level2 in ("质量指标", "时效指标") else 0
    )
