"""The rule sets of the package: cited, dated, resolved to a day, chosen for a form."""

import tomllib
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest
from support.forms import clean
from support.reviewing import TODAY, review

from auditor.errors import BadRulebookError, UnknownRulesetError
from auditor.model.finding import Severity
from auditor.parsing import parse
from auditor.rulebooks import DEFAULT, choose, day_for, raw_books, resolve
from auditor.rulebooks.load import check, load
from auditor.rules import ALL_RULES

FILES = [e for e in files("auditor.rulebooks").iterdir() if e.name.endswith(".toml")]
EACH = pytest.mark.parametrize("name", sorted(raw_books()))
DAY = date(2024, 1, 1)

BOOK = """
id = "x"
name = "试"
region = "某地"
[citations.notice]
title = "通知"
verified = true
[parameters."score.step"]
title = "得分的最小单位"
values = [
  { from = 2020-01-01, is = 0.01, cite = "notice" },
  { from = 2022-01-01, is = [1, 2.5], cite = "notice" },
  { from = 2023-01-01, is = ["甲"], cite = "notice" },
  { from = 2024-01-01, is = "乙", cite = "notice" },
  { from = 2025-01-01, cite = "notice" },
]
"""


@EACH
def test_every_value_cites_and_every_citation_is_used(name: str) -> None:
    raw = raw_books()[name]
    known = {key for parent in (*raw.extends, name) for key in raw_books()[parent].citations}
    cited = {edition.cite for editions in raw.parameters.values() for edition in editions}
    assert cited <= known
    assert set(raw.citations) <= cited


@EACH
def test_parents_exist_and_do_not_turn_in_a_circle(name: str) -> None:
    seen, line = {name}, list(raw_books()[name].extends)
    while line:
        parent = line.pop()
        assert parent in raw_books()
        assert parent not in seen
        seen.add(parent)
        line += raw_books()[parent].extends


@EACH
def test_days_ascend_and_severities_are_known(name: str) -> None:
    raw = raw_books()[name]
    for editions in raw.parameters.values():
        days = [e.since for e in editions]
        assert days == sorted(set(days))
        assert editions[0].title
    assert set(raw.severities) <= {rule.code for rule in ALL_RULES}
    assert set(raw.severities.values()) <= {s.value for s in Severity}
    assert raw.first_day() <= DAY


def test_another_province_is_only_a_reference_under_the_national_rule_set() -> None:
    told = [c.shown() for c in resolve(DEFAULT, DAY).citations.values()]
    told += [rule.page["依据"] for rule in ALL_RULES]
    for words in told:
        for province in ("四川", "广西"):
            assert "参考" in words.partition(province)[0] or province not in words


@EACH
def test_a_resolved_rule_set_has_a_source_for_every_value(name: str) -> None:
    book = resolve(name, DAY)
    assert {p.citation for p in book.parameters.values()} <= set(book.citations)
    assert all(p.since <= DAY for p in book.parameters.values())
    numbers = [p.value for p in book.parameters.values() if not isinstance(p.value, str | tuple)]
    assert all(type(n) is Decimal for n in numbers)


@pytest.mark.parametrize("entry", FILES, ids=lambda e: e.name)
def test_no_number_of_a_file_is_a_binary_float(entry: Any) -> None:
    text = entry.read_text(encoding="utf-8")
    data = tomllib.loads(text, parse_float=Decimal)
    assert load(text, entry.name).id == data["id"]
    assert not [v for p in data["parameters"].values() for v in p["values"] if isinstance(v.get("is"), float)]


def test_an_unverified_source_is_never_printed_as_a_clause() -> None:
    for name in raw_books():
        for citation in resolve(name, DAY).citations.values():
            assert citation.verified or citation.shown().endswith("条文待核对")
    read = resolve(DEFAULT, DAY).citations["measures-2020"].model_copy(update={"verified": True, "article": "第十二条"})
    assert read.shown() == "《项目支出绩效评价管理办法》（财预〔2020〕10号）第十二条"


def test_a_locality_amends_its_parent() -> None:
    national, local = resolve("cn-national-2020", DAY), resolve("cn-shenzhen-2020", DAY)
    assert national.parameters["level.效益指标"].value == 30
    assert local.parameters["level.效益指标"].value == 40
    assert local.parameters["level.效益指标"].amends == "cn-national-2020"
    assert "level.满意度指标" in national.parameters
    assert "level.满意度指标" not in local.parameters
    assert local.parameters["grade.floors"] == national.parameters["grade.floors"]


def test_before_its_first_day_a_value_is_not_in_force() -> None:
    assert resolve(DEFAULT, date(2019, 12, 31)).parameters == {}
    assert "tier.reached" in resolve(DEFAULT, date(2020, 2, 25)).parameters


@pytest.mark.parametrize(
    ("year", "day"), [(2020, date(2021, 1, 1)), (2023, date(2024, 1, 1)), (None, TODAY), (0, TODAY)]
)
def test_a_form_is_judged_by_the_rules_after_its_year(year: int | None, day: date) -> None:
    assert day_for(year, TODAY) == day


@pytest.mark.parametrize(
    ("template", "name", "why"),
    [
        ("national-2020", "cn-national-2020", "按表式识别（全国表式）"),
        ("shenzhen-2020", "cn-shenzhen-2020", "按表式识别（深圳表式）"),
        ("unknown", "cn-national-2020", "表式不能识别，按全国办法"),
    ],
)
@pytest.mark.parametrize("day", [date(2010, 1, 1), DAY])
def test_the_template_chooses_the_rule_set(template: str, name: str, why: str, day: date) -> None:
    form = parse(clean().text()).model_copy(update={"template": template})
    book, reason = choose(form, day)
    assert (book.id, reason) == (name, why)
    assert book.parameters
    assert choose(form, DAY, "cn-shenzhen-2020")[0].id == "cn-shenzhen-2020"


def test_the_review_records_which_rules_judged_and_why() -> None:
    run = review(clean()).run
    assert (run.ruleset, run.on) == ("cn-national-2020", "2024-01-01")
    assert review(clean(), on=date(2025, 6, 1)).run.on == "2025-06-01"
    assert review(clean(), ruleset="cn-national-2020").run.ruleset_reason == "由 --ruleset 指定"


def test_an_unknown_rule_set_names_those_that_exist() -> None:
    with pytest.raises(UnknownRulesetError, match=r"cn-atlantis.*cn-national-2020、cn-shenzhen-2020"):
        resolve("cn-atlantis", DAY)


def test_a_file_is_read_with_exact_numbers_lists_words_and_ends() -> None:
    editions = load(BOOK, "x.toml").parameters["score.step"]
    values = [e.value for e in editions]
    assert values == [Decimal("0.01"), (Decimal(1), Decimal("2.5")), ("甲",), "乙", None]


@pytest.mark.parametrize(
    ("words", "instead", "key"),
    [
        ('id = "x"', "id = 3", "id"),
        ('region = "某地"', "", "region"),
        ('region = "某地"', 'region = "某地"\ncolour = "red"', "colour"),
        ("verified = true", "verified = true\npage = 3", "citations.notice.page"),
        ("verified = true", "", "citations.notice"),
        ('title = "得分的最小单位"', "", "parameters.score.step"),
        ('title = "得分的最小单位"', 'title = "得分"\nlimit = 3', "parameters.score.step.limit"),
        ('is = 0.01, cite = "notice"', "is = 0.01", "parameters.score.step"),
        ('is = 0.01, cite = "notice"', 'is = 0.01, cite = "notice", note = "x"', "parameters.score.step.values.note"),
        ("from = 2020-01-01", 'from = "2020"', "parameters.score.step"),
        ("from = 2023-01-01", "from = 2021-01-01", "parameters.score.step"),
        ("from = 2023-01-01", "from = 2022-01-01", "parameters.score.step"),
        ('id = "x"', "id = ", ""),
    ],
)
def test_a_mistake_in_a_file_names_the_file_and_the_key(words: str, instead: str, key: str) -> None:
    assert words in BOOK
    with pytest.raises(BadRulebookError) as caught:
        load(BOOK.replace(words, instead, 1), "某地.toml")
    assert str(caught.value).startswith(f"某地.toml：{key}{'：' if key else ''}")


_PARENT = BOOK.replace('id = "x"', 'id = "parent"')
_CHILD = """
id = "child"
name = "子"
region = "某县"
extends = ["parent"]
[parameters."score.step"]
title = "得分的最小单位"
values = [{ from = 2020-01-01, is = 0.1, cite = "notice" }]
"""


def test_a_file_may_cite_what_its_parents_cite() -> None:
    check({"child": load(_CHILD, "c.toml"), "parent": load(_PARENT, "p.toml")})


@pytest.mark.parametrize(
    ("parent", "child", "words"),
    [
        (_PARENT, _CHILD.replace('["parent"]', '["nobody"]'), "child：extends：没有规则集“nobody”，已有 child、parent"),
        (_PARENT, _CHILD.replace('cite = "notice"', 'cite = "law"'), "child：parameters.score.step：来源“law”"),
        (_PARENT.replace('region = "某地"', 'region = "某地"\nextends = ["child"]'), _CHILD, "绕成了圈"),
        (_PARENT, _CHILD.replace('["parent"]', '["child"]'), "绕成了圈：child→child"),
    ],
)
def test_files_that_do_not_fit_together_are_refused(parent: str, child: str, words: str) -> None:
    with pytest.raises(BadRulebookError) as caught:
        check({"child": load(child, "c.toml"), "parent": load(parent, "p.toml")})
    assert words in str(caught.value)


def test_the_same_key_twice_is_refused() -> None:
    with pytest.raises(BadRulebookError, match="不是有效的 TOML"):
        load(BOOK + '[citations.notice]\ntitle = "又"\nverified = true\n', "x.toml")


def test_a_file_without_parameters_has_a_first_day() -> None:
    assert load('id = "x"\nname = "试"\nregion = "某地"\n', "x.toml").first_day() == date(2020, 1, 1)
