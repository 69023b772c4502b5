"""A user's own rule set in a file, and the files that it extends."""

from pathlib import Path

from auditor.errors import BadRulebookError
from auditor.rulebooks.load import Raw, load

SUFFIX = ".toml"


def is_file(name: str) -> bool:
    """Whether a name given for a rule set is the path of a file."""
    return name.lower().endswith(SUFFIX) or Path(name).exists()


def gather(name: str, below: tuple[str, ...] = ()) -> dict[str, Raw]:
    """The rule set of a file by its id, after those of the files that it extends.

    Raises:
        BadRulebookError: a file cannot be read, or breaks the format, or extends itself.
    """
    raw = load(_text(name), name)
    here = str(Path(name).resolve())
    found: dict[str, Raw] = {}
    parents = []
    for number, parent in enumerate(raw.extends):
        if not parent.lower().endswith(SUFFIX):
            parents.append(parent)
            continue
        path = Path(name).parent / parent
        if str(path.resolve()) in (*below, here):
            raw.refuse(("extends", number), f"上级规则集绕成了圈：{parent} 已在下级中")
        if not path.exists():
            raw.refuse(("extends", number), f"没有文件“{path}”")
        above = gather(str(path), (*below, here))
        found |= above
        parents.append(list(above)[-1])
    if raw.id in found:
        raw.refuse(("id",), f"编号 {raw.id} 在上级文件里已用过，请换一个")
    return {**found, raw.id: raw._replace(extends=tuple(parents))}


def _text(name: str) -> str:
    try:
        return Path(name).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        raise BadRulebookError(name, "", "没有这个规则集文件，请检查路径和文件名") from None
    except UnicodeDecodeError:
        raise BadRulebookError(name, "", "不是 UTF-8 编码，请另存为 UTF-8 后再用") from None
    except OSError as error:
        raise BadRulebookError(name, "", f"规则集文件读不了（{error.strerror}）") from None
