"""Two evaluations held against each other: every change that is made is told, nothing else is, and its cause is named."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.verapdf import validate
from lifecycle.conftest import CASE, FIGURES, Clinic
from reportgen.difference.comparing import ComparedKind, ComparedSide, ReadFigure, difference
from reportgen.model.results import same

NUMBER = "XH-2025-001"


@pytest.fixture(scope="module")
def issued_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    clinic = Clinic(tmp_path_factory.mktemp("issued") / "case")
    clinic.reviewed()
    clinic.issue()
    clinic.run(
        "evaluate",
        str(clinic.folder),
        "--period",
        "2025",
        "--format",
        "json",
        "-o",
        str(clinic.folder.parent / "results.json"),
    )
    return clinic.folder.parent


@pytest.fixture
def clinic(issued_once: Path, tmp_path: Path) -> Clinic:
    shutil.copytree(issued_once, tmp_path / "before")
    shutil.copytree(issued_once, tmp_path / "after")
    return Clinic.opened(tmp_path / "after" / "case")


def diff(clinic: Clinic, first: Path, second: Path, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(clinic.run("diff", str(first), str(second), "--format", "json", *words))
    return found


def before(clinic: Clinic) -> Path:
    return clinic.folder.parent.parent / "before" / "case"


@pytest.mark.slow
def test_a_case_against_itself_differs_in_nothing(clinic: Clinic):
    found = diff(clinic, before(clinic), clinic.folder)

    assert found["same"]
    assert not any(found[key] for key in ("totals", "parts", "indicators", "cells", "definitions", "inputs"))
    assert found["words"] == {"gone": [], "new": []}
    assert "Nothing differs" in clinic.run("diff", str(before(clinic)), str(clinic.folder), "--lang", "en")


def test_a_changed_cell_is_named_with_its_place_and_as_the_cause(clinic: Clinic):
    clinic.figures(FIGURES.replace("small,2025,current_assets,100", "small,2025,current_assets,110"))
    found = diff(clinic, before(clinic), clinic.folder)

    (cell,) = found["cells"]
    assert (cell["item"], cell["period"]) == ("current_assets", "2025")
    assert cell["before"] == {"value": 100.0, "place": "data/figures.csv › D4"}
    assert cell["after"] == {"value": 110.0, "place": "data/figures.csv › D4"}
    ratio = next(one for one in found["indicators"] if one["id"] == "current_ratio")
    assert ratio["changes"]["value"] == {"before": 2.0, "after": 2.2}
    assert ratio["causes"] == {"told": True, "cells": [cell], "definitions": []}
    assert [one["id"] for one in found["inputs"]] == ["data/figures.csv"]


def test_only_indicators_that_rest_on_the_cell_differ(clinic: Clinic):
    clinic.figures(FIGURES.replace("small,2025,total_assets,400", "small,2025,total_assets,500"))
    found = diff(clinic, before(clinic), clinic.folder)

    names = {one["id"] for one in found["indicators"]}
    assert "current_ratio" not in names
    assert names
    assert all(one["causes"]["cells"][0]["item"] == "total_assets" for one in found["indicators"])


@pytest.mark.slow
def test_a_changed_definition_is_named_as_the_cause(clinic: Clinic):
    folder = clinic.folder / "indicators"
    folder.mkdir()
    own = (
        "own_ratio:\n  name: {{zh: 自定, en: Own}}\n  ability: solvency\n  formula: {formula}\n  unit: times\n  direction: none\n"
        "  source: 本院\n  meaning: {{zh: 资产的份额。, en: A share of assets.}}\n"
    )
    (folder / "own.yaml").write_text(own.format(formula="current_assets / total_assets"), encoding="utf-8")
    shutil.copytree(folder, before(clinic) / "indicators")
    (folder / "own.yaml").write_text(own.format(formula="current_liabilities / total_assets"), encoding="utf-8")

    found = diff(clinic, before(clinic), clinic.folder)

    (changed,) = found["definitions"]
    assert (changed["id"], changed["after"]) == ("indicators.own_ratio.formula", "current_liabilities / total_assets")
    (indicator,) = found["indicators"]
    assert (indicator["id"], indicator["causes"]["definitions"]) == ("own_ratio", ["formula"])


def test_changed_words_are_told_sentence_by_sentence_and_figures_are_no_words(clinic: Clinic):
    clinic.comment("一切正常。现金为 30 天。")

    (before(clinic) / "commentary" / "2025" / "01.zh.md").write_text(
        "一切正常。现金为 20 天。应收款上升。", encoding="utf-8"
    )

    assert diff(clinic, before(clinic), clinic.folder)["words"] == {"gone": ["应收款上升。"], "new": []}


@pytest.mark.slow
def test_a_report_is_held_against_its_correction(clinic: Clinic):
    clinic.figures(FIGURES.replace("small,2025,current_assets,100", "small,2025,current_assets,110"))
    clinic.reviewed("2026-02-01")
    clinic.supersede(NUMBER, "流动资产少计")
    found = diff(clinic, clinic.issued(), clinic.issued("XH-2025-002"))

    assert (found["before"]["number"], found["after"]["number"]) == (NUMBER, "XH-2025-002")
    assert [(one["item"], one["before"]["value"], one["after"]["value"]) for one in found["cells"]] == [
        ("current_assets", 100.0, 110.0)
    ]
    assert {one["id"] for one in found["indicators"]} >= {"current_ratio"}
    assert found["words"] is not None
    assert found["same"] is False


def test_a_report_holds_what_its_case_and_its_results_hold(clinic: Clinic, issued_once: Path):
    report, results = clinic.issued(), issued_once / "results.json"

    assert diff(clinic, report, clinic.folder)["same"]
    assert diff(clinic, report, results)["same"]
    found = diff(clinic, results, clinic.folder)
    assert found["same"]
    assert (found["cells"], found["definitions"], found["words"]) == (None, None, None)


def test_what_could_not_be_compared_is_said(clinic: Clinic, issued_once: Path):
    said = clinic.run("diff", str(issued_once / "results.json"), str(clinic.folder), "--lang", "en")

    assert "Not compared, since one of them does not hold it: figures read; definitions; source files; words." in said


def test_an_unexplained_change_is_said_to_be_unexplained(clinic: Clinic, issued_once: Path, tmp_path: Path):
    content = json.loads((issued_once / "results.json").read_text(encoding="utf-8"))
    ratio = next(one for one in content["indicators"] if one["id"] == "current_ratio")
    ratio |= {"value": 3.0, "printed": "3.00"}
    (tmp_path / "other.json").write_text(json.dumps(content), encoding="utf-8")

    said = clinic.run("diff", str(issued_once / "results.json"), str(tmp_path / "other.json"), "--lang", "en")
    assert "the reason cannot be told" in said
    (found,) = diff(clinic, issued_once / "results.json", tmp_path / "other.json")["indicators"]
    assert found["causes"]["told"] is False


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en", None])
def test_the_page_is_one_page_and_conforms(clinic: Clinic, tmp_path: Path, language: str | None):
    lines = FIGURES.splitlines()
    clinic.figures("\n".join([lines[0], *(line + "7" for line in lines[1:])]) + "\n")
    clinic.comment("".join(f"第{word}句话是新的。" for word in "甲乙丙丁戊己庚辛"))
    target = tmp_path / "diff.pdf"
    spoken = ["--lang", language] if language else []
    clinic.run("diff", str(before(clinic)), str(clinic.folder), "--format", "pdf", "-o", str(target), *spoken)

    assert len(pikepdf.open(target).pages) == 1
    assert [verdict.broken for verdict in validate([target])] == [(), ()]


def test_the_page_for_a_screen_holds_everything(clinic: Clinic, tmp_path: Path):
    clinic.figures(FIGURES.replace("small,2025,current_assets,100", "small,2025,current_assets,110"))
    clinic.run("diff", str(before(clinic)), str(clinic.folder), "--format", "html", "-o", str(tmp_path / "diff.html"))
    page = (tmp_path / "diff.html").read_text(encoding="utf-8")

    assert "data/figures.csv › D4" in page
    assert "<script" not in page


def test_a_case_of_another_hospital_is_compared_and_said_to_be_another(clinic: Clinic):
    clinic.describe(CASE.replace("id: small", "id: large"))
    clinic.figures(FIGURES.replace("small,", "large,"))

    assert "Hospital or period differ" in clinic.run("diff", str(before(clinic)), str(clinic.folder), "--lang", "en")


@pytest.mark.parametrize(
    ("content", "rule", "code"),
    [
        (b"{}", "X01", 3),
        (b'{"schema": "reportgen/findings/1"}', "X01", 3),
        (b'{"schema": "reportgen/results/1", "period": "2025-13", "entity": {"id": "a"}, "indicators": []}', "X01", 3),
        (b'{"schema": "reportgen/results/1", "period": "2025", "entity": {"id": "a"}, "indicators": [1]}', "X01", 3),
        (b"{" * 100_000, "X01", 3),
        (b"neither", "J31", 3),
        (b"PK\x03\x04", "J31", 3),
    ],
)
def test_what_holds_no_results_is_refused(clinic: Clinic, tmp_path: Path, content: bytes, rule: str, code: int):
    (tmp_path / "other").write_bytes(content)

    assert rule in clinic.run("diff", str(clinic.folder), str(tmp_path / "other"), code=code)


def test_a_pdf_of_others_an_encrypted_one_and_nothing_at_all(clinic: Clinic, tmp_path: Path):
    blank = pikepdf.new()
    blank.add_blank_page()
    blank.save(tmp_path / "blank.pdf")
    blank.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))

    for name, rule in (("blank.pdf", "J34"), ("locked.pdf", "J32"), ("gone.pdf", "I01")):
        assert rule in clinic.run("diff", str(clinic.folder), str(tmp_path / name), code=3)


def test_nothing_is_changed_by_looking(clinic: Clinic):
    earlier = clinic.files()
    diff(clinic, clinic.issued(), clinic.folder)

    assert clinic.files() == earlier


VALUES = st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5)
TREES = st.recursive(
    VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
)


@given(TREES)
def test_everything_is_the_same_as_itself(tree: Any):
    assert same(tree, json.loads(json.dumps(tree)))


def _side(values: dict[str, float]) -> ComparedSide:
    rows = [{"id": key, "value": value, "printed": str(value)} for key, value in values.items()]
    return ComparedSide("a", ComparedKind.RESULTS, {"entity": {"id": "a"}, "period": "2025", "indicators": rows})


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3)),
    st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3)),
)
def test_what_differs_one_way_differs_the_other_way(one: dict[str, float], other: dict[str, float]):
    there = difference(_side(one), _side(other), lambda _: frozenset())
    back = difference(_side(other), _side(one), lambda _: frozenset())

    assert {change.id: change.measures for change in there.indicators} == {
        change.id: {name: pair[::-1] for name, pair in change.measures.items()} for change in back.indicators
    }
    assert {change.id for change in there.indicators} == {
        key for key in {*one, *other} if one.get(key) != other.get(key)
    }


@pytest.mark.parametrize(
    ("period", "item", "told"),
    [("2025", "current_assets", True), ("2024", "current_assets", False), ("2025", "x", False)],
)
def test_method_or_peers_are_blamed_only_where_all_figures_are_known_to_be_the_same(period: str, item: str, told: bool):  # noqa: FBT001
    def side(value: float, when: str) -> ComparedSide:
        row = {"id": "r", "value": value}
        results = {"period": when, "entity": {"id": "h"}, "indicators": [row]}
        return ComparedSide(
            "", ComparedKind.REPORT, results, printed={("current_assets", "2025", ""): ReadFigure(1.0, "")}
        )

    found = difference(side(1.0, "2025"), side(2.0, period), lambda _: frozenset({item}))
    assert [one.causes.told for one in found.indicators] == [told]
