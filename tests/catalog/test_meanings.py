"""What every indicator means, in a sentence that needs no formula."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from reportgen.catalog import load_catalog
from reportgen.errors import Refused
from reportgen.model.definition import Language
from reportgen.model.finding import Finding

INDICATOR = """own_ratio:
  name: {zh: 自定, en: Own}
  ability: solvency
  formula: current_assets / total_assets
  unit: percent
  direction: none
  source: 本院
"""
ROW = """own_check:
  name: {zh: 检查, en: Inspection}
  source: 本院
  grades: {excellent: 85, fair: 60, poor: 0}
  parts:
    whole:
      share: 1
      method: weighted_checklist
      indicators:
        acceptance: {name: {zh: 验收, en: Acceptance}, weight: 1, full_mark: 10}
"""
ENDS = re.compile(r"[。.](?!\d)")
SAID = "meaning: {zh: 资产中的流动部分。, en: The current part of the assets.}"

serves = pytest.mark.serves("003-031")


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def refused(folder: Path, *packs: Path) -> list[Finding]:
    with pytest.raises(Refused) as caught:
        load_catalog(folder, packs)
    return list(caught.value.findings)


@serves
def test_an_indicator_without_a_meaning_is_refused_at_its_place_and_told_what_to_do(tmp_path: Path):
    write(tmp_path, "indicators/own.yaml", INDICATOR)
    (found,) = refused(tmp_path)

    assert f"{found.rule} {found.place}" == "D27 indicators/own.yaml:1:1"
    said = load_catalog().messages.both(found)
    assert "own_ratio" in said.message.zh
    assert "own_ratio" in said.message.en
    assert said.fix is not None
    assert "meaning:" in said.fix.zh
    assert "meaning:" in said.fix.en

    write(tmp_path, "indicators/own.yaml", f"{INDICATOR}  {SAID}\n")
    assert load_catalog(tmp_path).indicators["own_ratio"].meaning.en == "The current part of the assets."


@serves
def test_a_pack_is_held_to_the_same(tmp_path: Path):
    write(tmp_path / "province", "indicators/own.yaml", INDICATOR)

    assert [str(found.place) for found in refused(tmp_path, tmp_path / "province")] == [
        "province/indicators/own.yaml:1:1"
    ]


@serves
@pytest.mark.parametrize(("one", "lacks"), [("{zh: 甲。}", "en"), ('{zh: "", en: A.}', "zh")])
def test_one_language_is_not_enough(one: str, lacks: str, tmp_path: Path):
    write(tmp_path, "indicators/own.yaml", f"{INDICATOR}  meaning: {one}\n")
    (found,) = refused(tmp_path)

    assert (found.rule, found.facts["key"], found.place.line) == ("D10", lacks, 8)


@serves
def test_a_row_that_a_checklist_names_becomes_an_indicator_and_says_what_its_mark_means(tmp_path: Path):
    write(tmp_path, "schemes/own.yaml", ROW)
    (found,) = refused(tmp_path)
    assert f"{found.rule} {found.place}" == "D27 schemes/own.yaml:10:9"

    write(tmp_path, "schemes/own.yaml", ROW.replace("weight:", f"{SAID}, weight:"))
    assert load_catalog(tmp_path).indicators["acceptance"].meaning.zh == "资产中的流动部分。"


@serves
@pytest.mark.parametrize(("language", "end"), [("zh", "。"), ("en", ".")])
def test_each_indicator_of_the_catalogue_has_one_sentence_of_its_own(language: Language, end: str):
    said = {name: one.meaning.in_language(language) for name, one in load_catalog().indicators.items()}

    assert not [sentence for sentence, times in Counter(said.values()).items() if times > 1]
    assert not {name: one for name, one in said.items() if not one.endswith(end) or len(ENDS.findall(one)) != 1}
    assert not {name: one for name, one in said.items() if set(one) & set("÷×=/*")}  # not the formula read aloud
