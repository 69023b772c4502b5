"""Drafts go where a family of layouts has its place for reasons."""

import dataclasses
import subprocess
import sys
from pathlib import Path

from support.families import FAMILIES, carried
from support.families.spoiling import faults_of, spoiled


def test_the_draft_of_a_chongqing_form_goes_into_its_column(tmp_path: Path) -> None:
    fault = next(f for f in faults_of(FAMILIES["chongqing"]) if f.code == "D301")
    made = next(m for n in range(20) if (m := spoiled("chongqing", fault, n)))
    blank = tuple(dataclasses.replace(r, explanation="") for r in made.truth.rows)
    (tmp_path / "表.xlsx").write_bytes(carried(dataclasses.replace(made.truth, rows=blank), "xlsx"))
    done = subprocess.run(
        [sys.executable, "-m", "auditor", "annotate", "表.xlsx", "-o", "批注.xlsx", "--fill"],
        cwd=tmp_path, capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert "填入草稿 1 条" in done.stderr
