"""Stored answers and what is known of endpoints, in one SQLite file that several processes may share."""

import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

_TABLES = """
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, model TEXT NOT NULL, text TEXT NOT NULL,
    prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL,
    stored TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE IF NOT EXISTS profiles (endpoint TEXT PRIMARY KEY, rung TEXT NOT NULL, report TEXT NOT NULL DEFAULT '');
"""
_WAIT = 10  # seconds for another process to finish writing
_PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)  # seconds; changing to WAL does not wait by itself


class Stored(NamedTuple):
    """An answer as it came, and what it cost then."""

    text: str
    prompt_tokens: int
    completion_tokens: int


class Held(NamedTuple):
    """What the file holds."""

    path: Path
    answers: int
    characters: int
    models: tuple[str, ...]


def default_path(environment: Mapping[str, str] = os.environ) -> Path:
    """The user's cache folder: ``XDG_CACHE_HOME``, else ``~/.cache``."""
    root = environment.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(root) / "auditor" / "answers.sqlite"


def key_of(parts: object) -> str:
    """The key of everything that changes an answer."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class Cache:
    """Answers by key, rungs by endpoint. A file that cannot be used is as good as an empty one."""

    def __init__(self, path: Path, *, answers: bool = True) -> None:
        """``answers``: whether stored answers are used and new ones stored (``--no-cache``)."""
        self._path = path
        self._answers = answers

    def _connect(self) -> sqlite3.Connection | None:
        """The file, ready for use; None where it cannot be used."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=_WAIT)
        except (OSError, sqlite3.Error):
            return None
        for pause in _PAUSES:
            try:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=NORMAL")
                connection.executescript(_TABLES)
            except sqlite3.OperationalError:  # another process is just changing the file to WAL
                time.sleep(pause)
            except sqlite3.Error:
                break
            else:
                return connection
        connection.close()
        return None

    def answer(self, key: str) -> Stored | None:
        """The answer stored under a key."""
        if not self._answers:
            return None
        row = self._one("SELECT text, prompt_tokens, completion_tokens FROM answers WHERE key = ?", key)
        return Stored(str(row[0]), int(row[1]), int(row[2])) if row else None

    def keep(self, key: str, model: str, answer: Stored) -> None:
        """Store a validated answer."""
        if self._answers:
            self._do(
                "INSERT OR REPLACE INTO answers (key, model, text, prompt_tokens, completion_tokens) VALUES (?, ?, ?, ?, ?)",
                key, model, *answer,
            )  # fmt: skip

    def rung(self, endpoint: str) -> str | None:
        """The form of request that worked with an endpoint."""
        row = self._one("SELECT rung FROM profiles WHERE endpoint = ?", endpoint)
        return str(row[0]) if row else None

    def keep_rung(self, endpoint: str, rung: str, report: str = "") -> None:
        """Remember the form of request that works with an endpoint, and what ``auditor doctor`` found."""
        self._do("INSERT OR REPLACE INTO profiles (endpoint, rung, report) VALUES (?, ?, ?)", endpoint, rung, report)

    def held(self) -> Held:
        """What is stored."""
        row = self._one("SELECT COUNT(*), COALESCE(SUM(LENGTH(text)), 0), GROUP_CONCAT(DISTINCT model) FROM answers")
        count, characters, models = row or (0, 0, None)
        return Held(self._path, int(count), int(characters), tuple(str(models).split(",")) if models else ())

    def clear(self) -> int:
        """Remove all answers and profiles; how many answers there were."""
        count = self.held().answers
        self._do("DELETE FROM answers")
        self._do("DELETE FROM profiles")
        return count

    def _one(self, statement: str, *values: object) -> tuple[str | int, ...] | None:
        connection = self._connect()
        if connection is None:
            return None
        with closing(connection), suppress(sqlite3.Error):
            row: tuple[str | int, ...] | None = connection.execute(statement, values).fetchone()
            return row
        return None

    def _do(self, statement: str, *values: object) -> None:
        connection = self._connect()
        if connection is None:
            return
        with closing(connection), suppress(sqlite3.Error), connection:
            connection.execute(statement, values)
