"""Waivers as they are written: ``[[waiver]]`` entries of ``auditor.toml`` and of the files named by ``--waive``."""

import json
import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from auditor.errors import BadWaiverError
from auditor.explanations import says_nothing
from auditor.model.finding import Finding, Waiver
from auditor.model.review import Review
from auditor.waiving.fingerprint import Fingerprints, key

FILE = "auditor.toml"
_KNOWN = ("llm", "waiver")  # what an auditor.toml may hold
_KEYS = ("check", "project", "year", "indicators", "values", "reason", "date")
_HEAD = re.compile(r"\s*\[\[\s*waiver\s*\]\]")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")
_TOP = """\
# 已接受的意见。每条写明理由（reason），不接受的整条删去；写好后用 auditor review 表 --waive 本文件，
# 或把各条并入表旁或工作目录的 auditor.toml。所依据的内容（values）一变，这一条就不再有效。
"""


def find_files(form: str, folder: Path, home: Path | None) -> list[Path]:
    """The ``auditor.toml`` beside a form, and the nearest of the working folder and those above it.

    One goes up only within a repository or the home folder, never into folders that belong to others.
    """
    beside = [p for p in [Path(form).parent / FILE] if form != "-" and p.is_file()]
    above = [p for p in (f / FILE for f in _upwards(folder, home)) if p.is_file()][:1]
    return [*beside, *(p for p in above if not any(p.samefile(q) for q in beside))]


def _upwards(folder: Path, home: Path | None) -> list[Path]:
    """A folder and those above it as far as the repository or the home folder; alone where it is in neither."""
    above = [folder, *folder.parents]
    for n, one in enumerate(above):
        if (one / ".git").exists() or one == home:
            return above[: n + 1]
    return [folder]


def read_waivers(path: Path, codes: Collection[str]) -> tuple[Waiver, ...]:
    """The waivers of a file.

    Raises:
        BadWaiverError: the file cannot be read, or an entry is not complete; the line names file, line and key.
    """
    text, table = _load(path)
    lines = text.splitlines()
    unknown = next((k for k in table if k not in _KNOWN), None)
    if unknown is not None:
        at = _line_of(lines, range(len(lines)), unknown)
        raise BadWaiverError(path, at, unknown, f"不认识，可用：{'、'.join(_KNOWN)}")
    return tuple(_waiver(path, entry, span, lines, codes) for entry, span in _entries(path, table, lines))


def prepare(path: Path, reviews: Sequence[Review], years: Sequence[int | None], today: date) -> tuple[str, int]:
    """The text of a file with entries for all findings that count, and how many are new; what it held is kept.

    Raises:
        BadWaiverError: the file exists and is not what it should be.
    """
    text, table = _load(path) if path.exists() else (_TOP, {})
    held = {_identity(e) for e, _ in _entries(path, table, text.splitlines())}
    added = []
    for review, year in zip(reviews, years, strict=True):
        prints = Fingerprints(review)
        for found in review.findings:
            entry = _entry(found, review, prints, year)
            if _identity(entry) not in held:
                held.add(_identity(entry))
                added.append(_written(found, entry, today))
    return "\n".join([text.rstrip("\n") + "\n", *added]) if added else text, len(added)


def _load(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        return text, tomllib.loads(text)
    except UnicodeDecodeError:
        raise BadWaiverError(path, 0, "", "不是 UTF-8 编码的文本，请另存为 UTF-8") from None
    except OSError as error:
        raise BadWaiverError(path, 0, "", f"不能读取（{error.strerror}），请检查路径") from None
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        line = int(at[1]) if at and at[1] else len(text.splitlines())
        raise BadWaiverError(path, line, "", f"不合 TOML 的写法（{_AT_LINE.sub('', str(error)).strip()}）") from None


def _entries(path: Path, table: dict[str, Any], lines: Sequence[str]) -> Iterator[tuple[dict[str, Any], range]]:
    """Each entry with its lines, the first being that of its heading."""
    given = table.get("waiver", [])
    heads = [n for n, line in enumerate(lines) if _HEAD.match(line)]
    if not isinstance(given, list) or not all(isinstance(e, dict) for e in given) or len(heads) != len(given):
        at = next((n for n, line in enumerate(lines, start=1) if re.match(r"\s*\[*\s*waiver\b", line)), 0)
        raise BadWaiverError(path, at, "waiver", "每条以单独一行 [[waiver]] 开头")
    ends = [*heads, len(lines)][1:]
    yield from ((entry, range(start, end)) for entry, start, end in zip(given, heads, ends, strict=True))


def _waiver(path: Path, entry: dict[str, Any], span: range, lines: Sequence[str], codes: Collection[str]) -> Waiver:
    wrong = next(_faults(entry, codes), None)
    if wrong is not None:
        name, problem = wrong
        raise BadWaiverError(path, _line_of(lines, span, name), name, problem)
    given = entry | {"reason": " ".join(entry["reason"].split())}
    return Waiver.model_validate({**given, "place": f"{path.name} 第{span.start + 1}行"})


def _faults(entry: dict[str, Any], codes: Collection[str]) -> Iterator[tuple[str, str]]:
    """The keys of an entry that are not as they have to be, each with what is wrong."""
    yield from ((name, f"不认识，可用：{'、'.join(_KEYS)}") for name in entry if name not in _KEYS)
    yield from ((name, "没有写") for name in _KEYS if name not in entry and name != "year")
    yield from (
        (name, "应为加引号的文字") for name in ("check", "project", "reason") if not isinstance(entry[name], str)
    )
    for name in ("indicators", "values"):
        if not isinstance(entry[name], list) or not all(isinstance(v, str) for v in entry[name]):
            yield name, '应为一列文字，如 ["甲", "乙"]'
    if entry["check"] not in codes:
        yield "check", f"没有编号为 {entry['check']} 的检查，运行 auditor rules 查看全部编号"
    if type(entry.get("year", 0)) is not int:
        yield "year", "应为年份，如 2024"
    if says_nothing(entry["reason"]):
        yield "reason", "接受的理由必须写明，不接受的请删去整条"
    if isinstance(entry["date"], datetime) or not isinstance(entry["date"], date):
        yield "date", "应为日期，不加引号，如 2024-03-01"


def _line_of(lines: Sequence[str], span: range, name: str) -> int:
    """The line in which a key stands, from 1; that of the heading where it is missing."""
    there = re.compile(rf"\s*\[*\s*[\"']?{re.escape(name)}[\"']?\s*[\].=]")
    return next((n for n in span if there.match(lines[n])), span.start) + 1


def _entry(found: Finding, review: Review, prints: Fingerprints, year: int | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"check": found.rule, "project": review.form.project_name.text}
    if year is not None:
        entry["year"] = year
    return entry | {"indicators": list(prints.indicators(found)), "values": list(prints.values(found))}


def _identity(entry: dict[str, Any]) -> tuple[object, ...]:
    """What makes two entries one, as far as they can be compared."""
    listed = (entry.get(name, ()) for name in ("indicators", "values"))
    lists = [key(map(str, v)) if isinstance(v, list) else () for v in listed]
    return (entry.get("check"), *key([str(entry.get("project", ""))]), entry.get("year"), *lists)


def _written(found: Finding, entry: dict[str, Any], today: date) -> str:
    words = "".join(c if c.isprintable() else " " for c in found.message)
    lines = [f"# {found.severity.shown} {found.title}：{words}", "[[waiver]]"]
    lines += [f"{name} = {_quoted(value)}" for name, value in entry.items()]
    return "\n".join([*lines, 'reason = ""', f"date = {today.isoformat()}", ""])


def _quoted(value: object) -> str:
    """A value as TOML has it, which for these kinds is as JSON has it."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
