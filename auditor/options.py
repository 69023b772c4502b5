"""The arguments and options that commands share, and the words of help and of a wrong command line."""

import re
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, ParamSpec

import typer
from typer.core import TyperCommand, TyperGroup


class Format(StrEnum):
    """Kinds of report."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    XLSX = "xlsx"


class DiffFormat(StrEnum):
    """Kinds of report of two versions."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


class Engine(StrEnum):
    """Who judges the prose."""

    OFFLINE = "offline"
    LLM = "llm"
    AUTO = "auto"


class FailOn(StrEnum):
    """From which severity on the exit status is 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


class SchemaOf(StrEnum):
    """Whose JSON is described."""

    REVIEW = "review"
    DIFF = "diff"


class CacheAction(StrEnum):
    """What to do with the stored answers."""

    INFO = "info"
    CLEAR = "clear"


Forms = Annotated[list[str], typer.Argument(metavar="表…", help="自评表的文件，- 为标准输入。", show_default=False)]
OneForm = Annotated[str, typer.Argument(metavar="表", help="自评表的文件，- 为标准输入。", show_default=False)]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="报告格式；不写时按 --output 的后缀，否则为 text。", show_default=False),
]
DiffFormatOption = Annotated[
    DiffFormat | None,
    typer.Option("--format", help="报告格式；不写时按 --output 的后缀，否则为 text。", show_default=False),
]
OutputOption = Annotated[
    str | None, typer.Option("--output", "-o", metavar="文件", help="写入文件，不写时印在屏幕上。", show_default=False)
]
CopyOption = Annotated[
    str,
    typer.Option(
        "--output", "-o", metavar="文件", help="写入的副本，后缀与原文件相同；文本的表写成 .docx。", show_default=False
    ),
]
FillOption = Annotated[bool, typer.Option("--fill", help="把草稿填入空着的偏差原因格，标明【草稿】并着色。")]
RulesetOption = Annotated[
    str | None,
    typer.Option(
        "--ruleset",
        metavar="编号|文件",
        help="规则集的编号，或自己的规则集文件（.toml）；不写时按表式和单位所在地选用。见 auditor rulesets。",
        show_default=False,
    ),
]
OnOption = Annotated[
    datetime | None,
    typer.Option(
        "--on",
        formats=["%Y-%m-%d"],
        metavar="日期",
        help="按这一天有效的规定审核，如 2024-01-01；不写时为年度次年1月1日。",
        show_default=False,
    ),
]
CodesOption = Annotated[
    list[str] | None,
    typer.Option(metavar="编号", help="检查编号或其开头，如 S107、N5；可重复或用逗号隔开。", show_default=False),
]


EngineOption = Annotated[
    Engine, typer.Option("--engine", help="叙述由谁核对：内置引擎、语言模型，或配置了模型就用模型。")
]
NoCacheOption = Annotated[bool, typer.Option("--no-cache", help="不用也不存模型的答复。")]
MaskOption = Annotated[bool, typer.Option("--mask-names", help="发给模型的文字里隐去单位和人名。")]
RequestOption = Annotated[bool, typer.Option("--show-request", help="只印出将发给模型的内容，什么都不发送。")]


WaiveOption = Annotated[
    list[str] | None,
    typer.Option(
        "--waive",
        metavar="文件",
        help="已接受的意见，可重复；表旁和工作目录的 auditor.toml 自动读入。",
        show_default=False,
    ),
]
WriteWaiversOption = Annotated[
    str | None,
    typer.Option(
        "--write-waivers",
        metavar="文件",
        help="把各条意见写成待填理由的接受条目，已有的文件接着写。",
        show_default=False,
    ),
]
AgainstOption = Annotated[
    list[str] | None,
    typer.Option(
        "--against", metavar="文件", help="对照同一项目的绩效目标申报表或以前年度自评表，可重复。", show_default=False
    ),
]
FailOnOption = Annotated[FailOn, typer.Option("--fail-on", help="有这一级或更重的意见时，退出码为 1。")]


P = ParamSpec("P")

# The words that typer prints of itself; its lines may break at any blank.
_HELP = (
    ("Usage:", "用法："),
    ("[OPTIONS] COMMAND [ARGS]...", "[选项] 命令 [参数]…"),
    ("[OPTIONS]", "[选项]"),
    ("Arguments:", "参数："),
    ("Options:", "选项："),
    ("Commands:", "命令："),
    ("Install completion for the current shell.", "为当前的 shell 安装命令补全。"),
    (
        "Show completion for the current shell, to copy it or customize the installation.",
        "印出命令补全的脚本，供复制或自行安装。",
    ),
    ("Show this message and exit.", "印出本说明。"),
    ("[required]", "［必填］"),
    ("[default: ", "［不写时为 "),
)
_HELP_WORDS = [(re.compile(r"\s+".join(map(re.escape, words.split()))), chinese) for words, chinese in _HELP]
_DEFAULT = re.compile(r"(［不写时为)\s*([^\]]*)\]")
_TYPES = re.compile(r" <(?:list\[)?str\]?>|\{(?=[^}]*[一-龥])|(?<=[一-龥…])\}(?:\.\.\.)?|; x>=\d+|(?<=用法：) ")


def _in_chinese(told: Callable[P, str]) -> Callable[P, str]:
    """What typer tells of a command, with its own words in Chinese."""

    def tell(*args: P.args, **kwargs: P.kwargs) -> str:
        text = told(*args, **kwargs)
        for words, chinese in _HELP_WORDS:
            text = words.sub(chinese, text)
        return _DEFAULT.sub(r"\1 \2］", _TYPES.sub("", text))

    return tell


class Command(TyperCommand):
    """A command with its help in Chinese."""

    get_help = _in_chinese(TyperCommand.get_help)


class Commands(TyperGroup):
    """The program with its help in Chinese."""

    get_help = _in_chinese(TyperGroup.get_help)


def usage_line(error: Exception) -> str | None:
    """A wrong command line in Chinese; None for what is no such thing."""
    kinds = {c.__name__ for c in type(error).__mro__}
    text = str(getattr(error, "message", error))
    names = getattr(getattr(error, "param", None), "opts", None) or [""]
    option = getattr(error, "option_name", None) or names[0]
    choice = re.search(r"'([^']*)' is not one of (.+?)\.?$", text)
    command = re.search(r"No such command '([^']*)'", text)
    if command:
        line = f"没有命令 {command[1]}。"
    elif "NoSuchOption" in kinds:
        line = f"没有选项 {option}。"
    elif "does not match the format" in text:
        line = f"选项 {option} 要写成日期，如 2024-01-01。"
    elif "MissingParameter" in kinds and names[0].startswith("-"):
        line = f"缺少选项 {names[0]}。"
    elif "MissingParameter" in kinds:
        line = "缺少参数：请写明要审核的文件。"
    elif choice:
        line = f"选项 {option} 没有 {choice[1]} 这个值，可用：{choice[2].replace(chr(39), '').replace(', ', '、')}。"
    elif "BadOptionUsage" in kinds:
        line = f"选项 {option} 缺少值。"
    elif "Abort" in kinds:
        line = "已中断，没有审核完。"
    elif "ClickException" in kinds:
        line = f"命令不对（{text}）。"
    else:
        return None
    return line + "运行 auditor --help 查看用法。"
