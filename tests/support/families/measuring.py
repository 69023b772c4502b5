"""What reviews say about correct forms of each family, and which seeded defects they find."""

from collections import Counter
from collections.abc import Iterator, Sequence

from auditor.model.review import Review
from support.families import FAMILIES, carried, correct
from support.families.spoiling import faults_of, spoiled
from support.reviewing import review


def findings(families: Sequence[str], dialects: Sequence[str], forms: int, *, verbose: bool) -> Iterator[str]:
    """Lines: for each family the alarms on correct forms, the defects found, and the codes of those that were missed."""
    dialect = dialects[0] if len(dialects) == 1 else "pipes"
    yield f"{'family':26} alarms: errors warnings   seeded found   ({forms} correct forms, one form a defect, {dialect})"
    planted_all = found_all = 0
    for name in families:
        errors, warnings, notes = _alarms(name, dialect, forms)
        hits, missed, doubts = _hits(name, dialect)
        planted_all, found_all = planted_all + hits + missed.total(), found_all + hits
        yield f"{name:26} {errors.total():14} {warnings.total():8} {hits + missed.total():8} {hits:5}"
        for what, codes in (("errors", errors), ("warnings", warnings), ("missed", missed)):
            if codes:
                yield f"    {what}: " + " ".join(f"{c}×{n}" if n > 1 else c for c, n in sorted(codes.items()))
        if verbose:
            yield from (f"    {n}" for n in (*notes, *doubts))
    yield f"seeded defects found: {found_all} of {planted_all}"


def _review(truth: object, dialect: str) -> Review:
    return review(carried(truth, dialect).decode())  # type: ignore[arg-type]


def _alarms(name: str, dialect: str, forms: int) -> tuple[Counter[str], Counter[str], list[str]]:
    errors: Counter[str] = Counter()
    warnings: Counter[str] = Counter()
    notes = []
    for seed in range(forms):
        for f in _review(correct(name, seed), dialect).findings:
            if f.severity in {"error", "warning"}:
                (errors if f.severity == "error" else warnings)[f.rule] += 1
                notes.append(f"form {seed} {f.rule} {f.severity}: {f.message}")
    return errors, warnings, notes


def _hits(name: str, dialect: str) -> tuple[int, Counter[str], list[str]]:
    hits, missed, notes = 0, Counter[str](), []
    for fault in faults_of(FAMILIES[name]):
        made = spoiled(name, fault, 0)
        if made is None:
            notes.append(f"{fault.code} {fault.name}: no form has a place for it")
            continue
        found = [f for f in _review(made.truth, dialect).findings if f.rule == fault.code]
        named = {int(i[1:]) for f in found for i in f.indicators}
        if found and (not made.rows or named & made.rows):
            hits += 1
            continue
        missed[fault.code] += 1
        notes.append(f"{fault.code} {fault.name}: rows {sorted(made.rows)}, named {sorted(named)}")
    return hits, missed, notes
