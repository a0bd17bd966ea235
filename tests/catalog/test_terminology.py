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
NET = builtin_catalog().items["fixed_assets_net"].name


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


@pytest.mark.parametrize("case", [AMERICAN, ("other", "GBP")])
def test_no_two_indicators_are_called_the_same(case: tuple[str, str]):
    ours, theirs = builtin_catalog().indicators, terminology.spoken(builtin_catalog(), *case).indicators

    for kind in ("name", "short"):
        words = {name: said.en.lower() for name, one in theirs.items() if (said := getattr(one, kind))}
        alike = {(one, other) for one in words for other in words if one < other and words[one] == words[other]}
        assert all(getattr(ours[one], kind).en == getattr(ours[other], kind).en for one, other in alike), alike


@pytest.mark.parametrize("currency", ["GBP", "AUD", "EUR", "CHF"])
def test_who_counts_in_another_currency_has_patients_and_no_medical_activities(currency: str):
    found = terminology.spoken(builtin_catalog(), "other", currency)

    assert found.items["medical_income"].name.en == "Patient revenue"
    assert found.items["medical_surplus"].name.en == "Surplus on patient care"
    assert found.words["furniture.key.name.medical_income"].en == "Patient revenue"


@pytest.mark.parametrize("case", [("2019", "CNY"), ("1998", "CNY")])
def test_who_follows_other_rules_and_counts_in_yuan_has_the_catalogue_as_it_is(case: tuple[str, str]):
    assert terminology.spoken(builtin_catalog(), *case) is builtin_catalog()


@pytest.mark.parametrize(
    ("case", "zh", "en"),
    [
        (AMERICAN, "每百美元固定资产业务收入", "Business income per 100 dollars of fixed assets"),
        (("other", "EUR"), "每百欧元固定资产业务收入", "Business income per 100 euros of fixed assets"),
        (("other", "HKD"), "每百港元固定资产业务收入", "Business income per 100 Hong Kong dollars of fixed assets"),
        (("2019", "CHF"), "每百CHF固定资产业务收入", "Business income per 100 CHF of fixed assets"),
    ],
)
def test_names_of_amounts_for_each_hundred_are_of_the_currency_of_the_case(case: tuple[str, str], zh: str, en: str):
    theirs = terminology.spoken(builtin_catalog(), *case)
    name = theirs.indicators["income_per_100_fixed_assets"].name

    assert (name.zh, name.en) == (zh, en)
    assert "万元" in theirs.items["equipment_units_10k"].name.zh  # a bound of Chinese rules stays one in yuan
    assert "yuan of" not in " ".join(one.name.en for one in theirs.indicators.values())


def test_lines_are_called_as_the_forms_of_2012_print_them():
    theirs = terminology.spoken(builtin_catalog(), "2012", "CNY")
    found, findings = theirs.items["fixed_assets_net"].name, Finding("W14", NOWHERE, {"item": NET})
    labels = {line.item: line.label for line in theirs.forms["会医01"].rows if line.item}

    assert (found.zh, found.en) == ("固定资产", NET.en)
    assert all(words.zh == labels[name] for name, words in terminology.tables()["2012", "CNY"].items.items())
    assert terminology.in_terms((findings,), "2012", "CNY")[0].facts["item"].zh == "固定资产"


def test_ids_stay_and_chinese_words_but_for_the_currency():
    ours, theirs = builtin_catalog(), terminology.spoken(builtin_catalog(), *AMERICAN)

    assert [one.zh.replace("美元", "元") for one in theirs.words.values()] == [
        one.zh.replace("美元", "元") for one in ours.words.values()
    ]
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


def test_a_hospital_of_china_without_official_rules_calls_no_line_by_the_year_of_earlier_ones():
    """A private non-profit hospital read of its “administrative expense (2012)”."""
    base, ours = builtin_catalog(), terminology.spoken(builtin_catalog(), "other", "CNY")

    assert ours.items["admin_expense_2012"].name == Text(zh="管理费用", en="Administrative expense")
    assert not [one for one in ours.items if one.startswith("cf12_") and "2012" in ours.items[one].name.en]
    assert ours.indicators == base.indicators


def test_sentences_of_the_rules_of_2012_speak_of_the_balance_that_their_form_has():
    """Names of items stay: a report says that the statements do not have the surplus of the rules in force."""
    ours, theirs = builtin_catalog(), terminology.spoken(builtin_catalog(), "2012", "CNY")

    assert theirs.words["what_if.note"].zh.startswith("结余的增减")
    assert theirs.words["what_if.note"].en.startswith("What the balance gains")
    assert theirs.words["furniture.key.name.period_surplus"].zh == "本期结余"
    assert theirs.words["liquidity.flows.surplus"] == Text(zh="本期结余", en="Balance")
    assert "{surplus}" in theirs.words["story.budget.short"].en
    assert theirs.items["period_surplus"].name == ours.items["period_surplus"].name
    assert not [key for key, one in theirs.words.by_key.items() if "盈余" in one.zh]
