"""The system of indicators as a tree."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from pages import section_of
from report.sections.ranking import wanting
from report.sections.subjects import drawn
from reportgen.analysis.material import Material
from reportgen.model import printing
from reportgen.model.definition import Language
from reportgen.model.printing import half_up
from reportgen.report.assembly import hospital


@pytest.mark.serves("003-107")
@pytest.mark.parametrize("mode", ["en", "zh"])
def test_the_tree_prints_as_a_table_in_which_each_level_sums_to_a_hundred(renhe: Material, mode: Language) -> None:
    found = section_of(renhe, "indicator_tree", mode)
    assert found is not None
    ((_, goal, *rows),) = found.tables
    assert goal[0].endswith(renhe.scheme.name.in_language(mode))
    assert goal[1:] == ["", "100.00"]
    abilities = {one.name.in_language(mode): one for one in renhe.evaluation.abilities}
    levels: dict[str, list[list[str]]] = {}
    for row in rows:
        if row[0] in abilities:
            levels[row[0]] = []
            assert row[1] == row[2] == f"{half_up(100 * abilities[row[0]].weight, 2):.2f}"
        else:
            levels[list(levels)[-1]].append(row)
    assert list(levels) == list(abilities)
    assert sum(float(row[1]) for row in rows if row[0] in abilities) == pytest.approx(100, abs=0.03)
    for name, below in levels.items():
        members = [one for one in renhe.evaluation.indicators if one.ability == abilities[name].id]
        assert [row[2] for row in below] == [f"{half_up(100 * one.weight, 2):.2f}" for one in members]
        assert sum(float(row[1]) for row in below) == pytest.approx(100, abs=0.04)


@pytest.mark.serves("003-194")
def test_the_tree_prints_every_name_with_its_weight_and_says_its_first_level(renhe: Material) -> None:
    report = hospital(wanting(renhe, "indicator_tree"), "board", "en")
    (figure,) = drawn(report.sections[0].content)
    drawing = ET.fromstring(report.images[figure.picture.source])  # noqa: S314 - drawn by us
    texts = [element.text for element in drawing.iter() if element.text]
    for ability in renhe.evaluation.abilities:
        assert f"{ability.name.en} {printing.percent(ability.weight, 2)}" in figure.picture.alt
        assert ability.name.en in texts
    assert texts.count("%") == 0
    printed = sorted(text for text in texts if text.endswith("%"))
    scored = [*renhe.evaluation.abilities, *(row for row in renhe.evaluation.indicators if row.ability)]
    assert printed == sorted(printing.percent(one.weight, 2) for one in scored)
