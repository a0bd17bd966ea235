"""Measures come from one list: board, letter and archive tell the same owner and date, and no slipped date is hidden."""

from __future__ import annotations

import dataclasses

import pytest

from pages import page_of
from rendered import material
from reportgen.analysis.material import Material
from reportgen.analysis.signals.follow_up import FollowUp
from reportgen.lifecycle import Subject
from reportgen.model.case_parts import Arrangement
from reportgen.model.definition import Text
from reportgen.model.registers import Register, Registers
from reportgen.pipeline.issuing import in_the_way, of_measures

RATIO = "current_ratio"
SAID = Text(zh="以长期借款置换短期借款", en="replace short-term loans with long-term ones")


@pytest.fixture(scope="module")
def renhe() -> Material:
    return material("renhe", "2026-10")  # type: ignore[no-any-return]


def answering(material: Material, measure: Arrangement) -> Material:
    """As if the letter of the month had one measure more."""
    said = material.case.file.submission
    own = said.letters[material.period]
    letters = {**said.letters, material.period: own.model_copy(update={"measures": (*own.measures, measure)})}
    file = material.case.file.model_copy(update={"submission": said.model_copy(update={"letters": letters})})
    return dataclasses.replace(material, case=dataclasses.replace(material.case, file=file))


def moved(material: Material, indicator: str, day: str) -> Material:
    """As if the list of measures gave a later day."""
    kept = material.registers["actions"]
    rows = tuple(
        dataclasses.replace(row, cells={**row.cells, "moved": day})
        if material.catalog.indicator_named(row.text("indicator")) == indicator else row
        for row in kept.records
    )  # fmt: skip
    tables = {name: material.registers[name] for name in material.catalog.registers}
    return dataclasses.replace(material, registers=Registers({**tables, "actions": Register("actions", rows)}))


def test_each_measure_has_one_owner_and_one_date_in_every_report(renhe: Material):
    found: FollowUp = renhe.analysis["signals.follow_up"]
    board, letter = page_of(renhe, "warnings", "zh").text, page_of(renhe, "letter", "zh", "agency").text
    year = page_of(renhe, "improvement", "zh", "annual").text
    undone = [one for one in found.actions if one.is_open]

    assert {"total_asset_growth", "receivable_turnover_days", RATIO} <= {one.indicator for one in undone}
    for one in undone:
        year_, month, day = one.due.split("-")
        assert f"{one.owner}，{one.due}到期" in board
        assert one.owner in letter
        assert f"{int(year_)}年{int(month)}月{int(day)}日" in letter
        assert one.owner in year
        assert one.measure.rstrip("。") in board
        assert one.measure.rstrip("。") in letter
    assert letter.count("已逾期") == sum(one.term < "2026-10-31" for one in undone) == 2


def test_a_date_that_slipped_is_printed_with_the_one_before_it(renhe: Material):
    later = moved(renhe, RATIO, "2026-12-15")

    assert "原定2026-06-30，延至2026-12-15" in page_of(later, "warnings", "zh").text
    assert "planned 2026-06-30, moved to 2026-12-15" in page_of(later, "improvement", "en", "annual").text
    assert "2026年12月15日（原定2026年6月30日）前完成" in page_of(later, "letter", "zh", "agency").text


def test_a_letter_that_tells_a_measure_otherwise_than_the_list_cannot_be_issued(renhe: Material):
    assert of_measures(renhe) == ()
    other = answering(renhe, Arrangement(action=SAID, indicator=RATIO, due="2026-12-31"))

    (found,) = of_measures(other)
    said = renhe.catalog.messages.say(found, "zh")

    assert found in in_the_way(other, Subject("agency", other.entity, other.period, "zh"))
    assert (found.rule, found.place.file) == ("J68", "case.yaml")
    assert found.places[0].file == "actions.xlsx"
    assert "流动比率的整改措施、整改期限" in said.message
    assert "台账期限 2026-06-30，报送件 2026-12-31" in said.message


def test_a_letter_that_repeats_the_list_agrees_with_it(renhe: Material):
    found: FollowUp = renhe.analysis["signals.follow_up"]
    kept = next(one for one in found.actions if one.indicator == RATIO and one.is_open)
    same = Arrangement(action=Text(zh=kept.measure + "。", en="x"), indicator=RATIO, due=kept.due, target=kept.expected)

    assert of_measures(answering(renhe, same)) == ()
