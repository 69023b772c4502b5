"""The commands: what they print where, and how they end."""

import codecs
import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from support.commands import FAULTY, ROOT, SAMPLES, SOUND, Command, is_one_chinese_line, process
from support.forms import Spec, clean

from auditor import __version__
from auditor.reports.folding import cells
from auditor.rulebooks import raw_books
from auditor.rules import ALL_RULES

FORM = clean()
WARNED = FORM.row(5, target="有所提升", actual="有所提升")
VERBS = ("review", "draft", "parse", "rules", "rulesets", "doctor", "eval", "cache", "schema")
KINDS = {"text": "审核结论", "json": '"schema":"auditor.review/1"', "markdown": "# ", "html": "<!DOCTYPE html>"}


def _write(folder: Path, text: str, name: str = "表.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("form", "fail_on", "status"),
    [
        (FORM, "info", 0), (WARNED, "error", 0), (WARNED, "warning", 1), (WARNED, "never", 0),
        (FORM.row(1, actual="30场"), "error", 1), (FORM.row(1, actual="30场"), "never", 0),
        (FORM.row(1, target="40场"), "info", 1), (FORM.row(1, target="40场"), "warning", 0),
    ],
)  # fmt: skip
def test_the_status_follows_the_gravest_finding(
    command: Command, tmp_path: Path, form: Spec, fail_on: str, status: int
) -> None:
    ran = command("review", _write(tmp_path, form.text()), "--fail-on", fail_on)
    assert (ran.status, ran.err) == (status, "")
    assert ran.out


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_report_goes_to_standard_output(command: Command, kind: str) -> None:
    ran = command("review", FAULTY, "--format", kind)
    assert ran.status == 1
    assert KINDS[kind] in ran.out
    assert "\x1b" not in ran.out
    assert ran.out.endswith("\n")


@pytest.mark.parametrize(
    ("name", "kind"), [("a.json", "json"), ("a.md", "markdown"), ("a.html", "html"), ("a.TXT", "text"), ("a", "text")]
)
def test_the_name_of_the_output_file_gives_the_kind(command: Command, tmp_path: Path, name: str, kind: str) -> None:
    ran = command("review", FAULTY, "-o", tmp_path / name)
    assert (ran.status, ran.out) == (1, "")
    assert KINDS[kind] in (tmp_path / name).read_text(encoding="utf-8")
    assert [p.name for p in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.stem)
def test_the_schema_describes_the_json_of_every_sample(command: Command, sample: Path) -> None:
    schema = json.loads(command("schema").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    written = json.loads(command("review", sample, "--format", "json", "--fail-on", "never").out)
    jsonschema.validate(written, schema)
    text = written["document"]["text"]
    for claim in written["claims"]:
        for found in claim["evidence"]:
            there = "".join(text[s["start"] : s["end"]] for s in found["spans"])
            assert "".join(there.split()) == "".join(found["quote"].split())


def test_several_forms_give_a_json_object_a_line_in_order(command: Command) -> None:
    ran = command("review", FAULTY, SOUND, "--format", "json")
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert [line["document"]["name"] for line in lines] == [FAULTY.name, SOUND.name]
    assert ran.status == 1


def test_one_unreadable_form_does_not_stop_the_others(command: Command, tmp_path: Path) -> None:
    ran = command("review", FAULTY, tmp_path / "没有.txt", SOUND, "--format", "json")
    assert ran.status == 2
    assert len(ran.out.splitlines()) == 2
    assert is_one_chinese_line(ran.err)


@pytest.mark.parametrize("kind", ["text", "markdown"])
def test_several_forms_are_divided(command: Command, kind: str) -> None:
    ran = command("review", FAULTY, SOUND, "--format", kind)
    assert "乡村医生" in ran.out
    assert "编程" in ran.out


def test_several_forms_of_one_run_are_compared(command: Command, tmp_path: Path) -> None:
    one, other = _write(tmp_path, FORM.text(), "甲.txt"), _write(tmp_path, FORM.but(project="乙").text(), "乙.txt")
    ran = command("review", one, tmp_path / "没有.txt", other, "--format", "json")
    first, second = (json.loads(line) for line in ran.out.splitlines())
    assert "C901" not in {f["rule"] for f in first["findings"]}
    assert [f["message"][:10] for f in second["findings"] if f["rule"] == "C901"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_standard_input_in_every_encoding_gives_the_same_findings(
    command: Command, encoding: str, newline: str
) -> None:
    text = FORM.row(1, actual="30场").text().replace("\n", newline)
    ran = command("review", "-", "--format", "json", stdin=text.encode(encoding))
    done = json.loads(ran.out)
    assert done["document"]["text"] == text
    assert done["document"]["name"] == "标准输入"
    assert [f["rule"] for f in done["findings"] if f["severity"] == "error"] == ["S107", "D301"]


def test_codes_are_chosen_by_prefix_and_comma(command: Command) -> None:
    ran = command("review", FAULTY, "--format", "json", "--select", "s1，N5", "--select", "D306", "--ignore", "N502")
    rules = {f["rule"] for f in json.loads(ran.out)["findings"]}
    assert {"S106", "D306", "N501"} <= rules
    assert all(r[0] in "SDN" and r != "N502" for r in rules)


def test_the_day_and_the_rule_set_can_be_given(command: Command) -> None:
    ran = command("review", SOUND, "--format", "json", "--on", "2024-05-06", "--ruleset", "cn-shenzhen-2020")
    run = json.loads(ran.out)["run"]
    assert (run["on"], run["ruleset"], run["ruleset_reason"]) == ("2024-05-06", "cn-shenzhen-2020", "由 --ruleset 指定")


def test_without_drafts_none_are_written(command: Command) -> None:
    assert json.loads(command("review", FAULTY, "--format", "json").out)["drafts"]
    assert not json.loads(command("review", FAULTY, "--format", "json", "--no-drafts").out)["drafts"]


def test_draft_prints_what_must_be_filled_in(command: Command, tmp_path: Path) -> None:
    short = _write(tmp_path, FORM.row(1, actual="30场").text())
    ran = command("draft", short)
    assert ran.status == 0
    assert "第1行 阅读推广活动场次" in ran.out
    drafts = json.loads(command("draft", short, "--format", "json").out)["drafts"]
    assert [(d["indicator"], d["required"]) for d in drafts] == [("I01", True)]
    assert command("draft", short, tmp_path / "没有.txt").status == 2


def test_parse_prints_the_form_as_understood(command: Command, tmp_path: Path) -> None:
    ran = command("parse", _write(tmp_path, FORM.text()))
    assert ran.status == 0
    assert all(row.name in ran.out for row in FORM.rows)
    form = json.loads(command("parse", tmp_path / "表.txt", "--format", "json").out)
    assert len(form["indicators"]) == len(FORM.rows)
    out = tmp_path / "读.json"
    assert command("parse", tmp_path / "表.txt", "-o", out).status == 0
    assert json.loads(out.read_text(encoding="utf-8")) == form


def test_rules_lists_every_check_and_explains_one(command: Command) -> None:
    listed = command("rules").out
    assert all(rule.code in listed and rule.title in listed for rule in ALL_RULES)
    for rule in ALL_RULES:
        page = command("rules", rule.code.lower()).out
        assert page.startswith(rule.code)
        assert all(f"\n{heading}\n" in page for heading in ("查什么", "为什么", "依据", "例", "怎么改"))


def test_rules_lists_a_family_by_its_beginning(command: Command) -> None:
    told = command("rules", "n5").out.splitlines()
    assert told[0] == "N 叙述核对"
    assert [line.split()[0] for line in told[1:]] == [r.code for r in ALL_RULES if r.code.startswith("N5")]


@pytest.mark.parametrize("words", [[], *([verb] for verb in VERBS)], ids=str)
def test_help_is_chinese(command: Command, words: list[str]) -> None:
    told = command(*words, "--help").out
    assert told.startswith("用法：")
    assert "选项：" in told
    assert not re.search(r"\b(?:Usage|Options?|Arguments?|Commands?|required|default|Show|Install|str)\b", told)


def test_rulesets_prints_every_value_with_its_source(command: Command) -> None:
    assert all(name in command("rulesets").out for name in raw_books())
    for name in raw_books():
        page = command("rulesets", name, "--on", "2024-01-01").out
        assert page.count("来源：") == len(re.findall(r"自 \d{4}-\d\d-\d\d 起", page)) > 40
        assert "条文待核对" in page
        assert "（待核对）" in page


def test_rulesets_tells_what_a_value_replaces_and_what_is_ended(command: Command) -> None:
    page = command("rulesets", "cn-hubei", "--on", "2024-01-01").out
    assert (
        "预算执行率分值：20分，自 2020-02-25 起，来源：[1]（待核对），替换“全国项目支出绩效自评（2020年）”的 10分"
        in page
    )
    assert "产出指标的常用权重（表上自定）：不再适用" in page
    listed = command("rulesets").out
    assert "cn-hubei  湖北省项目自评表（执行率20分）（湖北省），以 cn-national-2020 为底本" in listed
    assert "适用：项目支出、部门整体支出；湖北表式" in listed
    assert "只在指定时采用" in listed
    assert "单位名称以 广西、廣西 开头的选用" in listed


@pytest.mark.parametrize("name", raw_books())
def test_a_rule_set_is_told_in_chinese_with_each_source_once(command: Command, name: str) -> None:
    values, _, sources = command("rulesets", name, "--on", "2024-01-01").out.partition("\n来源\n")
    assert not re.search("[A-Za-z_]", values.partition("\n")[2])
    assert "执行率×分值" in values
    assert "执行率低于此数须说明原因：90%" in values
    assert "比率，" not in values
    listed = [line.partition("] ")[2] for line in sources.splitlines()]
    assert len(set(listed)) == len(listed) > 1


def test_the_schema_is_that_of_the_contract(command: Command) -> None:
    schema = json.loads(command("schema").out)
    assert schema["properties"]["schema"]["const"] == "auditor.review/1"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["reviev", "x"], "没有命令 reviev。运行 auditor --help"),
        (["review"], "缺少参数"),
        (["review", "x", "--colour"], "没有选项 --colour。"),
        (["review", "x", "--format", "pdf"], "没有 pdf 这个值"),
        (["review", "x", "--format"], "缺少值"),
        (["review", "x", "--ruleset", "cn-atlantis"], "没有规则集 cn-atlantis"),
        (["review", "x", "--select", "Q9"], "没有编号为 Q9 的检查"),
        (["review", "x", "--on", "昨天"], "要写成日期"),
        (["review", "-", "-"], "只能写一次"),
        (["draft", "x", "--format", "html"], "只有 text 和 json"),
        (["parse", "x", "--format", "markdown"], "只有 text 和 json"),
        (["rules", "S999"], "没有编号为 S999 的检查"),
        (["rulesets", "cn-atlantis"], "没有规则集 cn-atlantis"),
    ],
)
def test_wrong_usage_is_one_chinese_line_and_status_2(command: Command, words: list[str], told: str) -> None:
    ran = command(*words)
    assert (ran.status, ran.out) == (2, "")
    assert is_one_chinese_line(ran.err)
    assert told in ran.err


def test_an_engine_that_is_not_there_leaves_the_review_incomplete(command: Command) -> None:
    ran = command("review", SOUND, "--engine", "llm")
    assert ran.status == 3
    assert "语言模型" in ran.err


def test_help_of_each_command_is_in_chinese_and_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("review", "draft", "parse", "rules", "rulesets", "schema"):
        ran = process(name, "--help")
        assert ran.status == 0
        assert any("一" <= c <= "龥" for c in ran.out)
        assert f"`auditor {name}" in readme


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_shows_what_is_printed_and_no_line_is_too_long(command: Command, name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if cells(line) > 120]
    start = lines.index("```text")
    asked, *shown = lines[start + 1 : lines.index("```", start)]
    printed = command("review", ROOT / asked.split()[-1], "--engine", "offline").out.splitlines()
    at = [printed.index(line) for line in shown if line != "……"]
    assert at == sorted(at)


def test_python_m_auditor_is_the_command() -> None:
    ran = process("review", FAULTY)
    assert ran.status == 1
    assert "审核结论" in ran.out
    assert ran.err == ""
    assert process("review", "-", "--format", "json", stdin=codecs.BOM_UTF8 + FORM.text().encode()).status == 0
    assert __version__


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} -m auditor review {FAULTY} --format json --fail-on never | head -c 10; echo ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", command], capture_output=True, cwd=ROOT, check=True, timeout=60)
    assert ran.stdout.decode().endswith("0\n")
    assert ran.stderr == b""
