"""The forms beside the checkout, for tests that measure on them where they are there."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
GOLD = ROOT / "tests" / "gold"
SHARED = ROOT.parent / "shared"
CLAIMS = SHARED / "claims"
SEED = SHARED / "forms" / "shenzhen-2020-science-association.txt"
IDS = ("d01", "d02", "d03", "d04", "d05", "d06", "d07", "d08")

here = pytest.mark.skipif(not CLAIMS.is_dir(), reason="the annotated forms lie beside the checkout, not in it")


def sample(name: str) -> str:
    """The text of a sample by the name of its file without ending."""
    return (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")


def claims_text(form: str, dialect: str) -> str:
    """The text of an annotated form in one of its dialects."""
    return (CLAIMS / "files" / f"{form}.{dialect}.txt").read_text(encoding="utf-8")
