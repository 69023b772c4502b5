"""What can go wrong for a user, each as one Chinese line that names the file and the way out.

AuditorError
├── InputError              the form cannot be read (exit status 2)
│   ├── MissingFileError
│   ├── UnreadableFileError
│   ├── EmptyInputError
│   ├── NotTextError
│   ├── TooLargeError
│   ├── UnsupportedFormatError
│   ├── EncryptedError
│   ├── DamagedError
│   ├── FormulaError
│   ├── NoTextLayerError
│   ├── NoHelperError
│   ├── NoRecogniserError
│   └── SeveralFormsError
├── OutputError             the report cannot be written
├── UnknownRulesetError
├── UnknownRuleError
├── BadRulebookError
├── BadFamilyError
├── AgainstError            an earlier form cannot be compared with the one under review
├── BadWaiverError          a file of accepted findings breaks its format
├── SettingsError           the language model is not configured rightly
└── PromptError             a prompt file breaks its format
"""

from collections.abc import Sequence

_NAMED = 6  # cells that a line names


class AuditorError(Exception):
    """The base of all; its text is the line that the user sees."""


class InputError(AuditorError):
    """A form that could not be read."""


class MissingFileError(InputError):
    """The path does not exist."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}：没有这个文件。请检查路径和文件名。")


class UnreadableFileError(InputError):
    """The path is a directory, or reading it is refused."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}：{problem}")


class EmptyInputError(InputError):
    """There is nothing but white space."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}：文件是空的。请把自评表的文字存进去再审核。")


class NotTextError(InputError):
    """The bytes are no text in any encoding that is tried."""

    def __init__(self, name: str, looks_like: str) -> None:
        super().__init__(f"{name}：不是文本文件（像是{looks_like}）。请另存为文本后再审核。")


class TooLargeError(InputError):
    """More than a form can be."""

    def __init__(self, name: str, megabytes: float, limit: int) -> None:
        super().__init__(f"{name}：文件有 {megabytes:.0f} MB，超过 {limit} MB，不会是一张自评表。请只保留表的文字。")


class UnsupportedFormatError(InputError):
    """A format that this version does not read."""

    def __init__(self, name: str, suffix: str) -> None:
        super().__init__(f"{name}：暂不支持 {suffix} 文件。请把表格内容复制成文本（.txt）后再审核。")


class EncryptedError(InputError):
    """A password is needed to open the file."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}：文件加了密码，不能打开。请用 Office 或 WPS 打开，去掉密码另存后再审核。")


class DamagedError(InputError):
    """The bytes are not what the file says that it is."""

    def __init__(self, name: str, kind: str) -> None:
        super().__init__(f"{name}：不是完整的{kind}，不能打开。请用原来的程序打开检查，另存后再审核。")


class FormulaError(InputError):
    """Cells that are seen hold formulas whose values are not stored."""

    def __init__(self, name: str, cells: Sequence[str]) -> None:
        shown = "、".join(cells[:_NAMED]) + (f"等{len(cells)}格" if len(cells) > _NAMED else "")
        super().__init__(
            f"{name}：{shown} 是公式，文件里没有存它的值。请用 Excel 或 WPS 打开，重新计算并保存后再审核。"
        )


class NoTextLayerError(InputError):
    """Pictures of pages, whose characters would have to be recognised."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"{name}：{what}，没有可读的文字，暂不能识别图上的字。请提供 Word、Excel 或能复制文字的 PDF。")


class NoHelperError(InputError):
    """A format that only a program can read that is not installed, or that could not read it."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}：{problem}。请用 Word 或 WPS 另存为 .docx 后再审核。")


class NoRecogniserError(InputError):
    """A picture, and nothing is installed that recognises characters."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}：是扫描件或图片，要识别图上的字。请运行 pip install 'auditor[ocr]' 后再审核，或提供 Word、Excel。"
        )


class SeveralFormsError(InputError):
    """More than one form in one text."""

    def __init__(self, name: str, count: int) -> None:
        super().__init__(f"{name}：文件里有 {count} 张自评表。请每张表存一个文件，再一起审核。")


class OutputError(AuditorError):
    """The report cannot be written where it was asked for."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}：{problem}")


class UnknownRulesetError(AuditorError):
    """No rule set has this id."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"没有规则集 {name}。现有：{'、'.join(known)}。")


class UnknownRuleError(AuditorError):
    """No check has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"没有编号为 {code} 的检查。运行 auditor rules 查看全部编号。")


class BadFamilyError(AuditorError):
    """A file of a family of layouts has a mistake."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"表式文件 {name}：{problem}。请改正这个文件。")


class BadRulebookError(AuditorError):
    """A rule set file breaks the rules of its format."""

    def __init__(self, name: str, key: str, problem: str, line: int | None = None) -> None:
        place = f"第 {line} 行：" if line else ""
        super().__init__(f"{name}：{place}{key + '：' if key else ''}{problem}。")


class AgainstError(AuditorError):
    """A file of ``--against``, or the old one of ``diff``, cannot be laid beside the form."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}：{problem}。")


class BadWaiverError(AuditorError):
    """An accepted finding is not written as it has to be; the line names the file, the line and the key."""

    def __init__(self, path: object, line: int, key: str, problem: str) -> None:
        where = "，".join([f"{path}", *([f"第{line}行"] if line else []), *([f"键 {key}"] if key else [])])
        super().__init__(f"{where}：{problem}。")


class SettingsError(AuditorError):
    """A setting of the language model is missing or wrong."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"语言模型的设置 {name}：{problem}。")


class PromptError(AuditorError):
    """A prompt file is missing or breaks the format of prompts."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"提示词文件 {name}：{problem}。")
