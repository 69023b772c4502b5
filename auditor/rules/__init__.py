"""The checks: what is listed in ``ALL_RULES`` runs, in this order, and each ends in the ledger."""

from collections.abc import Iterable, Sequence

from auditor.errors import UnknownRuleError
from auditor.model.case import Case
from auditor.model.finding import Check, CheckStatus, Finding, Section
from auditor.model.form import Form, Part
from auditor.rules import across, completeness, deviations, funds, indicators, language, narrative, safety, scores
from auditor.rules.registry import HEADINGS, RULES_BY_CHECK, Rule, Undecidable

__all__ = ["ACROSS", "ALL_RULES", "ALONE", "HEADINGS", "UNFIT", "Rule", "check", "rule_of"]

ALL_RULES: tuple[Rule, ...] = tuple(
    RULES_BY_CHECK[c]
    for c in (
        completeness.required_field_missing, completeness.unparsed_text, completeness.wrong_form, completeness.year_mismatch, completeness.template_text_left,
        funds.funds_do_not_add_up, funds.executed_above_budget, funds.low_execution_unexplained, funds.budget_change_unexplained, funds.currency_unit_suspect,
        scores.execution_rate_wrong, scores.execution_score_wrong, scores.points_do_not_sum, scores.level_points_wrong, scores.total_score_wrong,
        scores.score_above_points, scores.score_above_deserved, scores.score_below_deserved, scores.score_outside_tier, scores.grade_wrong,
        scores.weights_unusual, scores.indicator_dominates,
        deviations.shortfall_unexplained, deviations.overfulfilment_unexplained, deviations.explanation_without_measure, deviations.explanation_without_cause,
        deviations.target_likely_too_low, deviations.lost_points_unexplained, deviations.explanation_contradicts_row, deviations.explanation_repeated,
        indicators.target_not_measurable, indicators.actual_copies_target, indicators.duplicate_indicator, indicators.unit_mismatch,
        indicators.satisfaction_missing, indicators.required_class_missing, indicators.direction_missing, indicators.satisfaction_without_source,
        indicators.indicator_misplaced, indicators.not_applicable_with_points, indicators.value_impossible, indicators.cost_only_within_budget,
        narrative.narrative_contradicts_value, narrative.narrative_silent, narrative.goal_not_reported, narrative.commitment_dropped,
        narrative.narrative_arithmetic, narrative.other_year_activity, narrative.completion_phrase_only, narrative.narrative_partial,
        narrative.reported_without_indicator, narrative.narrative_conflict, narrative.goal_content_changed,
        language.wrong_character, language.text_repeated, safety.instruction_in_form,
        across.text_shared, across.all_full_marks, across.same_form_twice,
        across.target_changed, across.target_lowered, across.indicator_dropped, across.indicator_added,
        across.target_below_last_year,
    )
)  # fmt: skip

_BY_CODE = {r.code: r for r in ALL_RULES}
_GLUED = "文字连成一片，分不出各格，没有判断"
UNFIT = ("不是自评表，未查", "空白表，未查", _GLUED)
ALONE = across.ALONE
ACROSS = ("C",)  # the beginnings of the codes of checks that look at several forms
_CUT = "没有总分行，指标可能没有复制完整"
_OF_ALL_ROWS = ("S103", "S111", "T405", "T406", "T412")  # say what is lacking among all rows
_POINTS = ("S103", "S104", "S106", "S107", "S108", "S109", "S111", "S112", "D306", "T410")
_TELLS_OF_DOUBT = "F602"
_LOST_POINTS = "D306"
_RESTS_ON: dict[Part, tuple[str, ...]] = {
    Part.ROWS: ("N504", "N509"),
    Part.FUNDS: ("B201", "B202", "B203", "B204", "B205", "S101", "S102", "S103", "S105"),
    Part.POINTS: (*_POINTS, "S105"),
    Part.GOALS: (
        "B203",
        "B204",
        "N501",
        "N502",
        "N503",
        "N504",
        "N505",
        "N506",
        "N507",
        "N508",
        "N509",
        "N510",
        "N511",
    ),
    Part.LEVELS: ("S104", "S111", "T405", "T406", "T409", "T412"),
    Part.EXPLANATIONS: ("B203", "B204", "D301", "D302", "D303", "D304", "D306", "D307", "D308"),
}


def rule_of(code: str) -> Rule:
    """The rule with a code.

    Raises:
        UnknownRuleError: there is none.
    """
    if code.upper() not in _BY_CODE:
        raise UnknownRuleError(code)
    return _BY_CODE[code.upper()]


def check(
    case: Case, *, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> tuple[tuple[Finding, ...], tuple[Check, ...]]:
    """Run every check over a case: the findings, and for each check how it ended."""
    findings: list[Finding] = []
    ledger: list[Check] = []
    unfit, left = _unfit(case)
    for rule in ALL_RULES:
        if not _chosen(rule.code, select, ignore):
            ledger.append(
                Check(
                    rule=rule.code,
                    title=rule.title,
                    status=CheckStatus.NOT_APPLICABLE,
                    reason="按 --select/--ignore 未查",
                )
            )
            continue
        reason = unfit if unfit and rule.code not in left else _unscored(case, rule.code)
        if reason:
            status = CheckStatus.UNDECIDABLE if reason == _GLUED else CheckStatus.NOT_APPLICABLE
            ledger.append(Check(rule=rule.code, title=rule.title, status=status, reason=reason))
            continue
        lost = _unsure(rule, case.form)
        unsure = f"没有读准：{lost}" if lost else _CUT if rule.code in _OF_ALL_ROWS and _is_cut(case) else ""
        if unsure:
            ledger.append(Check(rule=rule.code, title=rule.title, status=CheckStatus.UNDECIDABLE, reason=unsure))
            continue
        made, entry = _run(rule, case)
        findings += made
        ledger.append(entry)
    return tuple(findings), tuple(ledger)


def _unfit(case: Case) -> tuple[str, tuple[str, ...]]:
    """Why a text cannot be checked as a form, and the checks that it gets all the same."""
    if completeness.looks_like(case.form, case.source.text) is not None:
        return UNFIT[0], ("F603", "X801")
    if completeness.is_unread(case.form):
        return _GLUED, ("F602", "F603", "X801")
    if completeness.is_blank(case.form):
        return UNFIT[1], ("F601", "F603", "X801")
    return "", ()


def _is_cut(case: Case) -> bool:
    """Whether the text ends before the total, with fewer points than the total has: rows may be lacking."""
    total, points = case.form.total, case.sheet.total.sum_of_points
    open_end = total.score is None and total.points is None and not case.form.lacks("points")
    return open_end and points is not None and points < case.number("total.points")


def _unscored(case: Case, code: str) -> str:
    """Why a check of scores cannot concern a form: its layout has none, or the rule set asked for is for others."""
    if not code.startswith("S") and code != _LOST_POINTS:
        return ""
    if not case.book.covered:
        return "表式不在所指定规则集的适用范围，不计分"
    return "表式不设分值和得分" if case.form.unscored else ""


def _chosen(code: str, select: Sequence[str], ignore: Sequence[str]) -> bool:
    """Whether a code is asked for; a prefix such as S or N5 stands for all that begin so."""
    wanted = not select or any(code.startswith(s.upper()) for s in select)
    return wanted and not any(code.startswith(i.upper()) for i in ignore)


def _unsure(rule: Rule, form: Form) -> str:
    """The parts of the form that a check rests on and that were not read with certainty."""
    if Part.ROWS in form.unsure and rule.section in (Section.INDICATORS, Section.TOTALS):
        return Part.ROWS.shown
    return "、".join(part.shown for part in form.unsure if rule.code in _RESTS_ON.get(part, ()))


def _run(rule: Rule, case: Case) -> tuple[list[Finding], Check]:
    found: list[Finding] = []
    undecided: list[str] = []
    excused: list[str] = []
    for result in rule.check(case):
        if isinstance(result, Finding) and rule.code != _TELLS_OF_DOUBT and _in_doubt(case, result):
            undecided.append("识别把握低，请对照原件")
        elif isinstance(result, Finding):
            found.append(result)
        elif isinstance(result, Undecidable):
            undecided.append(result.reason)
        else:
            excused.append(result.reason)
    if found:
        return found, Check(rule=rule.code, title=rule.title, status=CheckStatus.FOUND, reason=_join(undecided))
    if undecided:
        return [], Check(rule=rule.code, title=rule.title, status=CheckStatus.UNDECIDABLE, reason=_join(undecided))
    if excused:
        return [], Check(rule=rule.code, title=rule.title, status=CheckStatus.NOT_APPLICABLE, reason=_join(excused))
    return [], Check(rule=rule.code, title=rule.title, status=CheckStatus.CLEAR)


def _in_doubt(case: Case, finding: Finding) -> bool:
    """Whether a finding rests on characters that were recognised with little certainty."""
    rows = [case.indicators[i] for i in finding.indicators if i in case.indicators]
    if any(c.doubtful for row in rows for c in (row.name, row.target, row.actual)):
        return True
    return any(p.start < s.end and s.start < p.end for p in case.source.doubtful for s in finding.spans)


def _join(reasons: Iterable[str]) -> str | None:
    return "；".join(dict.fromkeys(reasons)) or None
