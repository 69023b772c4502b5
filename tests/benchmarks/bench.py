"""Figures of speed as ratios: start-up against typer, forms a second, growth with the number of rows.

python tests/benchmarks/bench.py
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from paths import ROOT, say
from support.forms import Goal, Row, Spec, clean

from auditor.pipeline import audit
from auditor.readers.from_txt import from_txt

SAMPLE = ROOT / "samples" / "village-doctors-2022.txt"
TODAY = date(2026, 11, 22)
EMPTY = """\
import typer
app = typer.Typer()
@app.command()
def nothing() -> None: pass
app()
"""
FORMS, ROWS, SIZES = 100, 60, (10, 100, 1000, 5000)
TOLD = 60  # rows that the narrative tells of
THINGS = (
    "路灯", "井盖", "行道树", "绿篱", "护栏", "公交站牌", "水文测站", "排水泵", "消防栓", "健身器材", "图书", "电子阅览机",
    "病床", "救护车", "课桌", "校车", "大棚", "灌溉渠", "防护林", "粮库", "冷链车", "摄像机", "信号机", "充电桩", "垃圾箱",
)  # fmt: skip
ACTS = ("更换", "维修", "新增", "检测", "拆除", "移交", "编号", "巡检", "改造", "登记")


def seconds(command: Sequence[str], times: int = 15) -> float:
    """The median of whole processes, with the compiled modules that an installed program has."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    out = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, check=False)
        out.append(time.perf_counter() - start)
    return statistics.median(out)


def form(count: int, mark: int = 0) -> str:
    """A form of so many rows; the narrative tells of the first of them, as people do."""
    base = clean()
    rows = tuple(_row(base, n, count, mark) for n in range(count))
    told = "".join(f"{r.name}{r.actual}。" for r in rows[:TOLD])
    goals = (Goal("一", "设施养护", "".join(f"{r.name}{r.target}。" for r in rows[:TOLD]), told), *base.goals[1:])
    return base.but(rows=rows, goals=goals, levels=()).scored().text("pipes")


def _row(base: Spec, n: int, count: int, mark: int) -> Row:
    points = format(Decimal(90) / count, ".3f")
    level = base.rows[n * len(base.rows) // count]
    step, thing = divmod(n, len(THINGS))
    place, act = divmod(step, len(ACTS))
    where = f"第{place}片区" if place else ""
    return Row(
        level.level1, level.level2, f"{where}{THINGS[thing]}{ACTS[act]}数量", f"≥{n + 10 + mark}件",
        f"{n + 12 + mark}件", points, points,
    )  # fmt: skip


def review(text: str) -> float:
    """The seconds of one review in this process."""
    source = from_txt(text.encode(), "表.txt")
    start = time.perf_counter()
    audit(source, today=TODAY)
    return time.perf_counter() - start


def main() -> None:
    """Print all figures."""
    typer = seconds([sys.executable, "-c", "import typer"])
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "empty.py"
        script.write_text(EMPTY, encoding="utf-8")
        empty = seconds([sys.executable, str(script)])
    whole = seconds([sys.executable, "-m", "auditor", "review", str(SAMPLE)])
    say(f"one form, whole process    {whole * 1e3:7.0f} ms")
    say(f"  against import typer     {whole / typer:7.2f} times ({typer * 1e3:.0f} ms)")
    say(f"  against an empty command {whole / empty:7.2f} times ({empty * 1e3:.0f} ms)")
    texts = [form(ROWS, mark) for mark in range(FORMS)]
    review(texts[0])
    start = time.perf_counter()
    for text in texts:
        review(text)
    say(f"{FORMS} forms of {ROWS} rows      {FORMS / (time.perf_counter() - start):7.1f} forms a second")
    samples = [p.read_text(encoding="utf-8") for p in sorted(SAMPLE.parent.glob("*.txt"))]
    each = statistics.median(min(review(text) for _ in range(3)) for text in samples)
    say(f"{len(samples)} samples                 {1 / each:7.1f} forms a second")
    first = 0.0
    for size in SIZES:
        text = form(size)
        each = min(review(text) for _ in range(3 if size < 1000 else 1)) / size
        first = first or each
        say(
            f"{size:5d} rows                 {each * 1e3:7.3f} ms a row, {each / first:5.2f} times that of {SIZES[0]} rows"
        )


if __name__ == "__main__":
    main()
