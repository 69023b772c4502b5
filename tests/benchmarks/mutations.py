"""Thousands of damaged forms: crashes, lost characters and the slowest review.

python tests/benchmarks/mutations.py [N]
"""

import sys

from paths import ROOT, say
from support.battering import batter
from support.shared import SAMPLES, SHARED

RUNS = 5000


def main() -> None:
    """Print the figures of N mutations, 5000 by default."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    files = [*SAMPLES.glob("*.txt"), *SHARED.glob("forms/*.txt"), *SHARED.glob("claims/files/*.txt")]
    done = batter([p.read_text(encoding="utf-8") for p in sorted(files)], runs)
    say(f"{done.runs} mutations of {len(files)} forms under {ROOT.name} and beside it")
    say(f"crashes          {done.crashes.total()}")
    for name, count in done.crashes.most_common():
        say(f"  {count:5d} {name}, for example {done.examples[name][:60]!r}")
    say(f"lost characters  {done.lost}")
    say(f"several forms    {done.refused}")
    say(f"slowest          {done.slowest * 1e3:.0f} ms")


if __name__ == "__main__":
    main()
