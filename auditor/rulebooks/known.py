"""The parameters that scoring and checks ask for: their names, what their values must be, and which lists pair up."""

from difflib import get_close_matches
from enum import StrEnum

from auditor.model.rulebook import Formula


class Kind(StrEnum):
    """What a value must be; the value is said in errors."""

    NUMBER = "一个不小于 0 的数"
    NUMBERS = "不小于 0 的数的列表"
    WEIGHT = "一个不小于 0 的数，或几个可用的数的列表"
    WORDS = "文字的列表"
    SWITCH = "“是”或“否”"
    FORMULAS = "计分公式名的列表"


_NUMBERS = """
execution.points execution.explain_below budget.change_warn_at budget.scale_jump total.points over.explain_at
over.too_low_at tier.reached tier.partly tier.missed score.step score.tolerance score.tolerance_share dominant.share
copies.share across.full_share across.full_least explanation.repeat_least goal.repeat_least goal.copy_least
goal.copy_share instruction.apart rate.step completion.step shown.examples shown.quotes shown.characters shown.passage
"""
_EXECUTION = (Formula.RATE_TIMES_POINTS, Formula.EXECUTION_STEPS)
_HIGHER = (Formula.ACTUAL_OVER_TARGET, Formula.GATE60)
_LOWER = (Formula.TARGET_OVER_ACTUAL, Formula.ONE_MINUS_EXCESS, Formula.GATE60)
_GLAD = (Formula.SATISFACTION_STEPS, *_HIGHER)
FORMULAS: dict[str, tuple[Formula, ...]] = {
    "execution.formula": _EXECUTION,
    "execution.elsewhere": _EXECUTION,
    "higher.formulas": _HIGHER,
    "higher.elsewhere": _HIGHER,
    "lower.formulas": _LOWER,
    "lower.elsewhere": _LOWER,
    "satisfaction.formulas": _GLAD,
    "satisfaction.elsewhere": _GLAD,
    "coefficient.formulas": (Formula.COEFFICIENT,),
    "score.elsewhere": (Formula.TRUNCATED, Formula.ROUNDED),
}
OPTIONAL = {
    "cost.missing_most": Kind.NUMBER,
    "gate.floor": Kind.NUMBER,
    "execution.steps.floors": Kind.NUMBERS,
    "execution.steps.shares": Kind.NUMBERS,
    "satisfaction.steps.floors": Kind.NUMBERS,
    "satisfaction.steps.shares": Kind.NUMBERS,
    "truncated.steps": Kind.NUMBERS,
    "rounded.steps": Kind.NUMBERS,
    "coefficient.formulas": Kind.FORMULAS,
    "execution.elsewhere": Kind.FORMULAS,
    "higher.elsewhere": Kind.FORMULAS,
    "lower.elsewhere": Kind.FORMULAS,
    "satisfaction.elsewhere": Kind.FORMULAS,
    "score.elsewhere": Kind.FORMULAS,
}
KINDS: dict[str, Kind] = (
    dict.fromkeys(_NUMBERS.split(), Kind.NUMBER)
    | dict.fromkeys(FORMULAS, Kind.FORMULAS)
    | {"grade.names": Kind.WORDS, "grade.floors": Kind.NUMBERS, "required.classes": Kind.WORDS}
    | {"required.satisfaction": Kind.SWITCH, "total.enforced": Kind.SWITCH}
    | OPTIONAL
)
REQUIRED = tuple(name for name in KINDS if name not in OPTIONAL)
LEVEL = "level."
PAIRS = (
    ("grade.floors", "grade.names"),
    ("execution.steps.floors", "execution.steps.shares"),
    ("satisfaction.steps.floors", "satisfaction.steps.shares"),
)


def kind_of(name: str) -> Kind | None:
    """What the value of a parameter must be; None for a name that nothing asks for."""
    return Kind.WEIGHT if name.startswith(LEVEL) and name != LEVEL else KINDS.get(name)


def nearest(name: str) -> str:
    """The known name that a mistyped one is likely to mean, in words; empty if there is none."""
    near = get_close_matches(name, KINDS, n=1)
    return f"，是否为 {near[0]}" if near else ""
