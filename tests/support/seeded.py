"""Precision and recall of each check over forms with one seeded defect: ``PYTHONPATH=.:tests python -m support.seeded``.

A finding of a check is right where its defect was planted, or where the fault names it as following from the defect;
everywhere else, and on correct forms, it is a false alarm. Rows count: a finding on another row than the planted one
is a miss and a false alarm.
"""

import sys
from collections import Counter

from auditor.rules import ALL_RULES
from support.faults_numbers import FAULTS as NUMBERS
from support.faults_rows import FAULTS as ROWS
from support.faults_words import FAULTS as WORDS
from support.planting import Fault, planted
from support.randoms import Dice, correct
from support.reviewing import review

FAULTS = (*NUMBERS, *ROWS, *WORDS)
DIALECTS = ("pipes", "tabs", "rows", "flat")


class Tally:
    """Hits, misses and false alarms by check; ``worse`` counts false alarms of the severity error."""

    def __init__(self) -> None:
        self.hits: Counter[str] = Counter()
        self.misses: Counter[str] = Counter()
        self.alarms: Counter[str] = Counter()
        self.worse: Counter[str] = Counter()

    def plant(self, fault: Fault, seed: int) -> None:
        """Review a form with one defect."""
        (form, rows), dialect = planted(fault, seed)
        done = review(form, dialect)
        wanted = {f"I{n:02d}" for n in rows or ()}
        found = [f for f in done.findings if f.rule == fault.code]
        named = {i for f in found for i in f.indicators}
        right = bool(found) and (not wanted or named == wanted)
        (self.hits if right else self.misses)[fault.code] += 1
        self._count(done.findings, {fault.code, *fault.follows} if right or not found else set(fault.follows))

    def leave(self, seed: int) -> None:
        """Review a correct form."""
        for dialect in DIALECTS:
            self._count(review(correct(Dice(seed)), dialect).findings, set())

    def _count(self, findings: object, known: set[str]) -> None:
        assert isinstance(findings, tuple)
        for finding in findings:
            if finding.rule not in known:
                self.alarms[finding.rule] += 1
                self.worse[finding.rule] += finding.severity == "error"

    def lines(self) -> list[str]:
        """The table, a line a check."""
        out = ["code  planted  found  recall  false alarms  of them errors  precision"]
        for rule in ALL_RULES:
            hits, misses, alarms = self.hits[rule.code], self.misses[rule.code], self.alarms[rule.code]
            if hits + misses + alarms:
                recall = f"{hits / (hits + misses):6.3f}" if hits + misses else "     -"
                precision = f"{hits / (hits + alarms):9.3f}" if hits + alarms else "        -"
                out.append(
                    f"{rule.code}  {hits + misses:7}  {hits:5}  {recall}  {alarms:12}  {self.worse[rule.code]:14}  {precision}"
                )
        whole, missed = self.hits.total(), self.misses.total()
        out.append(f"all   {whole + missed:7}  {whole:5}  {whole / (whole + missed):6.3f}  {self.alarms.total():12}")
        return out


def main(many: int) -> None:
    """Print the table over so many forms for each defect."""
    tally = Tally()
    for seed in range(many):
        tally.leave(seed)
        for fault in FAULTS:
            tally.plant(fault, seed)
    sys.stdout.write("\n".join(tally.lines()) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
