"""Stored answers: used again, never when they were not valid, and shared by processes."""

import json
import multiprocessing
from pathlib import Path

from support.asking import SAMPLE, review_with
from support.server import Body, plain

from auditor.llm.cache import Cache, Stored, default_path


def test_a_second_review_of_an_unchanged_form_makes_no_call(tmp_path: Path) -> None:
    first, server = review_with(SAMPLE, tmp_path)
    again, second = review_with(SAMPLE, tmp_path, url=server.url)
    assert first.usage.calls == len(server.bodies) > 0
    assert (again.usage.calls, second.bodies) == (0, [])
    assert again.usage.cached_calls == first.usage.calls
    assert again.claims == first.claims
    assert again.drafts == first.drafts


def test_another_word_of_the_form_is_another_question(tmp_path: Path) -> None:
    _, server = review_with(SAMPLE, tmp_path)
    changed, _ = review_with(SAMPLE.replace("全年", "当年"), tmp_path, url=server.url)
    assert changed.usage.cached_calls == 0


def test_an_answer_that_is_no_use_is_not_stored(tmp_path: Path) -> None:
    review_with(SAMPLE, tmp_path, brain=lambda body: '{"answer": 1}')
    assert Cache(tmp_path / "answers.sqlite").held().answers == 0


def test_an_answer_with_an_invented_quote_is_not_stored(tmp_path: Path) -> None:
    def brain(body: Body) -> str:
        value = json.loads(plain(body))
        for v in value.get("verdicts", []):
            v |= {"verdict": "supported", "quotes": ["全年放映电影三千场"]}
        return json.dumps(value, ensure_ascii=False)

    _, server = review_with(SAMPLE, tmp_path, brain=brain)
    assert server.kinds.count("verdicts") == 2  # the answer and its repair
    assert Cache(tmp_path / "answers.sqlite").held().answers == server.kinds.count("remarks") + 1  # remarks and drafts


def test_a_repaired_answer_is_found_at_once_next_time(tmp_path: Path) -> None:
    seen: list[str] = []

    def brain(body: Body) -> str:
        seen.append(body["messages"][0]["content"])
        return '{"answer": 1}' if len(seen) == 1 else plain(body)

    _, server = review_with(SAMPLE, tmp_path, brain=brain)
    again, _ = review_with(SAMPLE, tmp_path, url=server.url)
    assert again.usage.calls == 0


def test_no_cache_neither_reads_nor_stores(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "c.sqlite", answers=False)
    cache.keep("k", "m", Stored("x", 1, 2))
    assert cache.answer("k") is None
    assert cache.held().answers == 0


def _write(path: str, start: int) -> None:
    cache = Cache(Path(path))
    for n in range(start, start + 50):
        cache.keep(f"k{n}", "m", Stored("文" * 200, n, n))


def test_several_processes_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    workers = [multiprocessing.get_context("spawn").Process(target=_write, args=(str(path), 50 * n)) for n in range(4)]
    for w in workers:
        w.start()
    for w in workers:
        w.join()
    assert Cache(path).held().answers == 200
    assert Cache(path).answer("k7") == Stored("文" * 200, 7, 7)


def test_a_file_that_is_no_database_is_as_good_as_none(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    path.write_text("nonsense" * 200)
    cache = Cache(path)
    cache.keep("k", "m", Stored("x", 1, 2))
    assert cache.answer("k") is None
    done, _ = review_with(SAMPLE, tmp_path)
    assert done.usage.calls > 0


def test_a_folder_that_cannot_be_made_is_as_good_as_none(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    cache = Cache(blocked / "c.sqlite")
    cache.keep_rung("e", "text")
    assert cache.rung("e") is None
    assert cache.clear() == 0


def test_clear_removes_answers_and_profiles(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "c.sqlite")
    cache.keep("k", "m", Stored("答复", 1, 2))
    cache.keep_rung("e", "text")
    assert (cache.held().answers, cache.held().characters, cache.held().models) == (1, 2, ("m",))
    assert cache.clear() == 1
    assert (cache.answer("k"), cache.rung("e")) == (None, None)


def test_the_users_cache_folder_is_the_place() -> None:
    assert default_path({"XDG_CACHE_HOME": "/var/c"}) == Path("/var/c/auditor/answers.sqlite")
    assert default_path({}).parts[-3:] == (".cache", "auditor", "answers.sqlite")
