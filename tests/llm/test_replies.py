"""Replies of a capable reader, played back over HTTP: what the pipeline makes of good answers."""

import json
from pathlib import Path

import pytest
from support.asking import model_at, review_with
from support.reviewing import TODAY
from support.server import Body, asked, serving

from auditor.evaluation import evaluate, read_folder
from auditor.llm.client import Model
from auditor.model.claim import Engine
from auditor.quotes import holds
from auditor.running import Task

REPLIES = Path(__file__).parents[1] / "replies"
FORMS = sorted(p.stem for p in REPLIES.glob("*.json"))


def _recorded(body: Body) -> str:
    """The reply that was recorded for the form that a request is about."""
    told = body["messages"][1]["content"]
    name = next(n for n in FORMS if _about(told, (REPLIES / f"{n}.txt").read_text(encoding="utf-8")))
    return str(json.loads((REPLIES / f"{name}.json").read_text(encoding="utf-8"))["replies"][asked(body)])


def _about(told: str, text: str) -> bool:
    """Whether a request's narrative is the form's: a stretch of it stands there."""
    tight = "".join(text.split())
    words = "".join(told.split("【实际完成情况开始】")[1].split())
    return any(words[n : n + 12] in tight for n in range(10, 60))


def _model(url: str, folder: Path) -> Model:
    return model_at(url, folder, timeout=20)


def test_good_answers_reach_the_figures_that_were_asked_for(tmp_path: Path) -> None:
    with serving(_recorded) as server:
        model = _model(server.url, tmp_path)
        scores = evaluate(read_folder(REPLIES, None), Task(today=TODAY, strict=True), model)
        model.close()
    assert scores.forms == 4
    assert scores.accuracy >= 0.95
    assert scores.macro_f1 >= 0.93
    assert scores.quotes == scores.quotes_valid
    assert scores.drafts == scores.drafts_clean
    assert not scores.fallbacks


@pytest.mark.parametrize("name", FORMS)
def test_every_claim_and_draft_is_the_models(name: str, tmp_path: Path) -> None:
    done, server = review_with((REPLIES / f"{name}.txt").read_text(encoding="utf-8"), tmp_path, brain=_recorded)
    assert server.kinds.count("verdicts") == 1
    assert {c.engine for c in done.claims} == {Engine.LLM}
    assert {d.engine for d in done.drafts} <= {Engine.LLM}
    assert all(holds(q, done.document) for c in done.claims for q in c.evidence)
