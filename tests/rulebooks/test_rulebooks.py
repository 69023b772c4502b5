"""The rule sets of the package: cited, dated, resolved to a day, chosen for a form."""

import tomllib
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from support.forms import clean
from support.reviewing import TODAY, review

from auditor import rulebooks
from auditor.errors import BadRulebookError, UnknownRulesetError
from auditor.model.finding import Severity
from auditor.model.form import FormKind
from auditor.model.rulebook import Formula
from auditor.parsing import parse
from auditor.rulebooks import DEFAULT, choose, day_for, raw_books, resolve, template_names
from auditor.rulebooks.known import FORMULAS, KINDS, LEVEL, REQUIRED
from auditor.rulebooks.load import load
from auditor.rules import ALL_RULES
from auditor.scoring.formulas import METHODS, WORDS

FILES = [e for e in files("auditor.rulebooks").iterdir() if e.name.endswith(".toml")]
EACH = pytest.mark.parametrize("name", sorted(raw_books()))
DAY = date(2024, 1, 1)


@EACH
def test_every_value_cites_and_every_citation_is_used(name: str) -> None:
    raw = raw_books()[name]
    known = {key for parent in (*raw.extends, name) for key in raw_books()[parent].citations}
    cited = {edition.cite for editions in raw.parameters.values() for edition in editions}
    assert raw.covers
    assert raw.covers.cite in known
    assert cited <= known
    assert set(raw.citations) <= cited | {raw.covers.cite}


@EACH
def test_a_rule_set_says_what_it_is_for(name: str) -> None:
    book = resolve(name, DAY)
    assert book.templates
    assert book.kinds
    assert set(book.templates) <= set(template_names())
    assert set(book.kinds) <= {k.value for k in FormKind}


@EACH
def test_only_what_somebody_has_read_is_verified(name: str) -> None:
    read = {key for key, c in raw_books()[name].citations.items() if c.verified}
    assert read <= {"practice", "shenzhen-form"}


@EACH
def test_its_formulas_are_those_of_the_scorer(name: str) -> None:
    for key, parameter in resolve(name, DAY).parameters.items():
        if key in FORMULAS:
            assert isinstance(parameter.value, tuple)
            assert set(parameter.value) <= set(WORDS)
    assert set(WORDS) == set(Formula)
    assert set(METHODS) | {"coefficient", "truncated", "rounded"} == set(Formula)
    assert set(FORMULAS) <= set(KINDS)


def test_the_national_rule_set_has_all_that_is_asked_for() -> None:
    national = resolve(DEFAULT, date(2020, 2, 25)).parameters
    assert set(REQUIRED) <= set(national)
    assert {k for k in national if not k.startswith(LEVEL)} <= set(KINDS)


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


def test_a_value_that_is_amended_keeps_what_was_before() -> None:
    book = resolve("cn-hubei", DAY)
    points = book.parameters["execution.points"]
    assert (str(points.value), str(points.before), points.amends) == ("20", "10", "cn-national-2020")
    assert points.amends_name == "全国项目支出绩效自评（2020年）"
    assert [p.name for p in book.ended] == ["level.产出指标", "level.效益指标", "level.满意度指标"]
    assert {p.citation for p in book.ended} == {"hubei-form"}
    assert next(iter(book.parameters)) == "execution.points"


def test_a_value_begins_on_its_day() -> None:
    before, after = (
        resolve("cn-hebei-tianjin", d).parameters["over.explain_at"] for d in (date(2024, 1, 1), date(2025, 1, 1))
    )
    assert (before.value, before.amends) == (Decimal("1.30"), None)
    assert (after.value, after.amends) == (Decimal("1.20"), "cn-national-2020")
    assert resolve("cn-central-2021", date(2021, 1, 1)).parameters["higher.formulas"].value == ("actual_over_target",)
    assert resolve("cn-central-2021", DAY).parameters["higher.formulas"].value == ("gate60",)


def test_a_locality_amends_its_parent() -> None:
    national, local = resolve("cn-national-2020", DAY), resolve("cn-shenzhen-2020", DAY)
    assert national.parameters["level.效益指标"].value == 30
    assert local.parameters["level.效益指标"].value == 40
    assert local.parameters["level.效益指标"].amends == "cn-national-2020"
    assert "level.满意度指标" in national.parameters
    assert "level.满意度指标" not in local.parameters
    assert local.parameters["grade.floors"] == national.parameters["grade.floors"]


def test_a_day_before_the_first_counts_as_the_first() -> None:
    early = resolve(DEFAULT, date(2019, 12, 31))
    assert early == resolve(DEFAULT, date(2020, 2, 25))
    assert early.on == date(2020, 2, 25)
    assert resolve("cn-hubei", date(2010, 1, 1)).on == date(2020, 2, 25)


@pytest.mark.parametrize(
    ("year", "day"), [(2020, date(2021, 1, 1)), (2023, date(2024, 1, 1)), (None, TODAY), (0, TODAY)]
)
def test_a_form_is_judged_by_the_rules_after_its_year(year: int | None, day: date) -> None:
    assert day_for(year, TODAY) == day


P, D, T = FormKind.PROJECT, FormKind.DEPARTMENT, FormKind.TRANSFER


@pytest.mark.parametrize(
    ("template", "kind", "name", "why"),
    [
        ("national-2020", P, "cn-national-2020", "按表式识别（全国表式）"),
        ("national-2020-export", P, "cn-national-2020", "按表式识别（全国表式（预算管理一体化系统导出））"),
        ("national-2020", D, "cn-department", "按表式识别（全国表式）"),
        ("national-2020-department", D, "cn-department", "按表式识别（部门整体支出表式（全国样式））"),
        ("shenzhen-2020", P, "cn-shenzhen-2020", "按表式识别（深圳表式）"),
        ("sichuan-0013zp", P, "cn-sichuan", "按表式识别（四川表式（2022年起））"),
        ("sichuan-pre2022", P, "cn-sichuan", "按表式识别（四川表式（2022年前））"),
        ("yunnan-gongkai14", P, "cn-yunnan", "按表式识别（云南表式）"),
        ("hubei-20+80", P, "cn-hubei", "按表式识别（湖北表式）"),
        ("hubei-20+80", T, "cn-hubei", "按表式识别（湖北表式）"),
        ("poverty", P, "cn-poverty", "按表式识别（衔接资金表式）"),
        ("chongqing", D, "cn-chongqing", "按表式识别（重庆表式）"),
        ("chongqing", P, "cn-chongqing", "按表式识别（重庆表式）"),
        ("transfer", T, "cn-transfer", "按表式识别（转移支付表式（不计分））"),
        ("sichuan-transfer-area", T, "cn-transfer", "按表式识别（四川区域绩效目标自评表（不计分））"),
        ("transfer-scored", T, "cn-transfer-scored", "按表式识别（转移支付表式（计分））"),
        ("national-2020", T, "cn-transfer-scored", "按表式识别（全国表式）"),
        ("unknown", P, "cn-national-2020", "表式不能识别，按全国办法"),
        ("unknown", D, "cn-department", "表式不能识别，按类别（部门整体支出）"),
        ("qinglan", P, "cn-national-2020", "没有适用于qinglan（项目支出）的规则集，按全国办法"),
    ],
)
@pytest.mark.parametrize("day", [date(2010, 1, 1), DAY])
def test_the_template_chooses_the_rule_set(template: str, kind: FormKind, name: str, why: str, day: date) -> None:
    form = parse(clean().text()).model_copy(update={"template": template, "kind": kind})
    book, reason = choose(form, day)
    assert (book.id, reason) == (name, why)
    assert book.parameters
    assert book.covered


@pytest.mark.parametrize(
    ("department", "unit", "template", "name", "why"),
    [
        ("广西壮族自治区文化厅", "区图书馆", "national-2020", "cn-guangxi", "按单位名称所在地（广西），全国表式"),
        ("文化局", "天津市图书馆", "national-2020", "cn-hebei-tianjin", "按单位名称所在地（天津市），全国表式"),
        ("028-河北省文化厅", "图书馆", "national-2020", "cn-hebei-tianjin", "按单位名称所在地（河北省），全国表式"),
        ("中共山西省委宣传部", "图书馆", "national-2020", "cn-shanxi", "按单位名称所在地（山西），全国表式"),
        ("浙江省文化厅", "图书馆", "unknown", "cn-zhejiang", "按单位名称所在地（浙江）"),
        ("安徽省文化厅", "图书馆", "national-2020-export", "cn-anhui", "按单位名称所在地（安徽），全国表式（预算管理一体化系统导出）"),
        ("雲南省文化廳", "圖書館", "national-2020", "cn-yunnan", "按单位名称所在地（雲南），全国表式"),
        ("四川省文化厅", "图书馆", "national-2020", "cn-sichuan", "按单位名称所在地（四川），全国表式"),
        ("四川省文化厅", "图书馆", "yunnan-gongkai14", "cn-yunnan", "按表式识别（云南表式）"),
        ("文化局", "青岚县广西路小学", "national-2020", "cn-national-2020", "按表式识别（全国表式）"),
        ("湖北省文化厅", "图书馆", "national-2020", "cn-national-2020", "按表式识别（全国表式）"),
        ("四川省文化厅", "云南路图书馆", "national-2020", "cn-national-2020", "按表式识别（全国表式）；单位名称中的所在地不止一处（四川、云南），未按所在地选用"),
    ],
)  # fmt: skip
def test_where_a_unit_says_that_it_is_chooses_among_rule_sets_of_one_layout(
    department: str, unit: str, template: str, name: str, why: str
) -> None:
    form = parse(clean().but(department=department, unit=unit).text()).model_copy(update={"template": template})
    book, reason = choose(form, DAY)
    assert (book.id, reason) == (name, why)


def test_a_rule_set_that_is_asked_for_says_which_others_cover_the_form() -> None:
    form = parse(clean().text())
    assert choose(form, DAY, "cn-central-2021")[0].covered
    book, why = choose(form, DAY, "cn-chongqing")
    assert (book.id, book.covered, why) == ("cn-chongqing", False, "由 --ruleset 指定")
    assert "cn-national-2020" in book.instead
    assert not {"cn-hubei", "cn-department", "cn-chongqing"} & set(book.instead)


def test_the_review_records_which_rules_judged_and_why() -> None:
    run = review(clean()).run
    assert (run.ruleset, run.on) == ("cn-national-2020", "2024-01-01")
    assert review(clean(), on=date(2025, 6, 1)).run.on == "2025-06-01"
    assert review(clean(), ruleset="cn-national-2020").run.ruleset_reason == "由 --ruleset 指定"


def test_an_unknown_rule_set_names_those_that_exist() -> None:
    with pytest.raises(UnknownRulesetError, match=r"cn-atlantis.*cn-national-2020、.*cn-shenzhen-2020"):
        resolve("cn-atlantis", DAY)


def test_an_id_of_the_package_is_used_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text('id = "x"\nname = "试"\nregion = "某地"\n', encoding="utf-8")
    monkeypatch.setattr(rulebooks, "files", lambda _: tmp_path)
    with pytest.raises(BadRulebookError, match=r"b.toml：第 1 行：id：编号 x 在 a.toml 里已用过"):
        raw_books.__wrapped__()
