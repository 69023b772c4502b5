"""The wheel: built, installed alone, it reviews a form away from the checkout."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support.commands import ROOT, SOUND, process


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built from a copy of what it needs."""
    tree = tmp_path_factory.mktemp("tree")
    for name in ("auditor", "prompts"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree)
    build = "from hatchling.build import build_wheel; import sys; print(build_wheel(sys.argv[1]))"
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-c", build, str(out)], cwd=tree, check=True, capture_output=True)
    return next(out.glob("*.whl"))


def test_the_wheel_holds_the_rule_sets_and_the_prompts(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"auditor/py.typed", "auditor/rulebooks/cn.toml"} <= names
    prompts = {f"auditor/prompts/{p.name}" for p in (ROOT / "prompts").iterdir() if p.is_file()}
    assert prompts <= names
    assert not [n for n in names if n.startswith(("tests/", "samples/"))]


def test_installed_alone_it_reviews_a_form_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "site"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(place)
    shutil.copy(SOUND, tmp_path / "表.txt")
    words = (
        f"import sys; sys.path[:] = [{str(place)!r}, *(p for p in sys.path if p != {str(ROOT)!r})]; "
        "import auditor, auditor.cli; print(auditor.__file__); sys.exit(auditor.cli.main(['review', '表.txt']))"
    )
    ran = process(words, python=("-c",), cwd=tmp_path)
    assert ran.status == 0, ran.err
    assert ran.out.startswith(str(place))
    assert "审核结论" in ran.out
