"""The catalogue: codes, names, severities and pages of all checks."""

import re
from pathlib import Path

import pytest
from support.faults_numbers import FAULTS as NUMBERS
from support.faults_rows import FAULTS as ROWS
from support.faults_words import FAULTS as WORDS
from support.forms import clean
from support.reviewing import TODAY, review

from auditor.errors import UnknownRuleError
from auditor.model.finding import CheckStatus
from auditor.rulebooks import raw_books, resolve
from auditor.rules import ALL_RULES, HEADINGS, Rule, rule_of

SHARED = Path(__file__).parents[3] / "shared" / "checks.md"
_ROW = re.compile(r"^\| ([A-Z]\d{3}) \| ([a-z0-9-]+) \| ([EWI]) \| ([DN]) \|", re.MULTILINE)
ACROSS = {"C901", "C902", "C903", "C904", "C905", "C906", "C907", "C908"}  # they look at several forms

CODES = """
F601 required-field-missing E D, F602 unparsed-text W D, F603 wrong-form E D, F604 year-mismatch W D,
F605 template-text-left W D, B201 funds-do-not-add-up E D, B202 executed-above-budget W D,
B203 low-execution-unexplained W D, B204 budget-change-unexplained I D, B205 currency-unit-suspect W D,
S101 execution-rate-wrong E D, S102 execution-score-wrong E D, S103 points-do-not-sum-to-100 E D,
S104 level-points-wrong W D, S105 total-score-wrong E D, S106 score-above-points E D,
S107 score-above-deserved E D, S108 score-below-deserved I D, S109 score-outside-tier E D, S110 grade-wrong E D,
S111 weights-unusual I D, S112 indicator-dominates W D, D301 shortfall-unexplained E D,
D302 overfulfilment-unexplained W D, D303 explanation-without-measure W D, D304 explanation-without-cause W D,
D305 target-likely-too-low W D, D306 lost-points-unexplained E D, D307 explanation-contradicts-row W D,
D308 explanation-repeated W D, T401 target-not-measurable W D, T402 actual-copies-target I D,
T403 duplicate-indicator W D, T404 unit-mismatch E D, T405 satisfaction-missing W D, T406 required-class-missing W D,
T407 direction-missing I D, T408 satisfaction-without-source W D, T409 indicator-misplaced W D,
T410 not-applicable-with-points W D, T411 value-impossible W D, T412 cost-only-within-budget I D,
N501 narrative-contradicts-value W N, N502 narrative-silent I N, N503 goal-not-reported W D,
N504 commitment-dropped W N, N505 narrative-arithmetic W D, N506 other-year-activity W N,
N507 completion-phrase-only I D, N508 narrative-partial I N, N509 reported-without-indicator I N,
N510 narrative-conflict W N, N511 goal-content-changed W N, L701 wrong-character I N, L702 text-repeated I D,
X801 instruction-in-form W D, C901 text-shared-across-forms W D, C902 all-full-marks W D, C903 same-form-twice W D,
C904 target-changed-after-approval W D, C905 target-lowered W D, C906 indicator-dropped W D, C907 indicator-added I D,
C908 target-below-last-year W D
"""
FIXED = [tuple(row.split()) for row in CODES.replace("\n", " ").split(",")]
EACH = pytest.mark.parametrize("rule", ALL_RULES, ids=lambda r: r.code)


def _shown(rule: Rule) -> tuple[str, ...]:
    return rule.code, rule.name, rule.severity.value[0].upper(), rule.by


def test_codes_names_and_severities_are_the_published_ones() -> None:
    assert [_shown(rule) for rule in ALL_RULES] == FIXED


@pytest.mark.skipif(not SHARED.is_file(), reason="the shared catalogue is not beside this checkout")
def test_the_published_table_keeps_that_of_the_shared_catalogue() -> None:
    assert set(_ROW.findall(SHARED.read_text(encoding="utf-8"))) <= set(FIXED)


@EACH
def test_a_page_has_all_headings_in_order(rule: Rule) -> None:
    assert list(rule.page) == list(HEADINGS) == ["查什么", "为什么", "依据", "例", "怎么改"]
    assert all(len(words) > 3 for words in rule.page.values())


@EACH
def test_the_parameters_of_a_rule_exist_in_every_rule_set(rule: Rule) -> None:
    known = {name for raw in raw_books().values() for name in resolve(raw.id, TODAY).parameters}
    assert set(rule.parameters) <= known
    assert rule_of(rule.code.lower()) is rule


@EACH
def test_a_rule_has_a_firing_and_a_silent_case(rule: Rule) -> None:
    firing = {fault.code for fault in (*NUMBERS, *ROWS, *WORDS)}
    assert (rule.code in firing) is (rule.code not in ACROSS)
    entry = next(c for c in review(clean()).checks if c.rule == rule.code)
    assert entry.status in (CheckStatus.CLEAR, CheckStatus.NOT_APPLICABLE), entry.reason


def test_an_unknown_code_is_an_error_that_says_where_to_look() -> None:
    with pytest.raises(UnknownRuleError, match=r"S999.*auditor rules"):
        rule_of("S999")
