"""Accepted findings, two versions of a form, and earlier forms beside it, as commands."""

import json
from pathlib import Path

import docx
import jsonschema
import pytest
from openpyxl import load_workbook
from support.commands import FAULTY, SAMPLES, Command, is_one_chinese_line
from support.forms import Spec, clean

FORM = clean()
SHORT = FORM.row(1, actual="30场").told("阅读推广活动46场", "阅读推广活动30场")
MUSEUM = next(p for p in SAMPLES if p.stem.startswith("museum"))


def _write(folder: Path, form: Spec | str, name: str = "表.txt") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(form if isinstance(form, str) else form.text(), encoding="utf-8")
    return path


def _accepted(command: Command, form: Path, file: Path) -> Path:
    """A file of waivers for all findings of a form, filled in."""
    ran = command("review", form, "--write-waivers", file, "--fail-on", "never")
    assert is_one_chinese_line(ran.err)
    file.write_text(file.read_text(encoding="utf-8").replace('reason = ""', 'reason = "见会议纪要"'), encoding="utf-8")
    return file


def test_findings_are_accepted_by_a_file_that_the_program_prepares(command: Command, tmp_path: Path) -> None:
    form, file = _write(tmp_path, SHORT), tmp_path / "w.toml"
    first = command("review", form, "--write-waivers", file)
    assert first.status == 1
    assert first.err == f"已在 {file} 写入 2 条，请逐条填写接受的理由（reason），不接受的删去。\n"
    refused = command("review", form, "--waive", file)
    assert refused.status == 2
    lines = file.read_text(encoding="utf-8").splitlines()
    at = lines.index('reason = ""') + 1
    assert refused.err == f"{file}，第{at}行，键 reason：接受的理由必须写明，不接受的请删去整条。\n"
    assert refused.out == ""
    _accepted(command, form, file)
    assert command("review", form, "--waive", file, "--fail-on", "info").status == 0
    again = command("review", form, "--waive", file, "--write-waivers", file)
    assert again.err == f"没有要写入 {file} 的意见。\n"


def test_entries_beside_the_form_hold_without_being_named(command: Command, tmp_path: Path) -> None:
    form = _write(tmp_path, SHORT)
    _accepted(command, form, tmp_path / "auditor.toml")
    assert command("review", form).status == 0
    assert command("review", form, "--waive", tmp_path / "auditor.toml").status == 0
    assert command("review", _write(tmp_path / "别处", SHORT)).status == 1


@pytest.mark.parametrize("kind", ["text", "markdown", "html", "json"])
def test_accepted_and_stale_entries_are_told_in_every_format(command: Command, tmp_path: Path, kind: str) -> None:
    file = _accepted(command, _write(tmp_path, SHORT), tmp_path / "w.toml")
    words = file.read_text(encoding="utf-8").split("[[waiver]]")
    other = words[2].replace("实际完成值 30场", "实际完成值 29场")
    file.write_text("[[waiver]]".join([*words[:2], other]), encoding="utf-8")
    ran = command("review", tmp_path / "表.txt", "--waive", file, "--format", kind)
    assert ran.status == 1
    assert "见会议纪要" in ran.out
    assert "w.toml 第" in ran.out
    assert "所依据的内容已变（接受时实际完成值29场，现为实际完成值30场）" in "".join(ran.out.split())
    if kind != "json":
        assert "已接受的意见（1条，失效1条）" in ran.out
        assert "另有已接受 1 处" in ran.out


def test_accepted_entries_are_on_paper_too(command: Command, tmp_path: Path) -> None:
    form = _write(tmp_path, SHORT)
    file = _accepted(command, form, tmp_path / "w.toml")
    book, paper = tmp_path / "a.xlsx", tmp_path / "a.docx"
    assert command("review", form, "--waive", file, "-o", book).status == 0
    assert command("review", form, "--waive", file, "-o", paper).status == 0
    sheet = load_workbook(book)["已接受的意见"]
    assert "见会议纪要" in {cell.value for row in sheet.iter_rows() for cell in row}
    assert paper.stat().st_size > 0


def test_json_keeps_what_counts_under_findings(command: Command, tmp_path: Path) -> None:
    form = _write(tmp_path, SHORT)
    file = _accepted(command, form, tmp_path / "w.toml")
    done = json.loads(command("review", form, "--waive", file, "--format", "json").out)
    assert done["findings"] == []
    assert done["outcome"] == "clean"
    assert {f["waived"] for f in done["waived"]} == {"见会议纪要"}
    jsonschema.validate(done, json.loads(command("schema").out))
    moved = _write(tmp_path, FORM.row(1, actual="46场"))
    stale = json.loads(command("review", moved, "--waive", file, "--format", "json").out)["stale_waivers"]
    assert {s["why"] for s in stale} == {"这条意见已不再出现"}
    assert {s["waiver"]["check"] for s in stale} == {"S107", "D301"}


def test_a_wrong_waiver_file_is_one_line_before_any_work(command: Command, tmp_path: Path) -> None:
    form = _write(tmp_path, SHORT)
    for name in ("没有.toml", "."):
        ran = command("review", form, "--waive", tmp_path / name)
        assert (ran.status, ran.out) == (2, "")
        assert is_one_chinese_line(ran.err)


def test_two_versions_are_compared(command: Command, tmp_path: Path) -> None:
    old, new = _write(tmp_path, SHORT, "上次.txt"), _write(tmp_path, FORM.text("tabs"), "本次.txt")
    ran = command("diff", old, new)
    assert (ran.status, ran.err) == (0, "")
    assert "上次意见2条：消除2条（其中2条须核实），仍在0条；新出现0条。" in ran.out
    assert command("diff", new, old).status == 1
    assert command("diff", old, old, "--fail-on", "never").status == 0
    assert command("diff", new, new, "--fail-on", "info").status == 0


@pytest.mark.parametrize("kind", ["text", "json", "markdown", "html"])
def test_every_kind_of_difference(command: Command, tmp_path: Path, kind: str) -> None:
    old, new = _write(tmp_path, SHORT, "上次.txt"), _write(tmp_path, FORM, "本次.txt")
    ran = command("diff", old, new, "--format", kind)
    assert "上次.txt" in ran.out
    assert "\x1b" not in ran.out
    target = tmp_path / "a.html"
    assert command("diff", old, new, "--format", kind, "-o", target).err == f"已写入 {target}。\n"
    assert target.read_text(encoding="utf-8") == ran.out
    if kind == "json":
        jsonschema.validate(json.loads(ran.out), json.loads(command("schema", "diff").out))


def test_accepted_findings_of_the_new_version_do_not_count(command: Command, tmp_path: Path) -> None:
    form = _write(tmp_path, SHORT)
    file = _accepted(command, form, tmp_path / "w.toml")
    ran = command("diff", form, form, "--waive", file)
    assert ran.status == 0
    assert "改动" in ran.out


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (SHORT, FORM.but(project="道路养护"), "不是同一项目，不能对比"),
        ("会议通知", FORM, "没有读到绩效指标，不能对比"),
        (FORM.text() + "\n" + FORM.but(project="道路养护").text(), FORM, "文件里有 2 张自评表"),
    ],
)
def test_what_cannot_be_compared_is_one_line(
    command: Command, tmp_path: Path, old: Spec | str, new: Spec | str, told: str
) -> None:
    ran = command("diff", _write(tmp_path, old, "上次.txt"), _write(tmp_path, new, "本次.txt"))
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err
    assert is_one_chinese_line(ran.err)


def test_a_version_that_cannot_be_read_is_one_line(command: Command, tmp_path: Path) -> None:
    for words in (("diff", FAULTY, tmp_path / "没有.txt"), ("diff", tmp_path / "没有.txt", FAULTY)):
        ran = command(*words)
        assert (ran.status, ran.out) == (2, "")
        assert is_one_chinese_line(ran.err)
    wrong = command("diff", FAULTY, FAULTY, "-o", tmp_path / "a.docx")
    assert wrong.err == "diff 只有 text、json、markdown、html 四种格式。\n"


def test_an_earlier_form_is_laid_beside(command: Command, tmp_path: Path) -> None:
    prior = _write(tmp_path, FORM.but(year="2022").row(1, actual="80场"), "上年.txt")
    ran = command("review", _write(tmp_path, FORM), "--against", prior, "--format", "json")
    done = json.loads(ran.out)
    assert done["run"]["against"] == ["上年.txt（2022年度自评表，按表名识别）"]
    assert {f["rule"] for f in done["findings"]} == {"C908"}
    shown = command("review", tmp_path / "表.txt", "--against", prior).out
    assert "对照      上年.txt（2022年度自评表，按表名识别）" in shown


def test_an_earlier_form_that_fits_no_form_is_told(command: Command, tmp_path: Path) -> None:
    form = _write(tmp_path, FORM)
    for beside, told in ((MUSEUM, "不是同一项目"), (form, "auditor diff")):
        ran = command("review", form, "--against", beside)
        assert ran.status == 2
        assert told in ran.err
        assert is_one_chinese_line(ran.err)
    ran = command("review", form, "--against", tmp_path / "没有.txt")
    assert (ran.status, ran.out) == (2, "")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.stem)
def test_every_sample_is_accepted_and_compared_with_itself(command: Command, tmp_path: Path, sample: Path) -> None:
    file = tmp_path / "w.toml"
    if json.loads(command("review", sample, "--format", "json").out)["findings"]:
        _accepted(command, sample, file)
        done = json.loads(command("review", sample, "--waive", file, "--format", "json").out)
        assert (done["findings"], done["stale_waivers"]) == ([], [])
    made = json.loads(command("diff", sample, sample, "--format", "json", "--fail-on", "never").out)
    assert made["changes"] == []
    assert {f["fate"] for f in made["findings"]} <= {"stayed"}


def test_the_annotated_copy_tells_what_was_accepted(command: Command, tmp_path: Path) -> None:
    form = _write(tmp_path, SHORT)
    _accepted(command, form, tmp_path / "auditor.toml")
    assert command("annotate", form, "-o", tmp_path / "a.docx").status == 0
    told = "\n".join(c.text for c in docx.Document(str(tmp_path / "a.docx")).comments)
    assert "【已接受】D301" in told
    assert "接受的理由：见会议纪要（" in told
