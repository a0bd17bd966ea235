"""The system of indicators as a tree."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from report.sections.ranking import wanting
from report.sections.subjects import drawn
from reportgen.analysis.material import Material
from reportgen.model import printing
from reportgen.report.assembly import hospital


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
