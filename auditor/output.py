"""Where reports go: standard output, or a file that is written whole or not at all."""

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from auditor.errors import OutputError

SUFFIXES = {
    ".json": "json",
    ".jsonl": "json",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
    ".docx": "docx",
    ".xlsx": "xlsx",
}
PAPERS = ("docx", "xlsx")  # reports that are no text
TOGETHER = ("html", *PAPERS)  # reports that hold all forms in one document


def kind_of(output: str | None) -> str:
    """The kind of report that the name of an output file asks for; text without one."""
    return SUFFIXES.get(Path(output).suffix.lower(), "text") if output else "text"


def check_target(output: str, inputs: Sequence[str]) -> None:
    """Refuse an output that would overwrite a form, or that cannot be written, before any work is done.

    Raises:
        OutputError: with what to do.
    """
    target = Path(output)
    try:
        folder = target.is_dir()
    except OSError as error:  # a name that the disk cannot hold
        raise OutputError(output, f"不能写入（{error.strerror}）。请换一个短些的文件名。") from error
    if folder:
        raise OutputError(output, "是文件夹。请写明报告的文件名。")
    for name in inputs:
        if name != "-" and Path(name).exists() and target.exists() and Path(name).samefile(target):
            raise OutputError(output, "正是待审核的表，不能覆盖它。请换一个文件名。")
    if not target.parent.is_dir():
        raise OutputError(output, f"没有文件夹 {target.parent}。请先建立文件夹或换一个位置。")
    if not os.access(target.parent, os.W_OK):
        raise OutputError(output, f"文件夹 {target.parent} 不能写入。请换一个位置。")


def write_file(output: str, words: str) -> None:
    """Write a report as UTF-8; see :func:`write_bytes`."""
    write_bytes(output, words.encode("utf-8"))


def write_bytes(output: str, data: bytes) -> None:
    """Write a file beside its target and put it in place in one step.

    Raises:
        OutputError: the disk refuses; nothing is left behind.
    """
    target = Path(output)
    temporary = None
    try:
        with tempfile.NamedTemporaryFile("wb", dir=target.parent, prefix=".auditor-", delete=False) as file:
            temporary = Path(file.name)
            file.write(data)
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        temporary.chmod(mode)
        temporary.replace(target)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise OutputError(output, f"不能写入（{error.strerror}）。请换一个位置。") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_out(words: str) -> None:
    """Write to standard output in UTF-8, whatever the locale says; a reader that has gone away is no error."""
    try:
        if hasattr(sys.stdout, "reconfigure") and not sys.stdout.isatty():
            sys.stdout.reconfigure(encoding="utf-8", errors="replace")
        sys.stdout.write(words)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (head, less) has what it wanted. Nothing may be written to the pipe at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except UnicodeEncodeError:
        sys.stdout.buffer.write(words.encode("utf-8", "replace"))
        sys.stdout.flush()


def say(line: str) -> None:
    """A line for the user on standard error."""
    try:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
    except (BrokenPipeError, UnicodeEncodeError):
        return
