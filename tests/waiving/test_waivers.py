"""Accepted findings: what an entry rests on, what it must hold, where it is looked for, and what becomes of it."""

from datetime import date
from pathlib import Path

import pytest
from support.forms import Row, Spec, clean
from support.reviewing import case, of, review

from auditor.errors import BadWaiverError
from auditor.model.claim import Engine, Verdict
from auditor.model.finding import Finding, Origin, Section, Severity, Waiver
from auditor.model.review import Review, ReviewOutcome
from auditor.model.source import Span
from auditor.rules import ALL_RULES
from auditor.waiving import find_files, prepare, read_waivers, waive
from auditor.waiving.fingerprint import Fingerprints, key, values

FORM = clean()
SHORT = FORM.row(1, actual="30场").row(5, target="有所提升", actual="有所提升")
TODAY, YEAR = date(2024, 3, 1), 2023
CODES = {r.code for r in ALL_RULES}
ENTRY = """\
[[waiver]]
check = "D301"
project = "公共服务提升专项经费"
year = 2023
indicators = ["阅读推广活动场次"]
values = ["年度指标值 ≥40场"]
reason = "上级批复，见附件"
date = 2024-03-01
"""


def _accepting(path: Path, done: Review, reason: str = "已核实，见会议纪要") -> tuple[Waiver, ...]:
    """The waivers of all findings of a review, written, filled in and read again."""
    words, count = prepare(path, [done], [YEAR], TODAY)
    assert count > 0
    path.write_text(words.replace('reason = ""', f'reason = "{reason}"'), encoding="utf-8")
    return read_waivers(path, CODES)


def _prints(done: Review) -> set[tuple[object, ...]]:
    return {(f.rule, key(Fingerprints(done).indicators(f)), key(values(f, done))) for f in done.findings}


def test_accepted_findings_leave_the_count_and_are_told(tmp_path: Path) -> None:
    done = review(SHORT)
    accepted = waive(done, _accepting(tmp_path / "w.toml", done), YEAR)
    assert accepted.findings == ()
    assert accepted.outcome is ReviewOutcome.CLEAN
    assert [f.rule for f in accepted.waived] == [f.rule for f in done.findings]
    first = accepted.waived[0]
    assert (first.waived, first.waived_on) == ("已核实，见会议纪要", TODAY)
    assert first.waived_in is not None
    assert first.waived_in.startswith("w.toml 第")
    assert accepted.stale_waivers == ()


def test_what_is_not_accepted_still_counts(tmp_path: Path) -> None:
    done = review(SHORT)
    first, *_ = _accepting(tmp_path / "w.toml", done)
    accepted = waive(done, [first], YEAR)
    assert len(accepted.findings) == len(done.findings) - 1
    assert accepted.outcome is ReviewOutcome.FINDINGS
    no_form = review("会议通知")
    assert waive(no_form, [], None) is no_form


@pytest.mark.parametrize("dialect", ["tabs", "rows", "lines", "flat"])
def test_an_entry_holds_whatever_carries_the_form(tmp_path: Path, dialect: str) -> None:
    waivers = _accepting(tmp_path / "w.toml", review(SHORT))
    done = review(SHORT, dialect)
    left = [f.rule for f in waive(done, waivers, YEAR).findings]
    assert not [rule for rule in left if rule != "F602"]


def test_an_entry_holds_wherever_its_row_stands(tmp_path: Path) -> None:
    done = review(SHORT)
    rows = (SHORT.rows[1], SHORT.rows[0], *SHORT.rows[2:])
    moved = review(SHORT.but(rows=rows))
    assert _prints(moved) == _prints(done)
    assert waive(moved, _accepting(tmp_path / "w.toml", done), YEAR).findings == ()


def test_an_entry_is_blind_to_how_a_number_is_written(tmp_path: Path) -> None:
    waivers = _accepting(tmp_path / "w.toml", review(SHORT))
    written = SHORT.row(1, target="不少于40场", points="8.0", score="8.00")
    assert not of(waive(review(written), waivers, YEAR), "D301")


@pytest.mark.parametrize(
    ("changed", "year"),
    [(SHORT.row(1, actual="29场"), YEAR), (SHORT.row(1, target="≥41场"), YEAR), (SHORT, 2024), (SHORT, None)],
)
def test_an_entry_ends_with_its_values_and_its_year(tmp_path: Path, changed: Spec, year: int | None) -> None:
    waivers = _accepting(tmp_path / "w.toml", review(SHORT))
    assert of(waive(review(changed), waivers, year), "D301")


def test_a_stale_entry_says_why(tmp_path: Path) -> None:
    waivers = [w for w in _accepting(tmp_path / "w.toml", review(SHORT)) if w.check == "D301"]
    (gone,) = waive(review(FORM), waivers, YEAR).stale_waivers
    (other,) = waive(review(SHORT.row(1, actual="29场")), waivers, YEAR).stale_waivers
    assert gone.why == "这条意见已不再出现"
    assert other.why == "所依据的内容已变（接受时实际完成值30场，现为实际完成值29场）"
    assert not waive(review(SHORT, ignore=["D"]), waivers, YEAR).stale_waivers
    assert not waive(review(SHORT.but(project="道路养护")), waivers, YEAR).stale_waivers


def _found(done: Review, rule: str, **changes: object) -> Finding:
    given = {
        "rule": rule,
        "name": "x",
        "title": "x",
        "severity": Severity.WARNING,
        "message": "话",
        "section": Section.GOALS,
    }
    return Finding.model_validate(given | changes)


def test_a_verdict_of_an_engine_rests_on_no_wording() -> None:
    told = FORM.told("全年举办阅读推广活动46场", "全年举办阅读推广活动40场")
    done = review(told)
    (finding,) = of(done, "N501")
    print_ = values(finding, done)
    assert print_ == ("核对 不一致", "叙述 40", "年度指标值 ≥40场", "实际完成值 46场")
    claims = tuple(
        c.model_copy(update={"engine": Engine.LLM, "reason": "另一种说法", "value_found": "40"})
        if c.verdict is Verdict.CONTRADICTED
        else c
        for c in done.claims
    )
    other = done.model_copy(update={"claims": claims})
    reworded = finding.model_copy(update={"origin": Origin.LLM, "message": "另一种说法", "spans": ()})
    assert key(values(reworded, other)) == key(print_)
    unknown = tuple(c.model_copy(update={"value_found": "若干"}) for c in claims)
    assert "叙述 若干" in values(reworded, done.model_copy(update={"claims": unknown}))
    silent = tuple(c.model_copy(update={"verdict": Verdict.NOT_MENTIONED}) for c in claims)
    assert not [v for v in values(reworded, done.model_copy(update={"claims": silent})) if v.startswith("叙述")]
    assert values(reworded, done.model_copy(update={"claims": ()}))[0].startswith("年度指标值")


def test_a_remark_of_an_engine_rests_on_the_sentences_that_it_quotes() -> None:
    done = review(FORM)
    text = done.document.text
    at = text.index("流动图书车全年出车62次")
    short = _found(done, "N506", origin=Origin.LLM, spans=(Span(start=at, end=at + 6),))
    longer = _found(done, "N506", origin=Origin.LLM, spans=(Span(start=at, end=at + 11),), message="别的话")
    assert values(short, done) == values(longer, done) == ("流动图书车全年出车62次，在册志愿者86人",)
    head = text.index("产出指标（50分）")
    level = _found(done, "N506", origin=Origin.LLM, spans=(Span(start=head, end=head + 4),))
    assert values(level, done) == ("话",)


def test_the_cells_of_every_part_of_the_form_can_be_rested_on() -> None:
    done = review(FORM.but(grade="优"))
    form = done.form
    cells = (
        form.funds[0].executed,
        form.goals[0].expected,
        form.project_name,
        form.total.score,
        form.indicators[0].actual,
    )
    spans = (
        tuple(s for c in cells if c for s in c.spans) + form.level1[0].spans + (form.title.spans if form.title else ())
    )
    group = form.groups[0].score
    spans += group.spans if group else ()
    told = values(_found(done, "S105", spans=spans, claimed="99.70", expected="95"), done)
    assert told[:2] == ("填写 99.7", "应为 95")
    assert {"年度资金总额 全年执行数 116.4", "产出指标 50", "总分得分 99.7", "得分 8", "实际完成值 46场"} <= set(told)
    assert any(v.startswith("预期目标 ") and "…（" in v for v in told)
    bare = review(FORM.but(levels=()))
    level = _found(bare, "S104", spans=bare.form.level1[0].spans)
    assert values(level, bare) == ("产出指标",)
    nothing = _found(done, "S105")
    assert values(nothing, done) == ("话",)
    outside = done.model_copy(update={"form": form.model_copy(update={"title": None})})
    title = _found(done, "F603", spans=(Span(start=0, end=9),))
    assert values(title, outside) == ("项目支出绩效自评表"[:9],)


def test_many_values_are_told_in_short() -> None:
    rows = tuple(Row("产出指标", "数量指标", f"事项{n}数量", f"{n}个", f"{n}个", "1", "1") for n in range(1, 31))
    done = review(FORM.but(rows=rows))
    (finding,) = of(done, "T402")
    told = values(finding, done)
    assert len(told) == 12
    assert told[-1].startswith("共")
    assert done.form.indicators
    assert case(FORM).indicators


def _bad(tmp_path: Path, text: str) -> str:
    path = tmp_path / "w.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadWaiverError) as caught:
        read_waivers(path, CODES)
    told = str(caught.value)
    assert told.startswith(f"{path}")
    assert "\n" not in told
    return told.removeprefix(f"{path}，")


def _without(name: str) -> str:
    return "".join(line for line in ENTRY.splitlines(keepends=True) if not line.startswith(name))


def _with(name: str, value: str) -> str:
    return "".join(f"{name} = {value}\n" if line.startswith(name) else line for line in ENTRY.splitlines(keepends=True))


def test_a_complete_entry_is_read(tmp_path: Path) -> None:
    path = tmp_path / "auditor.toml"
    path.write_text(f'[llm]\nmodel = "m"\n\n{ENTRY}', encoding="utf-8-sig")
    (waiver,) = read_waivers(path, CODES)
    assert (waiver.check, waiver.year, waiver.reason) == ("D301", 2023, "上级批复，见附件")
    assert waiver.place == "auditor.toml 第4行"
    path.write_text(_without("year"), encoding="utf-8")
    assert read_waivers(path, CODES)[0].year is None
    path.write_text("", encoding="utf-8")
    assert read_waivers(path, CODES) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (_with("reason", '""'), "第7行，键 reason：接受的理由必须写明"),
        (_with("reason", '"  "'), "第7行，键 reason：接受的理由必须写明"),
        (_with("reason", '"无"'), "第7行，键 reason：接受的理由必须写明"),
        (_without("reason"), "第1行，键 reason：没有写"),
        (_with("reason", "1"), "第7行，键 reason：应为加引号的文字"),
        (_with("check", '"S999"'), "第2行，键 check：没有编号为 S999 的检查"),
        (_with("date", '"昨天"'), "第8行，键 date：应为日期"),
        (_with("date", "2024-03-01T10:00:00"), "第8行，键 date：应为日期"),
        (_with("year", '"2023"'), "第4行，键 year：应为年份"),
        (_with("year", "true"), "第4行，键 year：应为年份"),
        (_with("values", '"甲"'), "第6行，键 values：应为一列文字"),
        (_with("indicators", "[1]"), "第5行，键 indicators：应为一列文字"),
        (ENTRY + 'note = "x"\n', "第9行，键 note：不认识"),
        (ENTRY + "\n" + _with("reason", '""'), "第16行，键 reason：接受的理由必须写明"),
        (ENTRY.replace("[[waiver]]", "[[waivers]]"), "第1行，键 waivers：不认识，可用：llm、waiver"),
        (ENTRY.replace("[[waiver]]", "[waiver]"), "第1行，键 waiver：每条以单独一行 [[waiver]] 开头"),
        ("waiver = [1]\n", "第1行，键 waiver：每条以单独一行 [[waiver]] 开头"),
        (ENTRY + "check = \n", "第9行：不合 TOML 的写法"),
        ("[[waiver]]\ncheck = [", "第2行：不合 TOML 的写法"),
    ],
)
def test_a_wrong_entry_is_refused_with_file_line_and_key(tmp_path: Path, text: str, told: str) -> None:
    assert _bad(tmp_path, text).startswith(told)


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(BadWaiverError, match="不能读取"):
        read_waivers(tmp_path, CODES)
    path = tmp_path / "w.toml"
    path.write_bytes(ENTRY.encode("gb18030"))
    with pytest.raises(BadWaiverError, match="UTF-8"):
        read_waivers(path, CODES)


def test_entries_are_added_to_what_a_file_holds(tmp_path: Path) -> None:
    done, path = review(SHORT), tmp_path / "w.toml"
    waivers = _accepting(path, done)
    assert prepare(path, [done], [YEAR], TODAY) == (path.read_text(encoding="utf-8"), 0)
    more = review(SHORT.row(2, actual="100册"))
    words, count = prepare(path, [more, more], [YEAR, YEAR], TODAY)
    assert words.startswith(path.read_text(encoding="utf-8").rstrip("\n"))
    assert count == sum(f.rule not in {w.check for w in waivers} or "I02" in f.indicators for f in more.findings)
    path.write_text("[[waiver]]\nvalues = 3\n", encoding="utf-8")
    assert prepare(path, [done], [None], TODAY)[1] == len(done.findings)


def test_a_hostile_name_is_written_so_that_it_reads_back(tmp_path: Path) -> None:
    name = 'a"]\\ \x7f \u2028 "场次\x1b[31m'
    done = review(SHORT)
    rows = (
        done.form.indicators[0].model_copy(
            update={"name": done.form.indicators[0].name.model_copy(update={"text": name})}
        ),
    )
    hostile = done.model_copy(
        update={
            "form": done.form.model_copy(update={"indicators": (*rows, *done.form.indicators[1:])}),
            "findings": (done.findings[0].model_copy(update={"message": "一\n[[waiver]]\x1b二"}),),
        }
    )
    (waiver,) = _accepting(tmp_path / "w.toml", hostile)
    assert waiver.indicators == (name,)


def test_where_entries_are_looked_for(tmp_path: Path) -> None:
    def put(folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "auditor.toml"
        file.write_text(ENTRY, encoding="utf-8")
        return file

    home, forms = tmp_path / "home", tmp_path / "forms"
    work = home / "repo" / "deep" / "er"
    beside, above, outside = put(forms), put(home / "repo"), put(home)
    work.mkdir(parents=True)
    form = str(forms / "表.txt")
    assert find_files(form, work, home) == [beside, above]
    assert find_files("-", work, home) == [above]
    assert find_files(str(above.parent / "表.txt"), work, home) == [above]
    above.unlink()
    assert find_files("-", work, home) == [outside]
    (home / "repo" / ".git").mkdir()
    assert find_files("-", work, home) == []
    assert find_files("-", tmp_path, None) == []
    stray = put(tmp_path)
    assert find_files("-", tmp_path / "elsewhere", home) == []
    assert find_files("-", tmp_path, home) == [stray]
