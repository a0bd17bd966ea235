"""A group of hospitals: what a kind of report is written from, who is refused, and by whose weights all are scored."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from pathlib import Path

import pytest
from openpyxl import Workbook

from decided import balance_sheet
from rendered import checked
from reportgen import lifecycle, pipeline
from reportgen.analysis.group.material import GroupMaterial
from reportgen.analysis.material import Material
from reportgen.errors import ExitCode, Refused
from reportgen.lifecycle.standing import between
from reportgen.pipeline.checked import Checked
from reportgen.pipeline.pages import results_of


@cache
def lianhe() -> GroupMaterial:
    return pipeline.evaluate_group(checked("lianhe"))


def test_a_kind_of_report_says_whether_one_hospital_or_all_stand_behind_it():
    assert isinstance(pipeline.grounds(checked("lianhe"), report="group"), GroupMaterial)
    assert isinstance(pipeline.grounds(checked("lianhe"), report="board", entity="LH01"), Material)


def test_one_hospital_cannot_be_singled_out_of_a_group():
    with pytest.raises(Refused) as refused:
        pipeline.grounds(checked("lianhe"), report="group", entity="LH01")
    assert [finding.rule for finding in refused.value.findings] == ["C42"]
    assert refused.value.exit_code is ExitCode.USAGE


def test_a_case_of_one_hospital_is_no_group():
    with pytest.raises(Refused) as refused:
        pipeline.grounds(checked("renhe"), report="group")
    assert [finding.rule for finding in refused.value.findings] == ["C41"]


def test_all_hospitals_are_scored_by_the_same_weights():
    weights = {
        tuple((row.id, round(row.weight, 12)) for row in member.evaluation.indicators) for member in lianhe().members
    }
    assert len(weights) == 1


def test_a_hospital_scores_in_the_group_as_it_does_alone():
    alone = pipeline.evaluate(checked("lianhe"), entity="LH07", period="2025").evaluation
    assert lianhe().by_id["LH07"].evaluation.score == pytest.approx(alone.score, abs=1e-9)


def test_places_of_indicators_are_those_among_the_ranked_hospitals_of_the_level():
    group = lianhe()
    for hospital in group.hospitals:
        found = group.by_id[hospital].evaluation.indicator("asset_liability_ratio").peer
        level = [one for one in group.hospitals if group.level(one)[:2] == group.level(hospital)[:2]]
        ranked = [one for one in level if group.league.by_id[one].rank is not None]
        assert (found is None) == (hospital not in ranked)
        assert found is None or found.n == len(ranked) - 1


def test_the_last_of_its_level_is_not_told_from_more_hospitals_than_are_ranked():
    group = lianhe()
    last = group.by_id["LH16"].evaluation.indicator("asset_liability_ratio").peer
    assert group.by_id["LH17"].evaluation.indicator("asset_liability_ratio").value is not None
    assert (last.rank, last.n + 1) == (7, 7)


def test_results_of_a_group_are_complete_and_plain():
    content = json.loads(json.dumps(results_of(lianhe()), allow_nan=False))
    assert content["schema"] == "reportgen/group/1"
    assert content["entity"]["id"] == "lianhe"
    assert [one["rank"] for one in content["hospitals"]][:3] == [1, 2, 3]
    assert content["hospitals"][-1]["rank"] is None
    assert all(len(one["indicators"]) == 15 for one in content["hospitals"])
    assert content["absent"] == ["LH18"]


def test_what_a_reviewer_approves_changes_with_the_figures_of_any_hospital():
    group = lianhe()
    found = lifecycle.parts(group, results_of(group))
    values = group.dataset.values.copy()
    values.loc[("LH16", "2025"), ("medical_income", "")] += 1.0
    moved = dataclasses.replace(group, dataset=dataclasses.replace(group.dataset, values=values))
    assert lifecycle.parts(moved, results_of(moved))["figures"] != found["figures"]


def test_changes_between_two_results_of_a_group_are_told_by_hospital():
    before = results_of(lianhe())
    now = json.loads(json.dumps(before))
    now["hospitals"][2] |= {"score": 91.0, "score_printed": "91.00"}
    assert [(one.id, one.after) for one in between(before, now)] == [(before["hospitals"][2]["entity"]["id"], 91.0)]


def test_what_is_said_of_the_form_of_one_hospital_is_not_told_of_another(tmp_path: Path):
    names = ("甲医院", "乙医院")
    (tmp_path / "data").mkdir()
    members = "".join(f"    {name}: {{zh: {name}, en: {name}}}\n" for name in names)
    text = f"group:\n  id: g\n  name: {{zh: 集团, en: Group}}\n  members:\n{members}regime: '2019'\nscheme: none\n"
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    for name in names:
        extra = [("神秘款项", 7)] if name == names[1] else []
        balance_sheet(tmp_path / "data" / f"{name}.xlsx", name, extra)
    found = pipeline.check(tmp_path)

    def told(entity: str) -> set[str]:
        return {one.rule for one in pipeline.evaluate(found, entity=entity, period="2025").findings}

    assert "I13" in told(names[1])
    assert "I13" not in told(names[0])


def checked_system(folder: Path) -> Checked:
    """A case of a system with a sheet for each of its hospitals, and one for what they come to."""
    (folder / "data").mkdir()
    case = "entity: {id: lakes, name: {en: Lakes Health System}}\nlanguages: en\ncurrency: USD\n"
    (folder / "case.yaml").write_text(case, encoding="utf-8")
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, income in (("Northside Hospital", 100), ("St. Anne Hospital", 200), ("Consolidated", 300)):
        sheet = book.create_sheet(name)
        for row in ((name,), ("(in thousands)",), ("Year ended December 31,", 2025),
                    ("Net patient service revenue", income), ("Total operating revenue", income + 5),
                    ("Total operating expenses", income), ("Operating income", 5)):  # fmt: skip
            sheet.append(row)
    book.save(folder / "data" / "a.xlsx")
    return pipeline.check(folder)


def test_what_the_hospitals_come_to_is_none_of_them_and_gives_the_group_its_name(tmp_path: Path):
    group = pipeline.evaluate_group(checked_system(tmp_path))

    assert [member.entity for member in group.members] == ["Northside Hospital", "St. Anne Hospital"]
    assert (group.entity, group.name.en) == ("lakes", "Lakes Health System")


def test_the_hospitals_of_a_system_are_checked_and_none_is_taken_for_a_stranger(tmp_path: Path):
    """Their report said that there was nothing to check, and that of the system warned of each of them."""
    checked = checked_system(tmp_path)

    assert "W17" not in {one.rule for one in checked.findings}
    assert all(one.quality.equations_checked for one in pipeline.evaluate_group(checked).members)


def test_hospitals_that_are_peers_in_the_case_of_one_are_checked_where_they_are_members_of_the_group():
    """Their sums were said to be none that could be checked, and their warnings to be 0."""
    case = checked("us-cms")
    group = pipeline.evaluate_group(case)
    others = [one for one in group.members if one.entity != "520049"]

    assert all(one.quality.equations_checked for one in others)
    assert sum(one.quality.warnings for one in others) > len(others) / 2
    own = pipeline.evaluate(case, period=group.period)
    there = group.by_id["520049"]
    assert (there.quality.equations_checked, there.quality.warnings) == (
        own.quality.equations_checked,
        own.quality.warnings,
    )
    assert [one for one in group.findings if one.facts.get("entity") == "520049"] == [
        one for one in case.findings if one.facts.get("entity") == "520049"
    ]
