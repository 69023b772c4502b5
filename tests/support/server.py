"""A loopback server that speaks the OpenAI protocol and behaves as it is told."""

import json
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]
Brain = Callable[[Body], str]
Behaviour = Callable[["Handler", Body, int], None]

_CLAIM = re.compile(r"^(I\d+)｜([^｜\n]*)｜([^｜\n]*)｜([^｜\n]*)｜([^｜\n]*)$", re.MULTILINE)
_DRAFT = re.compile(r"^(D\d+)｜([^｜\n]*)｜", re.MULTILINE)


def asked(body: Body) -> str:
    """Which prompt a request comes from: claims, remarks or drafts; probe for the doctor's."""
    system = body["messages"][0]["content"]
    return next((k for k in ("verdicts", "remarks", "drafts") if f'{{"{k}":' in system), "probe")


def narrative(body: Body) -> str:
    """The narrative that a request carries."""
    user = body["messages"][1]["content"] if len(body["messages"]) > 1 else ""
    found = re.search(r"【实际完成情况开始】\n(.*?)\n【实际完成情况结束】", user, re.DOTALL)
    return found[1] if found else ""


def claims(body: Body) -> list[tuple[str, ...]]:
    """The claims that a request asks about: id, level, name, target, actual."""
    return [
        tuple(m.groups()) for m in _CLAIM.finditer(body["messages"][1]["content"].rsplit("【实际完成情况结束】", 1)[-1])
    ]


def drafts(body: Body) -> list[tuple[str, str]]:
    """The drafts that a request asks for: number, matter."""
    return _DRAFT.findall(body["messages"][1]["content"].rsplit("【实际完成情况结束】", 1)[-1])


def verdict(key: str, word: str = "not_mentioned", *quotes: str, **more: str) -> dict[str, Any]:
    """A verdict as a model writes it."""
    return {
        "id": key,
        "verdict": word,
        "quotes": list(quotes),
        "value_found": "",
        "reason": "叙述如此",
        "confidence": "high",
    } | more


def plain(body: Body) -> str:
    """A polite model that sees nothing, remarks nothing and knows no cause."""
    if asked(body) == "verdicts":
        return json.dumps({"verdicts": [verdict(c[0]) for c in claims(body)]}, ensure_ascii=False)
    if asked(body) == "remarks":
        return json.dumps({"remarks": []})
    if asked(body) == "drafts":
        made = [
            {
                "id": d,
                "quotes": [],
                "cause": f"〔待核实：{m}偏差的原因及依据〕",
                "measure": f"下年度落实{m}的后续安排〔待核实：责任科室、完成时间〕",
            }
            for d, m in drafts(body)
        ]
        return json.dumps({"drafts": made}, ensure_ascii=False)
    said = body["messages"][0]["content"].splitlines()[-1]
    return json.dumps({"quote": said}, ensure_ascii=False)


@dataclass
class Server:
    """What a test sees of the server: its address, the requests that came, and what it does next."""

    url: str
    brain: Brain = plain
    behaviour: Behaviour | None = None
    latency: float = 0.0
    bodies: list[Body] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    running: int = 0
    most: int = 0

    @property
    def kinds(self) -> list[str]:
        """What was asked, in order."""
        return [asked(b) for b in self.bodies]


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 65536
    seen: Server
    lock: threading.Lock

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        with self.lock:
            self.seen.bodies.append(body)
            self.seen.headers.append(dict(self.headers))
            self.seen.running += 1
            self.seen.most = max(self.seen.most, self.seen.running)
            number = len(self.seen.bodies)
        try:
            if self.seen.latency:
                time.sleep(self.seen.latency)
            if self.seen.behaviour is not None:
                self.seen.behaviour(self, body, number)
            else:
                self.say(self.seen.brain(body))
        finally:
            with self.lock:
                self.seen.running -= 1

    def say(self, text: str | None, finish: str = "stop", *, usage: bool = True, **message: Any) -> None:
        """Answer with a message."""
        value: Body = {
            "id": "x", "object": "chat.completion", "created": 0, "model": "m",
            "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text, **message}}],
        }  # fmt: skip
        if usage:
            value["usage"] = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
        self.send(200, json.dumps(value, ensure_ascii=False).encode())

    def fail(self, status: int, message: str = "failed", **headers: str) -> None:
        """Answer with an error."""
        data = json.dumps({"error": {"message": message, "type": "error", "code": None}}).encode()
        self.send(status, data, **headers)

    def send(self, status: int, data: bytes, **headers: str) -> None:
        """Answer with bytes."""
        self.send_response(status)
        self.send_header("Content-Type", headers.pop("kind", "application/json"))
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)


class _Quiet(ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no news."""


@contextmanager
def serving(
    brain: Brain = plain,
    behaviour: Behaviour | None = None,
    latency: float = 0.0,
    certificate: ssl.SSLContext | None = None,
) -> Iterator[Server]:
    """A server on loopback as long as the block runs; with a certificate it speaks HTTPS."""
    seen = Server("", brain, behaviour, latency)
    httpd = _Quiet(("127.0.0.1", 0), type("Bound", (Handler,), {"lock": threading.Lock(), "seen": seen}))
    seen.url = f"http://127.0.0.1:{httpd.server_port}/v1"
    if certificate is not None:
        httpd.socket = certificate.wrap_socket(httpd.socket, server_side=True)
        seen.url = f"https://localhost:{httpd.server_port}/v1"
    threading.Thread(target=httpd.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield seen
    finally:
        httpd.shutdown()
        httpd.server_close()
