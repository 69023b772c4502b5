"""One endpoint: a request over langchain's chat model, bounded in time, in number and in retries.

All requests of a process run on one event loop in a thread of its own, so that a deadline or an
interruption really ends them.
"""

import asyncio
import os
from collections.abc import Coroutine, Sequence
from concurrent.futures import CancelledError, Future
from threading import Lock, Thread
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx2
import openai
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_openai import ChatOpenAI
from langsmith.run_helpers import tracing_context
from pydantic import BaseModel, SecretStr
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception

from auditor.llm.cache import Cache
from auditor.llm.troubles import AGAIN, HOPELESS, Kind, TroubleError, classify
from auditor.llm.turns import Turns
from auditor.settings import Settings

RUNGS = ("json_schema", "json_object", "text")
_ATTEMPTS = {Kind.BUSY: 6, Kind.GATEWAY: 4, Kind.UNREACHABLE: 3}
_NEWER = "api.openai.com"  # knows max_completion_tokens only
_LONGEST_PAUSE = 60  # seconds; a server that asks for more is not waited for
_FIRST_PAUSE = 0.5


class Reply(NamedTuple):
    """A model's words and what they cost."""

    text: str
    prompt_tokens: int
    completion_tokens: int


class Model:
    """A language model at an endpoint. Safe for several threads."""

    def __init__(self, settings: Settings, cache: Cache, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        """``transport``: what carries the requests instead of the network (``--show-request``)."""
        for name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2"):
            os.environ[name] = "false"
        self.settings, self.cache = settings, cache
        self.endpoint = f"{settings.base_url.rstrip('/')} {settings.model}"
        self.turns = Turns()
        self._lock = Lock()
        self._running: set[Future[Reply]] = set()
        self._stopped = False
        self._worked = False
        self._hopeless: TroubleError | None = None
        known = cache.rung(self.endpoint)
        self._rung = RUNGS.index(known) if known in RUNGS else 0
        self._loop = asyncio.new_event_loop()
        self._gate = asyncio.Semaphore(settings.parallel)
        self._client = openai.DefaultAsyncHttpxClient(
            timeout=settings.timeout,
            limits=httpx2.Limits(max_connections=settings.parallel, max_keepalive_connections=settings.parallel),
            transport=transport,
        )
        self._chat = ChatOpenAI(
            model_name=settings.model,
            openai_api_base=settings.base_url,
            openai_api_key=settings.api_key or SecretStr("none"),
            temperature=0,
            request_timeout=settings.timeout,
            max_retries=0,
            use_responses_api=False,
            http_async_client=self._client,
            http_socket_options=(),
        )
        self._thread = Thread(target=self._loop.run_forever, name="auditor-llm", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End all requests and give the connections back."""
        self.stop()
        asyncio.run_coroutine_threadsafe(self._shut(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _shut(self) -> None:
        mine = asyncio.current_task()
        rest = [t for t in asyncio.all_tasks() if t is not mine]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        await self._client.aclose()

    @property
    def rung(self) -> str:
        """The form of request that works, as far as is known."""
        return RUNGS[self._rung]

    def lower(self, failed: str) -> bool:
        """Give up a form of request for good; False if it was the last."""
        with self._lock:
            at = RUNGS.index(failed) + 1
            if at == len(RUNGS):
                return False
            self._rung = max(self._rung, at)
        return True

    def remember(self) -> None:
        """Store the form of request that works."""
        if self.cache.rung(self.endpoint) != self.rung:
            self.cache.keep_rung(self.endpoint, self.rung)

    def stop(self) -> None:
        """End all requests; later ones are refused at once."""
        with self._lock:
            self._stopped = True
            running = list(self._running)
        for future in running:
            future.cancel()

    @property
    def stopped(self) -> bool:
        """Whether the user interrupted."""
        return self._stopped

    def reply(
        self, messages: Sequence[BaseMessage], rung: str, returns: type[BaseModel], longest: int
    ) -> tuple[Reply, list[TroubleError]]:
        """Ask once, with pauses where they may help; the reply and the troubles on the way.

        Raises:
            TroubleError: there is no usable reply.
        """
        troubles: list[TroubleError] = []
        with self._lock:
            if self._stopped:
                raise TroubleError(Kind.STOPPED)
            if self._hopeless is not None:
                raise self._hopeless
            future = asyncio.run_coroutine_threadsafe(
                self._patient(messages, _form(rung, returns), longest, troubles), self._loop
            )
            self._running.add(future)
        try:
            with self.turns.aside():
                reply = future.result()
        except CancelledError:
            raise TroubleError(Kind.STOPPED) from None
        except TroubleError as trouble:
            if trouble.kind in HOPELESS and not self._worked:
                self._hopeless = trouble
            raise
        else:
            self._worked = True
            return reply, troubles
        finally:
            with self._lock:
                self._running.discard(future)

    async def _patient(
        self, messages: Sequence[BaseMessage], form: dict[str, Any] | None, longest: int, troubles: list[TroubleError]
    ) -> Reply:
        def note(state: RetryCallState) -> None:
            error = state.outcome.exception() if state.outcome else None
            if isinstance(error, TroubleError):
                troubles.append(error)

        retrying = AsyncRetrying(
            retry=retry_if_exception(_worth_another_try),
            stop=_enough,
            wait=_pause,
            before_sleep=note,
            reraise=True,
        )
        return await retrying(self._once, messages, form, longest)

    @property
    def _by_proxy(self) -> bool:
        """Whether the environment sends requests to the endpoint through a proxy."""
        place = urlsplit(self.settings.base_url)
        return place.scheme in getproxies() and not proxy_bypass(place.hostname or "")

    def _limits(self, longest: int, form: dict[str, Any] | None) -> dict[str, Any]:
        """The form and the longest length of an answer; most servers know only the older name of the latter."""
        more = {"response_format": form} if form else {}
        if urlsplit(self.settings.base_url).hostname == _NEWER:
            return {"max_completion_tokens": longest, "extra_body": more}
        return {"extra_body": {"max_tokens": longest, **more}}

    async def _once(self, messages: Sequence[BaseMessage], form: dict[str, Any] | None, longest: int) -> Reply:
        async with self._gate:
            try:
                with tracing_context(enabled=False):
                    call: Coroutine[Any, Any, AIMessage] = self._chat.ainvoke(
                        list(messages), **self._limits(longest, form)
                    )
                    answer = await asyncio.wait_for(call, self.settings.timeout)
            except asyncio.CancelledError:
                raise
            except Exception as error:
                trouble = classify(error)
                if trouble.kind is Kind.UNREACHABLE and self._by_proxy:
                    trouble = TroubleError(Kind.PROXY)
                raise trouble from None
        return _usable(answer)


def question(words: str) -> BaseMessage:
    """Words as a user's message."""
    return HumanMessage(words)


def _usable(answer: AIMessage) -> Reply:
    """The reply in a message, where its end is a regular one."""
    why = answer.response_metadata.get("finish_reason")
    if answer.additional_kwargs.get("refusal"):
        raise TroubleError(Kind.REFUSED)
    if why == "content_filter":
        raise TroubleError(Kind.FILTERED)
    if why == "length":
        raise TroubleError(Kind.TRUNCATED)
    used = answer.usage_metadata
    return Reply(answer.text, used["input_tokens"] if used else 0, used["output_tokens"] if used else 0)


def _form(rung: str, returns: type[BaseModel]) -> dict[str, Any] | None:
    if rung == "json_schema":
        schema = _bare(returns.model_json_schema())
        return {"type": rung, "json_schema": {"name": returns.__name__, "schema": schema, "strict": True}}
    return {"type": rung} if rung == "json_object" else None


def _bare(schema: object) -> object:
    """A schema without the words that only people read."""
    if isinstance(schema, dict):
        return {k: _bare(v) for k, v in schema.items() if k not in ("title", "description")}
    return [_bare(v) for v in schema] if isinstance(schema, list) else schema


def _worth_another_try(error: BaseException) -> bool:
    return isinstance(error, TroubleError) and error.kind in AGAIN and (error.after or 0) <= _LONGEST_PAUSE


def _enough(state: RetryCallState) -> bool:
    """Whether an endpoint has been asked often enough for the trouble that it has."""
    error = state.outcome.exception() if state.outcome else None
    return isinstance(error, TroubleError) and state.attempt_number >= _ATTEMPTS.get(error.kind, 1)


def _pause(state: RetryCallState) -> float:
    """The pause that the server asks for, else one that doubles."""
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, TroubleError) and error.after is not None:
        return error.after
    return _FIRST_PAUSE * 2.0 ** (state.attempt_number - 1)
