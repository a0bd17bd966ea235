"""What follows from each grade, in the words of those who set the scheme."""

from __future__ import annotations

import dataclasses

import pytest

from report.sections.annual import rows
from report.sections.ranking import wanting
from report.sections.reading import content
from report.sections.subjects import page, tables
from reportgen.analysis.material import Material
from reportgen.model.definition import Text
from reportgen.model.schemes import Grade
from reportgen.report.assembly import hospital
from reportgen.report.html import write

FOLLOWS = {
    Grade.GOOD: Text(zh="通报表扬。", en="Commended in a circular."),
    Grade.POOR: Text(zh="约谈。", en="A talk is held."),
}


def ruled(material: Material) -> Material:
    return dataclasses.replace(material, scheme=material.scheme.model_copy(update={"consequences": FOLLOWS}))


@pytest.mark.serves("001-28", "003-137")
def test_what_follows_stands_beside_the_grade_and_in_a_table_of_the_bands_that_have_a_text(renhe: Material) -> None:
    material = ruled(renhe)
    assert material.evaluation.grade is Grade.GOOD
    html = write(hospital(wanting(material, "verdict"), "board", "zh-en")).html
    assert "通报表扬。" in html
    assert "Commended in a circular." in html
    assert "约谈" not in html
    (table,) = tables(page(material, "consequences"))
    assert [(row[0], row[2]) for row in rows(table, "en")] == [
        ("Good", "Commended in a circular."), ("Poor", "A talk is held."),
    ]  # fmt: skip


@pytest.mark.serves("001-28", "003-137")
def test_a_band_without_a_text_and_a_scheme_without_any_print_nothing(renhe: Material) -> None:
    assert hospital(wanting(renhe, "consequences"), "board", "zh").sections == ()
    fair = ruled(dataclasses.replace(renhe, evaluation=dataclasses.replace(renhe.evaluation, grade=Grade.FAIR)))
    assert content(hospital(wanting(fair, "verdict"), "board", "zh"), "verdict").consequence is None
