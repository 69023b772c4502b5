"""The narrative cut into sentences and clauses, each with its frame: result or plan, this year or
another, done or not, of this project or not. Offsets are into the text of the goal's 实际完成情况.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from auditor.model.form import Cell, Form
from auditor.numerals import Amount, Day, amounts, days, unknown_unit, years
from auditor.values import read_value

_SENTENCE = re.compile(
    r"(?:(?!；(?:[（(][\d一二三四五六七八九十]{1,2}[）)]|[一二三四五六七八九]是))[^。！？\n])+[。！？；]?"
)  # a numbered part begins a sentence of its own
_CLAUSE = re.compile(r"[^，；：。！？\n]+")
_PLAN = re.compile(
    r"计划(?!生育)|(?<!列入)拟|将(?!军)|争取|力争|预计|预期|下一步|下步|下年|明年|原定|规划|准备于|打算|有待|待(?=下|进一步|明年|条件)|拟于|有望|应(?=于)"
)
_LATER = re.compile(r"下一步|下步|下年度?|明年|打算|今后|未来")
_UNDONE = re.compile(
    r"未能|没能|未(?!来|成年|婚|知|必)(?!发生|发现|出现|接到|收到|断|超|逾|有投诉)|没有(?!发生|发现|出现|接到|收到)|取消|推迟|暂缓|暂未|尚未|不再|无法|终止|停办|停工|搁置|列入(?:20\d\d年|下年|明年)|流标|延期|延至|改为|改于|顺延|中止"
)
_NONE = re.compile(
    r"(?:未|没有|无|零|从未|均未)(?:再)?(?:发生|发现|出现|接到|收到|产生|有)?|0[起件次例人]|零(?:事故|投诉|违规|差错)"
)
_FOREIGN = re.compile(
    r"不属(?:于)?本项目|属(?:于)?(?:另一|其他)项目|与本项目无关|不在本项目|不(?:计|列|纳)入(?:本项目|其中|$|[，。])|不计入|另行安排|另行立项|经费(?:由|在)[^，。]{0,12}(?:列支|解决|承担)|"
    r"费用不在本项目|由[^，。；]{2,16}(?:承担|列支|负责实施|无偿提供)|专项列支|不由本项目"
)
_OTHERS_MONEY = re.compile(r"[（(][^（()）]{0,8}(?:部门|单位|其他)[^（()）]{0,4}经费[）)]")
_BEFORE = re.compile(r"上年(?!结转资金)|去年|上一年|往年|前年|历年|(?:自|从)(?:19|20)\d\d年[^，。；]{0,10}(?:以来|起)")
_AS_OF = re.compile(r"(?:据|截至|截止到?|到|按照?)((?:19|20)\d\d)年(?:末|底|\d{1,2}月)[^，。；]{0,12}，")
_NOW = re.compile(r"本年|当年|年内|全年|今年|至今|目前|现")
_COHORT = re.compile(r"((?:19|20)\d\d)届")
_REACHED = re.compile(r"(?:降|减|升|增|提高|扩大|缩短|少|加|(?:由|从)[^，。；]*)(?:到|至|为)[^，。；]{0,3}$")
EARLY = re.compile(
    r"招标|开工|计划|立项|签约|进站|报名|受理|申请|送审|合同|申报|登记|接收|下达|启动|动工|入选|批复|设计|审核通过|评审通过|审批通过|核准|认定|摸排|会审|图审|推荐|报送|收到|查扣|征集|规划|预算|控制价|采购预算|首批|第一批|首台|先行"
)
LATE = re.compile(
    r"完成|已(?!列|签|报|申|立|计)|发了|补助了|完工|竣工|到货|实际|办结|建成|投用|挂牌|验收|发放|到位|合格|交付|结项|投运|出院|结业|兑现|(?<!审核)(?<!评审)(?<!审批)通过|核减为|调减为|压减为|减为"
)


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """A clause of a sentence and what frames it."""

    goal: int
    start: int
    end: int
    text: str
    undone: bool
    none: bool
    planned: bool


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence of a goal's narrative; ``year`` is the form's."""

    goal: int
    start: int
    end: int
    text: str
    year: int | None
    units: frozenset[str] = frozenset()

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Its clauses, left to right."""
        out = []
        for m in _CLAUSE.finditer(self.text):
            words = m[0]
            out.append(
                Clause(
                    self.goal,
                    self.start + m.start(),
                    self.start + m.end(),
                    words,
                    bool(_UNDONE.search(words)),
                    bool(_NONE.search(words)),
                    _is_plan(words),
                )  # fmt: skip
            )
        return tuple(out)

    @cached_property
    def foreign(self) -> tuple[tuple[int, int], ...]:
        """The stretches, between semicolons, that tell of another project."""
        out = []
        for m in re.finditer(r"[^；。]+", self.text):
            if _FOREIGN.search(m[0]):
                out.append((self.start + m.start(), self.start + m.end()))
        for m in re.finditer(r"[^，；。]+", self.text):
            if _OTHERS_MONEY.search(m[0]):
                out.append((self.start + m.start(), self.start + m.end()))
        return tuple(out)

    @cached_property
    def facts(self) -> tuple["Fact", ...]:
        """The amounts of the sentence with their frames."""
        return tuple(self._fact(a) for a in amounts(self.text, self.units))

    @cached_property
    def dates(self) -> tuple[Day, ...]:
        """The dates of the sentence; offsets are into its text."""
        return tuple(d for d in days(self.text) if d.month or d.part)

    def clause_at(self, place: int) -> Clause:
        """The clause that holds a place of the goal's text."""
        for clause in self.clauses:
            if clause.start <= place < clause.end:
                return clause
        return self.clauses[-1]

    def _fact(self, amount: Amount) -> "Fact":
        place = self.start + amount.start
        clause = self.clause_at(place)
        before = self.text[clause.start - self.start : amount.start]
        after = self.text[amount.end : clause.end - self.start]
        return Fact(
            amount=amount,
            sentence=self,
            clause=clause,
            planned=_planned(before, after),
            other_year=self._other_year(amount, before),
            foreign=any(a <= place < b for a, b in self.foreign),
            part=bool(re.search(r"其中[^；。]*$", self.text[: amount.start]))
            and not re.search(r"^[^，；。]{0,6}，其中", self.text[amount.end :]),
        )

    def _other_year(self, amount: Amount, before: str) -> bool:
        if "基础上" in before:
            return False
        marks = [m.end() for m in _BEFORE.finditer(before)]
        if marks and not re.search(r"(?:较|比|与)(?:上年|去年|往年)[^，]{0,8}(?:增|减|降|升|多|少|净)", before):
            return not _REACHED.search(before)
        named = [(e, y) for _, e, y in years(before)] + [(m.end(), int(m[1])) for m in _COHORT.finditer(before)]
        if self.year is not None and named and max(named)[1] != self.year:
            return not _REACHED.search(before) or max(named)[1] > self.year
        if named:
            return False
        # 截至2020年底，馆藏档案数字化率为57.4%
        since = [(m.end(), int(m[1])) for m in _AS_OF.finditer(self.text, 0, amount.start)]
        if (
            self.year is not None
            and since
            and since[-1][1] != self.year
            and not _NOW.search(self.text, since[-1][0], amount.start)
        ):
            return True
        # an earlier clause of the sentence may have set the year: 2020年完成的征地拆迁已于年初…
        lead = self.text[: amount.start]
        opened = [y for _, _, y in years(lead)]
        return bool(
            self.year is not None
            and opened
            and opened[-1] != self.year
            and self.text.startswith(str(opened[-1]))
            and opened[-1] > self.year
        )


def _is_plan(words: str) -> bool:
    m = _PLAN.search(words)
    return m is not None and not re.search(r"已|实际|全部(?:完成|装|到)|均按", words[m.end() :])


def _planned(before: str, after: str) -> bool:
    m = None
    for m in _PLAN.finditer(before):
        pass
    if m is None:
        return bool(re.match(r"(?:左右)?的?(?:计划|目标|规划|任务|指标)", after))
    return not re.search(r"完成|实际|已|举办了|到位", before[m.end() :])


@dataclass(frozen=True, eq=False)
class Fact:
    """An amount in the prose with its frame; ``part`` marks a part after 其中."""

    amount: Amount
    sentence: Sentence
    clause: Clause
    planned: bool
    other_year: bool
    foreign: bool
    part: bool

    @cached_property
    def lead(self) -> str:
        """The words of its clause before it, back to the amount before."""
        a = self.clause.start - self.sentence.start
        for other in self.sentence.facts:
            if a < other.amount.end <= self.amount.start:
                a = other.amount.end
        return self.sentence.text[a : self.amount.start]

    @cached_property
    def segment(self) -> str:
        """Its own words: its clause between the amounts before and after."""
        b = self.clause.end - self.sentence.start
        for other in self.sentence.facts:
            if self.amount.end <= other.amount.start < b:
                b = other.amount.start
        return self.lead + self.sentence.text[self.amount.start : b]

    @cached_property
    def tail(self) -> str:
        """The words of its clause after it, up to the next amount."""
        return self.segment[len(self.lead) + self.amount.end - self.amount.start :]

    @cached_property
    def early(self) -> bool:
        """Whether its words name a step before the result: 开工23座, 6片全部完成招标."""
        if EARLY.search(self.lead):
            return not LATE.search(self.lead)
        return bool(re.search(f"^(?:全部|均|已)*(?:完成)?(?:{EARLY.pattern})", self.tail)) and not LATE.search(
            re.sub(r"完成", "", self.tail, count=1)
        )

    @cached_property
    def usable(self) -> bool:
        """Whether it can count as this year's result of this project."""
        return not (self.planned or self.other_year or self.foreign or self.amount.ordinal)

    @property
    def start(self) -> int:
        """Where it begins in the goal's text."""
        return self.sentence.start + self.amount.start

    @property
    def end(self) -> int:
        """Where it ends in the goal's text."""
        return self.sentence.start + self.amount.end


@dataclass(frozen=True)
class Narrative:
    """All 实际完成情况 of a form."""

    form: Form
    year: int | None

    @cached_property
    def units(self) -> frozenset[str]:
        """Measure words that the table uses and the language at large hardly does."""
        values = (read_value(i.actual.text) for i in self.form.indicators)
        return frozenset(u for v in values if v.unit and (u := unknown_unit(v.unit)))

    @cached_property
    def cells(self) -> tuple[Cell | None, ...]:
        """The cell of each goal item."""
        return tuple(g.actual for g in self.form.goals)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in order."""
        return tuple(self._cut())

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """All amounts in order."""
        return tuple(f for s in self.sentences for f in s.facts)

    def _cut(self) -> Iterator[Sentence]:
        for number, cell in enumerate(self.cells):
            if cell is None:
                continue
            for m in _SENTENCE.finditer(cell.text):
                if m[0].strip("。！？ "):
                    yield Sentence(number, m.start(), m.end(), m[0], self.year, self.units)

    def label(self, goal: int) -> str | None:
        """The number of a goal item."""
        return self.form.goals[goal].label

    @cached_property
    def by_pair(self) -> dict[str, set[int]]:
        """For each pair of neighbouring characters the numbers of the sentences that have it, or whose title has."""
        out: dict[str, set[int]] = {}
        titles = [{t[i : i + 2] for i in range(len(t) - 1)} for t in (self.title(g) for g in range(len(self.cells)))]
        for n, s in enumerate(self.sentences):
            for pair in {s.text[i : i + 2] for i in range(len(s.text) - 1)} | titles[s.goal]:
                out.setdefault(pair, set()).add(n)
        return out

    def title(self, goal: int) -> str:
        """The heading of a goal item."""
        return self.form.goals[goal].title or ""


def later(text: str) -> bool:
    """Whether a sentence tells of what is to come."""
    return bool(_LATER.search(text))
