"""Words of pages: every key that code and templates name is in the catalog, every filter keeps its promise."""

from __future__ import annotations

import dataclasses
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import pytest

from reportgen.catalog import load_catalog
from reportgen.model.definition import Text
from reportgen.report.html import HtmlDocument
from reportgen.report.setting import ModeFilters
from reportgen.report.speech import Count, Speech, same

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r'(?:say|text|head|h2|amount)\(\s*(?:[a-z_.]+, )?"([a-z_]+\.[A-Za-z_.0-9]+)"')
TEXT = Text(zh="流动比率", en="Current ratio")


def places() -> list[Path]:
    return sorted([*(ROOT / "templates").rglob("*.html"), *(ROOT / "reportgen" / "report").rglob("*.py")])


def test_every_key_that_is_named_has_words():
    words = load_catalog().words
    named = {(key, path.name) for path in places() for key in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > 100
    assert not sorted((key, file) for key, file in named if key not in words and not key.endswith((".", "_")))


def left_behind(spaces: set[str], sections: Iterable[str], source: str) -> list[str]:
    """Groups of words that are of no section, and that nothing says."""
    return sorted(
        space
        for space in spaces - {*sections}
        if not re.search(rf"""(?:["'{{@ ]{space}\.[a-zA-Z{{]|under\(f?"{space}["{{.])""", source)
    )


@pytest.mark.slow
def test_a_group_of_words_is_of_a_section_or_somebody_says_them():
    """What a removed section leaves behind is told."""
    catalog = load_catalog()
    program = [*(ROOT / "reportgen").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]
    data = [one for one in (ROOT / "reportgen" / "catalog").rglob("*.yaml") if one.parent.name != "words"]
    source = "\n".join(path.read_text(encoding="utf-8") for path in (*program, *data))
    spaces = {key.partition(".")[0] for key in catalog.words}

    assert left_behind(spaces, catalog.sections, source) == []
    gone = re.sub(r"growth\.\w", "", source)  # as without its view
    assert left_behind(spaces, {*catalog.sections} - {"growth"}, gone) == ["growth"]


def test_no_template_holds_words_of_its_own():
    for path in sorted((ROOT / "templates").rglob("*.html")):
        source = path.read_text(encoding="utf-8")
        without_code = re.sub(r"\{[{%#].*?[}%#]\}", " ", source, flags=re.DOTALL)  # first, for code may hold a ">"
        bare = re.sub(r"<[^>]*>", " ", without_code)
        assert not re.search(r"[A-Za-z\u3400-\u9fff]{2,}", bare), path.name


@pytest.fixture
def speech() -> Speech:
    return Speech(load_catalog().words, "CNY")


def test_a_count_chooses_between_one_and_many():
    assert f"{Count(1):is|are} {Count(3):is|are} {Count(3)}" == "is are 3"


@pytest.mark.parametrize(
    ("n", "counted"), [(1, "The one scenario tested keeps"), (3, "Each of the 3 scenarios tested keeps")]
)
def test_one_scenario_is_told_in_the_singular(speech: Speech, n: int, counted: str) -> None:
    assert speech("evidence.unbroken", n=n, grade="Fair").en == f"{counted} Fair."


@pytest.mark.parametrize(("n", "counted"), [(1, "测算的1种情形不改变"), (3, "测算的3种情形都不改变")])
def test_of_one_scenario_chinese_does_not_say_all(speech: Speech, n: int, counted: str) -> None:
    assert speech("evidence.unbroken", n=n, grade="中").zh == f"{counted}「中」。"
    title = speech("what_if.headline.same", n=n, name="甲", before="98.94", after="98.22").zh
    assert ("均" in title, "影响最大" in title) == (n > 1, n > 1)


def test_an_enumeration_ends_as_its_language_does(speech: Speech):
    names = [same("A"), same("B"), same("C")]
    assert speech.join(names) == Text(zh="A、B、C", en="A, B and C")
    assert speech.join(names, "list.comma_only") == Text(zh="A，B，C", en="A, B, C")
    assert speech.join(names[:1]) == same("A")


ONE: Final = {
    ("quality.headline.ties", 1): "the one cross-check agrees",
    ("quality.headline.ties", 12): "all 12 cross-checks agree",
    ("risk_watch.levels", 1): "Levels by warning lines, last period",
    ("what_if.headline.same", 1): "The one scenario would not change the grade; “it” moves the score from",
    ("what_if.headline.same", 3): "None of 3 scenarios would change the grade; most of all “it”, from 70.00 to 69.00",
    ("what_if.headline.still", 1): "The one scenario would not change score or grade",
    ("what_if.headline", 1): "The one scenario changes the grade",
    ("what_if.headline", 3): "1 of 3 scenarios changes the grade",
}


@pytest.mark.parametrize(("key", "count"), list(ONE))
def test_one_of_a_thing_is_told_in_the_singular(speech: Speech, key: str, count: int):
    score = {"name": "it", "before": "70.00", "after": "69.00", "moved": 1, "grade": "Good", "share": "90%"}

    assert ONE[key, count] in speech(key, n=count, checked=count, **score).en


@pytest.mark.parametrize(("value", "zh", "en"), [(-12.5, "−12.50元", "−¥12.50"), (12.5, "+12.50元", "+¥12.50")])
def test_what_is_before_the_digits_of_an_amount_of_each_is_before_the_sign_too(
    speech: Speech, value: float, zh: str, en: str
):
    cost = next(one for one in load_catalog().indicators.values() if one.unit == "money_each").model_copy(
        update={"decimals": 2}
    )

    said = speech.value(value, cost, sign=True)

    assert (said.zh, said.en) == (zh, en)


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (150, "150.00元", "¥150.00"),
        (-150, "−150.00元", "−¥150.00"),
        (986_420_000, "9.86亿元", "¥986.4 m"),
        (-3_796_323.34, "−379.63万元", "−¥3.8 m"),
        (99_999_999.9, "1.00亿元", "¥100.0 m"),
        (0, "0.00万元", "¥0.0 m"),
        (412_345, "41.23万元", "¥412.3 thousand"),
        (-8_246.9, "−0.82万元", "−¥8.2 thousand"),
        (8_575, "0.86万元", "¥8.6 thousand"),
        (1_500_000, "150.00万元", "¥1.5 m"),
        (999_999_900_000, "10,000.00亿元", "¥999,999.9 m"),
        (-19_135_675_900_000, "−191,356.76亿元", "−¥19,135.7 bn"),
    ],
)
def test_money_in_a_sentence_takes_the_unit_of_its_language(speech: Speech, value: float, zh: str, en: str):
    assert speech.money(value) == Text(zh=zh, en=en)


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (708_900, "70.89万元", "¥0.71 m"),
        (-326_100, "−32.61万元", "−¥0.33 m"),
        (99_999, "10.00万元", "¥100.0 thousand"),
        (1_234_567, "123.46万元", "¥1.2 m"),
    ],
)
def test_beside_millions_a_tenth_of_one_is_told_in_them(speech: Speech, value: float, zh: str, en: str):
    """“Cash fell $1.2 m … $708.9 thousand” had two units in one sentence."""
    assert dataclasses.replace(speech, in_millions=True).money(value) == Text(zh=zh, en=en)


def test_the_english_stands_under_or_behind_the_chinese_in_both_languages():
    both = ModeFilters("zh-en")
    english = '<span class="en" lang="en">Current ratio</span>'
    assert both.stacked(TEXT) == f"流动比率{english}"
    assert both.inline(TEXT) == f'<span class="inline">流动比率 {english}</span>'
    assert both.plain(TEXT) == "流动比率"


def test_one_language_prints_one_language():
    assert ModeFilters("zh").stacked(TEXT) == "流动比率"
    assert ModeFilters("en").inline(TEXT) == "Current ratio"


def test_chinese_of_the_data_is_marked_in_an_english_report():
    marked = ModeFilters("en").plain("2026年10月报表.xlsx › 资产负债表!C9")
    assert marked == '2026<span lang="zh-CN">年10月报表</span>.xlsx › <span lang="zh-CN">资产负债表</span>!C9'


def test_titles_break_between_phrases_only():
    assert phrases("甲，乙：丙") == ["甲，", "乙：", "丙"]


def test_a_statement_of_a_title_keeps_to_its_line_where_two_lines_hold_all():
    long = "医疗收入增长" * 4
    assert phrases("甲，乙；丙") == ["甲，乙；", "甲，", "乙；", "丙", "丙"]
    assert phrases(f"{long}，{long}；丙") == [f"{long}，", f"{long}；", "丙"]
    assert phrases(f"甲；{long}甲乙丙") == ["甲；", "甲；", f"{long}甲乙丙", f"{long}甲乙丙"]
    assert phrases(f"甲；{long}甲乙丙丁，戊") == ["甲；", f"{long}甲乙丙丁，", "戊"]  # might take a line and a half
    assert phrases(f"{long}；{long}；{long}") == [f"{long}；", f"{long}；", long]


def phrases(title: str) -> list[str]:
    """What no line of it breaks where another break is possible, outer ones first."""
    markup = ModeFilters("zh").headline(Text(zh=title, en="x"))
    title = ET.fromstring(f"<h1>{markup}</h1>")  # noqa: S314 - written by us
    return ["".join(span.itertext()) for span in title.iter("span") if span.get("class") == "phrase"]


def test_what_data_brings_is_escaped():
    assert ModeFilters("zh-en").stacked(Text(zh="<b>", en="&")) == '&lt;b&gt;<span class="en" lang="en">&amp;</span>'


def test_a_name_inside_an_english_sentence_has_no_capital(speech: Speech):
    assert speech.within(TEXT).en == "current ratio"
    assert speech.within(Text(zh="药占比", en="DRG weight")).en == "DRG weight"


def test_english_titles_break_between_clauses_only():
    assert str(ModeFilters("en").headline(Text(zh="x", en="a, b; c: d"))).count('<span class="phrase">') == 2


def test_a_count_is_printed_with_its_thousands():
    assert f"{Count(1520)}" == "1,520"


@pytest.mark.slow
@pytest.mark.serves("003-008")
@pytest.mark.parametrize("mode", ["zh", "en", "zh-en"])
@pytest.mark.parametrize("kind", ["board", "annual"])
def test_a_public_hospital_has_a_surplus_and_no_page_says_profit(
    documents: Callable[..., HtmlDocument], kind: str, mode: str
):
    words = re.sub(r"<[^>]*>", " ", documents("renhe", mode, None, kind).html)

    assert "结余" in words or "盈余" in words or "surplus" in words.lower()
    assert not re.search(r"利润|profit", words, re.IGNORECASE)


@pytest.mark.serves("003-008")
def test_the_ability_and_its_indicators_are_worded_as_surplus():
    catalog = load_catalog()
    of_surplus = [one for one in catalog.indicators.values() if one.ability == "surplus"]

    assert catalog.words["ability.surplus"] == Text(zh="结余能力", en="Surplus")
    assert len(of_surplus) > 15
    said = [text for one in of_surplus for text in (one.name, one.short, one.meaning) if text is not None]
    assert not [text for text in said if "利润" in text.zh or "profit" in text.en.lower()]


@pytest.mark.parametrize(
    ("key", "facts", "said"),
    [
        ("qualitative.headline.none", {}, "1 ability has not been rated"),
        ("scorecard.experts.undated", {"experts": 1}, "1 expert rated 1 ability"),
        ("scorecard.headline.full", {"listed": TEXT}, "1 quantitative indicator: Current ratio"),
        ("ties.headline.ties", {}, "The one equation between statements ties"),
        (
            "value_added.headline",
            {"reached": 1, "worse": 0},
            "Of 1 indicator of financial risk 1 reaches a warning line",
        ),
        ("contracts.headline", {"marked": 1, "unowned": 1}, "1 of 1 contract asks for a look; 1 figure has no owner"),
        ("settlements.headline.fine", {}, "The one settlement is complete"),
        ("before_year.headline.all", {"year": "2026"}, "2026: the one programme has an aim that is clear"),
        (
            "budget_projects.headline",
            {"share": "5%", "met": 1},
            "1 project has used 5% of its money; 1 has met its target",
        ),
        ("run_charts.headline.steady", {}, "The one indicator is within natural variation"),
        (
            "score_changes.headline.shared",
            {"period": TEXT, "change": "+1.00"},
            "The one indicator scored in both periods",
        ),
        ("improvement.headline", {"owned": 1, "measures": 1}, "1 of 1 indicator has an owner; 1 measure"),
        ("conclusion.doubt.judged", {"share": "20%"}, "the judgement of 1 expert."),
    ],
)
def test_one_is_not_spoken_of_as_several(key: str, facts: dict[str, Text | str | int], said: str):
    assert said in Speech(load_catalog().words, "CNY")(key, n=1, **facts).en
