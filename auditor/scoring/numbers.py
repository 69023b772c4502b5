"""Cells and parameters as numbers, rounding, and the distance of a claim from what is admitted."""

from decimal import ROUND_HALF_UP, Decimal

from auditor.model.form import Cell, CellKind
from auditor.model.rulebook import Rulebook
from auditor.model.score import Interval
from auditor.scoring.formulas import ONE, ZERO

HUNDRED = Decimal(100)


def number_of(cell: Cell | None) -> Decimal | None:
    """The plain number of a points, score or amount cell; None for blank, a dash or words."""
    return cell.value if cell is not None and cell.kind is CellKind.NUMBER else None


def parameter(book: Rulebook, name: str) -> Decimal:
    """A number of the rule set.

    Raises:
        TypeError: it is none.
    """
    value = book.parameters[name].value
    if not isinstance(value, Decimal):
        raise TypeError(name)
    return value


def listed(book: Rulebook, name: str) -> tuple[str, ...] | tuple[Decimal, ...]:
    """A list of the rule set.

    Raises:
        TypeError: it is none.
    """
    value = book.parameters[name].value
    if not isinstance(value, tuple):
        raise TypeError(name)
    return value


def names(book: Rulebook, name: str) -> tuple[str, ...]:
    """The formulas that a parameter names; none where it is not in force."""
    return tuple(str(n) for n in listed(book, name)) if name in book.parameters else ()


def rounded(value: Decimal, step: Decimal) -> Decimal:
    """A value at the least unit of scores."""
    return value.quantize(step, ROUND_HALF_UP)


def gap(claimed: Decimal | None, deserved: Interval | None) -> Decimal | None:
    """Claimed − high when above the interval, claimed − low when below, else 0."""
    if claimed is None or deserved is None:
        return None
    if claimed > deserved.high:
        return claimed - deserved.high
    if claimed < deserved.low:
        return claimed - deserved.low
    return ZERO


def half_unit(printed: Decimal) -> Decimal:
    """Half of the last place that is shown, and a rounding down of it: 99.7 stands for 99.65 to 99.80."""
    exponent = printed.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return ONE.scaleb(-places)
