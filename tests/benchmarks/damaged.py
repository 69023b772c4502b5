"""300 damaged files: the lines they give, crashes, the slowest, the largest memory, what asked for the network.

python tests/benchmarks/damaged.py [N]

Each file is reviewed by a process of its own, which may open no connection and start no program but LibreOffice.
"""

import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from paths import ROOT, say
from support.damage import variants

RUNS = 300
SECONDS, MEGABYTES, LIMIT = 10, 500, 120
_ONE = """
import contextlib, io, json, re, sys, time
fetched = []
def guard(event, given):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request"):
        fetched.append(event)
        raise OSError("no network here")
sys.addaudithook(guard)
from auditor.cli import main
told = io.StringIO()
start, began = time.process_time(), time.perf_counter()
with contextlib.redirect_stderr(told), contextlib.redirect_stdout(io.StringIO()):
    status = main(["review", "--engine", "offline", sys.argv[1]])
peak = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())
print(json.dumps([status, told.getvalue(), time.process_time() - start, time.perf_counter() - began, int(peak[1]) >> 10, fetched]))
"""


class End(NamedTuple):
    """How the review of a file ends: exit status, lines, seconds of the processor and of the clock, memory, network."""

    status: int
    told: str
    busy: float
    seconds: float
    peak: int
    fetched: list[str]

    @property
    def crashed(self) -> bool:
        """Whether the program broke, or spoke of itself where it should speak of the file."""
        return self.status not in (0, 1, 2, 3) or "Traceback" in self.told or "读不了（" in self.told


def attempt(path: Path) -> End:
    """Review one file."""
    command = [sys.executable, "-c", _ONE, str(path)]
    began = time.perf_counter()
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT, check=False)
    except subprocess.TimeoutExpired:
        return End(-1, "no end", LIMIT, LIMIT, 0, [])
    if done.returncode:
        return End(done.returncode, f"Traceback {done.stderr[-300:]}", 0, time.perf_counter() - began, 0, [])
    return End(*json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Print the figures of N damaged files, 300 by default."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    done: dict[str, End] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, data in variants(runs):
            file = Path(folder, name)
            file.write_bytes(data)
            done[name] = attempt(file)
            file.unlink()
    say(f"{len(done)} damaged files")
    lines: Counter[str] = Counter()
    example: dict[str, str] = {}
    for name, end in done.items():
        for line in end.told.splitlines() or [f"{name}：审核了（退出码 {end.status}）"]:
            words = re.sub(r"\d+", "N", line.replace(name, "…"))
            lines[words] += 1
            example.setdefault(words, name)
    for words, count in lines.most_common():
        say(f"{count:5d} {words}   （{example[words]}）")
    refused = [e for e in done.values() if e.status == 2]
    say(f"refused {len(refused)}, of them with one line {sum(e.told.count(chr(10)) == 1 for e in refused)}")
    bad = {n: e for n, e in done.items() if e.crashed or e.fetched or e.busy > SECONDS or e.peak > MEGABYTES}
    for name, e in bad.items():
        say(f"  OVER {name}: status {e.status}, {e.busy:.1f} s busy, {e.peak} MB, network {e.fetched}, {e.told[-200:]}")
    slow, large = max(done, key=lambda n: done[n].busy), max(done, key=lambda n: done[n].peak)
    late = max(done, key=lambda n: done[n].seconds)
    say(f"slowest  {done[slow].busy:.2f} s of the processor {slow}; {done[late].seconds:.2f} s by the clock {late}")
    say(f"largest  {done[large].peak} MB {large}")
    say(
        f"asked for the network {sum(bool(e.fetched) for e in done.values())}, crashes {sum(e.crashed for e in done.values())}"
    )


if __name__ == "__main__":
    main()
