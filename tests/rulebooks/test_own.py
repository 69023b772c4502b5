"""A user's own rule set: read beside those of the package, and every mistake told by file, line and key."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from support.commands import ROOT, SOUND, Command, is_one_chinese_line
from support.forms import clean
from support.reviewing import of, review

from auditor.errors import BadRulebookError
from auditor.pipeline import compare
from auditor.rulebooks import check_codes, resolve
from auditor.rulebooks.positions import line_of, positions
from auditor.rules import ALL_RULES

OWN = """id = "qinglan"
name = "青岚县项目支出绩效自评"
region = "青岚县"
extends = ["cn-national-2020"]

[covers]
templates = ["national-2020"]
kinds = ["project"]

[citations.notice]
title = "青岚县绩效自评通知"
document = "青财绩〔2024〕3号"
published = 2024-01-08
verified = true

[parameters."execution.points"]
title = "预算执行率分值"
unit = "分"
values = [
  { from = 2020-02-25, is = 15, cite = "notice" },
  { from = 2024-01-08, is = 20, cite = "notice" },
]

[parameters."grade.names"]
title = "等级"
values = [{ from = 2020-02-25, is = ["优秀", "良好", "合格", "不合格"], cite = "notice" }]

[severities]
S111 = "warning"
"""

Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a rule set file with words replaced; its path."""

    def made(*changes: tuple[str, str], name: str = "青岚.toml", text: str = OWN) -> str:
        for words, instead in changes:
            assert words in text
            text = text.replace(words, instead, 1)
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return made


DAY = date(2024, 1, 1)
CODES = {rule.code for rule in ALL_RULES}


def _refused(path: str) -> str:
    with pytest.raises(BadRulebookError) as caught:
        check_codes(path, CODES)
    told = str(caught.value)
    assert "\n" not in told
    assert told.startswith(path)
    return told.removeprefix(path)


def _line(words: str, text: str = OWN) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_a_file_amends_a_rule_set_of_the_package(write: Write) -> None:
    book = resolve(write(), DAY)
    points = book.parameters["execution.points"]
    assert (book.id, points.amends) == ("qinglan", "cn-national-2020")
    assert (str(points.value), str(points.before)) == ("15", "10")
    assert resolve(write(), date(2024, 1, 8)).parameters["execution.points"].value == 20
    assert book.parameters["tier.partly"] == resolve("cn-national-2020", DAY).parameters["tier.partly"]
    check_codes(write(), CODES)
    check_codes("cn-hubei", CODES)


def test_a_review_under_a_file_says_so_and_can_be_compared(write: Write) -> None:
    path = write()
    done = review(clean(), ruleset=path)
    assert (done.run.ruleset, done.run.ruleset_name) == ("qinglan", "青岚县项目支出绩效自评")
    assert (done.run.ruleset_file, done.run.ruleset_reason) == (path, "由 --ruleset 指定")
    assert compare(done, [done]).run == done.run
    (weights,) = of(done, "S111")
    assert (weights.message, weights.severity) == ("权重与常用权重不同：预算执行率10分（常用15分）。", "warning")
    assert review(clean()).run.ruleset_file is None


def test_a_file_may_end_what_its_parents_do_not_have(write: Write) -> None:
    path = write(("execution.points", "level.成本指标"), (", is = 15", ""), ("is = 20, ", ""))
    assert resolve(path, DAY).ended == ()
    assert "level.成本指标" not in resolve(path, DAY).parameters


def test_a_file_without_covers_covers_what_its_parent_does(write: Write) -> None:
    path = write(('[covers]\ntemplates = ["national-2020"]\nkinds = ["project"]\n', ""))
    assert resolve(path, DAY).templates == resolve("cn-national-2020", DAY).templates


def test_a_file_that_extends_nothing_and_covers_nothing_named_covers_all(write: Write) -> None:
    national = Path(__file__).parents[2] / "auditor" / "rulebooks" / "cn.toml"
    text = national.read_text(encoding="utf-8").replace("cn-national-2020", "own", 1)
    start, end = text.index("[covers]"), text.index("[citations.measures-2020]")
    book = resolve(write(text=text[:start] + text[end:]), DAY)
    assert (book.templates, book.kinds, book.extends) == ((), (), ())


def test_a_file_extends_another_file(write: Write) -> None:
    write(name="市.toml")
    child = write(
        ('id = "qinglan"', 'id = "heyuan"'),
        ('["cn-national-2020"]', '["市.toml"]'),
        ("citations.notice", "citations.own"),
        ('is = 15, cite = "notice"', 'is = 12, cite = "own"'),
        ("S111", "S112"),
    )
    book = resolve(child, DAY)
    assert (book.id, book.extends) == ("heyuan", ("qinglan",))
    assert book.parameters["execution.points"].amends == "qinglan"
    assert book.severities == {"S111": "warning", "S112": "warning"}


def test_a_file_saved_by_an_office_program_is_read(write: Write) -> None:
    path = Path(write())
    path.write_bytes(b"\xef\xbb\xbf" + OWN.replace("\n", "\r\n").encode())
    assert resolve(str(path), DAY).id == "qinglan"


_VALUE = '{ from = 2020-02-25, is = 15, cite = "notice" }'


@pytest.mark.parametrize(
    ("words", "instead", "at", "key", "problem"),
    [
        ('region = "青岚县"', 'region = "青岚县"\ncolour = "red"', "region", "colour", "不认识的键"),
        ('kinds = ["project"]', 'kinds = ["project"]\nunits = 3', "kinds", "covers.units", "不认识的键"),
        ("verified = true", "verified = true\npage = 3", "verified", "citations.notice.page", "不认识的键"),
        ('unit = "分"', 'unit = "分"\nlimit = 3', "unit", "parameters.execution.points.limit", "不认识的键"),
        (_VALUE, _VALUE.replace(" }", ", note = 1 }"), _VALUE, "parameters.execution.points.values.note", "不认识的键"),
        ("execution.points", "exection.points", "[parameters", "parameters.exection.points", "是否为 execution.points"),
        ("execution.points", "level.", "[parameters", "parameters.level.", "没有名为 level. 的参数"),
        (_VALUE, "{ from = 2020-02-25, is = 15 }", _VALUE, "parameters.execution.points.values.cite", "都要注明来源"),
        (_VALUE, _VALUE.replace("notice", "law"), _VALUE, "parameters.execution.points.values.cite", "来源“law”没有写在"),
        ("from = 2024-01-08", "from = 2020-02-25", "  { from = 2024", "parameters.execution.points.values.from", "时段重叠"),
        ("from = 2024-01-08", "from = 2019-02-25", "  { from = 2024", "parameters.execution.points.values.from", "时段重叠"),
        ("from = 2020-02-25", 'from = "2020"', _VALUE, "parameters.execution.points.values.from", "都要有生效日"),
        ("from = 2020-02-25", "from = 2020-02-25T00:00:00", _VALUE, "parameters.execution.points.values.from", "生效日"),
        ("is = 15", 'is = "十五"', _VALUE, "parameters.execution.points.values.is", "应为一个不小于 0 的数"),
        ("is = 15", "is = true", _VALUE, "parameters.execution.points.values.is", "应为一个不小于 0 的数"),
        ("is = 15", "is = -1", _VALUE, "parameters.execution.points.values.is", "应为一个不小于 0 的数"),
        ("is = 15", "is = nan", _VALUE, "parameters.execution.points.values.is", "应为一个不小于 0 的数"),
        (", is = 15", "", _VALUE, "parameters.execution.points.values", "不能没有 is"),
        ('"优秀", ', "", "values = [{", "parameters.grade.names.values.is", "grade.names 有 3 项，应当一样多"),
        ('["优秀", "良好", "合格", "不合格"]', '"优秀"', "values = [{", "parameters.grade.names.values.is", "文字的列表"),
        ("grade.names", "grade.floors", "values = [{", "parameters.grade.floors.values.is", "应为不小于 0 的数的列表"),
        ("grade.names", "required.satisfaction", "values = [{", "parameters.required.satisfaction.values.is", "“是”或“否”"),
        ("grade.names", "lower.formulas", "values = [{", "parameters.lower.formulas.values.is", "没有计分公式“优秀”"),
        ('id = "qinglan"', "id = 3", "id", "id", "应为文字"),
        ('id = "qinglan"', 'id = "cn-hubei"', "id", "id", "程序自带"),
        ('name = "青岚县项目支出绩效自评"\n', "", "id", "name", "缺少此项"),
        ('["cn-national-2020"]', '"cn-national-2020"', "extends", "extends", "应为文字的列表"),
        ('["cn-national-2020"]', '["cn-atlantis"]', "extends", "extends", "没有规则集“cn-atlantis”，已有"),
        ('["cn-national-2020"]', '["省.toml"]', "extends", "extends", "没有文件"),
        ('["cn-national-2020"]', '["qinglan"]', "extends", "extends", "绕成了圈：qinglan→qinglan"),
        ('["cn-national-2020"]', '["青岚.toml"]', "extends", "extends", "绕成了圈"),
        ('["cn-national-2020"]', "[]", "extends", "extends", "没有上级规则集，又缺少"),
        ('kinds = ["project"]', 'kinds = ["school"]', "kinds", "covers.kinds", "没有类别“school”"),
        ('kinds = ["project"]', "kinds = [3]", "kinds", "covers.kinds", "应为文字的列表"),
        ('kinds = ["project"]', "only_named = 1", "kinds", "covers.only_named", "true 或 false"),
        ('kinds = ["project"]', 'cite = "law"', "kinds", "covers.cite", "来源“law”没有写在"),
        ('kinds = ["project"]', "names = 3", "kinds", "covers.names", "应为一个表"),
        ('kinds = ["project"]', "names = { a = 3 }", "kinds", "covers.names.a", "应为文字"),
        ("verified = true", 'verified = "yes"', "verified", "citations.notice.verified", "应为true 或 false"),
        ("published = 2024-01-08", 'published = "2024"', "published", "citations.notice.published", "应为日期"),
        ('document = "青财绩〔2024〕3号"', "document = 3", "document", "citations.notice.document", "应为文字"),
        ("verified = true\n", "", "[citations", "citations.notice", "须有 title 和 verified"),
        ("citations.notice", "citations.practice", "[citations", "citations.practice", "已用过，请换一个"),
        ('S111 = "warning"', 'S999 = "warning"', "S111", "severities.S999", "没有编号为 S999 的检查"),
        ('S111 = "warning"', 'X1 = "warning"', "S111", "severities.X1", "不是检查的编号"),
        ('S111 = "warning"', 'S111 = "fatal"', "S111", "severities.S111", "级别只有"),
        ('title = "等级"\n', "", '[parameters."grade', "parameters.grade.names.title", "缺少此项"),
        ("from = 2024-01-08, is = 20", "is = 20", "  { from = 2024", "parameters.execution.points.values.from", "生效日"),
        ('id = "qinglan"', "id = ", "id", "id", "不是有效的 TOML：此处的写法不对"),
        ('region = "青岚县"', 'region = "青岚县"\nregion = "又"', "region", "region", "同一个键写了两次"),
        ("[severities]", "[citations.notice]", "[severities", "citations.notice", "同一个键写了两次"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_with_file_line_and_key(
    write: Write, words: str, instead: str, at: str, key: str, problem: str
) -> None:
    told = _refused(write((words, instead)))
    added = instead.startswith(words) and "\n" in instead
    assert told.startswith(f"：第 {_line(at) + added} 行：{key}：")
    assert problem in told


@pytest.mark.parametrize(
    ("text", "at", "key", "problem"),
    [
        ("citations = 3\n", 1, "citations", "应为一个表"),
        ("[citations]\nnotice = 3\n", 6, "citations.notice", "写作 [citations.notice]"),
        ('[parameters]\n"score.step" = 3\n', 6, "parameters.score.step", '写作 [parameters."score.step"]'),
        ('[parameters."score.step"]\ntitle = "步"\n', 5, "parameters.score.step.values", "须有至少一个值"),
        ('[parameters."score.step"]\ntitle = "步"\nvalues = []\n', 7, "parameters.score.step.values", "须有至少一个值"),
        (
            '[parameters."score.step"]\ntitle = "步"\nvalues = [3]\n',
            7,
            "parameters.score.step.values",
            "须有至少一个值",
        ),
        ("covers = 3\n", 1, "covers", "应为一个表"),
    ],
)
def test_what_should_be_a_table_is_one(write: Write, text: str, at: int, key: str, problem: str) -> None:
    head = 'id = "own"\nname = "试"\nregion = "某地"\nextends = ["cn-national-2020"]\n'
    told = _refused(write(text=text + head if at == 1 else head + text))
    assert told.startswith(f"：第 {at} 行：{key}：")
    assert problem in told


def test_floors_go_down(write: Write) -> None:
    floors = "[60, 80, 90, 0]"
    told = _refused(write(("grade.names", "grade.floors"), ('["优秀", "良好", "合格", "不合格"]', floors)))
    assert told.endswith("parameters.grade.floors.values.is：应由高到低。")


def test_a_text_that_breaks_off_is_told_at_its_end(write: Write) -> None:
    assert _refused(write(text='id = "x"\nname = """试')).startswith("：第 2 行：name：不是有效的 TOML")
    assert _refused(write(text="")).startswith("：第 1 行：id：缺少此项")
    assert _refused(write(text="[")).startswith("：第 1 行：不是有效的 TOML")


def test_files_that_extend_each_other_are_refused(write: Write) -> None:
    upper = write(('id = "qinglan"', 'id = "city"'), ('["cn-national-2020"]', '["县.toml"]'), name="市.toml")
    lower = write(('["cn-national-2020"]', '["市.toml"]'), name="县.toml")
    with pytest.raises(BadRulebookError, match=r"市.toml：第 4 行：extends：上级规则集绕成了圈：县.toml"):
        resolve(lower, DAY)
    assert resolve(write(('id = "qinglan"', 'id = "city"'), name="市.toml"), DAY).id == "city"
    assert upper


def test_an_id_is_used_once(write: Write) -> None:
    write(name="市.toml")
    assert "编号 qinglan 在上级文件里已用过" in _refused(write(('["cn-national-2020"]', '["市.toml"]')))


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    wrong = tmp_path / "国.toml"
    wrong.write_bytes("名称".encode("gbk"))
    assert "不是 UTF-8 编码" in _refused(str(wrong))
    assert "没有这个规则集文件" in _refused(str(tmp_path / "无.toml"))
    assert "规则集文件读不了" in _refused(str(tmp_path))


def test_lists_of_a_later_day_pair_up_too(write: Write) -> None:
    later = '"不合格"], cite = "notice" }, { from = 2025-01-01, is = ["合格", "不合格"], cite = "notice" }'
    told = _refused(write(('"不合格"], cite = "notice" }', later)))
    assert "grade.floors 有 4 项，grade.names 有 2 项" in told


def test_positions_are_found_in_all_that_toml_allows() -> None:
    text = """# 注
a.b = 'x = 1' # 注
"c.d" = \"\"\"
[no]
\"\"\"
[[e]]
f = [1, # 注
  { g = 2, h = { i = [3] } },
]
[[e]]
f = 2020-01-01 # 注
k = '''
[no]'''
"""
    found = positions(text)
    assert {".".join(map(str, path)): line for path, line in found.items()} == {
        "a.b": 2, "c.d": 3, "e.0": 6, "e.0.f": 7, "e.0.f.0": 7, "e.0.f.1": 8, "e.0.f.1.g": 8, "e.0.f.1.h": 8,
        "e.0.f.1.h.i": 8, "e.0.f.1.h.i.0": 8, "e.1": 10, "e.1.f": 11, "e.1.k": 12,
    }  # fmt: skip
    assert line_of(found, ("e", 1, "f", 5)) == 11
    assert line_of(found, ("z",)) == 1


def test_a_number_of_a_file_is_exact(write: Write) -> None:
    path = write(("execution.points", "score.step"), ("is = 15", "is = 0.1"))
    assert resolve(path, DAY).parameters["score.step"].value == Decimal("0.1")


def test_the_commands_take_a_file(command: Command, write: Write) -> None:
    path = write()
    told = command("review", SOUND, "--ruleset", path, "--on", "2024-01-01", "--format", "json", "--engine", "offline")
    assert '"ruleset":"qinglan"' in told.out.replace(" ", "")
    page = command("rulesets", path, "--on", "2024-01-01").out
    assert "预算执行率分值：15分，自 2020-02-25 起，来源：[1]，替换“全国项目支出绩效自评（2020年）”的 10分" in page
    assert "[1] 《青岚县绩效自评通知》（青财绩〔2024〕3号）" in page


@pytest.mark.parametrize("words", [("review", SOUND, "--ruleset"), ("draft", SOUND, "--ruleset"), ("rulesets",)])
def test_a_bad_file_is_one_line_and_status_2(command: Command, write: Write, words: tuple[str, ...]) -> None:
    ran = command(*words, write(("is = 15", 'is = "十五"')))
    assert (ran.status, ran.out) == (2, "")
    assert is_one_chinese_line(ran.err)
    assert "青岚.toml：第 20 行：parameters.execution.points.values.is：应为一个不小于 0 的数" in ran.err


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_example_of_the_readme_is_a_rule_set(write: Write, name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8").partition("```toml\nid = ")[2].partition("```")[0]
    assert str(resolve(write(text="id = " + text), DAY).parameters["execution.points"].value) == "10"
    assert str(resolve(write(text="id = " + text), date(2025, 1, 1)).parameters["execution.points"].value) == "20"
