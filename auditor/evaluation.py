"""An engine measured on annotated forms: verdicts, checks, quotations, drafts, cost.

The annotations are JSON files beside the forms: ``claims`` (row, verdict), ``findings`` (rule, rows),
``deviations`` (row, kind, required). Rows count from 1 in the order of the form.
"""

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import AuditorError
from auditor.model.base import Frozen
from auditor.model.claim import Verdict
from auditor.model.review import Review
from auditor.pipeline import draft_faults
from auditor.quotes import holds
from auditor.running import Task, reviews_with

if TYPE_CHECKING:
    from auditor.llm.client import Model

VERDICTS = tuple(v.value for v in Verdict)
NONE = "none"


class Rates(Frozen):
    """Hits and misses, and what follows from them; None where nothing was expected or given."""

    hits: int
    false_alarms: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Of what was given, how much is right."""
        return self.hits / given if (given := self.hits + self.false_alarms) else None

    @property
    def recall(self) -> float | None:
        """Of what was expected, how much was given."""
        return self.hits / wanted if (wanted := self.hits + self.missed) else None

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.hits / total if (total := 2 * self.hits + self.false_alarms + self.missed) else 0.0


class Scores(Frozen):
    """What an engine reached on a folder of forms."""

    engine: str
    model: str | None
    forms: int
    claims: int
    accuracy: float
    macro_f1: float
    kappa: float
    confusion: dict[str, dict[str, int]]
    verdicts: dict[str, Rates]
    checks: dict[str, Rates]
    quotes: int
    quotes_valid: int
    drafts: int
    drafts_clean: int
    drafts_needed: Rates
    calls: int
    tokens_per_form: float
    seconds_per_form: float
    stability: float | None
    fallbacks: tuple[str, ...]


class Gold(Frozen):
    """An annotated form: where its text stands and what is right."""

    form: Path
    claims: dict[int, str]
    findings: frozenset[tuple[str, int]]
    deviations: frozenset[tuple[int, str]]


def read_folder(folder: Path, carrier: str | None) -> tuple[Gold, ...]:
    """The annotated forms of a folder; ``carrier`` is the part of the file names that chooses one of several texts.

    Raises:
        AuditorError: there are none, or an annotation has no form.
    """
    out = []
    for path in sorted(folder.glob("*.json")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(raw, dict) or "claims" not in raw:
            continue
        found = sorted(p for d in (folder / "files", folder) for p in d.glob(f"{path.stem}.*") if p.suffix == ".txt")
        chosen = [p for p in found if carrier is None or f".{carrier}." in p.name]
        if not chosen:
            raise AuditorError(f"{path}：旁边没有它的表（{path.stem}.{carrier or '*'}.txt）。")
        out.append(_gold(raw, chosen[0]))
    if not out:
        raise AuditorError(f"{folder}：没有带标注的表。每张表要有一个含 claims 的 .json 和同名的 .txt。")
    return tuple(out)


def _gold(raw: Mapping[str, list[dict[str, object]]], form: Path) -> Gold:
    findings = {(str(f["rule"]), row) for f in raw.get("findings", ()) for row in (_rows(f.get("rows")) or [0])}
    return Gold(
        form=form,
        claims={_row(c["row"]): str(c["verdict"]) for c in raw["claims"]},
        findings=frozenset(findings),
        deviations=frozenset(
            (_row(d["row"]), str(d["kind"])) for d in raw.get("deviations", ()) if d.get("required", True)
        ),
    )


def _row(value: object) -> int:
    return value if isinstance(value, int) else 0


def _rows(value: object) -> list[int]:
    return [_row(v) for v in value] if isinstance(value, list) else []


def evaluate(gold: Sequence[Gold], task: Task, model: "Model | None", repeat: int = 1) -> Scores:
    """Review every form ``repeat`` times and compare with its annotation; the first time is measured."""
    started = time.perf_counter()
    runs = [[r for _, r in reviews_with([str(g.form) for g in gold], task, model)] for _ in range(repeat)]
    seconds = (time.perf_counter() - started) / (len(gold) * repeat)
    done = [(g, r) for g, r in zip(gold, runs[0], strict=True) if r is not None]
    pairs = [(g.claims[row], _verdicts(r).get(row, NONE)) for g, r in done for row in g.claims]
    spent = [r.usage for run in runs for r in run if r is not None]
    quotes = [(q, r) for _, r in done for c in r.claims for q in c.evidence]
    faults = [draft_faults(r) for _, r in done]
    return Scores(
        engine=spent[0].engine if spent else "offline",
        model=model.settings.model if model else None,
        forms=len(done),
        claims=len(pairs),
        accuracy=sum(a == b for a, b in pairs) / max(1, len(pairs)),
        macro_f1=sum(_of(pairs, v).f1 for v in VERDICTS) / len(VERDICTS),
        kappa=_kappa(pairs),
        confusion={v: {w: pairs.count((v, w)) for w in (*VERDICTS, NONE)} for v in VERDICTS},
        verdicts={v: _of(pairs, v) for v in VERDICTS},
        checks=dict(_checks(done)),
        quotes=len(quotes),
        quotes_valid=sum(holds(q, r.document) for q, r in quotes),
        drafts=sum(len(r.drafts) for _, r in done),
        drafts_clean=sum(not f for per_form in faults for f in per_form),
        drafts_needed=_drafts(done),
        calls=sum(u.calls for u in spent),
        tokens_per_form=sum(u.prompt_tokens + u.completion_tokens for u in spent) / max(1, len(spent)),
        seconds_per_form=seconds,
        stability=_stability(runs) if repeat > 1 else None,
        fallbacks=tuple(dict.fromkeys(line for u in spent for line in u.fallbacks)),
    )


def _number(indicator: str | None) -> int:
    return int(indicator[1:]) if indicator else 0


def _verdicts(review: Review) -> dict[int, str]:
    return {_number(c.indicator): c.verdict.value for c in review.claims}


def _of(pairs: Sequence[tuple[str, str]], verdict: str) -> Rates:
    hits = pairs.count((verdict, verdict))
    return Rates(
        hits=hits,
        false_alarms=sum(b == verdict for _, b in pairs) - hits,
        missed=sum(a == verdict for a, _ in pairs) - hits,
    )


def _kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa: agreement beyond what the shares of the verdicts alone would give."""
    count = max(1, len(pairs))
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(left[v] * right[v] for v in left) / count**2
    agreed = sum(a == b for a, b in pairs) / count
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


def _checks(done: Sequence[tuple[Gold, Review]]) -> Iterator[tuple[str, Rates]]:
    """Rates for each check; a finding counts once a row, one without rows counts for the form."""
    hits: Counter[str] = Counter()
    alarms: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for gold, review in done:
        mine = {(f.rule, row) for f in review.findings for row in ([_number(i) for i in f.indicators] or [0])}
        hits.update(code for code, _ in gold.findings & mine)
        alarms.update(code for code, _ in mine - gold.findings)
        missed.update(code for code, _ in gold.findings - mine)
    for code in sorted({*hits, *alarms, *missed}):
        yield code, Rates(hits=hits[code], false_alarms=alarms[code], missed=missed[code])


def _drafts(done: Sequence[tuple[Gold, Review]]) -> Rates:
    mine = [{(_number(d.indicator), d.kind.value) for d in r.drafts} for _, r in done]
    wanted = [g.deviations for g, _ in done]
    hits = sum(len(a & b) for a, b in zip(wanted, mine, strict=True))
    return Rates(hits=hits, false_alarms=sum(map(len, mine)) - hits, missed=sum(map(len, wanted)) - hits)


def _stability(runs: Sequence[Sequence[Review | None]]) -> float:
    """The share of claims that have the same verdict in every run."""
    tables = [{(n, row): v for n, r in enumerate(run) if r for row, v in _verdicts(r).items()} for run in runs]
    return sum(len({t.get(k) for t in tables}) == 1 for k in tables[0]) / max(1, len(tables[0]))


def shown(scores: Scores) -> str:
    """The figures for people."""
    lines = [
        f"引擎 {scores.engine}" + (f"（{scores.model}）" if scores.model else ""),
        f"表 {scores.forms} 张，指标 {scores.claims} 项",
        f"准确率 {scores.accuracy:.3f}  宏平均F1 {scores.macro_f1:.3f}  Cohen κ {scores.kappa:.3f}"
        + (f"  多次一致 {scores.stability:.3f}" if scores.stability is not None else ""),
        "",
        "判定（行为标注，列为引擎）",
        "  " + " ".join(f"{v:>13}" for v in ("", *VERDICTS, NONE)),
    ]
    lines += [f"  {v:>13} " + " ".join(f"{n:>13}" for n in row.values()) for v, row in scores.confusion.items()]
    lines += ["", f"  {'判定':<13} 精确率 召回率"]
    lines += [f"  {v:<15} {_rate(r.precision)}  {_rate(r.recall)}" for v, r in scores.verdicts.items()]
    lines += ["", "  检查  精确率 召回率  命中 误报 漏报"]
    lines += [
        f"  {code}  {_rate(r.precision)}  {_rate(r.recall)}  {r.hits:>4} {r.false_alarms:>4} {r.missed:>4}"
        for code, r in scores.checks.items()
    ]
    needed = scores.drafts_needed
    lines += [
        "",
        f"引文 {scores.quotes} 条，逐字核实 {scores.quotes_valid} 条",
        f"偏差说明 {scores.drafts} 条，全部通过检查的 {scores.drafts_clean} 条",
        f"应写的偏差说明写出 {needed.hits}/{needed.hits + needed.missed}，多写 {needed.false_alarms}",
        f"模型请求 {scores.calls} 次；每张表 {scores.tokens_per_form:.0f} 词元，{scores.seconds_per_form:.2f} 秒",
    ]
    return "\n".join([*lines, *(f"未由模型完成：{f}" for f in scores.fallbacks)])


def _rate(value: float | None) -> str:
    return "  -  " if value is None else f"{value:.3f}"
