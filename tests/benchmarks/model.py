"""The model layer under load, as ratios: python tests/benchmarks/model.py [nonsense reviews]

Forms in parallel against the ideal time, characters sent against the form's own, nonsense that must not show.
"""

import random
import sys
import tempfile
import time
from contextlib import closing
from functools import partial
from pathlib import Path

from paths import say
from support.asking import model_at, review_with
from support.nonsense import FORMS, check, nonsense
from support.reviewing import TODAY
from support.server import Body, Handler, plain, serving
from support.shared import SEED

from auditor.llm.asking import Desk
from auditor.llm.masks import Masks
from auditor.llm.meter import Meter
from auditor.llm.prompts import load
from auditor.pipeline import audit
from auditor.readers import read
from auditor.running import Task, reviews_with

LATENCY, LIMIT, MANY = 0.5, 8, 16


def parallel(*, refusing: bool) -> None:
    """Many forms at once, against the time that the limit and the latency allow at best."""

    def behave(h: Handler, body: Body, number: int) -> None:
        if number % 3 == 0:
            h.fail(429, "slow down", Retry_After="0.2")
        else:
            h.say(plain(body))

    with (
        tempfile.TemporaryDirectory() as folder,
        serving(latency=LATENCY, behaviour=behave if refusing else None) as server,
    ):
        forms = []
        for n in range(MANY):
            path = Path(folder) / f"{n}.txt"
            path.write_text(FORMS[n % len(FORMS)].read_text(encoding="utf-8") + f"\n第{n}份\n", encoding="utf-8")
            forms.append(str(path))
        with closing(model_at(server.url, Path(folder), parallel=LIMIT, timeout=30)) as model:
            list(reviews_with(forms[:1], Task(today=TODAY), None))  # a process that has worked before
            started = time.perf_counter()
            done = [r for _, r in reviews_with(forms, Task(today=TODAY), model)]
            taken = time.perf_counter() - started
        judged = sum(all(c.engine.value == "llm" for c in r.claims) for r in done if r)
        ideal = len(server.bodies) / LIMIT * LATENCY
        kind = "a third refused" if refusing else "all answered"
        say(
            f"{MANY} forms, {kind}: {len(server.bodies)} requests, {taken:.1f} s, {taken / ideal:.2f} times the ideal {ideal:.1f} s; judged by the model: {judged}/{MANY}"
        )


def sizes() -> None:
    """Requests and characters for the form with sixty claims."""
    if not SEED.exists():
        say("the form with sixty claims is not here")
        return
    text = SEED.read_text(encoding="utf-8")
    with (
        tempfile.TemporaryDirectory() as folder,
        serving() as server,
        closing(model_at(server.url, Path(folder))) as model,
    ):
        done = audit(read(str(SEED)), today=TODAY, desk=Desk(model, Meter("m"), Masks()))
    said = [sum(len(m["content"]) for m in b["messages"]) for b in server.bodies]
    kinds = {k: server.kinds.count(k) for k in dict.fromkeys(server.kinds)}
    say(
        f"{len(done.claims)} claims: requests {kinds}; {sum(said)} characters sent, {sum(said) / len(text):.2f} times the form's {len(text)}"
    )
    prompt = load("judge_claims")
    told = sum(len(g.actual.text) for g in done.form.goals if g.actual)
    single = len(done.claims) * (len(prompt.static) + told + 100)
    say(
        f"one call a claim would send {single / len(text):.0f} times the form, {single / sum(said):.1f} times what is sent"
    )


def senseless(count: int) -> None:
    """Schema-valid nonsense; ``check`` raises where any of it shows."""
    for seed in range(count):
        rng = random.Random(seed)
        text = FORMS[seed % len(FORMS)].read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            done, _ = review_with(text, Path(folder), brain=partial(nonsense, rng))
        check(done, text)
    say(f"{count} reviews with nonsense: no invented quotation, no moved number, no number of its own in a draft")


if __name__ == "__main__":
    parallel(refusing=False)
    parallel(refusing=True)
    sizes()
    senseless(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
