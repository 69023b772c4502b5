"""The fund block of each family: which rows it has, which columns, and what stands in a row without money."""

import random
from collections.abc import Iterator
from decimal import Decimal

from support.families.kinds import Family
from support.families.truth import Fund
from support.forms import Spec
from support.randoms import number_in

# Rows as role, name, and the plain row whose money stands there; -1 for none.
_ROWS: dict[str, tuple[tuple[str, str, int], ...]] = {
    "": (("total", "年度资金总额", 0), ("fiscal", "其中：当年财政拨款", 1), ("carryover", "上年结转资金", 2), ("other", "其他资金", 3)),
    "national-2020-export": (
        ("total", "年度资金总额：", 0), ("fiscal", "其中：本年财政拨款", 1), ("carryover", "上年结转资金", 2), ("other", "其他资金", 3),
    ),
    "sichuan-0013zp": (
        ("total", "总额", 0), ("fiscal", "其中：财政资金", 1), ("other", "财政专户管理资金", -1), ("other", "单位资金", 2), ("other", "其他资金", 3),
    ),
    "sichuan-pre2022": (("total", "", 0), ("fiscal", "其中：财政拨款", 1), ("other", "其他资金", 3)),
    "hubei-20+80": (("total", "年度财政资金总额", 0),),
    "poverty": (("total", "年度资金总额：", 0), ("fiscal", "其中：本年财政拨款", 1), ("other", "其他资金", 3)),
    "chongqing": (("total", "", 0),),
    "transfer": (
        ("total", "年度资金总额：", 0), ("fiscal", "其中：中央补助资金", 1), ("other", "地方资金", 2), ("other", "其他资金", 3),
    ),
    "transfer-scored": (
        ("total", "年度资金总额：", 0), ("fiscal", "其中：中央财政资金", 1), ("other", "地方财政资金", 2), ("other", "其他资金", 3),
    ),
    "sichuan-transfer-area": (("total", "", 0),),
}  # fmt: skip
_DASHES = {"sichuan-0013zp": "/", "poverty": "-", "national-2020-export": ""}


def funds_of(form: Spec, family: Family, rng: random.Random) -> Iterator[Fund]:
    """The fund rows as the family prints them."""
    nothing = rng.choice(("0.00", "0", "", "0.00"))
    dash = _DASHES.get(family.id, "—")
    parts = rng.random() < 0.4  # the rate stands in the parts too
    why = _told(form) if family.id == "sichuan-0013zp" else None
    for role, name, n in _ROWS.get(family.id, _ROWS[""]):
        plain = form.funds[max(n, 0)]
        none = n < 0 or not any(number_in(c) for c in (plain.initial, plain.annual, plain.executed))
        initial, annual, executed = (nothing,) * 3 if none else (plain.initial, plain.annual, plain.executed)
        rate = plain.rate if n == 0 else ""
        if n and parts and not none and family.points:
            rate = _rate(annual, executed)
        scored = family.scores
        yield Fund(
            role, name, initial if family.initial else None, annual, executed,
            rate if family.id != "sichuan-pre2022" else None,
            (plain.points if n == 0 else dash) if family.points else None,
            (plain.score if n == 0 else dash) if scored else None,
            (why or "") if why is not None and n == 0 else None,
        )  # fmt: skip


def _rate(annual: str, executed: str) -> str:
    whole = number_in(annual)
    return f"{(number_in(executed) / whole * 100).quantize(Decimal('0.01'))}%" if whole else ""


def _told(form: Spec) -> str:
    """What the narrative says about a change of the budget."""
    words = "".join(g.actual for g in form.goals)
    start = words.find("年中财政")
    return words[start : words.index("。", start) + 1] if start >= 0 else ""
