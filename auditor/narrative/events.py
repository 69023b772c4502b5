"""Kinds of event that a name may date or count: 完工 and 竣工 are one, 投用 and 投入运行 are one."""

import re

_KINDS = tuple(
    re.compile(words)
    for words in (
        "完工|竣工|完成|建成|结项|交付|验收|收尾|结束", "投用|投运|启用|投入使用|投入运行|上线|开通|通水|通车", "到位|到货|到齐|入库", "开班|开课|开学|开园|开馆",
        "开工|进场", "发放|发了|拨付|兑付|到账|补发|核发", "印发|出台|发布", "举办|开幕|开展", "结业", "获奖", "就业|上岗|到岗", "留用", "持证|取证", "签约|签订", "挂牌",
        "合格", "办结",
    )
)  # fmt: skip


def same_event(name: str, text: str) -> bool:
    """Whether a text tells of the kind of event that a name names."""
    return any(kind.search(text) for kind in _KINDS if kind.search(name))
