"""Forms of a family with one defect each: the faults of the plain form, those that the family can show."""

import random
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from support.families.base import base
from support.families.dressing import dressed
from support.families.kinds import FAMILIES, NATIONAL, Family
from support.families.truth import Fund, Truth
from support.faults_numbers import FAULTS as NUMBERS
from support.faults_rows import FAULTS as ROWS
from support.faults_words import FAULTS as WORDS
from support.forms import GLAD, Spec
from support.planting import Fault, NotHereError, Planted, numbers_of
from support.randoms import Dice, number_in

_TRIES = 60
_DECIDED = {"N503", "N505", "N507", "L702", "X801"}  # of those that are about prose, the ones that computation decides
_OF_PARTS = {"a part of the funds is off", "yuan and ten thousand yuan are mixed"}
_OF_INITIAL = {"the budget changed", "the rate is that of the initial budget"}
_OF_PAIR = {"a score is blank", "points and score of the first row of a block are blank"}
_OF_POINTS = {"S103", "S106", "S107", "S108", "S109", "S111", "S112", "D306", "T410"}
_OF_ONE_ROW = {"S109", "S112", "T410"}  # hidden where rows share their points
_OF_REASONS = {"D301", "D302", "D303", "D304", "D305", "D306", "D307", "D308", "F605"}
_ONE_FUND = {"hubei-20+80", "chongqing", "sichuan-transfer-area"}
_YEAR_ONCE = {"hubei-20+80", "chongqing", "sichuan-transfer-area", "yunnan-gongkai14"}
_NO_LEVEL_POINTS = {"sichuan-0013zp", "chongqing", "hubei-20+80"}  # in Hubei rows have none to compare: the total tells
_FREE_WEIGHTS = {"sichuan-0013zp", "chongqing"}  # their rule sets fix no weights of classes
_NO_GRADE = {"sichuan-0013zp", "chongqing", "hubei-20+80"}
_SHARING = {
    "national-2020",
    "national-2020-export",
    "national-2020-department",
    "shenzhen-2020",
    "sichuan-0013zp",
    "yunnan-gongkai14",
}
_OTHER_HEAD = {"chongqing", "national-2020-department", "sichuan-pre2022", "sichuan-transfer-area"}


class Spoiled(NamedTuple):
    """A form with a defect, and the rows (from 1, as printed) of which one must be named; none for any."""

    truth: Truth
    rows: frozenset[int]


def _nobody_surveyed(form: Spec, rng: random.Random) -> Planted:
    sentence = next((s for g in form.goals for s in g.actual.split("。") if "问卷" in s), None)
    if sentence is None:
        raise NotHereError
    return Planted(form.told(f"{sentence}。", ""), tuple(numbers_of(form, lambda r: r.level1 == GLAD)))


_SURVEY = Fault("T408", "satisfaction without a survey", _nobody_surveyed)
_WIDELY = (*NUMBERS, *(f for f in ROWS if f.code != "T408"), _SURVEY, *WORDS)
FAULTS = tuple(f for f in _WIDELY if f.code != "F603" and (f.code[0] not in "NLX" or f.code in _DECIDED))


def faults_of(family: Family) -> Iterator[Fault]:
    """The faults that forms of a family can have."""
    return (f for f in FAULTS if not any(_left_out(f, family)))


def _left_out(fault: Fault, family: Family) -> Iterator[bool]:
    """Why a family cannot show a fault."""
    code, name = fault.code, fault.name
    yield not family.scores and (code[0] == "S" or code in _OF_POINTS or name in _OF_PAIR)
    yield not family.points and code in _OF_POINTS
    yield not family.initial and name in _OF_INITIAL
    yield family.id in _ONE_FUND and name in _OF_PARTS
    yield not family.explained and code in (_OF_REASONS if not family.scores else {"D307", "D308", "F605"})
    yield not family.told and code in _DECIDED
    yield not family.levels and code in {"T406", "T409", "T412"}
    yield (family.parted or family.id == "national-2020-export") and (code == "T407" or name == "a unit missing")
    yield family.id in _YEAR_ONCE and code == "F604"
    yield family.id in _NO_LEVEL_POINTS and code == "S104"
    yield family.id in _NO_GRADE and code == "S110"
    yield family.id == "chongqing" and (
        name == "the printed sum of points is off" or code == "T405"
    )  # asks for neither
    yield family.id in _OTHER_HEAD and name == "a line of the head is blank"
    yield family.id not in _SHARING and name == "full marks in a shared block"
    yield family.joined == 1 and (code in _OF_ONE_ROW or name in {*_OF_PAIR, "a negative score"})
    yield family.kind == "department" and code in {"S111", "T405", "T406"}
    yield family.id in _FREE_WEIGHTS and code == "S111"
    yield family.id == "national-2020-export" and code == "T402"
    yield NATIONAL not in family.weights and code in {"S111", "S112"}


def spoiled(family: str, fault: Fault, seed: int) -> Spoiled | None:
    """A form with the fault; None where no form has a place for it."""
    rng = Dice(f"{family} {fault.code} {fault.name} {seed}")
    for _ in range(_TRIES):
        try:
            form, rows = fault.plant(base(FAMILIES[family], rng, plain=True), rng)
        except (NotHereError, ValueError):  # ValueError: words that the narrative does not have
            continue
        assert isinstance(form, Spec)
        truth = dressed(form, FAMILIES[family], rng)
        if fault.name == "a part of the funds is off" and _adds_up(truth):
            continue  # it stands in a column that the family does not have
        return Spoiled(truth, frozenset(n for n, r in enumerate(truth.rows, start=1) if r.number in (rows or ())))
    return None


def _adds_up(truth: Truth) -> bool:
    """Whether the parts of the funds still make up the total in each column that the family has."""
    whole, *parts = truth.funds
    columns = ("initial", "annual", "executed")
    printed = [c for c in columns if getattr(whole, c) is not None]
    return all(_sum([whole], c) == _sum(parts, c) for c in printed)


def _sum(funds: Sequence[Fund], column: str) -> Decimal:
    return sum((number_in(getattr(f, column) or "0") for f in funds), Decimal(0))
