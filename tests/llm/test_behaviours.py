"""What a server may do instead of answering well: the review completes, its numbers are those of the offline run."""

import json
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.asking import SAMPLE, deterministic, offline, review_with
from support.server import Body, Handler, plain, verdict

from auditor.model.claim import Engine, Flag
from auditor.model.review import Review, ReviewOutcome


def _ids(body: Body) -> list[str]:
    return [v["id"] for v in json.loads(plain(body)).get("verdicts", [])]


def _good(h: Handler, body: Body, number: int) -> None:
    h.say(plain(body))


def _once(bad: Callable[[Handler, Body], None]) -> Callable[[Handler, Body, int], None]:
    """Bad for the first request of each kind, then good."""
    seen: set[str] = set()

    def behave(h: Handler, body: Body, number: int) -> None:
        key = body["messages"][0]["content"][:40]
        if key in seen:
            h.say(plain(body))
        else:
            seen.add(key)
            bad(h, body)

    return behave


def _always(bad: Callable[[Handler, Body], None]) -> Callable[[Handler, Body, int], None]:
    return lambda h, body, number: bad(h, body)


def _drip(h: Handler, body: Body) -> None:
    h.send_response(200)
    h.send_header("Content-Type", "application/json")
    h.send_header("Content-Length", "4000")
    h.end_headers()
    try:
        for _ in range(40):
            h.wfile.write(b" ")
            h.wfile.flush()
            time.sleep(0.2)
    except OSError:
        return


def _reset(h: Handler, body: Body) -> None:
    h.send_response(200)
    h.send_header("Content-Length", "4000")
    h.end_headers()
    h.wfile.write(b'{"id": "x", "choices": [{"ind')
    h.wfile.flush()
    h.connection.shutdown(socket.SHUT_RDWR)
    h.close_connection = True


def _sleep(h: Handler, body: Body) -> None:
    time.sleep(3)
    try:
        h.say(plain(body))
    except OSError:
        return


def _half(h: Handler, body: Body) -> None:
    value = json.loads(plain(body))
    if "verdicts" in value:
        value["verdicts"] = value["verdicts"][: len(value["verdicts"]) // 2]
    h.say(json.dumps(value, ensure_ascii=False))


def _strange_ids(h: Handler, body: Body) -> None:
    value = json.loads(plain(body))
    if "verdicts" in value:
        value["verdicts"] = [verdict(f"Z{n}") for n, _ in enumerate(value["verdicts"])]
    h.say(json.dumps(value, ensure_ascii=False))


def _only_text(h: Handler, body: Body, number: int) -> None:
    if "response_format" in body:
        h.fail(500, "json_schema is not supported: unknown grammar")
    else:
        h.say(f"好的，结果如下：\n```json\n{plain(body)}\n```\n请查收。")


def _only_object(h: Handler, body: Body, number: int) -> None:
    if body.get("response_format", {}).get("type") == "json_schema":
        h.fail(400, "This response_format type is unavailable now")
    else:
        h.say(plain(body))


def _short(h: Handler, body: Body) -> None:
    h.say(plain(body)[:50], finish="length")


def _long_batches_are_cut(h: Handler, body: Body, number: int) -> None:
    if len(_ids(body)) > 10:
        h.say(plain(body)[:50], finish="length")
    else:
        h.say(plain(body))


MENDED = {
    "good": (_good, ""),
    "no usage": (_always(lambda h, b: h.say(plain(b), usage=False)), ""),
    "fenced": (_always(lambda h, b: h.say(f"```json\n{plain(b)}\n```")), ""),
    "thinking aloud": (_always(lambda h, b: h.say(f'<think>试试 {{"verdicts": []}}</think>{plain(b)}')), ""),
    "prose around": (_always(lambda h, b: h.say(f"审核结果：{plain(b)}\n以上。")), ""),
    "rate limit, one second": (_once(lambda h, b: h.fail(429, "slow down", Retry_After="1")), "接口限流"),
    "server error once": (_once(lambda h, b: h.fail(500, "oops")), "HTTP 500"),
    "bad gateway page once": (_once(lambda h, b: h.send(502, b"<html>bad gateway</html>", kind="text/html")), "HTTP 502"),
    "no json_schema": (_only_object, "不支持 json_schema"),
    "no response_format at all": (_only_text, "不支持 json_object"),
    "cut off once": (_once(_short), "放宽长度"),
    "long batches are cut off": (_long_batches_are_cut, "分成两批"),
    "blank once": (_once(lambda h, b: h.say("  \n")), "空的"),
    "wrong shape once": (_once(lambda h, b: h.say('{"answer": 1}')), "改正一次"),
    "half the claims once": (_once(_half), "改正一次"),
    "ids of another form once": (_once(_strange_ids), "改正一次"),
    "reset in the middle once": (_once(_reset), "重问"),
    "body that is no JSON once": (_once(lambda h, b: h.send(200, b"hello")), "重问"),
    "no choices once": (_once(lambda h, b: h.send(200, b'{"id":"x","choices":[]}')), "重问"),
    "error with status 200 once": (_once(lambda h, b: h.send(200, b'{"error":{"message":"overloaded"}}')), "重问"),
}  # fmt: skip

LOST = {
    "wrong key": (_always(lambda h, b: h.fail(401, "invalid api key sk-secret")), "OPENAI_API_KEY"),
    "unknown model": (_always(lambda h, b: h.fail(404, "The model `m` does not exist")), "AUDITOR_MODEL"),
    "address without /v1": (_always(lambda h, b: h.fail(404, "Not Found")), "OPENAI_BASE_URL"),
    "rate limit, ten minutes": (_always(lambda h, b: h.fail(429, "quota", Retry_After="600")), "限流"),
    "cut off always": (_always(_short), "被截断"),
    "content filter": (_always(lambda h, b: h.say("", finish="content_filter")), "内容过滤"),
    "refusal": (_always(lambda h, b: h.say(None, refusal="I cannot help")), "拒绝"),
    "blank always": (_always(lambda h, b: h.say(None)), "空的"),
    "wrong shape always": (_always(lambda h, b: h.say('{"answer": 1}')), "不合格式"),
    "longer than the context": (
        _always(lambda h, b: h.fail(400, "This model's maximum context length is 4096 tokens")), "上下文",
    ),
    "too slow": (_always(_sleep), "AUDITOR_TIMEOUT"),
    "slow drip": (_always(_drip), "AUDITOR_TIMEOUT"),
}  # fmt: skip


def _same_numbers(done: Review) -> None:
    assert deterministic(done) == deterministic(offline())


@pytest.mark.parametrize("name", MENDED)
def test_a_remedy_gets_the_answer(name: str, tmp_path: Path) -> None:
    behaviour, line = MENDED[name]
    done, _ = review_with(SAMPLE, tmp_path, behaviour=behaviour)
    _same_numbers(done)
    assert all(Flag.NOT_JUDGED not in c.flags and c.engine is Engine.LLM for c in done.claims)
    assert done.outcome is ReviewOutcome.FINDINGS
    told = "；".join(done.usage.fallbacks)
    assert line in told if line else not told


@pytest.mark.parametrize("name", LOST)
def test_what_cannot_be_mended_stays_with_the_embedded_engine(name: str, tmp_path: Path) -> None:
    behaviour, line = LOST[name]
    started = time.perf_counter()
    done, _ = review_with(SAMPLE, tmp_path, behaviour=behaviour)
    _same_numbers(done)
    assert all(Flag.NOT_JUDGED in c.flags and c.engine is Engine.OFFLINE for c in done.claims)
    assert done.outcome is ReviewOutcome.INCOMPLETE
    assert line in "；".join(done.usage.fallbacks)
    assert "sk-secret" not in done.model_dump_json()
    assert time.perf_counter() - started < 30  # bounded, whatever the server does


def test_half_the_claims_always_leaves_the_other_half_to_the_embedded_engine(tmp_path: Path) -> None:
    done, _ = review_with(SAMPLE, tmp_path, behaviour=_always(_half))
    judged = [c.engine is Engine.LLM for c in done.claims]
    assert any(judged)
    assert not all(judged)
    assert done.outcome is ReviewOutcome.INCOMPLETE
    assert any("不全" in line for line in done.usage.fallbacks)


def test_an_unreachable_host_is_named(tmp_path: Path) -> None:
    done, _ = review_with(SAMPLE, tmp_path, url="http://127.0.0.1:9/v1")
    _same_numbers(done)
    assert any("OPENAI_BASE_URL" in line for line in done.usage.fallbacks)
