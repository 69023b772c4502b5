"""300 damaged files: crashes, the slowest, the largest memory. Each file is read in a process of its own.

python tests/benchmarks/damaged.py [N]
"""

import resource
import sys
import tempfile
import time
from collections import Counter
from multiprocessing import get_context
from pathlib import Path

from paths import say
from support.damage import variants

from auditor.errors import InputError
from auditor.readers import read_all

RUNS = 300
SECONDS = 30


def attempt(path: str) -> tuple[str, float, int]:
    """How the reading of a file ends, how many seconds it takes, and the memory in MB."""
    began = time.perf_counter()
    try:
        read_all(path)
        ended = "read"
    except InputError:
        ended = "one line"
    except Exception as error:
        ended = f"CRASH {type(error).__name__}"
    return ended, time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Print the figures of N damaged files, 300 by default."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    done: dict[str, tuple[str, float, int]] = {}
    with tempfile.TemporaryDirectory() as folder, get_context("fork").Pool(2, maxtasksperchild=1) as pool:
        waiting = []
        for name, data in variants(runs):
            file = Path(folder, name)
            file.write_bytes(data)
            waiting.append((name, pool.apply_async(attempt, (str(file),))))
        for name, result in waiting:
            done[name] = result.get(timeout=SECONDS * runs)
    say(f"{len(done)} damaged files")
    for ended, count in Counter(e for e, _, _ in done.values()).most_common():
        say(f"{count:5d} {ended}")
    for name, (ended, _, _) in done.items():
        if ended.startswith("CRASH"):
            say(f"  {name}: {ended}")
    slow, large = max(done, key=lambda n: done[n][1]), max(done, key=lambda n: done[n][2])
    say(f"slowest  {done[slow][1]:.2f} s {slow}")
    say(f"largest  {done[large][2]} MB {large}")


if __name__ == "__main__":
    main()
