"""The commands. They parse flags, call the rooms, print, and choose the exit status.

0: nothing at or above --fail-on; 1: something is; 2: wrong usage, or a form that could not be read;
3: incomplete. The highest in the order 2, 3, 1, 0 wins. Heavy imports stand inside the commands.
"""

import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.errors import AuditorError
from auditor.options import (
    AgainstOption,
    CacheAction,
    CodesOption,
    Command,
    Commands,
    CopyOption,
    DiffFormatOption,
    Engine,
    EngineOption,
    FailOn,
    FailOnOption,
    FillOption,
    FormatOption,
    Forms,
    MaskOption,
    NoCacheOption,
    OneForm,
    OnOption,
    OutputOption,
    RequestOption,
    RulesetOption,
    SchemaOf,
    WaiveOption,
    WriteWaiversOption,
    usage_line,
)  # fmt: skip
from auditor.output import PAPERS, TOGETHER, check_target, kind_of, say, write_bytes, write_file, write_out

if TYPE_CHECKING:
    from auditor.model.review import Review
    from auditor.running import Task

OK, FOUND, WRONG, INCOMPLETE = 0, 1, 2, 3
_OUTRANKS = (WRONG, INCOMPLETE, FOUND, OK)

app = typer.Typer(
    name="auditor", cls=Commands, no_args_is_help=True, add_completion=True, rich_markup_mode=None, pretty_exceptions_enable=False,
    help="项目支出绩效自评表审核：重算得分，核对叙述，拟写偏差原因。",
)  # fmt: skip


@app.command(cls=Command)
def review(
    forms: Forms,
    kind: FormatOption = None,
    output: OutputOption = None,
    ruleset: RulesetOption = None,
    engine: EngineOption = Engine.AUTO,
    select: CodesOption = None,
    ignore: CodesOption = None,
    fail_on: FailOnOption = FailOn.ERROR,
    no_drafts: Annotated[bool, typer.Option("--no-drafts", help="不拟写偏差原因。")] = False,
    waive: WaiveOption = None,
    write_waivers: WriteWaiversOption = None,
    against: AgainstOption = None,
    on: OnOption = None,
    no_cache: NoCacheOption = False,
    mask_names: MaskOption = False,
    show_request: RequestOption = False,
) -> None:
    """审核：重算每个数，逐项检查，核对叙述，拟写缺少的偏差原因。"""
    shown = kind.value if kind else kind_of(output)
    if shown in PAPERS and not output:
        raise AuditorError(f"{shown} 报告是文件，请用 --output 写明文件名，如 --output 审核意见.{shown}。")
    _check_usage(forms, output, ruleset, (*_codes(select), *_codes(ignore)))
    from auditor.against import read_beside
    from auditor.running import Task, reviews

    task = Task(
        today=date.today(), on=on.date() if on else None, ruleset=ruleset, select=_codes(select), ignore=_codes(ignore),
        drafts=not no_drafts, strict=engine is Engine.LLM, mask_names=mask_names, waive=waive or (),
        against=read_beside(against or ()),
    )  # fmt: skip
    if show_request:
        _show_requests(forms, task, output)
        return
    status = OK
    written: list[str] = []
    done: list[Review] = []
    read: list[Review] = []
    try:
        for _, result in reviews(forms, task, engine.value, cached=not no_cache):
            status = _worse(status, _status(result, fail_on, engine))
            if result is None:
                continue
            read.append(result)
            if shown in TOGETHER:
                done.append(result)
                continue
            words = (_between(shown) if written else "") + _render(result, shown, output) + "\n"
            written.append(words)
            if not output:
                write_out(words)
    except KeyboardInterrupt:
        say(f"已中断：{len(forms)} 张表审核了 {len(written) + len(done)} 张。")
        status = _worse(status, INCOMPLETE)
    if done:
        from auditor.reports import render_together

        data = render_together(done, shown)
        if output:
            write_bytes(output, data)
        else:
            write_out(data.decode())
    elif output and written:
        write_file(output, "".join(written))
    if output and (written or done):
        say(f"已写入 {output}。")
    raise typer.Exit(_worse(status, _afterwards(task, read, write_waivers)))


@app.command(cls=Command)
def annotate(
    form: OneForm,
    output: CopyOption,
    fill: FillOption = False,
    ruleset: RulesetOption = None,
    engine: EngineOption = Engine.AUTO,
    on: OnOption = None,
    no_cache: NoCacheOption = False,
    mask_names: MaskOption = False,
) -> None:
    """批注：还一份原文件的副本，审核意见批在各单元格上，--fill 时草稿填入空格。"""
    _check_usage([form], output, ruleset, ())
    from auditor.returning import hand_back, original
    from auditor.running import Task, reviews

    kind, data = original(form, output)
    task = Task(
        today=date.today(), on=on.date() if on else None, ruleset=ruleset, strict=engine is Engine.LLM, mask_names=mask_names
    )  # fmt: skip
    results = [r for _, r in reviews([form], task, engine.value, cached=not no_cache)]
    done = [r for r in results if r is not None]
    if done:
        hand_back(kind, data, done, output, fill=fill)
    status = OK
    for result in results:
        status = _worse(status, _status(result, FailOn.NEVER, engine))
    raise typer.Exit(status)


@app.command(cls=Command)
def draft(
    forms: Forms,
    kind: FormatOption = None,
    output: OutputOption = None,
    ruleset: RulesetOption = None,
    engine: EngineOption = Engine.AUTO,
    on: OnOption = None,
    no_cache: NoCacheOption = False,
    mask_names: MaskOption = False,
    show_request: RequestOption = False,
) -> None:
    """拟写：只印须填写的偏差原因分析及改进措施。"""
    from auditor.pages import draft_text
    from auditor.running import Task, reviews

    shown = kind.value if kind else kind_of(output)
    if shown not in ("text", "json"):
        raise AuditorError("draft 只有 text 和 json 两种格式。")
    _check_usage(forms, output, ruleset, ())
    task = Task(
        today=date.today(), on=on.date() if on else None, ruleset=ruleset, strict=engine is Engine.LLM, mask_names=mask_names
    )  # fmt: skip
    if show_request:
        _show_requests(forms, task, output)
        return
    status = OK
    pages: list[str] = []
    for _, result in reviews(forms, task, engine.value, cached=not no_cache):
        status = _worse(status, _status(result, FailOn.NEVER, engine))
        if result is not None:
            pages.append(result.model_dump_json(include={"drafts"}) if shown == "json" else draft_text(result))
    _put("\n".join(pages) if shown == "json" else "\n\n".join(pages), output)
    raise typer.Exit(status)


@app.command(cls=Command)
def diff(
    old: Annotated[str, typer.Argument(metavar="上次", help="上次报来的表。", show_default=False)],
    new: Annotated[
        str, typer.Argument(metavar="本次", help="改过后再报的表；两份可以是不同格式的文件。", show_default=False)
    ],
    kind: DiffFormatOption = None,
    output: OutputOption = None,
    fail_on: FailOnOption = FailOn.ERROR,
    ruleset: RulesetOption = None,
    engine: EngineOption = Engine.AUTO,
    waive: WaiveOption = None,
    on: OnOption = None,
    no_cache: NoCacheOption = False,
    mask_names: MaskOption = False,
) -> None:
    """对比：同一张表改前改后，哪些意见改了，哪些还在，哪些改动没有意见要求。"""
    from auditor.reports.diff import KINDS

    shown = kind.value if kind else kind_of(output)
    if shown not in KINDS:
        raise AuditorError(f"diff 只有 {'、'.join(KINDS)} 四种格式。")
    _check_usage([old, new], output, ruleset, ())
    from auditor.comparing import difference
    from auditor.reports.diff import render
    from auditor.running import Task, two_versions

    task = Task(
        today=date.today(), on=on.date() if on else None, ruleset=ruleset, drafts=False, strict=engine is Engine.LLM,
        mask_names=mask_names, waive=waive or (),
    )  # fmt: skip
    both = two_versions(old, new, task, engine.value, cached=not no_cache)
    if both is None:
        raise typer.Exit(WRONG)
    to_screen = output is None and sys.stdout.isatty()
    _put(render(difference(*both), shown, width=_width(to_screen=to_screen), color=to_screen), output)
    raise typer.Exit(_status(both[1], fail_on, engine))


@app.command(cls=Command)
def parse(form: OneForm, kind: FormatOption = None, output: OutputOption = None) -> None:
    """读表：印出读懂的各格和没有读懂的文字。"""
    from auditor.pages import form_text
    from auditor.parsing import parse as read_form
    from auditor.readers import read

    shown = kind.value if kind else kind_of(output)
    if shown not in ("text", "json"):
        raise AuditorError("parse 只有 text 和 json 两种格式。")
    _check_usage([form], output, None, ())
    understood = read_form(read(form).text)
    _put(understood.model_dump_json(indent=2) if shown == "json" else form_text(understood), output)


@app.command(cls=Command)
def rules(
    code: Annotated[
        str | None,
        typer.Argument(metavar="编号", help="如 S107，或一类的开头，如 N5；不写时列出全部。", show_default=False),
    ] = None,
) -> None:
    """检查目录：列出全部检查，或说明一项检查。"""
    from auditor.pages import rule_list, rule_page
    from auditor.rules import ALL_RULES, rule_of

    family = [r for r in ALL_RULES if r.code.startswith((code or "").upper()) and r.code != (code or "").upper()]
    _put(rule_list(family) if family else rule_page(rule_of(code or "")), None)


@app.command(cls=Command)
def rulesets(
    name: Annotated[str | None, typer.Argument(metavar="编号", help="不写时列出全部。", show_default=False)] = None,
    on: OnOption = None,
) -> None:
    """规则集：列出全部规则集，或印出一个规则集的全部数值和来源。"""
    from auditor.pages import ruleset_list, ruleset_page
    from auditor.rulebooks import raw_books, resolve

    day = on.date() if on else date.today()
    _put(ruleset_page(resolve(name, day)) if name else ruleset_list([resolve(n, day) for n in raw_books()]), None)


@app.command(cls=Command)
def doctor() -> None:
    """体检：所配的语言模型接口能不能用，要改什么设置。"""
    from auditor.running import choose

    well = False
    with choose("llm", cached=False) as model:
        if model is None:
            raise typer.Exit(WRONG)
        from auditor.doctor import examine

        write_out(f"接口 {model.settings.base_url}，模型 {model.settings.model}\n")
        for line in examine(model):
            well = line.well
            write_out(line.shown() + "\n")
    raise typer.Exit(OK if well else INCOMPLETE)


@app.command("eval", cls=Command)
def evaluate(
    folder: Annotated[str, typer.Argument(metavar="文件夹", help="带标注的表：每张表一个 .json 和同名的 .txt。")],
    kind: FormatOption = None,
    output: OutputOption = None,
    engine: EngineOption = Engine.AUTO,
    repeat: Annotated[
        int, typer.Option("--repeat", min=1, metavar="次数", help="每张表审核几次，看判定是否稳定。")
    ] = 1,
    carrier: Annotated[
        str | None,
        typer.Option("--carrier", metavar="名", help="同一张表有几个文本时用哪个，如 seedlike。", show_default=False),
    ] = None,
    no_cache: NoCacheOption = False,
) -> None:
    """评测：在带标注的表上量一个引擎的准确程度。"""
    from pathlib import Path

    from auditor.evaluation import evaluate as measure
    from auditor.evaluation import read_folder, shown
    from auditor.running import Task, choose

    style = kind.value if kind else kind_of(output)
    if style not in ("text", "json"):
        raise AuditorError("eval 只有 text 和 json 两种格式。")
    gold = read_folder(Path(folder), carrier)
    with choose(engine.value, cached=not no_cache and repeat == 1) as model:
        scores = measure(gold, Task(today=date.today()), model, repeat)
    _put(scores.model_dump_json(indent=2) if style == "json" else shown(scores), output)
    raise typer.Exit(INCOMPLETE if engine is Engine.LLM and model is None else OK)


@app.command(cls=Command)
def cache(action: Annotated[CacheAction, typer.Argument(metavar="info|clear", help="查看或清空。")]) -> None:
    """缓存：已存的模型答复。"""
    from auditor.running import store

    kept = store()
    held = kept.held()
    if action is CacheAction.CLEAR:
        kept.clear()
        _put(f"已清空 {held.answers} 条模型答复（{held.path}）。", None)
        return
    models = f"，模型 {'、'.join(held.models)}" if held.models else ""
    _put(f"{held.path}：{held.answers} 条模型答复，{held.characters} 字{models}。", None)


@app.command(cls=Command)
def schema(
    what: Annotated[SchemaOf, typer.Argument(metavar="review|diff", help="哪个命令的结果。")] = SchemaOf.REVIEW,
) -> None:
    """审核结果或对比结果（--format json）的 JSON Schema。"""
    import json

    from auditor.reports import diff, to_json

    _put(json.dumps((diff if what is SchemaOf.DIFF else to_json).schema(), ensure_ascii=False, indent=2), None)


def _afterwards(task: "Task", done: "Sequence[Review]", write_waivers: str | None) -> int:
    """What is left to do when forms have been reviewed, and what it makes of the exit status."""
    from auditor.against import unused
    from auditor.running import write_accepted

    status = OK
    for line in unused(task.against, [r.form for r in done]) if done else []:
        say(line)
        status = WRONG
    if write_waivers and done:
        say(write_accepted(write_waivers, done, task.today))
    return status


def _show_requests(forms: Sequence[str], task: "Task", output: str | None) -> None:
    """Print what would be sent to the model."""
    from auditor.running import requests

    _put("\n".join(requests(forms, task)), output)


def _codes(given: list[str] | None) -> list[str]:
    return [c.strip().upper() for part in given or [] for c in part.replace("，", ",").split(",") if c.strip()]


def _check_usage(forms: Sequence[str], output: str | None, ruleset: str | None, codes: Sequence[str]) -> None:
    """Refuse what cannot work before any form is read."""
    if output:
        check_target(output, forms)
    if list(forms).count("-") > 1:
        raise AuditorError("标准输入（-）只能写一次。")
    if ruleset is not None:
        from auditor.rulebooks import check_codes
        from auditor.rules import ALL_RULES

        check_codes(ruleset, {r.code for r in ALL_RULES})
    if codes:
        from auditor.rules import ALL_RULES

        unknown = [c for c in codes if not any(r.code.startswith(c) for r in ALL_RULES)]
        if unknown:
            raise AuditorError(f"没有编号为 {'、'.join(unknown)} 的检查。运行 auditor rules 查看全部编号。")


def _render(result: "Review", kind: str, output: str | None) -> str:
    from auditor.reports import render

    to_screen = output is None and sys.stdout.isatty()
    return render(result, kind, width=_width(to_screen=to_screen), color=to_screen, plain=not to_screen)


def _width(*, to_screen: bool) -> int:
    """How many characters a line may have."""
    from shutil import get_terminal_size

    return max(40, min(get_terminal_size().columns, 120)) if to_screen else 80


def _between(kind: str) -> str:
    """What divides two reports."""
    return {"json": "", "markdown": "\n---\n\n"}.get(kind, "\n\n")


def _status(result: "Review | None", fail_on: FailOn, engine: Engine) -> int:
    """What one form's review makes of the exit status; None is a form that could not be read."""
    if result is None:
        return WRONG
    from auditor.model.finding import Severity
    from auditor.model.review import ReviewOutcome
    from auditor.pipeline import not_judged

    judged = result.usage.engine == Engine.LLM.value and not any(map(not_judged, result.claims))
    unread = result.outcome is ReviewOutcome.INCOMPLETE
    status = INCOMPLETE if unread or (engine is Engine.LLM and not judged) else OK
    if fail_on is FailOn.NEVER:
        return status
    grave = any(f.waived is None and f.severity.rank <= Severity(fail_on.value).rank for f in result.findings)
    return _worse(status, FOUND if grave else OK)


def _worse(one: int, other: int) -> int:
    return min(one, other, key=_OUTRANKS.index)


def _put(words: str, output: str | None) -> None:
    if output:
        write_file(output, words + "\n")
        say(f"已写入 {output}。")
    else:
        write_out(words + "\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and give its exit status; every error is one line in Chinese."""
    try:
        status = app(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except AuditorError as error:
        say(str(error))
        return WRONG
    except KeyboardInterrupt:
        say("已中断，没有审核完。")
        return INCOMPLETE
    except Exception as error:
        line = usage_line(error)
        if line is None:
            raise
        say(line)
        return WRONG
    return status if isinstance(status, int) else OK


def entry() -> None:
    """The console script."""
    sys.exit(main())
