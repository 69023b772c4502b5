"""Reviews with a model on loopback, as the tests of the model layer ask for them."""

import json
from contextlib import closing
from functools import cache
from pathlib import Path

from auditor.llm.asking import Desk
from auditor.llm.cache import Cache
from auditor.llm.client import Model
from auditor.llm.masks import Masks
from auditor.llm.meter import Meter
from auditor.model.review import Review
from auditor.pipeline import audit
from auditor.readers.from_txt import from_txt
from auditor.rules import ALL_RULES
from auditor.settings import Settings
from support.reviewing import TODAY
from support.server import Behaviour, Brain, Server, plain, serving

SAMPLES = Path(__file__).parents[2] / "samples"
SAMPLE = (SAMPLES / "forest-fire-2021.txt").read_text(encoding="utf-8")
COMPUTED = frozenset(r.code for r in ALL_RULES if r.by == "D")


@cache
def offline(text: str = SAMPLE) -> Review:
    """The review without a model."""
    return audit(from_txt(text.encode(), "表.txt"), today=TODAY)


def deterministic(done: Review) -> str:
    """Everything that no model may change, as bytes would show it."""
    findings = [json.loads(f.model_dump_json()) for f in done.findings if f.rule in COMPUTED]
    return json.dumps(
        [done.form.model_dump(mode="json"), done.scores.model_dump(mode="json"), findings], ensure_ascii=False
    )


def model_at(url: str, folder: Path, **settings: object) -> Model:
    """A model at an address, its cache in a folder."""
    given = {"base_url": url, "model": "m", "timeout": 1} | settings
    return Model(Settings.model_validate(given), Cache(folder / "answers.sqlite"))


def review_with(
    text: str,
    folder: Path,
    *,
    brain: Brain = plain,
    behaviour: Behaviour | None = None,
    url: str | None = None,
    masks: Masks | None = None,
    **settings: object,
) -> tuple[Review, Server]:
    """A review that asks a server, and what the server saw."""
    with serving(brain, behaviour) as server, closing(model_at(url or server.url, folder, **settings)) as model:
        desk = Desk(model, Meter("m"), masks or Masks())
        return audit(from_txt(text.encode(), "表.txt"), today=TODAY, desk=desk, strict=True), server
