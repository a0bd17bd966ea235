"""The HTML of the board report: sections by what the data has, no word out of place, nothing left open."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from report.sections.reading import BOTH, exact
from reportgen.analysis.material import Material
from reportgen.model.definition import LanguageMode
from reportgen.model.schemes import Grade
from reportgen.model.values import Reason
from reportgen.report.assembly import hospital
from reportgen.report.html import HtmlDocument, write
from reportgen.report.section import Report

EVERY = pytest.mark.parametrize(("name", "mode"), [(n, m) for n in ("renhe", "us-cms") for m in ("zh", "en", "zh-en")])
HAN = re.compile("[\u3400-\u9fff]")
FILE = "commentary/2026-10/01.md"
FORBIDDEN = re.compile(r"\bnan\b|\bNone\b|\binf\b|\{\{|\}\}|Undefined|undefined")


class Reader(HTMLParser):
    """Collects what tests ask for: words with their language, headings, ids, references, empty cells."""

    VOID = frozenset({"meta", "img", "br", "col", "link"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.stack: list[tuple[str, str]] = []
        self.words: list[tuple[str, str]] = []
        self.headings: list[int] = []
        self.ids: set[str] = set()
        self.references: set[str] = set()
        self.alternatives: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        language = found.get("lang") or (self.stack[-1][1] if self.stack else "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in found:
            assert found["id"] not in self.ids
            self.ids.add(found["id"] or "")
        self.references |= {found[name][1:] for name in ("href", "data-for") if (found.get(name) or "").startswith("#")}
        if tag == "img":
            self.alternatives.append(found["alt"] or "")
        if tag not in self.VOID:
            self.stack.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop()[0] == tag

    def handle_data(self, words: str) -> None:
        if words.strip() and self.stack and self.stack[-1][0] != "style":
            self.words.append((words, self.stack[-1][1]))


@pytest.mark.slow
@EVERY
def test_nothing_is_left_open_on_a_page(documents: Callable[..., HtmlDocument], name: str, mode: str):
    reader = Reader(documents(name, mode).html)
    text = " ".join(words for words, _ in reader.words)
    assert not FORBIDDEN.search(text)
    assert reader.references <= reader.ids


@EVERY
def test_headings_leave_out_no_level(documents: Callable[..., HtmlDocument], name: str, mode: str):
    headings = Reader(documents(name, mode).html).headings
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))


@EVERY
def test_every_picture_tells_its_finding_with_a_number_and_none_twice(
    documents: Callable[..., HtmlDocument], name: str, mode: str
):
    alternatives = Reader(documents(name, mode).html).alternatives
    assert len(alternatives) >= 5
    assert len(set(alternatives)) == len(alternatives)
    assert all(re.search(r"\d", words) for words in alternatives)


@pytest.mark.parametrize("name", ["renhe", "us-cms"])
def test_an_english_report_marks_what_stays_chinese(documents: Callable[..., HtmlDocument], name: str):
    stray = [
        words for words, language in Reader(documents(name, "en").html).words if HAN.search(words) and language == "en"
    ]
    assert not stray


@pytest.mark.serves("000-45")
@pytest.mark.parametrize("name", ["renhe", "us-cms"])
def test_all_modes_print_the_same_numbers_and_both_languages_the_title(
    documents: Callable[..., HtmlDocument], name: str
):
    found = {mode: Reader(documents(name, mode).html) for mode in ("zh", "en", "zh-en")}
    cells = {mode: table_numbers(documents(name, mode).html) for mode in found}
    assert cells["zh"] == cells["en"] == cells["zh-en"]
    both = " ".join(words for words, _ in found["zh-en"].words)
    hospital = documents(name, "zh").author, documents(name, "en").author
    assert all(words in both for words in hospital)


def table_numbers(html: str) -> list[str]:
    """Those of all tables but that of what was promised, whose amounts have the unit of the sentences around it."""
    html = re.sub(r'<table class="promises.*?</table>', "", html, flags=re.DOTALL)
    cells = re.findall(r'<td class="n[^"]*"[^>]*>(.*?)</td>', html)
    return [text for cell in cells if (text := re.sub("<[^>]+>", "", cell)) and re.fullmatch(r"[−+\d.,]+", text)]


@pytest.mark.slow
@pytest.mark.serves("003-127")
def test_a_month_of_an_official_case_has_all_its_sections(reports: Callable[..., Report]):
    templates = [section.name for section in reports("renhe", "zh-en").sections]
    for expected in ("verdict", "summary", "scorecard", "movements", "card", "budget", "statement", "warnings", "quality",
                     "commentary", "method", "passport"):  # fmt: skip
        assert expected in templates


def test_a_year_without_budget_forms_or_commentary_leaves_these_sections_out(reports: Callable[..., Report]):
    templates = [section.name for section in reports("us-cms", "zh-en").sections]
    assert "budget" not in templates
    assert "commentary" not in templates
    assert "statement" in templates


def test_the_contents_name_every_section_but_their_own(reports: Callable[..., Report]):
    report = reports("renhe", "zh-en")
    assert [chapter.id for chapter in report.contents] == [s.id for s in report.sections if s.name != "summary"]


@pytest.mark.slow
@pytest.mark.serves("000-34")
def test_a_draft_says_so_on_every_page(renhe: Material):
    report = hospital(dataclasses.replace(renhe, draft=True), "board", "zh-en")
    assert "marks/draft.svg" in report.images
    assert any(chip.en == "DRAFT" for chip in report.furniture.chips)


def test_without_commentary_and_peers_the_report_still_stands(renhe: Material):
    lonely = dataclasses.replace(renhe, commentary={}, peers=None, month_values=None, history={})
    templates = [section.name for section in hospital(lonely, "board", "zh-en").sections]
    assert "movements" not in templates
    assert "verdict" in templates


def test_only_pictures_that_a_page_names_go_with_it(documents: Callable[..., HtmlDocument]):
    written = documents("renhe", "zh-en")
    assert all(name in written.html for name in written.images)


def withheld(material: Material) -> Material:
    """As if a part had too little data for a total."""
    evaluation = material.evaluation
    parts = tuple(dataclasses.replace(part, score=None, withheld=Reason.MISSING_INPUT) for part in evaluation.parts)
    empty = {"score": None, "score_printed": None, "grade": None, "grade_unrounded": None, "parts": parts}
    return dataclasses.replace(material, evaluation=dataclasses.replace(evaluation, **empty))


def all_missing(material: Material) -> Material:
    """As if no indicator had a value."""
    bare = withheld(material)
    gone = {"value": None, "score": None, "points": None, "level": None, "steps": None, "peer": None}
    indicators = tuple(
        dataclasses.replace(one, **gone, reason=Reason.MISSING_INPUT, effective_weight=0.0)
        for one in bare.evaluation.indicators
    )
    abilities = tuple(dataclasses.replace(one, score=None, grade=None) for one in bare.evaluation.abilities)
    return dataclasses.replace(
        bare, history={}, evaluation=dataclasses.replace(bare.evaluation, indicators=indicators, abilities=abilities)
    )


def total_of(material: Material, score: float, grade: Grade) -> Material:
    """As if the total were another one."""
    changed = {"score": score, "score_printed": f"{score:.2f}", "grade": grade, "grade_unrounded": grade}
    return dataclasses.replace(material, evaluation=dataclasses.replace(material.evaluation, **changed))


STRESSES = {
    "withheld": withheld,
    "all missing": all_missing,
    "full marks": lambda material: total_of(material, 100.0, Grade.EXCELLENT),
    "nothing": lambda material: total_of(material, 0.0, Grade.POOR),
}


@pytest.mark.slow
@pytest.mark.parametrize("stress", sorted(STRESSES))
@pytest.mark.parametrize("mode", ["zh", "en", "zh-en"])
def test_the_pages_stand_what_the_data_may_bring(renhe: Material, stress: str, mode: LanguageMode) -> None:
    html = write(hospital(STRESSES[stress](renhe), "board", mode)).html
    reader = Reader(html)
    assert not FORBIDDEN.search(" ".join(words for words, _ in reader.words))
    assert reader.references <= reader.ids
    assert ("<small> / 100" in html) == (stress in {"full marks", "nothing"})


@BOTH
def test_numbers_in_both_languages_of_a_finding_are_the_same(reports: Callable[..., Report], name: str):
    report = reports(name, "zh-en")
    for section in report.sections:
        headline = getattr(section.content, "headline", None)
        if headline is not None:
            assert exact(WAN.sub("", headline.zh)) == exact(MILLION.sub("", headline.en)), section.id
            for (one, wide), (other, narrow) in zip(sums(WAN, headline.zh), sums(MILLION, headline.en), strict=True):
                assert abs(one - other) <= max(wide, narrow), section.id


def sums(pattern: re.Pattern[str], words: str) -> list[tuple[float, float]]:
    """The amounts of money in a sentence, in yuan, with half of what their last digit is worth."""
    found = [
        (match["n"].replace(",", ""), UNITS[match["unit"] and match["unit"].replace("美", "")])
        for match in pattern.finditer(words)
    ]
    return [(float(n) * unit, unit / 2 / 10 ** len(n.partition(".")[2])) for n, unit in found]


UNITS = {"亿元": 1e8, "万元": 1e4, "元": 1.0, "m": 1e6, "bn": 1e9, None: 1.0}
WAN = re.compile(r"(?P<n>[0-9][0-9,.]*)(?P<unit>亿美?元|万美?元|美?元)")
MILLION = re.compile(r"[¥$](?P<n>[0-9][0-9,]*(?:\.[0-9]+)?)(?:\s(?P<unit>m|bn)\b)?")
