"""The prompts: one file each under ``prompts/``, with front matter, instructions and worked examples.

The text before ``<!-- input -->`` never changes and is sent as the system message; the text after it is
filled with the inputs. Examples are instructions too: they stand in the unchanging part.
"""

import hashlib
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from auditor.errors import PromptError

_SHAPE = re.compile(r"\A---\n(?P<front>.*?)\n---\n(?P<static>.*?)\n<!-- input -->\n(?P<input>.*)\Z", re.DOTALL)
_FIELD = re.compile(r"\{([a-z_]+)\}")
_KEYS = {"id", "version", "inputs", "returns"}


class Prompt(NamedTuple):
    """A prompt; ``digest`` is that of the whole file, so that a change of it changes every key."""

    id: str
    version: str
    inputs: tuple[str, ...]
    returns: str
    static: str
    input: str
    digest: str


@cache
def load(name: str) -> Prompt:
    """The prompt of a name.

    Raises:
        PromptError: there is none, or its file breaks the format; the line names file and fault.
    """
    for folder in (files("auditor") / "prompts", Path(__file__).parents[2] / "prompts"):
        file = folder / f"{name}.md"
        if file.is_file():
            return read(f"{name}.md", file.read_text(encoding="utf-8"))
    raise PromptError(f"{name}.md", "没有这个文件，请重新安装")


def read(name: str, text: str) -> Prompt:
    """Read and check the text of a prompt file.

    Raises:
        PromptError: front matter, a part or an input is missing.
    """
    shape = _SHAPE.match(text)
    if shape is None:
        raise PromptError(name, "应有 --- 之间的说明、正文和 <!-- input --> 之后的输入")
    front = dict(line.partition(":")[::2] for line in shape["front"].splitlines() if line.strip())
    front = {k.strip(): v.strip() for k, v in front.items()}
    if set(front) != _KEYS:
        raise PromptError(name, f"说明应有且只有 {'、'.join(sorted(_KEYS))}")
    inputs = tuple(i.strip() for i in front["inputs"].split(",") if i.strip())
    used = set(_FIELD.findall(shape["input"]))
    if used != set(inputs):
        raise PromptError(name, f"输入 {'、'.join(sorted(used ^ set(inputs)))} 只在说明或只在正文中")
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Prompt(
        front["id"], front["version"], inputs, front["returns"], shape["static"].strip(), shape["input"].strip(), digest
    )
