"""Schema-valid nonsense: no invented quotation is shown, no number moves, no draft holds a number of its own."""

import json
import random
import re

from auditor.model.review import Review
from auditor.numerals import widths
from auditor.quotes import holds
from support.asking import SAMPLES, deterministic, offline
from support.server import Body, asked, claims, drafts, narrative

FORMS = sorted(SAMPLES.glob("*.txt"))
_WORDS = ("supported", "contradicted", "partial", "not_mentioned", "SUPPORTED", "maybe")
_OTHER = "全年组织义诊服务48场，惠及群众3612人次，群众满意度97.3%。另开展下乡巡诊15次，发放宣传册2.6万份。"


def _altered(text: str, rng: random.Random) -> str:
    """A piece of the text with its digits changed."""
    start = rng.randrange(max(1, len(text) - 30))
    piece = text[start : start + rng.randint(5, 40)]
    return re.sub(r"\d", lambda _: str(rng.randint(0, 9)), piece)


def _quote(text: str, rng: random.Random) -> str:
    return rng.choice((
        _altered(text, rng), _altered(_OTHER, rng), text[: rng.randint(1, 50)], "", "完成情况良好", _OTHER[:20],
        f"共计{rng.randint(1, 9999)}场", text[rng.randrange(len(text)) :][:25] if text else "",
    ))  # fmt: skip


def nonsense(rng: random.Random, body: Body) -> str:
    text = narrative(body)

    def quotes() -> list[str]:
        return [_quote(text, rng) for _ in range(rng.randint(0, 3))]

    def number() -> str:
        return f"{rng.randint(1, 99999)}{rng.choice('场次件人%')}"

    if asked(body) == "verdicts":
        out = [
            {
                "id": c[0], "verdict": rng.choice(_WORDS), "quotes": quotes(), "value_found": number(),
                "reason": f"叙述写明“{_quote(text, rng)}”，共{number()}", "confidence": rng.choice(("high", "x")),
            }
            for c in claims(body) if rng.random() < 0.95
        ]  # fmt: skip
        return json.dumps({"verdicts": out}, ensure_ascii=False)
    if asked(body) == "remarks":
        codes = ("N504", "N506", "N509", "N510", "N511", "L701", "S107", "X")
        out = [
            {"code": rng.choice(codes), "quotes": quotes(), "indicators": [f"I{rng.randint(0, 99):02d}"], "wrong": "完成", "right": "实现"}
            for _ in range(rng.randint(0, 8))
        ]  # fmt: skip
        return json.dumps({"remarks": out}, ensure_ascii=False)
    out = [
        {"id": d, "quotes": quotes(), "cause": f"因{_quote(text, rng)}影响，少{number()}", "measure": f"2031年{rng.randint(1, 12)}月底前补办{number()}，由办公室负责"}
        for d, _ in drafts(body)
    ]  # fmt: skip
    return json.dumps({"drafts": out}, ensure_ascii=False)


def _numbers(text: str) -> set[str]:
    return {n.replace(",", "") for n in re.findall(r"\d[\d,]*(?:\.\d+)?", widths(text))}


def check(done: Review, text: str) -> None:
    """Nothing invented is shown."""
    here = re.sub(r"\s", "", widths(text))
    shown = [q for c in done.claims for q in (*c.evidence, *c.searched, *(c.second.evidence if c.second else ()))]
    shown += [q for d in done.drafts for q in d.evidence]
    assert all(holds(q, done.document) for q in shown)
    for claim in done.claims:
        for said in re.findall(r"“([^”]{4,})”", claim.reason):
            assert re.sub(r"\s", "", widths(said)) in here
    known = _numbers(text)
    plain = {(d.indicator, d.kind): d for d in offline(text).drafts}
    for draft in done.drafts:
        key = (draft.indicator, draft.kind)
        derived = _numbers(plain[key].text) if key in plain else set()
        assert _numbers(draft.text) <= known | derived
    assert deterministic(done) == deterministic(offline(text))
