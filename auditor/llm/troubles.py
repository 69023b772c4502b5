"""What can go wrong between a question and a usable answer, told apart by remedy and by words.

A trouble never stops a review: what it concerns is judged by the embedded engine, and its line
stands in ``usage.fallbacks``.
"""

import json
import re
from enum import StrEnum
from http import HTTPStatus

import openai

_RUNG = re.compile(r"response_format|json_schema|json_object|structured output|guided|grammar", re.IGNORECASE)
_LONG = re.compile(
    r"context.{0,12}(?:length|window)|maximum context|too long|too many tokens|exceeds? the.{0,20}limit|input tokens",
    re.IGNORECASE,
)
_CERTIFICATE = re.compile(r"certificate|CERTIFICATE_VERIFY_FAILED|SSL", re.IGNORECASE)
_PROXY = re.compile(r"proxy", re.IGNORECASE)
_NO_SUCH_MODEL = re.compile(
    r"model.{0,40}(?:not exist|not found|unknown|invalid)|(?:unknown|invalid) model", re.IGNORECASE
)
_BAD_REQUEST = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        HTTPStatus.NOT_IMPLEMENTED,
    }
)


class Kind(StrEnum):
    """Kinds of trouble; each has its own bounded remedy."""

    KEY = "key"  # none: the setting must change
    MODEL = "model"
    ADDRESS = "address"
    CERTIFICATE = "certificate"
    PROXY = "proxy"
    UNREACHABLE = "unreachable"  # asked again after a pause
    BUSY = "busy"  # asked again after the pause that the server names
    GATEWAY = "gateway"  # asked again after a pause
    SLOW = "slow"
    RUNG = "rung"  # the next form of request
    TOO_LONG = "too_long"  # the batch is divided
    TRUNCATED = "truncated"  # once with more room, then the batch is divided
    REFUSED = "refused"
    FILTERED = "filtered"
    BLANK = "blank"  # asked once more
    INVALID = "invalid"  # one turn of repair
    PROMPT = "prompt"  # none: the file must be mended
    STOPPED = "stopped"  # the user interrupted


AGAIN = frozenset({Kind.UNREACHABLE, Kind.BUSY, Kind.GATEWAY})
"""The kinds that a pause may heal."""

HOPELESS = frozenset({Kind.KEY, Kind.MODEL, Kind.ADDRESS, Kind.CERTIFICATE, Kind.PROXY, Kind.UNREACHABLE})
"""The kinds that concern the endpoint as a whole: where nothing has worked yet, nothing more is asked."""

_WORDS = {
    Kind.KEY: "接口不认密钥，请检查 OPENAI_API_KEY",
    Kind.MODEL: "接口没有这个模型，请检查 AUDITOR_MODEL",
    Kind.ADDRESS: "接口地址不对，请检查 OPENAI_BASE_URL（多数以 /v1 结尾）",
    Kind.CERTIFICATE: "接口的证书不受信任，请把证书文件写在环境变量 SSL_CERT_FILE 中",
    Kind.PROXY: "代理连不上，请检查环境变量 HTTPS_PROXY、HTTP_PROXY 和 NO_PROXY",
    Kind.UNREACHABLE: "连不上接口，请检查 OPENAI_BASE_URL 和网络",
    Kind.BUSY: "接口限流，多次重试后仍未答复，请稍后再试或调小 AUDITOR_PARALLEL",
    Kind.GATEWAY: "接口返回了错误或不完整的答复",
    Kind.SLOW: "接口没有按时答复，可调大 AUDITOR_TIMEOUT",
    Kind.RUNG: "接口不支持所用的输出格式",
    Kind.TOO_LONG: "内容超过模型的上下文长度，请在 AUDITOR_MODEL 换用上下文更长的模型",
    Kind.TRUNCATED: "模型的答复被截断，可调大 AUDITOR_LONGEST_ANSWER",
    Kind.REFUSED: "模型拒绝回答",
    Kind.FILTERED: "答复被接口的内容过滤拦截",
    Kind.BLANK: "模型的答复是空的",
    Kind.INVALID: "模型的答复不合格式",
    Kind.PROMPT: "提示词不能用",
    Kind.STOPPED: "已中断",
}


class TroubleError(Exception):
    """A question without a usable answer.

    ``after`` is the pause in seconds that the server asked for; ``text`` the unusable answer, for a repair.
    """

    def __init__(self, kind: Kind, detail: str = "", *, after: float | None = None, text: str = "") -> None:
        super().__init__(_WORDS[kind] + (f"（{detail}）" if detail else ""))
        self.kind, self.detail, self.after, self.text = kind, detail, after, text


_BY_STATUS = {
    HTTPStatus.UNAUTHORIZED: Kind.KEY,
    HTTPStatus.FORBIDDEN: Kind.KEY,
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED: Kind.PROXY,
    HTTPStatus.NOT_FOUND: Kind.ADDRESS,
    HTTPStatus.METHOD_NOT_ALLOWED: Kind.ADDRESS,
    HTTPStatus.MOVED_PERMANENTLY: Kind.ADDRESS,
    HTTPStatus.FOUND: Kind.ADDRESS,
    HTTPStatus.REQUEST_TIMEOUT: Kind.BUSY,
    HTTPStatus.TOO_MANY_REQUESTS: Kind.BUSY,
}


def classify(error: Exception) -> TroubleError:
    """The trouble that an exception of the client stands for; its text never holds a key."""
    if isinstance(error, TroubleError):
        return error
    words = _chain(error)
    if isinstance(error, openai.APIStatusError):
        return _status(error, words)
    if isinstance(error, (openai.APITimeoutError, TimeoutError)):
        return TroubleError(Kind.SLOW)
    if isinstance(error, openai.APIConnectionError):
        kind = (
            Kind.CERTIFICATE if _CERTIFICATE.search(words) else Kind.PROXY if _PROXY.search(words) else Kind.UNREACHABLE
        )
        return TroubleError(kind)
    if isinstance(
        error, (IndexError, TypeError, KeyError, AttributeError, json.JSONDecodeError, ValueError, openai.OpenAIError)
    ):
        return TroubleError(Kind.GATEWAY, type(error).__name__)
    raise error


def _status(error: openai.APIStatusError, words: str) -> TroubleError:
    code = HTTPStatus(error.status_code) if error.status_code in set(HTTPStatus) else HTTPStatus.BAD_GATEWAY
    if _LONG.search(words):
        return TroubleError(Kind.TOO_LONG)
    detail = f"HTTP {error.status_code}"
    if code in _BAD_REQUEST and _RUNG.search(words):
        return TroubleError(Kind.RUNG)
    kind = _BY_STATUS.get(code, Kind.GATEWAY)
    named = _NO_SUCH_MODEL.search(error.message)
    if (code is HTTPStatus.NOT_FOUND and "model" in error.message.lower()) or (code in _BAD_REQUEST and named):
        kind = Kind.MODEL
    return TroubleError(kind, detail, after=_asked_pause(error))


def _asked_pause(error: openai.APIStatusError) -> float | None:
    """The seconds of Retry-After, where the server names them."""
    given = error.response.headers.get("retry-after", "")
    return float(given) if re.fullmatch(r"\d+(?:\.\d+)?", given) else None


def _chain(error: BaseException) -> str:
    """The words of an exception and of those that caused it."""
    words = []
    seen: BaseException | None = error
    while seen is not None:
        words.append(f"{type(seen).__name__} {seen}")
        seen = seen.__cause__ or seen.__context__
    return " ".join(words)
