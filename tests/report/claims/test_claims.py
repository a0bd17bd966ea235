"""What reports claim, sentence by sentence in both languages, recomputed from their results."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

import pytest

from report.claims.data import Data, shows
from report.claims.statements import CLAIMS, Claim
from reportgen.analysis.material import Material
from reportgen.catalog import load_catalog
from reportgen.model.definition import Text
from reportgen.report.digits import disagreement
from reportgen.report.section import Report
from reportgen.report.speech import FilledText, typed_digits

SAID = (
    ("renhe", "2026-10", "board"), ("renhe", "2025", "annual"), ("us-cms", "2021", "board"), ("us-cms", "2021", "annual"),
)  # fmt: skip
EACH = pytest.mark.parametrize(("name", "period", "kind"), SAID)
LANGUAGES = ("zh", "en")


def texts(value: Any) -> Iterator[Text]:
    """Every text in a view, however deep."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, dict):
        yield from texts(tuple(value.values()))
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from texts(one)
    elif is_dataclass(value) and not isinstance(value, type):
        yield from texts(tuple(getattr(value, field.name) for field in fields(value)))


def said(report: Report) -> list[Text]:
    """All different texts of a report."""
    found = [text for section in report.sections for text in texts(section.content)]
    return list({(text.zh, text.en): text for text in found}.values())


@cache
def data(material: Material) -> Data:
    return Data(material)


def claims(text: Text) -> list[tuple[Claim, str]]:
    return [(claim, language) for claim in CLAIMS for language in LANGUAGES
            if claim.match(text.in_language(language), language)]  # fmt: skip


@pytest.mark.slow
@EACH
def test_what_a_sentence_claims_is_true_of_the_results(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str, period: str, kind: str
) -> None:
    held = data(materials(name, period))
    false = []
    for text in said(reports(name, "zh-en", period, kind)):
        for claim, language in claims(text):
            words = text.in_language(language)
            match = claim.match(words, language)
            assert match is not None
            if not claim.holds(match.groupdict(), held):
                false.append((claim.name, words))
    assert false == []


@EACH
def test_a_claim_of_one_language_is_made_in_the_other(
    reports: Callable[..., Report], name: str, period: str, kind: str
) -> None:
    made = [(text, claims(text)) for text in said(reports(name, "zh-en", period, kind))]
    one_sided = [
        (text.zh, text.en) for text, found in made if {language for _, language in found} not in (set(), {*LANGUAGES})
    ]
    assert one_sided == []
    fewest = 17 if (name, kind) == ("us-cms", "board") else 20  # its risks are told on page 1 alone
    assert len([found for _, found in made if found]) >= fewest


OF_OTHERS = {"lately"}
"""Made of hospitals whose last months left a range that the year still keeps as a strength; no sample is one."""


def test_every_form_of_claim_is_made_by_some_report(reports: Callable[..., Report]) -> None:
    made = {claim.name for name, period, kind in SAID for text in said(reports(name, "zh-en", period, kind))
            for claim, _ in claims(text)}  # fmt: skip
    assert made | OF_OTHERS == {claim.name for claim in CLAIMS}


@pytest.mark.slow
@EACH
def test_both_languages_state_the_same_numbers(
    reports: Callable[..., Report], name: str, period: str, kind: str
) -> None:
    told = [
        text for text in said(reports(name, "zh-en", period, kind)) if isinstance(text, FilledText) and text.figures
    ]
    apart = [(text.zh, text.en, numbers) for text in told if (numbers := disagreement(text.zh, text.en))]
    assert len(told) > 50
    assert apart == []


@EACH
def test_every_figure_of_a_sentence_is_its_value_rounded_half_up(
    reports: Callable[..., Report], name: str, period: str, kind: str
) -> None:
    figures = [
        f for text in said(reports(name, "zh-en", period, kind)) if isinstance(text, FilledText) for f in text.figures
    ]
    assert len(figures) > 80
    assert [(str(figure), figure.value) for figure in figures if not shows(figure, figure.value)] == []


def test_no_title_holds_a_number_that_somebody_typed() -> None:
    words = load_catalog().words
    titles = {key: text for key, text in words.by_key.items() if re.search(r"(^|[._])headline($|\.)", key)}
    assert len(titles) > 60
    typed = {key: (text.zh, text.en) for key, text in titles.items() if typed_digits(text.zh) | typed_digits(text.en)}
    assert typed == {}


def test_a_claim_of_the_brief_that_is_not_true_is_found_out(materials: Callable[..., Material]) -> None:
    held = data(materials("renhe", "2026-10"))
    false = {
        "surplus fell": "收入增长3.4%，费用增长3.8%，盈余由2,469万元降到2,095万元，下降15.2%。",
        "collection slowed": "变差的是回款：应收账款10个月增加5,830万元（+48.9%），周转由上年同期34.6天拖到43.2天。",
        "owed meanwhile": "应收账款多占5,830万元；同期应付账款增加，只相当于其33%。",
        "short of budget": "收入比按月预算少2,194万元，费用只少支1,599万元，盈余因此少595万元。",
    }
    for name, words in false.items():
        claim = next(claim for claim in CLAIMS if claim.name == name)
        match = claim.match(words, "zh")
        assert match is not None, name
        assert not claim.holds(match.groupdict(), held), name


def test_a_claim_that_is_not_true_is_found_out(materials: Callable[..., Material]) -> None:
    held = data(materials("renhe", "2025"))
    false = {
        "verdict": "综合评价「优」，76.47分，比2024年低2.24分；总资产增长率由5.10%降到2.30%",
        "point": "应收款周转天数34.2天，标准30.0，同级中位37.7",
        "card": "医疗收入增长率4.71%，比满分标准高0.29个百分点，得97.1分，仍为「优」",
        "counts": "7项「优」、4项「良」、2项「中」、2项「差」，共15项定量指标",
        "peers": "与24家同级医院相比，15项指标中8项居前一半",
        "crossings": "4项指标等级升降，其中总资产增长率由「中」降「差」",
    }
    for name, words in false.items():
        claim = next(claim for claim in CLAIMS if claim.name == name)
        match = claim.match(words, "zh")
        assert match is not None, name
        assert not claim.holds(match.groupdict(), held), name
