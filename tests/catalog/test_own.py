"""The definitions of a case and of packs over the built-in ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.catalog import load, load_catalog
from reportgen.errors import Refused
from reportgen.model.definition import Text

ITEM = """
third_party_settlements:
  name: {zh: 应付第三方结算款, en: Estimated third-party settlements}
  statement: balance_sheet
  kind: stock
  unit: money
  source: 示例
"""
INDICATOR = """
settlements_share:
  name: {zh: 第三方结算款占比, en: Share of third-party settlements}
  ability: solvency
  formula: third_party_settlements / total_liabilities
  unit: percent
  direction: lower
  source: 示例
  meaning: {zh: 负债中由第三方结算的部分。, en: The part of liabilities settled by third parties.}
"""

SCHEME = """
own:
  name: {zh: 自己的方案, en: Our own}
  source: 示例
  grades: {excellent: 85, good: 70, fair: 50, low: 40, poor: 0}
  abilities: {solvency: {zh: 偿债, en: Solvency}}
  parts:
    all:
      share: 1
      method: level_efficacy
      indicators:
        settlements_share:
          standards: {kind: plan, excellent: 0.1, good: 0.3, fair: 0.5, low: 0.7, poor: 0.9, source: 示例}
          weight: 1
"""


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def refused(folder: Path, *packs: Path) -> list[str]:
    with pytest.raises(Refused) as caught:
        load_catalog(folder, packs)
    for finding in caught.value.findings:
        load_catalog().messages.both(finding)
    return [f"{finding.rule} {finding.place}" for finding in caught.value.findings]


def test_a_case_adds_items_and_indicators_of_its_own(tmp_path: Path):
    write(tmp_path, "items/own.yaml", ITEM)
    write(tmp_path, "indicators/own.yaml", INDICATOR)

    catalog = load_catalog(tmp_path)

    assert "third_party_settlements" in catalog.items
    assert "settlements_share" in catalog.expressions
    assert str(catalog.place("indicators", "settlements_share", "formula")) == "indicators/own.yaml:5:12"
    assert "settlements_share" not in load_catalog().indicators


def test_a_case_without_definitions_has_the_built_in_catalogue(tmp_path: Path):
    assert load_catalog(tmp_path) is load_catalog()


def test_an_id_is_taken_unless_the_definition_says_that_it_replaces_it(tmp_path: Path):
    own = INDICATOR.replace("third_party_settlements", "provisions").replace("settlements_share", "current_ratio")
    write(tmp_path, "indicators/own.yaml", own)
    assert refused(tmp_path) == ["D14 indicators/own.yaml:2:1"]

    write(tmp_path, "indicators/own.yaml", own + "  replaces: current_ratio\n")
    assert load_catalog(tmp_path).indicators["current_ratio"].formula == "provisions / total_liabilities"


def test_what_is_to_be_replaced_must_exist(tmp_path: Path):
    write(tmp_path, "items/own.yaml", ITEM + "  replaces: provision\n")

    assert refused(tmp_path) == ["D15 items/own.yaml:8:13"]


def test_an_unknown_item_in_a_formula_is_found_at_its_column(tmp_path: Path):
    write(tmp_path, "indicators/own.yaml", INDICATOR)

    assert refused(tmp_path) == ["F05 indicators/own.yaml:5:12"]


def test_an_unknown_total_and_an_unknown_indicator_are_found(tmp_path: Path):
    write(tmp_path, "items/own.yaml", ITEM + "  parent: curent_liabilities\n")
    scheme = """
mine:
  name: {zh: 甲, en: Mine}
  source: 示例
  grades: {excellent: 85, good: 70, fair: 50, low: 40, poor: 0}
  parts: {all: {share: 1, method: level_efficacy, indicators: {curent_ratio: {}}}}
"""
    write(tmp_path, "schemes/own.yaml", scheme)

    assert refused(tmp_path) == ["D16 items/own.yaml:8:11", "D16 schemes/own.yaml:6:78"]


def test_all_files_are_judged_in_one_go(tmp_path: Path):
    write(tmp_path, "items/a.yaml", "a: 1\n")
    write(tmp_path, "items/b.yaml", "b: [\n")
    (tmp_path / "items/c.yaml").write_bytes("c: 甲".encode("gb18030"))
    (tmp_path / "items/d.yaml").symlink_to("/dev/zero")
    (tmp_path / "items/e.yaml").symlink_to("nowhere.yaml")

    assert [found.split()[0] for found in refused(tmp_path)] == ["D05", "D01", "D18", "D17", "D17"]


def test_packs_are_read_before_the_case_and_under_their_name(tmp_path: Path):
    case, pack = tmp_path / "case", tmp_path / "province"
    case.mkdir()
    write(pack, "items/own.yaml", ITEM)
    write(case, "indicators/own.yaml", INDICATOR)
    assert "settlements_share" in load_catalog(case, (pack,)).indicators

    write(pack, "items/own.yaml", ITEM + "  colour: red\n")
    assert refused(case, pack)[0] == "D03 province/items/own.yaml:8:3"


def test_what_a_file_defines_that_cannot_be_parsed_is_not_told_as_unknown(tmp_path: Path):
    write(tmp_path, "indicators/own.yaml", INDICATOR + "  decimals: 1\n bad_indent: 2\n")
    write(tmp_path, "items/own.yaml", ITEM)
    write(tmp_path, "schemes/own.yaml", SCHEME)

    assert refused(tmp_path) == ["D01 indicators/own.yaml:11:2"]

    write(tmp_path, "indicators/own.yaml", INDICATOR)
    write(tmp_path, "items/own.yaml", ITEM + "  [")
    assert [told.split(":")[0] for told in refused(tmp_path)] == ["D01 items/own.yaml"]

    write(tmp_path, "items/own.yaml", ITEM)
    load_catalog(tmp_path)
    write(tmp_path, "schemes/own.yaml", SCHEME.replace("settlements_share", "settlement_share"))
    assert refused(tmp_path) == ["D16 schemes/own.yaml:13:11"]


def test_own_names_of_grades_are_one_mistake_that_names_the_remedy(tmp_path: Path):
    own = SCHEME.replace("excellent: ", "A: ").replace("good: ", "B: ").replace("poor: ", "E: ")
    write(tmp_path, "items/own.yaml", ITEM)
    write(tmp_path, "indicators/own.yaml", INDICATOR)
    write(tmp_path, "schemes/own.yaml", own)

    with pytest.raises(Refused) as caught:
        load_catalog(tmp_path)

    (found,) = caught.value.findings
    assert (found.rule, str(found.place)) == ("D28", "schemes/own.yaml:5:3")
    assert found.facts["names"] == ("A", "B", "E")
    assert "grade_names: {excellent: {zh: A级, en: A}}" in load_catalog().messages.say(found, "en").fix

    write(tmp_path, "schemes/own.yaml", own.replace("fair: 0.5", "fare: 0.5"))
    assert refused(tmp_path)[1:] == ["D03 schemes/own.yaml:13:51"]


ALONE = {
    "indicators/own.yaml": INDICATOR.replace("zh: 第三方结算款占比, ", "").replace(
        "zh: 负债中由第三方结算的部分。, ", ""
    ),
    "items/own.yaml": ITEM.replace("zh: 应付第三方结算款, ", ""),
}


def test_a_case_of_one_language_needs_no_words_in_the_other(tmp_path: Path):
    for name, text in ALONE.items():
        write(tmp_path, name, text)
    needed = sorted(refused(tmp_path))
    write(tmp_path, "case.yaml", "languages: zh-en\n")
    assert sorted(refused(tmp_path)) == needed
    assert needed == ["D10 indicators/own.yaml:3:3", "D10 indicators/own.yaml:9:3", "D10 items/own.yaml:3:3"]

    for text in ("languages: en\n", "report: {languages: en}\n"):
        write(tmp_path, "case.yaml", text)
        catalog = load_catalog(tmp_path)
        assert catalog.indicators["settlements_share"].name.zh == "Share of third-party settlements"
        assert catalog.items["third_party_settlements"].name.in_language("en") == "Estimated third-party settlements"

    write(tmp_path, "case.yaml", "languages: zh\n")
    assert sorted(refused(tmp_path)) == needed


def test_words_of_a_case_of_one_language_may_stand_as_they_are_and_of_two_are_told_how(tmp_path: Path):
    both = "{zh: 应付第三方结算款, en: Estimated third-party settlements}"
    write(tmp_path, "items/own.yaml", ITEM.replace(both, "Third-party dues"))
    assert refused(tmp_path) == ["D35 items/own.yaml:3:9"]

    write(tmp_path, "case.yaml", "languages: en\nentity: {id: a, name: St Mary}\n")
    assert load_catalog(tmp_path).items["third_party_settlements"].name.en == "Third-party dues"
    name, findings = load.one(Text, "仁和医院", "case.yaml", "zh")
    assert (name and name.en, findings) == ("仁和医院", ())
