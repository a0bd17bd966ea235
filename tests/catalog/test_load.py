"""One wrong file per mistake: what is said, and where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportgen.catalog import builtin, load, load_catalog
from reportgen.model.casefile import CaseFile
from reportgen.model.definition import Definition
from reportgen.model.definitions import Indicator, Item
from reportgen.model.schemes import Scheme

MODELS: dict[str, type[Definition]] = {"Item": Item, "Indicator": Indicator, "Scheme": Scheme}
BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_mistake_is_found_at_its_place_and_said_in_both_languages(path: Path):
    text = path.read_text(encoding="utf-8")
    expected = re.match(r"# (\w+): (D\d\d) at (\d+:\d+)", text)
    assert expected is not None

    found, findings = load.definitions(MODELS[expected[1]], text, path.name)

    assert [f"{f.rule} {f.place}" for f in findings] == [f"{expected[2]} {path.name}:{expected[3]}"]
    assert found == {}
    said = load_catalog().messages.both(findings[0])
    assert "{" not in said.message.zh + said.message.en
    assert said.fix is not None


@pytest.mark.parametrize(
    ("view", "nearest"),
    [
        ("ageing:aging", "ageing:ageing"),
        ("agging:ageing", "ageing:ageing"),
        ("card.abilty:pieces", "card.ability:pieces"),
    ],
)
def test_a_section_that_names_a_view_that_is_not_there_is_refused_with_file_and_line(view: str, nearest: str):
    text = f"one:\n  title: {{zh: 甲, en: A}}\n  says: {{zh: 甲, en: A}}\n  view: {view}\n"

    _, (finding,) = builtin.merge([("sections/own.yaml", text)])

    assert f"{finding.rule} {finding.place}" == "D16 catalog/sections/own.yaml:4:9"
    assert (finding.facts["key"], finding.facts["nearest"]) == (view, nearest)
    assert builtin.merge([("sections/own.yaml", text.replace(view, nearest))])[1] == ()


def test_every_mistake_of_a_file_is_told_at_once():
    text = "a: {name: {zh: 甲}, kind: stok, colour: red}\nb: 3\n"

    _, findings = load.definitions(Item, text, "x.yaml")

    assert [f.rule for f in findings] == ["D04", "D09", "D10", "D08", "D03", "D05"]


@pytest.mark.serves("001-36")
def test_an_indicator_without_a_source_is_refused_with_file_and_line():
    text = "source: 甲\na: {name: {zh: 甲, en: A}}\n"
    assert "D09" not in {
        one.rule for one in load.definitions(Indicator, text, "mine.yaml")[1] if "source" in str(one.facts)
    }
    _, findings = load.definitions(Indicator, "\n" + text.partition("\n")[2], "mine.yaml")

    lacking = [one for one in findings if "source" in load_catalog().messages.both(one).message.en]
    assert [f"{one.rule} {one.place.file}:{one.place.line}" for one in lacking] == ["D09 mine.yaml:2"]


def test_the_nearest_right_name_is_offered():
    _, findings = load.definitions(Item, "a: {statment: x}", "x.yaml")
    unknown = next(f for f in findings if f.rule == "D03")

    assert unknown.facts["nearest"] == "statement"


def test_source_and_defaults_stand_for_all_definitions_of_a_file_unless_one_says_otherwise():
    text = """
source: 甲
defaults: {statement: income, kind: flow, unit: money}
a: {name: {zh: 甲, en: A}}
b: {name: {zh: 乙, en: B}, kind: count, source: 乙}
"""
    found, findings = load.definitions(Item, text, "x.yaml")

    assert not findings
    assert (found["a"].source, found["a"].kind) == ("甲", "flow")
    assert (found["b"].source, found["b"].kind) == ("乙", "count")


def test_a_year_without_quotes_is_told_to_take_them():
    case, findings = load.one(CaseFile, "regime: 2019\n", "case.yaml")

    assert case is None
    assert [f"{f.rule} {f.place}" for f in findings] == ["D05 case.yaml:1:9"]
    assert '"2019"' in (load_catalog().messages.say(findings[0], "en").fix or "")


def test_an_empty_case_file_is_a_case_with_nothing_said():
    case, findings = load.one(CaseFile, "", "case.yaml")

    assert not findings
    assert case == CaseFile()
