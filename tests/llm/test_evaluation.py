"""``auditor eval``: an engine measured on annotated forms."""

import json
import shutil
from pathlib import Path

import pytest
from support.asking import SAMPLES
from support.reviewing import TODAY

from auditor.cli import main
from auditor.errors import AuditorError
from auditor.evaluation import Rates, evaluate, read_folder, shown
from auditor.running import Task

GOLD = Path(__file__).parents[1] / "gold"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three samples beside their annotations."""
    (tmp_path / "files").mkdir()
    for path in sorted(GOLD.glob("*.json"))[:3]:
        shutil.copy(path, tmp_path)
        shutil.copy(SAMPLES / f"{path.stem}.txt", tmp_path / "files" / f"{path.stem}.txt")
    return tmp_path


def test_the_offline_engine_is_measured(folder: Path) -> None:
    scores = evaluate(read_folder(folder, None), Task(today=TODAY), None, repeat=2)
    assert scores.forms == 3
    assert scores.claims == sum(sum(row.values()) for row in scores.confusion.values())
    assert 0.5 < scores.accuracy <= 1
    assert scores.kappa < scores.accuracy
    assert scores.quotes == scores.quotes_valid > 0
    assert scores.drafts == scores.drafts_clean
    assert scores.stability == 1
    assert (scores.calls, scores.fallbacks) == (0, ())


def test_the_figures_are_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", str(folder), "--engine", "offline"]) == 0
    told = capsys.readouterr().out
    assert "准确率" in told
    assert "not_mentioned" in told
    assert main(["eval", str(folder), "--engine", "offline", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["forms"] == 3


def test_rates() -> None:
    assert Rates(hits=3, false_alarms=1, missed=0).precision == 0.75
    assert Rates(hits=0, false_alarms=0, missed=0).precision is None
    assert Rates(hits=0, false_alarms=0, missed=0).recall is None
    assert Rates(hits=1, false_alarms=1, missed=0).f1 == pytest.approx(2 / 3)


def test_a_folder_without_annotations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AuditorError, match="没有带标注的表"):
        read_folder(tmp_path, None)


def test_an_annotation_without_its_form_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"claims": []}')
    with pytest.raises(AuditorError, match=r"a\.json"):
        read_folder(tmp_path, None)


def test_eval_has_two_formats(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", str(folder), "--format", "html"]) == 2
    assert "text 和 json" in capsys.readouterr().err


def test_a_model_that_was_not_configured_leaves_the_evaluation_incomplete(folder: Path) -> None:
    assert main(["eval", str(folder), "--engine", "llm"]) == 3


def test_what_did_not_run_is_shown(folder: Path) -> None:
    scores = evaluate(read_folder(folder, None), Task(today=TODAY), None).model_copy(
        update={"fallbacks": ("限流",), "model": "m"}
    )
    assert shown(scores).endswith("未由模型完成：限流")
