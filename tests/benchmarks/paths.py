"""Where things lie; imported first, it lets a script use what the tests share."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]


def say(line: str) -> None:
    """A line of a benchmark's report."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
