"""The fund block of scattered text: its numbers after column labels or after row labels."""

import re
from collections.abc import Sequence

from auditor.parsing.funds import COLUMNS
from auditor.parsing.labels import Known
from auditor.parsing.likely import is_plain
from auditor.parsing.pieces import Cut, Piece
from auditor.parsing.sections import Sections

_NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?%?|[-—–/]{1,2}")
_FUND_ONLY = ("initial_budget", "annual_budget", "executed", "rate")


def read_funds(sections: Sections, labels: Sequence[tuple[Known, Cut]], rest: Sequence[Piece]) -> list[Piece]:
    """Fill ``sections.funds`` and give back the numbers that it took; rows that stay unsure get none."""
    roles = [k for k, (known, _) in enumerate(labels) if known.part == "fund_row"]
    if not roles:
        return []
    values: dict[int, dict[str, Piece]] = {role: {} for role in roles}
    orphans: list[list[Piece]] = []
    taken: list[Piece] = []
    for heads, numbers in _runs(labels, rest):
        rows = [k for k in heads if k in values]
        columns = [labels[k][0].field for k in heads if labels[k][0].part in ("fund_column", "column")]
        if rows and len(numbers) % len(COLUMNS) == 0 and len(rows) == 1:
            values[rows[0]] = dict(zip(COLUMNS, numbers, strict=False))
            orphans += [numbers[i : i + len(COLUMNS)] for i in range(len(COLUMNS), len(numbers), len(COLUMNS))]
        elif columns and any(c in _FUND_ONLY for c in columns) and len(numbers) == len(columns) * len(roles):
            for i, number in enumerate(numbers):
                values[roles[i // len(columns)]][columns[i % len(columns)]] = number
        else:
            continue
        taken += numbers
    without = [role for role, cells in values.items() if not cells]
    for role, cells in zip(without, orphans, strict=False):
        values[role] = dict(zip(COLUMNS, cells, strict=True))
    sections.fund_columns = list(COLUMNS)
    for role in roles:
        known, cut = labels[role]
        sections.funds.append((known.field, cut, [values[role][c] for c in COLUMNS if c in values[role]]))
    return taken


def _runs(labels: Sequence[tuple[Known, Cut]], rest: Sequence[Piece]) -> list[tuple[list[int], list[Piece]]]:
    """Labels, by their place in ``labels``, that follow each other, and the numbers after them, no words between."""
    entries: list[tuple[int, int | None, Piece]] = [(cut[0].line, k, cut[0]) for k, (_, cut) in enumerate(labels)]
    entries += [(p.line, None, p) for p in rest]
    out: list[tuple[list[int], list[Piece]]] = []
    open_ = False
    for _, label, piece in sorted(entries, key=lambda e: e[0]):
        if label is not None:
            if not out or out[-1][1] or not open_:
                out.append(([], []))
            out[-1][0].append(label)
            open_ = True
        elif open_ and (_NUMBER.fullmatch(piece.text) or is_plain(piece.text)):
            out[-1][1].append(piece)
        else:
            open_ = False
    return [run for run in out if run[1]]
