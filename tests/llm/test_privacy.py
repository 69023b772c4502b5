"""What leaves the machine, and what never does."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.asking import SAMPLE, offline, review_with
from support.server import Body, claims, narrative, plain, serving, verdict

from auditor.llm.masks import Masks
from auditor.model.claim import Verdict

PRIVATE = ("13912345678", "0755-82345678", "440301198805121234", "6222 0210 0111 2345 678", "zhang.san@example.gov.cn")
TOLD = "联系人王小明，电话13912345678、0755-82345678，身份证440301198805121234，账号6222 0210 0111 2345 678，邮箱zhang.san@example.gov.cn。"


def _with_private_words() -> str:
    first = next(g.actual.text for g in offline().form.goals if g.actual)[:12]
    assert first in SAMPLE
    return SAMPLE.replace(first, TOLD + first, 1)


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    base = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI", "AUDITOR", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "auditor", *arguments],
        capture_output=True, text=True, encoding="utf-8", env=base | environment, check=False,
    )  # fmt: skip


def _canonical(body: Body) -> str:
    return json.dumps(body, sort_keys=True)


@pytest.mark.parametrize("secret", PRIVATE)
def test_private_numbers_are_masked_and_come_back(secret: str) -> None:
    masks = Masks()
    hidden = masks.hide(f"电话：{secret}。")
    assert secret not in hidden
    assert masks.show(hidden) == f"电话：{secret}。"


@pytest.mark.parametrize("figure", ["1,234,567.89", "2021年12月31日", "120.00万元", "18650份", "4474个项目", "99.97"])
def test_figures_are_no_private_numbers(figure: str) -> None:
    assert Masks().hide(figure) == figure


def test_what_is_sent_holds_no_private_number(tmp_path: Path) -> None:
    _, server = review_with(_with_private_words(), tmp_path)
    sent = json.dumps(server.bodies, ensure_ascii=False)
    assert not [s for s in PRIVATE if s in sent]
    assert "［电话" in sent


def test_a_quote_over_a_mask_is_evidence_with_the_original_words(tmp_path: Path) -> None:
    def brain(body: Body) -> str:
        if '{"verdicts":' not in body["messages"][0]["content"]:
            return plain(body)
        start = narrative(body).index("联系人")
        said = narrative(body)[start : start + 20]
        return json.dumps({"verdicts": [verdict(c[0], "partial", said) for c in claims(body)]}, ensure_ascii=False)

    done, _ = review_with(_with_private_words(), tmp_path, brain=brain)
    quotes = [q.quote for c in done.claims if c.verdict is Verdict.PARTIAL for q in c.evidence]
    assert any("13912345678" in q for q in quotes)


def test_names_are_masked_on_request(tmp_path: Path) -> None:
    unit = offline().form.unit.text
    told = next(g.actual.text for g in offline().form.goals if g.actual)[:10]
    _, server = review_with(SAMPLE.replace(told, unit + told, 1), tmp_path, masks=Masks((unit,)))
    assert unit not in json.dumps(server.bodies, ensure_ascii=False)


def test_show_request_prints_what_would_be_sent_and_sends_nothing(tmp_path: Path) -> None:
    form = tmp_path / "表.txt"
    form.write_text(SAMPLE, encoding="utf-8")
    with serving() as server:
        env = {
            "OPENAI_BASE_URL": server.url,
            "AUDITOR_MODEL": "m",
            "AUDITOR_CACHE": str(tmp_path / "c"),
            "OPENAI_API_KEY": "sk-topsecret",
        }
        shown = _run("review", str(form), "--show-request", **env)
        assert not server.bodies
        assert shown.returncode == 0
        assert "sk-topsecret" not in shown.stdout + shown.stderr
        _run("review", str(form), "--engine", "llm", **env)
        decoder, at, bodies = json.JSONDecoder(), 0, []
        while at < len(shown.stdout.rstrip()):
            body, at = decoder.raw_decode(shown.stdout, at)
            bodies.append(body)
            at += len(shown.stdout[at:]) - len(shown.stdout[at:].lstrip())
        assert sorted(map(_canonical, bodies)) == sorted(map(_canonical, server.bodies))


def test_a_key_appears_nowhere(tmp_path: Path) -> None:
    form = tmp_path / "表.txt"
    form.write_text(SAMPLE, encoding="utf-8")
    with serving(behaviour=lambda h, body, number: h.fail(401, "bad key sk-topsecret")) as server:
        env = {
            "OPENAI_BASE_URL": server.url,
            "AUDITOR_MODEL": "m",
            "AUDITOR_CACHE": str(tmp_path / "c"),
            "OPENAI_API_KEY": "sk-topsecret",
        }
        for kind in ("text", "json", "html", "markdown"):
            done = _run("review", str(form), "--engine", "llm", "--format", kind, **env)
            assert done.returncode == 3
            assert "sk-topsecret" not in done.stdout + done.stderr
            assert "Traceback" not in done.stderr


def test_tracing_is_off_whatever_the_environment_says(tmp_path: Path) -> None:
    form = tmp_path / "表.txt"
    form.write_text(SAMPLE, encoding="utf-8")
    with serving() as server, serving() as tracer:
        done = _run(
            "review", str(form), "--engine", "llm",
            OPENAI_BASE_URL=server.url, AUDITOR_MODEL="m", AUDITOR_CACHE=str(tmp_path / "c"),
            LANGSMITH_TRACING="true", LANGCHAIN_TRACING_V2="true", LANGSMITH_API_KEY="x",
            LANGSMITH_ENDPOINT=tracer.url, LANGCHAIN_ENDPOINT=tracer.url,
        )  # fmt: skip
        assert done.returncode in (0, 1)
        assert server.bodies
        assert not tracer.headers


def test_offline_asks_nobody(tmp_path: Path) -> None:
    form = tmp_path / "表.txt"
    form.write_text(SAMPLE, encoding="utf-8")
    with serving() as server:
        _run("review", str(form), "--engine", "offline", OPENAI_BASE_URL=server.url, AUDITOR_MODEL="m")
        _run("review", str(form))
        assert not server.headers
