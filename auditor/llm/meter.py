"""What one review asked of the model: calls, tokens, and what did not run."""

from collections import Counter
from collections.abc import Callable
from threading import Lock

from auditor.model.review import Usage


class Meter:
    """Counts of one review; several threads may count."""

    def __init__(self, model: str, tell: Callable[["Meter"], None] | None = None) -> None:
        """``tell`` is called after each change, for a progress line."""
        self._lock = Lock()
        self._tell = tell
        self._lines: Counter[str] = Counter()
        self._left: dict[str, list[str]] = {}
        self.model = model
        self.calls = self.cached = self.prompt_tokens = self.completion_tokens = 0
        self.judged = self.claims = 0

    def called(self, prompt_tokens: int, completion_tokens: int, *, cached: bool = False) -> None:
        """Count an answer; one from the cache costs nothing."""
        with self._lock:
            if cached:
                self.cached += 1
            else:
                self.calls += 1
                self.prompt_tokens += prompt_tokens
                self.completion_tokens += completion_tokens
        self._told()

    def fell(self, line: str) -> None:
        """Note what did not run; the same line is counted."""
        with self._lock:
            self._lines[line] += 1
        self._told()

    def lost(self, trouble: str, what: str) -> None:
        """Note what a trouble has left to the embedded engine."""
        with self._lock:
            self._left.setdefault(trouble, []).append(what)
        self._told()

    def expects(self, claims: int) -> None:
        """Note how many claims are to be judged."""
        with self._lock:
            self.claims += claims
        self._told()

    def has_judged(self, claims: int) -> None:
        """Note how many claims the model has judged."""
        with self._lock:
            self.judged += claims
        self._told()

    def usage(self, engine: str) -> Usage:
        """The counts as the report prints them."""
        lines = [line if n == 1 else f"{line}（{n} 次）" for line, n in self._lines.items()]
        lines += [f"{trouble}：{'、'.join(sorted(what))}由内置引擎完成" for trouble, what in self._left.items()]
        return Usage(
            engine=engine,
            model=self.model,
            calls=self.calls,
            cached_calls=self.cached,
            prompt_tokens=self.prompt_tokens,
            completion_tokens=self.completion_tokens,
            fallbacks=tuple(lines),
        )

    def _told(self) -> None:
        if self._tell is not None:
            self._tell(self)
