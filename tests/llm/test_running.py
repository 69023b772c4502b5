"""Several forms at once, a server under strain, an interruption, and the commands around a model."""

import json
import os
import signal
import ssl
import subprocess
import sys
import time
from pathlib import Path

import pytest
import trustme
from support.asking import SAMPLES
from support.server import Body, Handler, plain, serving

FORMS = sorted(SAMPLES.glob("*.txt"))


def _environment(url: str, folder: Path, **more: str) -> dict[str, str]:
    base = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI", "AUDITOR", "LANG"))}
    return base | {"OPENAI_BASE_URL": url, "AUDITOR_MODEL": "m", "AUDITOR_CACHE": str(folder / "c.sqlite")} | more


def run(url: str, folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The program as a process that has a model."""
    return subprocess.run(
        [sys.executable, "-m", "auditor", *arguments],
        capture_output=True, text=True, encoding="utf-8", env=_environment(url, folder, **more), check=False,
    )  # fmt: skip


def _copies(folder: Path, count: int) -> list[str]:
    """Different forms: the samples, each under its own project name."""
    out = []
    for n in range(count):
        text = FORMS[n % len(FORMS)].read_text(encoding="utf-8").replace("项目名称", "项目名称", 1)
        path = folder / f"{n:02d}.txt"
        path.write_text(f"{text}\n第{n}份\n", encoding="utf-8")
        out.append(str(path))
    return out


def test_several_forms_are_asked_at_once_within_the_limit(tmp_path: Path) -> None:
    with serving(latency=0.2) as server:
        done = run(
            server.url,
            tmp_path,
            "review",
            *_copies(tmp_path, 8),
            "--engine",
            "llm",
            "--format",
            "json",
            AUDITOR_PARALLEL="4",
        )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == 8
    assert 3 <= server.most <= 4
    assert all(line["usage"]["engine"] == "llm" for line in lines)


def test_a_server_that_refuses_every_third_request_loses_no_form(tmp_path: Path) -> None:
    def behaviour(h: Handler, body: Body, number: int) -> None:
        if number % 3 == 0:
            h.fail(429, "slow down", Retry_After="0.1")
        else:
            h.say(plain(body))

    with serving(behaviour=behaviour) as server:
        done = run(server.url, tmp_path, "review", *_copies(tmp_path, 6), "--engine", "llm", "--format", "json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == 6
    assert all(c["engine"] == "llm" for line in lines for c in line["claims"])


def test_an_interruption_leaves_a_report_marked_incomplete(tmp_path: Path) -> None:
    out = tmp_path / "r.json"
    with serving(latency=30) as server:
        command = [sys.executable, "-m", "auditor", "review", str(FORMS[0]), "--engine", "llm", "-o", str(out)]
        process = subprocess.Popen(
            command, env=_environment(server.url, tmp_path), stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )
        while not server.bodies and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=20)
    assert process.returncode == 3, told
    review = json.loads(out.read_text(encoding="utf-8"))
    assert review["outcome"] == "incomplete"
    assert any("中断" in line for line in review["usage"]["fallbacks"])
    assert "Traceback" not in told


def test_without_a_model_the_llm_engine_says_what_to_set(tmp_path: Path) -> None:
    environment = {k: v for k, v in _environment("", tmp_path).items() if k not in ("OPENAI_BASE_URL", "AUDITOR_MODEL")}
    done = subprocess.run(
        [sys.executable, "-m", "auditor", "review", str(FORMS[0]), "--engine", "llm"],
        capture_output=True, text=True, encoding="utf-8", env=environment, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert "AUDITOR_MODEL" in done.stderr
    assert "审核意见" in done.stdout


@pytest.mark.parametrize("engine", ["auto", "llm"])
def test_a_configured_model_is_named_in_the_report(engine: str, tmp_path: Path) -> None:
    with serving() as server:
        done = run(server.url, tmp_path, "review", str(FORMS[0]), "--engine", engine)
    assert "语言模型（m）" in done.stdout
    assert done.returncode in (0, 1)


def test_a_wrong_setting_is_one_line(tmp_path: Path) -> None:
    done = run("http://127.0.0.1:9/v1", tmp_path, "review", str(FORMS[0]), AUDITOR_TIMEOUT="soon")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "AUDITOR_TIMEOUT" in done.stderr


def test_drafts_come_from_the_model_too(tmp_path: Path) -> None:
    with serving() as server:
        done = run(server.url, tmp_path, "draft", str(FORMS[0]), "--engine", "llm", "--format", "json")
    drafts = json.loads(done.stdout)["drafts"]
    assert drafts
    assert {d["engine"] for d in drafts} == {"llm"}


def test_doctor_finds_a_sound_endpoint_sound_and_remembers_its_form(tmp_path: Path) -> None:
    with serving() as server:
        done = run(server.url, tmp_path, "doctor")
    assert done.returncode == 0, done.stdout
    assert "可以使用，输出格式用 json_schema" in done.stdout
    assert "逐字相同" in done.stdout


def test_doctor_tells_what_an_endpoint_cannot(tmp_path: Path) -> None:
    def behaviour(h: Handler, body: Body, number: int) -> None:
        if "response_format" in body:
            h.fail(400, "response_format is not supported")
        elif body["max_tokens"] < 20:
            h.say('{"quo', finish="length")
        else:
            h.say('{"quote": "全年举办科普讲座32期"}')

    with serving(behaviour=behaviour) as server:
        done = run(server.url, tmp_path, "doctor")
    assert "抄写有改动" in done.stdout
    assert "输出格式用 text" in done.stdout
    assert "接口如实说明" in done.stdout


@pytest.mark.parametrize(("status", "variable"), [(401, "OPENAI_API_KEY"), (404, "OPENAI_BASE_URL")])
def test_doctor_names_the_setting_to_change(status: int, variable: str, tmp_path: Path) -> None:
    with serving(behaviour=lambda h, body, number: h.fail(status, "no")) as server:
        done = run(server.url, tmp_path, "doctor")
    assert done.returncode == 3
    assert variable in done.stdout


def test_doctor_without_a_model_says_what_to_set(tmp_path: Path) -> None:
    done = run("", tmp_path, "doctor", AUDITOR_MODEL="")
    assert done.returncode == 2
    assert "AUDITOR_MODEL" in done.stderr


def test_the_cache_is_shown_and_cleared(tmp_path: Path) -> None:
    with serving() as server:
        run(server.url, tmp_path, "review", str(FORMS[0]), "--engine", "llm")
        assert "3 条模型答复" in run(server.url, tmp_path, "cache", "info").stdout
        assert "已清空 3 条" in run(server.url, tmp_path, "cache", "clear").stdout
        assert "：0 条" in run(server.url, tmp_path, "cache", "info").stdout


def test_no_cache_asks_again(tmp_path: Path) -> None:
    with serving() as server:
        for _ in range(2):
            run(server.url, tmp_path, "review", str(FORMS[0]), "--engine", "llm", "--no-cache")
        assert len(server.bodies) == 6


def test_a_proxy_that_does_not_answer_is_named(tmp_path: Path) -> None:
    done = run(
        "http://models.invalid/v1",
        tmp_path,
        "review",
        str(FORMS[0]),
        "--engine",
        "llm",
        HTTP_PROXY="http://127.0.0.1:9",
    )
    assert done.returncode == 3
    assert "HTTPS_PROXY" in done.stdout
    assert not done.stderr


def test_a_certificate_that_nobody_signed_is_named(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with serving(certificate=context) as server:
        done = run(server.url, tmp_path, "review", str(FORMS[0]), "--engine", "llm")
        assert "SSL_CERT_FILE" in done.stdout
        assert not server.bodies
        known = run(
            server.url, tmp_path, "review", str(FORMS[0]), "--engine", "llm", SSL_CERT_FILE=str(tmp_path / "ca.pem")
        )
        assert known.returncode in (0, 1)
