"""An American hospital's report speaks the English of its field; a Chinese one's does not change by a word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pages import page_of
from rendered import Wanted, grounds
from reportgen.analysis.material import Material
from reportgen.catalog import terminology
from reportgen.catalog.catalog import builtin_catalog
from reportgen.model.definition import Text
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE

AMERICAN = ("other", "USD")


@pytest.fixture(scope="module")
def american() -> Material:
    found: Material = grounds(Wanted("board", "us-cms", "2021"))
    return found


def test_names_formulas_and_sentences_change_together(american: Material):
    found = american.catalog

    assert found.items["medical_income"].name.en == "Net patient revenue"
    assert found.indicators["medical_income_growth"].short.en == "Patient revenue growth"
    assert found.words["caption.medical_income"].en == "Net patient revenue"
    assert found.words["furniture.key.name.medical_income"].en == "Patient revenue"  # a tile has no room for more
    assert page_of(american, "statement").row("Patient revenue")[0] == "Patient revenue"  # nor has a narrow column


def test_no_page_of_an_american_hospital_speaks_of_medical_income(american: Material):
    for section in ("verdict", "scorecard", "statement", "method", "passport"):
        assert "medical income" not in page_of(american, section).text.lower()


def test_no_two_indicators_are_called_the_same():
    ours, theirs = builtin_catalog().indicators, terminology.spoken(builtin_catalog(), *AMERICAN).indicators

    for kind in ("name", "short"):
        words = {name: said.en.lower() for name, one in theirs.items() if (said := getattr(one, kind))}
        alike = {(one, other) for one in words for other in words if one < other and words[one] == words[other]}
        assert all(getattr(ours[one], kind).en == getattr(ours[other], kind).en for one, other in alike), alike


@pytest.mark.parametrize("case", [("2019", "CNY"), ("other", "CNY"), ("2019", "USD")])
def test_who_follows_other_rules_or_counts_in_other_money_has_the_catalogue_as_it_is(case: tuple[str, str]):
    assert terminology.spoken(builtin_catalog(), *case) is builtin_catalog()


def test_ids_and_chinese_words_stay():
    ours, theirs = builtin_catalog(), terminology.spoken(builtin_catalog(), *AMERICAN)

    assert [one.zh for one in theirs.words.values()] == [one.zh for one in ours.words.values()]
    assert theirs.items.keys() == ours.items.keys()
    assert theirs.expressions == ours.expressions


def test_a_capital_stays_one_and_a_part_of_a_word_is_none():
    speak = terminology.tables()[AMERICAN].speech()

    assert (
        speak("Medical income grew; medical income per bed") == "Net patient revenue grew; net patient revenue per bed"
    )
    assert speak("non-medical incomes") == "non-medical incomes"


def test_names_in_findings_are_those_of_the_pages():
    name = builtin_catalog().items["medical_income"].name
    (finding,) = terminology.in_terms((Finding("W14", NOWHERE, {"item": name, "period": "2025"}),), *AMERICAN)

    assert finding.facts["item"].en == "Net patient revenue"


def test_what_a_case_defines_itself_is_said_in_the_same_terms():
    ours = builtin_catalog()
    item = ours.items["medical_income"].model_copy(update={"name": Text(zh="甲", en="Medical income of the clinic")})
    theirs = terminology.spoken(replace(ours, items={**ours.items, "own": item}), *AMERICAN)

    assert theirs.items["own"].name.en == "Net patient revenue of the clinic"
    assert theirs.items["medical_income"].name.en == "Net patient revenue"
    assert theirs.words is terminology.spoken(ours, *AMERICAN).words  # built in, and said anew once
