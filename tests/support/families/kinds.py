"""The families: what sets their forms apart in kind. Their words and their order stand in ``layouts``."""

from dataclasses import dataclass

from support.forms import GLAD, GOOD, OUT

NATIONAL = ((OUT, 50), (GOOD, 30), (GLAD, 10))


@dataclass(frozen=True)
class Family:
    """A family of forms.

    ``execution`` are the points of the fund row, ``weights`` those of the classes. ``points``: the rows have 分值;
    ``scores``: they have 得分. ``parted``: the target stands in three columns. ``joined``: how likely a block shares
    its pair of points and score. ``initial``: the funds have 年初预算数. ``told``: the form has a narrative.
    """

    id: str
    kind: str = "project"
    execution: int = 10
    weights: tuple[tuple[tuple[str, int], ...], ...] = (NATIONAL,)
    points: bool = True
    scores: bool = True
    parted: bool = False
    joined: float = 0.0
    initial: bool = True
    carried: bool = True
    told: bool = True
    explained: bool = True
    levels: bool = True
    currencies: tuple[str, ...] = ("万元",)


_SICHUAN = tuple(((OUT, a), (GOOD, b), (GLAD, c)) for a, b, c in ((60, 20, 10), (50, 30, 10), (45, 30, 15)))
_HUBEI = tuple(((OUT, a), (GOOD, b), (GLAD, c)) for a, b, c in ((40, 30, 10), (45, 25, 10), (40, 32, 8)))
_ALL = (
    Family("national-2020", currencies=("万元", "元")),
    Family("national-2020-export"),
    Family("national-2020-department", "department"),
    Family("shenzhen-2020", joined=1.0, currencies=("元",)),
    Family("sichuan-0013zp", weights=_SICHUAN, parted=True),
    Family("sichuan-pre2022", points=False, scores=False, initial=False, carried=False, explained=False),
    Family("yunnan-gongkai14", parted=True, currencies=("元", "万元")),
    Family("hubei-20+80", execution=20, weights=_HUBEI, points=False, joined=0.3, initial=False, carried=False,
           told=False, explained=False),
    Family("poverty", initial=False, carried=False),
    Family("chongqing", weights=_SICHUAN, parted=True, carried=False, levels=False),
    Family("transfer", "transfer", points=False, scores=False, initial=False, carried=False),
    Family("transfer-scored", "transfer", initial=False, carried=False),
    Family("sichuan-transfer-area", "transfer", points=False, scores=False, initial=False, carried=False, explained=False),
)  # fmt: skip
FAMILIES = {family.id: family for family in _ALL}
