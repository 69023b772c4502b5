"""Forms in, reviews out: which engine judges, several forms at once where a model is asked, interruption."""

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import AgainstError, AuditorError, InputError, SettingsError
from auditor.model.case import Beside
from auditor.model.finding import Waiver
from auditor.model.source import Source
from auditor.output import say, write_file
from auditor.pairing import same_project
from auditor.parsing import parse
from auditor.pipeline import audit, compare
from auditor.readers import read_all
from auditor.rules import ALL_RULES
from auditor.scoring import form_year
from auditor.settings import Settings, missing
from auditor.waiving import find_files, prepare, read_waivers, waive

if TYPE_CHECKING:
    from auditor.llm.cache import Cache
    from auditor.llm.client import Model
    from auditor.llm.meter import Meter
    from auditor.model.review import Review

_PERSON = re.compile(
    r"(?:负责人|联系人|填表人|填报人|审核人|经办人|制表人)(?:姓名|签字|签名)?(?:[（(][^）)]{0,8}[）)])?[\s:：|]*([一-龥]{2,4})(?=[\s|，,；;。、]|$)"
)
_AHEAD = 2  # forms in work for each request that may run at once


@dataclass(frozen=True)
class Task:
    """How forms are to be reviewed."""

    today: date
    on: date | None = None
    ruleset: str | None = None
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    drafts: bool = True
    strict: bool = False
    mask_names: bool = False
    waive: Sequence[str] = ()
    against: Sequence[Beside] = ()


@dataclass
class Progress:
    """How far a run is; ``line`` shows it."""

    forms: int
    done: int = 0
    meters: "list[Meter]" = field(default_factory=list)

    def line(self) -> str:
        """The progress in words."""
        judged, claims = sum(m.judged for m in self.meters), sum(m.claims for m in self.meters)
        tokens = sum(m.prompt_tokens + m.completion_tokens for m in self.meters)
        return f"语言模型核对中：表 {self.done}/{self.forms}，指标 {judged}/{claims}，词元 {tokens}"


@contextmanager
def choose(engine: str, *, cached: bool = True) -> "Iterator[Model | None]":
    """The model that an engine's name stands for: always none for offline, what is configured for auto.

    Raises:
        SettingsError: a setting is wrong.
    """
    settings = None if engine == "offline" else Settings.read(os.environ, Path.cwd())
    if settings is None:
        if engine == "llm":
            say(f"没有配置语言模型，叙述由内置引擎核对。要用模型，请设置 {missing(os.environ, Path.cwd())}。")
        yield None
        return
    from auditor.llm.client import Model

    with closing(Model(settings, store(settings, answers=cached))) as model:
        yield model


def store(settings: Settings | None = None, *, answers: bool = True) -> "Cache":
    """The stored answers: where the settings or ``AUDITOR_CACHE`` say, else in the user's cache folder."""
    from auditor.llm.cache import Cache, default_path

    path = settings.cache if settings else os.environ.get("AUDITOR_CACHE")
    return Cache(Path(path) if path else default_path(os.environ), answers=answers)


def reviews(
    forms: Sequence[str], task: Task, engine: str, *, cached: bool = True
) -> "Iterator[tuple[str, Review | None]]":
    """Each form's review by an engine of this name, in order.

    None, and a line on standard error, for one that could not be read.
    """
    accepted = {name: _accepted(name, task) for name in forms}
    earlier: list[Review] = []
    with choose(engine, cached=cached) as model:
        for name, result in reviews_with(forms, task, model):
            done = compare(result, earlier) if result and earlier else result
            earlier += [done] if done else []
            yield name, waive(done, accepted[name], form_year(done.form)) if done else None


def _accepted(name: str, task: Task) -> list[Waiver]:
    """The accepted findings that hold for a file: those written beside it, in the working folder, and in files named.

    Raises:
        BadWaiverError: one of them is not complete.
    """
    home = Path(os.environ["HOME"]) if os.environ.get("HOME") else None
    files = [*find_files(name, Path.cwd(), home), *map(Path, task.waive)]
    codes = {r.code for r in ALL_RULES}
    return [w for n, p in enumerate(files) if p not in files[:n] for w in read_waivers(p, codes)]


def two_versions(old: str, new: str, task: Task, engine: str, *, cached: bool = True) -> "tuple[Review, Review] | None":
    """The reviews of two versions of one form; None, and a line on standard error, if one could not be read.

    Raises:
        AgainstError: a file holds several forms, or the two are of different projects.
    """
    both: list[Review] = []
    for name in (old, new):
        made = [r for _, r in reviews([name], task, engine, cached=cached)]
        if len(made) > 1:
            raise AgainstError(name, f"文件里有 {len(made)} 张自评表，不知对比哪一张。请每张表存一个文件")
        both += [r for r in made if r]
    if len(both) < len((old, new)):
        return None
    one, other = both
    for review in both:
        if not review.form.indicators:
            raise AgainstError(review.document.name, "没有读到绩效指标，不能对比")
    if not same_project(one.form, other.form):
        names = [r.form.project_name.text or "未填项目名称" for r in both]
        raise AgainstError(
            other.document.name, f"是“{names[1]}”，{one.document.name} 是“{names[0]}”，不是同一项目，不能对比"
        )
    return one, other


def write_accepted(file: str, done: "Sequence[Review]", today: date) -> str:
    """Write entries for all findings that count, to be given reasons; a line about it for the user.

    Raises:
        BadWaiverError: the file exists and is not what it should be.
    """
    words, count = prepare(Path(file), done, [form_year(r.form) for r in done], today)
    if not count:
        return f"没有要写入 {file} 的意见。"
    write_file(file, words)
    return f"已在 {file} 写入 {count} 条，请逐条填写接受的理由（reason），不接受的删去。"


def reviews_with(forms: Sequence[str], task: Task, model: "Model | None") -> "Iterator[tuple[str, Review | None]]":
    """Each form's review, in order; None, and a line on standard error, for a file that could not be read.

    A file may hold several forms. An interruption ends the requests that run; the reviews in work are finished by the embedded engine.
    """
    if model is None:
        for name in forms:
            for source in _opened(name):
                yield name, _one(source, task, None, None)
        return
    progress = Progress(len(forms))
    with _shown(progress) as tell:
        yield from _together(forms, task, model, progress, tell)


def requests(forms: Sequence[str], task: Task) -> Iterator[str]:
    """What would be sent to the configured model for each form, as JSON, a request each; nothing is sent.

    Raises:
        SettingsError: no model is configured.
    """
    settings = Settings.read(os.environ, Path.cwd())
    if settings is None:
        raise SettingsError(missing(os.environ, Path.cwd()), "没有设置，没有可发送的内容")
    from auditor.llm.capture import Capture
    from auditor.llm.client import Model
    from auditor.llm.meter import Meter

    capture = Capture()
    with closing(Model(settings, store(settings, answers=False), capture)) as model:
        for source in (s for name in forms for s in _opened(name) if s):
            _one(source, task, model, Meter(settings.model))
            yield from capture.taken()


def _together(
    forms: Sequence[str], task: Task, model: "Model", progress: Progress, tell: "Callable[[Meter], None] | None"
) -> "Iterator[tuple[str, Review | None]]":
    from auditor.llm.meter import Meter

    workers = min(len(forms), model.settings.parallel * _AHEAD)
    with ThreadPoolExecutor(workers, thread_name_prefix="auditor-form") as pool:
        work: list[tuple[str, Future[Review | None]]] = []
        for name, source in [(file, source) for file in forms for source in _opened(file)]:
            meter = Meter(model.settings.model, tell)
            progress.meters.append(meter)
            work.append((name, pool.submit(_one, source, task, model, meter)))
        progress.forms = len(work)
        for name, future in work:
            try:
                result = future.result()
            except KeyboardInterrupt:
                model.stop()
                for _, waiting in work:
                    waiting.cancel()
                if future.cancelled():
                    raise
                result = future.result()
            progress.done += 1
            yield name, result
            if model.stopped:
                raise KeyboardInterrupt


def _opened(name: str) -> Iterator[Source | None]:
    """The forms of a file; None, and a line on standard error, if it cannot be read."""
    try:
        yield from read_all(name)
    except InputError as error:
        say(str(error))
        yield None
    except AuditorError:
        raise
    except Exception as error:  # one file that a library fails on must not lose the others
        say(f"{name}：文件读不了（{type(error).__name__}），可能已损坏。请用原来的程序打开，另存后再审核。")
        yield None


def _one(source: Source | None, task: Task, model: "Model | None", meter: "Meter | None") -> "Review | None":
    if source is None:
        return None
    try:
        if model is None or meter is None:
            return _audit(source, task, None)
        with model.turns.taken():
            return _audit(source, task, (model, meter))
    except InputError as error:
        say(str(error))
        return None
    except AuditorError:
        raise
    except Exception as error:  # one form that the program fails on must not lose the others
        say(f"{source.name}：程序内部出错（{type(error).__name__}），这张表没有审核。请把表和所用命令告诉开发者。")
        return None


def _audit(source: Source, task: Task, asked: "tuple[Model, Meter] | None") -> "Review":
    desk = None
    if asked is not None:
        from auditor.llm.asking import Desk
        from auditor.llm.masks import Masks

        masks = Masks(_names(source.text) if task.mask_names else ())
        masks.hide(source.text)  # numbers the masks in the order of the form, whichever request comes first
        desk = Desk(*asked, masks)
    return audit(
        source,
        today=task.today,
        on=task.on,
        ruleset=task.ruleset,
        select=task.select,
        ignore=task.ignore,
        drafts=task.drafts,
        desk=desk,
        strict=task.strict,
        beside=task.against,
    )


def _names(text: str) -> tuple[str, ...]:
    """The names that a form's header declares: of the project's units and of persons."""
    form = parse(text)
    units = [c.text for c in (form.unit, form.department) if c.text]
    return (*units, *(m[1] for m in _PERSON.finditer(text)))


@contextmanager
def _shown(progress: Progress) -> "Iterator[Callable[[Meter], None] | None]":
    """A line of progress on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True).status(progress.line()) as status:
        yield lambda _: status.update(progress.line())
