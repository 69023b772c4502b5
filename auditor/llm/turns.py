"""One form computes at a time while others wait for the model.

Threads share one interpreter: forms that take turns send their first requests early, instead of all at
once late.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, get_ident


class Turns:
    """Whose turn it is to compute."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._holder: int | None = None

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Compute: wait for the turn, and give it on at the end."""
        with self._lock:
            self._holder = get_ident()
            try:
                yield
            finally:
                self._holder = None

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Wait for an answer: others may compute; a thread that has no turn just waits."""
        mine = self._holder == get_ident()
        if mine:
            self._holder = None
            self._lock.release()
        try:
            yield
        finally:
            if mine:
                self._lock.acquire()
                self._holder = get_ident()
