"""Audit adjustments: what was reported, what the audit changed, and which of the two a figure rests on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reportgen import pipeline
from reportgen.cli.app import app
from reportgen.model.values import Flag

CASE = "entity: {id: h, name: {zh: 甲, en: A}}\nregime: '2019'\nscheme: none\nmateriality: 5\n"
DATA = """entity,period,item,value
h,2025,total_assets,100
h,2025,current_assets,40
h,2025,accounts_receivable_net,20
h,2025,total_liabilities,50
h,2025,current_liabilities,16
"""
HEAD = "item,period,reported,adjustment,audited,reason\n"


@pytest.fixture
def case(tmp_path: Path) -> Callable[[str], Path]:
    def of(adjustments: str) -> Path:
        (tmp_path / "data").mkdir()
        (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
        (tmp_path / "data" / "figures.csv").write_text(DATA, encoding="utf-8")
        (tmp_path / "adjustments.csv").write_text(adjustments, encoding="utf-8")
        return tmp_path

    return of


def rules(folder: Path) -> list[str]:
    return [f"{f.rule}:{f.place.line}" for f in pipeline.check(folder).findings if f.rule.startswith("A")]


def test_the_audited_figure_is_used_and_the_totals_above_it_move(case: Callable[[str], Path]):
    folder = case(HEAD + "accounts_receivable_net,2025,20,-4,16,补提坏账准备\n")
    material = pipeline.evaluate(pipeline.check(folder))

    assert material.dataset.value("accounts_receivable_net", "h", "2025") == 16
    assert material.dataset.value("current_assets", "h", "2025") == 36
    assert material.dataset.value("total_assets", "h", "2025") == 96
    current = material.values.at("current_ratio", "h", "2025")
    assert (current.value, current.flags) == (36 / 16, (Flag.AUDITED,))
    assert material.values.at("asset_liability_ratio", "h", "2025").value == 50 / 96


def test_every_figure_says_which_it_rests_on(case: Callable[[str], Path]):
    folder = case("项目,期间,报审数,调整数,审定数,原因\naccounts_receivable_net,2025,20,-4,16,补提坏账准备\n")
    above, below = pipeline.evaluate(pipeline.check(folder)).derive("current_ratio").parts[0].parts

    assert above.adjustment is not None
    assert (above.adjustment.reported, above.adjustment.amount, above.adjustment.audited) == (40, -4, 36)
    assert above.adjustment.reason == "补提坏账准备"
    assert below.adjustment is None


def test_explain_shows_reported_adjustment_and_reason_in_both_languages_and_as_json(case: Callable[[str], Path]):
    folder = str(case(HEAD + "current_assets,2025,40,-4,36,错报\n"))
    for language, audited, reported in (
        ("zh", "审定数 (40 -4: 错报", "报审数"),
        ("en", "audited (40 -4: 错报", "reported"),
    ):
        shown = CliRunner().invoke(app, ["explain", folder, "current_ratio", "--lang", language]).stdout
        assert audited in shown
        assert reported in shown

    answer = json.loads(CliRunner().invoke(app, ["explain", folder, "current_ratio", "--format", "json"]).stdout)
    assert "audited" in answer["flags"]
    cell = answer["derivation"]["parts"][0]["parts"][0]
    assert cell["adjustment"]["audited"] == 36
    assert cell["adjustment"]["place"]["file"] == "adjustments.csv"


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (HEAD + "current_assets,2025,40,-4,37,错报\n", ["A04:2"]),
        (HEAD + "current_assets,2025,41,-4,37,错报\n", ["A05:2"]),
        (HEAD + "current_assets,2025,40,-6,34,错报\n", ["A06:2"]),
        (HEAD + "current_assets,2025,40,-4,36,\n", ["A07:2"]),
        (HEAD + "curent_assets,2025,40,-4,36,错报\nnet,soon,x,1,2,\n", ["A02:2", "A02:3"]),
        (HEAD + "current_assets,soon,40,-4,36,错报\n", ["A03:2"]),
        ("item,period,audited\ncurrent_assets,2025,36\n", ["A01:1"]),
    ],
)
def test_what_is_wrong_with_the_table_is_told_with_its_line(case: Callable[[str], Path], rows: str, found: list[str]):
    assert rules(case(rows)) == found


def test_a_case_without_adjustments_says_nothing_of_them(case: Callable[[str], Path]):
    folder = case("")
    (folder / "adjustments.csv").unlink()

    assert not pipeline.check(folder).reading.dataset.adjustments


def test_checks_run_on_audited_figures_and_name_the_line_of_the_adjustment(case: Callable[[str], Path]):
    one_side = HEAD + "accounts_receivable_net,2025,20,-4,16,补提坏账准备\n"
    folder = case(one_side)
    with (folder / "data" / "figures.csv").open("a", encoding="utf-8") as file:
        file.write("h,2025,net_assets,50\n")

    found = [f for f in pipeline.check(folder).findings if f.rule == "V86"]
    assert [(f.facts["value"], f.facts["parts"], f.facts["gap"]) for f in found] == [(96, 100, -4)]
    assert ("adjustments.csv", 2) in [(place.file, place.line) for f in found for place in (f.place, *f.places)]

    (folder / "adjustments.csv").write_text(one_side + "net_assets,2025,50,-4,46,补提坏账准备\n", encoding="utf-8")
    assert [f for f in pipeline.check(folder).findings if f.rule == "V86"] == []


def test_a_value_rests_on_its_cell_and_on_the_line_that_changed_it(case: Callable[[str], Path]):
    dataset = pipeline.check(case(HEAD + "current_assets,2025,40,-4,36,错报\n")).reading.dataset

    files = [place.file for place in dataset.places(("current_assets", "h", "2025", ""))]
    assert files == ["data/figures.csv", "adjustments.csv"]
    assert [place.file for place in dataset.places(("net_assets", "h", "2025", ""))] == []
