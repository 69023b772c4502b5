"""Command lines, run in this process or in one of their own."""

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from auditor.cli import main

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
FAULTY = ROOT / "samples" / "village-doctors-2022.txt"
SOUND = ROOT / "samples" / "coding-camps-2022-shenzhen.txt"


class Ran(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str


class Command:
    """Runs command lines in this process."""

    def __init__(self, capture: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self._capture, self._patch = capture, patch

    def __call__(self, *words: str | Path, stdin: bytes = b"") -> Ran:
        self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        self._capture.readouterr()
        status = main([str(w) for w in words])
        told = self._capture.readouterr()
        return Ran(status, told.out, told.err)


def process(*words: str | Path, stdin: bytes = b"", cwd: Path = ROOT, python: tuple[str, ...] = ()) -> Ran:
    """Run ``python -m auditor`` in a process of its own, without colours or a terminal."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    command = [sys.executable, *(python or ("-m", "auditor")), *map(str, words)]
    ran = subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, env=environment, check=False, timeout=60)
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def is_one_chinese_line(words: str) -> bool:
    """Whether words are one line for a user: Chinese, an end, no traceback."""
    return words.count("\n") == 1 and words.endswith("。\n") and any("一" <= c <= "龥" for c in words)
