"""The report as a page."""

import re
from collections import Counter
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from auditor.model.form import Note, NoteRole
from auditor.model.review import Review
from auditor.model.source import Span
from auditor.reports import render, render_together, view
from auditor.reports.html_source import marked, places
from auditor.reports.html_tags import Html, el, text

VOID = {"meta", "br", "col"}


class Page(HTMLParser):
    """The elements, attributes and words of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self.open):
            self.words.append(data)

    def values(self, name: str) -> list[str]:
        return [a[name] or "" for _, a in self.elements if name in a]

    @property
    def shown(self) -> str:
        return "".join(self.words)


@pytest.fixture(scope="module")
def page(review: Review) -> Page:
    return Page(render(review, "html"))


@pytest.fixture(scope="module")
def attacked(hostile: Review) -> Page:
    return Page(render(hostile, "html"))


def test_every_finding_is_shown_with_its_remedy(review: Review, page: Page) -> None:
    for f in review.findings:
        assert f.message in page.shown
        assert f.advice in page.shown


def test_every_finding_is_marked_in_the_form_and_the_marker_leads_to_it(review: Review, page: Page) -> None:
    ids, links = page.values("id"), page.values("href")
    for n in range(1, len(review.findings) + 1):
        assert f"at-f{n}" in ids
        assert f"f{n}" in ids
        assert f"#f{n}" in links
        assert f"#at-f{n}" in links


def test_elements_are_nested_and_ids_are_unique(page: Page, attacked: Page) -> None:
    for one in (page, attacked):
        assert one.open == []
        assert not [i for i, n in Counter(one.values("id")).items() if n > 1]


def test_every_link_leads_to_a_place_in_the_page(page: Page, attacked: Page) -> None:
    for one in (page, attacked):
        ids = set(one.values("id"))
        assert one.values("href")
        assert all(h.startswith("#") and h[1:] in ids for h in one.values("href"))


def test_nothing_is_loaded_from_anywhere(review: Review, page: Page, attacked: Page) -> None:
    for one in (page, attacked):
        assert not one.values("src")
        assert not {"link", "img", "iframe", "object", "embed", "base"} & {t for t, _ in one.elements}
    template = files("auditor.reports").joinpath("page.html").read_text(encoding="utf-8")
    assert not re.search(r"https?:|url\(|@import|fetch\(|XMLHttp|eval\(", template)
    assert "http" not in render(review, "html").replace("http-equiv", "")


def test_the_policy_forbids_the_network(page: Page) -> None:
    policy = page.values("content")[0]
    for part in ("default-src 'none'", "style-src 'unsafe-inline'", "script-src 'unsafe-inline'"):
        assert part in policy


def test_no_word_of_a_form_becomes_an_element_or_an_attribute(page: Page, attacked: Page) -> None:
    assert {t for t, _ in attacked.elements} <= {t for t, _ in page.elements}
    names = {name for _, a in attacked.elements for name in a}
    assert not [name for name in names if name.startswith("on")]
    assert sum(t == "script" for t, _ in attacked.elements) == 1
    assert '<script>alert("1")</script>&\'古树' in attacked.shown
    assert "</mark></pre><b>记录</b>" in attacked.shown


def test_several_forms_are_parts_of_one_page(review: Review, hostile: Review) -> None:
    written = render_together([review, hostile], "html").decode()
    page = Page(written)
    assert page.open == []
    ids, links = page.values("id"), page.values("href")
    assert len(ids) == len(set(ids))
    assert all(h[1:] in ids for h in links)
    assert {"#n1-top", "#n2-top"} <= set(links)
    assert {"n1-f1", "n1-at-f1", "n2-f1", "n2-d1-text"} <= set(ids)
    assert set(page.values("data-for")) <= set(ids)
    assert written.count("<!DOCTYPE html>") == written.count("<main ") == 1
    assert page.shown.count(view.verdict(review)) >= 2
    assert '<script>alert("1")</script>' in page.shown


def test_control_characters_of_a_form_do_not_reach_the_page(hostile: Review) -> None:
    assert not re.search("[\x1b\u2028\u202e]", render(hostile, "html"))


def test_the_form_is_drawn_with_its_merged_cells(review: Review, page: Page) -> None:
    spans = [int(v) for v in page.values("rowspan")]
    assert len(review.form.funds) + 1 in spans
    assert len(review.form.goals) + 1 in spans
    for i in review.form.indicators:
        assert i.name.text in page.shown
    assert "产出指标（50分）" in page.shown


def test_columns_and_notes_that_only_some_forms_have_are_drawn(review: Review, page: Page) -> None:
    form = review.form
    first, *rest = form.indicators
    words = {
        name: first.name.model_copy(update={"text": f"〈{name}〉"})
        for name in ("initial_target", "coefficient", "core")
    }
    told = form.funds[0].model_copy(update={"explanation": first.name.model_copy(update={"text": "〈资金〉"})})
    note = Note(role=NoteRole.CONCLUSION, name=words["core"].model_copy(update={"text": "评价结论"}), text=first.name)
    more = {"indicators": (first.model_copy(update=words), *rest), "funds": (told, *form.funds[1:]), "notes": (note,)}
    drawn = Page(render(review.model_copy(update={"form": form.model_copy(update=more)}), "html")).shown
    new = ("年初指标值", "得分系数", "是否核心指标", "评价结论", "〈资金〉", *(c.text for c in words.values()))
    assert [w for w in new if w not in drawn] == []
    assert [w for w in new if w in page.shown] == []


def test_a_shared_pair_of_cells_is_drawn_once(shared: Review) -> None:
    group = next(g for g in shared.form.groups if len(g.indicators) == 2)
    drawn = [a for t, a in Page(render(shared, "html")).elements if t == "td" and "rowspan" in a]
    assert group.points is not None
    assert [a["rowspan"] for a in drawn[:2]] == ["2", "2"]


def test_the_text_as_read_is_there_unbroken(review: Review, page: Page) -> None:
    assert review.document.text in page.shown


def test_a_claim_leads_from_its_row_to_its_words(review: Review, page: Page) -> None:
    by_key = {(a.get("data-k") or ""): a for t, a in page.elements if t == "mark"}
    assert any("c1" in keys.split() for keys in by_key)
    assert "s-c1" in page.values("id")
    badges = [a for t, a in page.elements if t == "a" and "badge" in (a.get("class") or "")]
    assert len(badges) == len(review.claims)


def test_drafts_stand_whole_beside_their_words_and_can_be_copied(review: Review, page: Page) -> None:
    for draft in review.drafts:
        assert draft.text in page.shown
    assert page.values("data-for") == ["d1-text", "d2-text"]
    assert "navigator.clipboard" in render(review, "html")


def test_it_can_be_read_without_a_script(page: Page) -> None:
    hidden = [t for t, a in page.elements if "hidden" in a]
    assert set(hidden) == {"button"}
    assert dict(page.elements)["html"]["lang"] == "zh-CN"


def test_severity_is_told_in_words_beside_its_colour(review: Review, page: Page) -> None:
    for f in review.findings:
        assert f"{f.severity.shown} {f.rule}" in page.shown


def test_marks_of_overlapping_spans_keep_the_text() -> None:
    where = {"f1": (Span(start=1, end=4), Span(start=6, end=7)), "c1": (Span(start=2, end=6),)}
    made = marked("甲乙<丁戊己庚辛", where)
    assert Page(made).shown == "甲乙<丁戊己庚辛"
    assert 'data-k="f1 c1"' in made
    assert made.count('id="s-f1"') == made.count('id="s-c1"') == 1


def test_places_are_kept_inside_of_the_text(review: Review) -> None:
    end = len(review.document.text)
    assert all(s.start < s.end <= end for spans in places(review).values() for s in spans)


def test_text_is_escaped_and_markup_is_not() -> None:
    assert text("<&\"'>") == "&lt;&amp;&quot;&#x27;&gt;"
    assert el("a", "<", Html("<b></b>"), href='"x"') == '<a href="&quot;x&quot;">&lt;<b></b></a>'


def _light(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *((name, f"{name}-bg") for name in ("error", "warning", "info", "clear")),
        *(("soft", g) for g in ("white", "pale", "error-bg", "warning-bg", "current")),
        ("ink", "hit"),
        ("info", "current"),
        ("warning", "white"),
        ("white", "accent"),
    ],
)
def test_contrast_is_at_least_four_and_a_half(ink: str, ground: str) -> None:
    template = files("auditor.reports").joinpath("page.html").read_text(encoding="utf-8")
    colors = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", template))
    colors |= {"white": "#ffffff", "current": "#fffbe6"}
    dark, bright = sorted((_light(colors[ink]), _light(colors[ground])))
    assert (bright + 0.05) / (dark + 0.05) >= 4.5
