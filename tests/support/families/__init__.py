"""Correct forms of every family, in every carrier: ``correct("hubei-20+80", 3)`` is always the same form."""

from support.families.base import base
from support.families.carrying import CARRIERS
from support.families.comparing import Compared, compared
from support.families.dressing import dressed
from support.families.kinds import FAMILIES, Family
from support.families.layouts import page
from support.families.rendering import DIALECTS
from support.families.truth import Truth
from support.randoms import Dice


def correct(family: str, seed: int) -> Truth:
    """A correct form of a family."""
    rng = Dice(f"{family} {seed}")
    return dressed(base(FAMILIES[family], rng), FAMILIES[family], rng)


def carried(truth: Truth, carrier: str) -> bytes:
    """A form in one of the dialects of text, or as docx, xlsx or pdf."""
    laid = page(truth)
    return CARRIERS[carrier](laid) if carrier in CARRIERS else DIALECTS[carrier](laid).encode()


__all__ = ["CARRIERS", "DIALECTS", "FAMILIES", "Compared", "Family", "Truth", "carried", "compared", "correct"]
