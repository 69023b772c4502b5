"""Every family in every carrier: python tests/benchmarks/families.py [-v] [--findings | --samples] [-n FORMS] [family or carrier ...]

Rows count as exact when every column is: classes, name, target with operator, value and unit, actual value, points,
score, group, explanation, coefficient. ``left`` is how many characters were not understood.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from paths import say
from support.families import CARRIERS, DIALECTS, FAMILIES, carried, compared, correct
from support.families.gold import samples

from auditor.errors import InputError
from auditor.model.form import Form
from auditor.parsing import parse
from auditor.readers import read

_PARTS = ("template", "head", "funds", "goals", "total")


def form_of(body: bytes, carrier: str, folder: Path) -> Form:
    """The form as it is read from a carrier."""
    path = folder / f"form.{carrier if carrier in CARRIERS else 'txt'}"
    path.write_bytes(body)
    return parse(read(str(path)).text)


def cells(family: str, carrier: str, forms: int, folder: Path) -> Iterator[tuple[Counter[str], list[str]]]:
    """What is counted for each form, and what differs."""
    for seed in range(forms):
        truth = correct(family, seed)
        got: Counter[str] = Counter(forms=1)
        try:
            result = compared(truth, form_of(carried(truth, carrier), carrier, folder))
        except InputError as error:
            yield got + Counter(rows=len(truth.rows)), [f"{seed}: {error}"]
            continue
        got.update(rows=result.rows, exact=result.exact, left=result.unparsed)
        got.update({part: int(getattr(result, part)) for part in _PARTS})
        yield got, [f"{seed}: {n}" for n in result.notes]


def reading(families: Sequence[str], carriers: Sequence[str], forms: int, *, verbose: bool) -> None:
    """A line a family and carrier."""
    say(f"{'family':26} {'carrier':7} rows exact         {' '.join(_PARTS)}   left")
    with tempfile.TemporaryDirectory() as name:
        for family in families:
            for carrier in carriers:
                whole: Counter[str] = Counter()
                notes: list[str] = []
                for got, off in cells(family, carrier, forms, Path(name)):
                    whole.update(got)
                    notes += off
                parts = " ".join(f"{whole[p]:>{len(p) - 2}}/{forms}" for p in _PARTS)
                share = whole["exact"] / whole["rows"] if whole["rows"] else 0
                say(
                    f"{family:26} {carrier:7} {whole['rows']:4} {whole['exact']:5} {share:7.1%}  {parts}  {whole['left']:5}"
                )
                for note in notes if verbose else ():
                    say(f"    {note}")


def sampled(families: Sequence[str], *, verbose: bool) -> None:
    """A line a sample: its text, and its rows where it is drawn in the other carriers."""
    say(f"{'sample':48} rows exact {' '.join(_PARTS)}   left  {' '.join(f'{c:>4}' for c in CARRIERS)}")
    with tempfile.TemporaryDirectory() as folder:
        for family in families:
            for name, text, truth in samples(family):
                result = compared(truth, parse(text))
                parts = " ".join(f"{'yes' if getattr(result, p) else 'no':>{len(p)}}" for p in _PARTS)
                drawn = [compared(truth, form_of(carried(truth, c), c, Path(folder))).exact for c in CARRIERS]
                others = " ".join(f"{exact:4}" for exact in drawn)
                say(f"{family + '/' + name:48} {result.rows:4} {result.exact:5} {parts}  {result.unparsed:5}  {others}")
                for note in result.notes if verbose else ():
                    say(f"    {note}")


def main(arguments: Sequence[str]) -> None:
    """Read, and with --findings review."""
    words = [a for a in arguments if not a.startswith("-")]
    forms = int(words.pop(0)) if "-n" in arguments else 5
    families = [a for a in words if a in FAMILIES] or list(FAMILIES)
    carriers = [a for a in words if a in {**DIALECTS, **CARRIERS}] or [*DIALECTS, *CARRIERS]
    if "--samples" in arguments:
        sampled(families, verbose="-v" in arguments)
        return
    if "--findings" not in arguments:
        reading(families, carriers, forms, verbose="-v" in arguments)
        return
    from support.families.measuring import findings  # noqa: PLC0415, only where it is asked for

    for told in findings(families, [c for c in carriers if c in DIALECTS], forms, verbose="-v" in arguments):
        say(told)


if __name__ == "__main__":
    main(sys.argv[1:])
