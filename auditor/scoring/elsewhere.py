"""A claim that the rule set does not admit, and that another known rule gives exactly: which rule that is.

Nothing is explained by a score of 0 or by full points, which any rule may give.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from auditor.model.rulebook import Formula, Rulebook
from auditor.model.score import OtherRule
from auditor.scoring.formulas import METHODS, SOURCES, WORDS, ZERO, Measure
from auditor.scoring.numbers import listed, names, parameter, rounded

_CUT = ((Formula.TRUNCATED, ROUND_DOWN), (Formula.ROUNDED, ROUND_HALF_UP))


def other_rule(
    claimed: Decimal | None,
    points: Decimal,
    measure: Measure | None,
    exact: Sequence[Decimal],
    asked: str,
    book: Rulebook,
) -> OtherRule | None:
    """The rule that gives a claim; ``exact`` are the scores that the rule set admits, not yet rounded.

    ``asked`` is the parameter that names the formulas admitted elsewhere.
    """
    if claimed is None or not ZERO < claimed < points:
        return None
    allowed, step = parameter(book, "score.tolerance"), parameter(book, "score.step")
    for name in names(book, asked) if measure else ():
        fraction = METHODS[name](measure, book) if measure else None
        if fraction is not None and abs(claimed - fraction * points) <= allowed:
            return _told(name, rounded(fraction * points, step), SOURCES.get(Formula(name), asked), book)
    return _cut(claimed, exact, book)


def _cut(claimed: Decimal, exact: Iterable[Decimal], book: Rulebook) -> OtherRule | None:
    """A claim that is an admitted score cut or rounded to fewer places."""
    known = names(book, "score.elsewhere")
    for value in exact:
        for name, how in _CUT:
            steps = listed(book, f"{name}.steps") if name in known and f"{name}.steps" in book.parameters else ()
            if any((value / (unit := Decimal(s))).quantize(Decimal(1), how) * unit == claimed for s in steps):
                return _told(name, claimed, f"{name}.steps", book)
    return None


def _told(name: str, score: Decimal, parameter_name: str, book: Rulebook) -> OtherRule:
    cited = book.citations[book.parameters[parameter_name].citation]
    return OtherRule(formula=str(name), words=WORDS[name], score=score, source=cited.shown())
