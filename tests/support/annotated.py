"""Annotated forms drawn anew: a gold file as a Spec, and carriers that LibreOffice makes out of others."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from support.forms import Fund, Goal, Row, Spec

OFFICE = shutil.which("soffice")
_AMOUNTS = ("initial_budget", "annual_budget", "executed", "points", "rate", "score")


def spec_of(gold: Mapping[str, Any]) -> Spec:
    """The form that a gold file annotates."""
    head, rows, shared = gold["header"], [], ""
    for r in gold["indicators"]:
        joined = bool(r["shared"]) and r["shared"] == shared
        shared = r["shared"] or ""
        points, score = ("", "") if joined else (r["points"] or "", r["score"] or "")
        told = (r["name"], r["target"], r["actual"], points, score, r["explanation"] or "")
        rows.append(Row(r["level1"], r["level2"], *told, shared=joined))
    levels = dict.fromkeys((r["level1"], r.get("level1_points") or "") for r in gold["indicators"])
    return Spec(
        project=head["project_name"],
        department=head["department"] or "",
        unit=head["unit"] or "",
        funds=tuple(Fund(f["name"], *(f[c] or "" for c in _AMOUNTS)) for f in gold["funds"]),
        goals=tuple(
            Goal(g["label"] or "", g["title"] or "", g["expected"] or "", g["actual"] or "") for g in gold["goals"]
        ),
        rows=tuple(rows),
        levels=tuple(levels),
        total=(gold["total"]["points"] or "", gold["total"]["score"] or ""),
        title=gold["title"],
        year="".join(c for c in head["year"] or "" if c.isdigit()),
        currency=gold["currency"] or "",
    )


def converted(files: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """Files as another kind by LibreOffice, in a folder, under their own names."""
    folder.mkdir(parents=True, exist_ok=True)
    profile = f"-env:UserInstallation={(folder.parent / 'profile').absolute().as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, capture_output=True, check=True, timeout=20 * len(files) + 60)
    return [folder / f"{f.stem}.{kind}" for f in files]
