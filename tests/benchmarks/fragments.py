"""Torn texts of real forms: python tests/benchmarks/fragments.py

What is read of each fragment beside the checkout: its family, rows with a name and both values, rows that lack one,
characters left over, the verdicts of the review; and ``invented``: values that do not stand in the text by themselves.
"""

from datetime import date

from paths import say
from support.fragments import FAMILY, FRAGMENTS, index, invented, read_each

from auditor.model.finding import CheckStatus
from auditor.pipeline import audit


def main() -> None:
    """Print the table."""
    if not FRAGMENTS.is_dir():
        say(f"no fragments at {FRAGMENTS}")
        return
    right = 0
    for entry in index():
        wanted = FAMILY[entry["family_code"]]
        for source in read_each(entry["file"]):
            done = audit(source, today=date(2026, 1, 1))
            form = done.form
            whole = sum(bool(i.name.text and i.target.text and i.actual.text) for i in form.indicators)
            named = form.template in wanted
            right += named
            left = sum(len(u.text) for u in form.unparsed)
            undecided = sum(c.status is CheckStatus.UNDECIDABLE for c in done.checks)
            errors = sorted(f.rule for f in done.findings if f.severity.value == "error")
            say(
                f"{entry['id']} {form.template:24} {form.template_confidence:6} {'right' if named else 'WRONG':5} "
                f"rows {whole:2} whole {len(form.indicators) - whole:2} not, seen {entry['number_of_indicators_seen']:2}, "
                f"left {left:4}, invented {len(invented(source.text, form))}, {done.outcome.value:10} "
                f"undecided {undecided:2} errors {' '.join(errors)}"
            )
    say(f"family named rightly: {right}")


if __name__ == "__main__":
    main()
